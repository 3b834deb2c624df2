/** Lays a graph out step by step, away from the page, so that the page stays quick. */
import Graph from 'graphology';
import forceAtlas2 from 'graphology-layout-forceatlas2';

export interface LayoutTask {
  /** Positions as x, y for each node. */
  start: Float32Array;
  /** Pairs of node indices. */
  edges: Uint32Array;
  /** Milliseconds to spend. */
  time: number;
}

self.onmessage = ({ data }: MessageEvent<LayoutTask>) => {
  const graph = new Graph({ type: 'undirected', multi: true });
  const nodes = data.start.length / 2;
  for (let at = 0; at < nodes; at += 1) graph.addNode(at, { x: data.start[2 * at], y: data.start[2 * at + 1] });
  for (let at = 0; at < data.edges.length; at += 2) graph.addEdge(data.edges[at], data.edges[at + 1]);
  const settings = { ...forceAtlas2.inferSettings(graph), barnesHutOptimize: nodes > 500, adjustSizes: false, gravity: 1.5, slowDown: 2 };
  const began = performance.now();
  do {
    forceAtlas2.assign(graph, { iterations: nodes > 2000 ? 10 : 40, settings });
    const places = new Float32Array(2 * nodes);
    graph.forEachNode((node, { x, y }) => places.set([x as number, y as number], 2 * Number(node)));
    self.postMessage(places, { transfer: [places.buffer] });
  } while (performance.now() - began < data.time);
  self.postMessage('done');
};
