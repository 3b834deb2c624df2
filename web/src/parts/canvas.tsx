/** Draws a graph with sigma. Positions come from a worker and stay when the graph is narrowed. */
import Graph from 'graphology';
import { useEffect, useRef, useState } from 'preact/hooks';
import Sigma from 'sigma';
import type { Shown } from '../data/network.ts';
import type { LayoutTask } from '../layout.worker.ts';
import { eventWords } from './basic.tsx';

interface Look {
  x: number;
  y: number;
  size: number;
  color: string;
  label: string;
}

const COLORS = ['ink', 'paper', 'rule', 'person', 'body', 'place', 'other', 'Occurred', 'Ongoing', 'Planned', 'Possible', 'Conditional', 'Desired', 'Cancelled', 'Denied', 'Unknown'];

/** Colours as the style sheet has them, which knows of light and dark. */
function palette(box: HTMLElement): Record<string, string> {
  const probe = box.appendChild(document.createElement('span'));
  const colors = COLORS.map((name): [string, string] => {
    probe.style.color = `var(--${name})`;
    return [name, getComputedStyle(probe).color];
  });
  probe.remove();
  return Object.fromEntries(colors);
}

/** A place for a node that has none, always the same for the same node. */
function scatter(id: string): [number, number] {
  let hash = 2166136261;
  for (let at = 0; at < id.length; at += 1) hash = Math.imul(hash ^ id.charCodeAt(at), 16777619);
  const angle = ((hash >>> 0) / 2 ** 32) * 2 * Math.PI;
  const far = 100 * Math.sqrt((Math.imul(hash, 2654435761) >>> 0) / 2 ** 32);
  return [far * Math.cos(angle), far * Math.sin(angle)];
}

export function GraphCanvas({ shown, chosen, choose }: { shown: Shown; chosen: string; choose: (id: string) => void }) {
  const box = useRef<HTMLDivElement>(null);
  const places = useRef(new Map<string, [number, number]>());
  const [failure, setFailure] = useState('');
  const [settled, setSettled] = useState(false);
  const [theme, setTheme] = useState(0);
  const sigma = useRef<Sigma | undefined>(undefined);
  const pick = useRef({ chosen, choose });
  pick.current = { chosen, choose };

  useEffect(() => {
    const changed = () => setTheme((before) => before + 1);
    const system = matchMedia('(prefers-color-scheme: dark)');
    addEventListener('theme', changed);
    system.addEventListener('change', changed);
    return () => { removeEventListener('theme', changed); system.removeEventListener('change', changed); };
  }, []);

  useEffect(() => {
    if (!box.current) return;
    const colors = palette(box.current);
    const graph = new Graph({ type: 'undirected', multi: true });
    // Thousands of nodes need more room than a hundred.
    const scale = Math.max(0.35, Math.min(1, Math.sqrt(500 / Math.max(1, shown.nodes.length))));
    for (const node of shown.nodes) {
      const [x, y] = places.current.get(node.id) ?? scatter(node.id);
      const look: Look = {
        x, y, label: node.family === 'event' ? eventWords(node.label) : node.label,
        size: scale * (node.family === 'event' ? 3.5 : Math.min(18, 4 + 1.6 * Math.sqrt(node.degree))),
        color: colors[node.family === 'event' ? node.status : node.family] ?? colors['other']!,
      };
      graph.addNode(node.id, { ...look, event: node.family === 'event' });
    }
    for (const edge of shown.edges) graph.addEdge(edge.from, edge.to, { size: Math.max(0.5, scale), color: colors['rule'] });
    let drawn: Sigma;
    try {
      drawn = new Sigma(graph, box.current, {
        settings: { gestureTarget: 'shared', itemSizesReference: 'screen', labelDensity: 0.7, labelRenderedSizeThreshold: 6 * scale, minCameraRatio: 0.02, maxCameraRatio: 4, stagePadding: 40 },
        styles: {
          nodes: [
            { x: { attribute: 'x' }, y: { attribute: 'y' }, size: { attribute: 'size' }, color: { attribute: 'color' }, label: { attribute: 'label' }, labelColor: colors['ink']!, labelFont: 'system-ui, sans-serif', labelSize: 13 },
            { whenState: 'isHighlighted', then: { labelVisibility: 'visible', labelBackgroundColor: colors['paper']!, labelBackgroundPadding: 3, zIndex: 2 } },
            { whenState: 'isHovered', then: { labelVisibility: 'visible', labelBackgroundColor: colors['paper']!, labelBackgroundPadding: 3, zIndex: 3 } },
            { when: (_, state, stage) => stage.hasHighlighted && !state.isHighlighted && !state.isHovered, then: { opacity: 0.25, labelVisibility: 'hidden' } },
            // Names are what one looks for; an event tells its own under the pointer, and in the list beside.
            { when: ({ event }, state) => event === true && !state.isHovered, then: { labelVisibility: 'hidden' } },
          ],
          edges: [
            { size: { attribute: 'size' }, color: { attribute: 'color' } },
            { whenState: 'isHighlighted', then: { color: colors['ink']!, size: 1.5 } },
          ],
          stage: { background: colors['paper']! },
        },
      } as ConstructorParameters<typeof Sigma>[2]);
    } catch (error) {
      setFailure(error instanceof Error ? error.message : String(error));
      return;
    }
    sigma.current = drawn;
    drawn.on('clickNode', ({ node }: { node: string }) => pick.current.choose(node === pick.current.chosen ? '' : node));
    drawn.on('clickStage', () => pick.current.choose(''));
    mark(drawn, pick.current.chosen);

    const ids = graph.nodes();
    const index = new Map(ids.map((id, at) => [id, at]));
    const known = ids.filter((id) => places.current.has(id)).length;
    const worker = new Worker(new URL('../layout.worker.ts', import.meta.url), { type: 'module' });
    const task: LayoutTask = {
      start: Float32Array.from(ids.flatMap((id) => [graph.getNodeAttribute(id, 'x') as number, graph.getNodeAttribute(id, 'y') as number])),
      edges: Uint32Array.from(shown.edges.flatMap((edge) => [index.get(edge.from)!, index.get(edge.to)!])),
      time: known > 0.8 * ids.length ? 600 : ids.length > 1500 ? 6000 : 1500,
    };
    setSettled(false);
    worker.onmessage = ({ data }: MessageEvent<Float32Array | 'done'>) => {
      if (data === 'done') return setSettled(true);
      graph.updateEachNodeAttributes((id, look) => {
        const at = index.get(id)!;
        const place: [number, number] = [data[2 * at]!, data[2 * at + 1]!];
        places.current.set(id, place);
        return { ...look, x: place[0], y: place[1] };
      }, { attributes: ['x', 'y'] });
    };
    if (ids.length > 0) worker.postMessage(task);
    return () => { worker.terminate(); drawn.kill(); sigma.current = undefined; };
  }, [shown, theme]);

  useEffect(() => { if (sigma.current) mark(sigma.current, chosen); }, [chosen]);

  if (failure) return <p class="note" role="alert">This browser cannot draw the graph (WebGL 2 is off). What it would show can be reached by name. <span class="small">{failure}</span></p>;
  return <div class="canvas" ref={box} data-settled={settled} role="img" aria-label={`Graph of ${shown.nodes.length} nodes and ${shown.edges.length} links; any node can be reached by its name`} />;
}

/** Brings a node and what it is joined to to the front. */
function mark(sigma: Sigma, chosen: string): void {
  const graph = sigma.getGraph();
  const near = new Set(chosen && graph.hasNode(chosen) ? [chosen, ...graph.neighbors(chosen)] : []);
  // The other participants of an event are what one looks for.
  for (const id of [...near]) if (id !== chosen && graph.getNodeAttribute(id, 'event')) graph.forEachNeighbor(id, (other) => near.add(other));
  sigma.setNodesState(graph.nodes().filter((id) => near.has(id)), { isHighlighted: true });
  sigma.setNodesState(graph.nodes().filter((id) => !near.has(id)), { isHighlighted: false });
  graph.forEachEdge((edge, _, from, to) => sigma.setEdgeState(edge, { isHighlighted: near.has(from) && near.has(to) }));
}
