/** Events with who and what takes part in them, as one graph. */
import { rows } from '../sparql.ts';
import { above, DL, type Family, local, mostSpecific, placeRoles, RDF_TYPE, short, takePart } from '../terms.ts';
import { type Thing, things } from './facts.ts';

export interface EventNode {
  iri: string;
  label: string;
  kind: string;
  status: string;
  /** Documents that tell it, and sources that they name. */
  sources: Set<string>;
  ends: { thing: string; role: string }[];
}

export interface Network {
  events: EventNode[];
  things: Map<string, Thing>;
  sources: Thing[];
  more: boolean;
}

const ROLES = [...takePart, ...placeRoles, 'expectedParticipant', 'excluded'];
const LIMIT = 30_000;

export async function loadNetwork(signal?: AbortSignal): Promise<Network> {
  const roles = ROLES.map((role) => `dl:${role}`).join(' ');
  const [ends, kinds, told] = await Promise.all([
    rows(`SELECT DISTINCT ?e ?role ?t ?status { VALUES ?role { ${roles} } ?e ?role ?t . ?e dl:status ?status } LIMIT ${LIMIT + 1}`, signal),
    rows(`SELECT DISTINCT ?e ?p ?o { ?e dl:status ?any ; ?p ?o . FILTER(?p IN (rdf:type, rdfs:label)) FILTER NOT EXISTS { ?e dl:reports ?f } } LIMIT ${LIMIT * 6}`, signal),
    rows(`SELECT DISTINCT ?e ?source { ?r dl:reports ?e { ?r dl:accordingTo ?source } UNION { ?r dl:inPost/dl:inDocument ?source } } LIMIT ${LIMIT * 2}`, signal),
  ]);
  const events = new Map<string, EventNode>();
  for (const { e = '', role = '', t = '', status = '' } of ends.slice(0, LIMIT)) {
    const one = events.get(e) ?? { iri: e, label: '', kind: 'Event', status: local(status) ?? '', sources: new Set<string>(), ends: [] };
    events.set(e, one);
    one.ends.push({ thing: t, role: local(role) ?? '' });
  }
  const types = new Map<string, string[]>();
  for (const { e = '', p, o = '' } of kinds) {
    const event = events.get(e);
    if (!event) continue;
    if (p === RDF_TYPE) types.set(e, [...(types.get(e) ?? []), ...(o.startsWith(DL) ? [local(o)!] : [])]);
    else event.label = o;
  }
  for (const { e = '', source = '' } of told) events.get(e)?.sources.add(source);
  for (const event of events.values()) {
    event.kind = mostSpecific(types.get(event.iri) ?? [])[0] ?? 'Event';
    event.label ||= event.kind;
    // `participant` is inferred from the closer roles.
    const close = new Set(event.ends.filter((end) => end.role !== 'participant').map((end) => end.thing));
    event.ends = event.ends.filter((end) => !events.has(end.thing) && (end.role !== 'participant' || !close.has(end.thing)));
  }
  const all = [...events.values()].filter((event) => event.ends.length > 0);
  const [known, sources] = await Promise.all([
    things(all.flatMap((event) => event.ends.map((end) => end.thing)), signal),
    things(all.flatMap((event) => [...event.sources]), signal),
  ]);
  return {
    events: all.sort((a, b) => a.iri.localeCompare(b.iri)), things: known, more: ends.length > LIMIT,
    sources: [...sources.values()].sort((a, b) => a.label.localeCompare(b.label)),
  };
}

/** What of the network is to be seen. */
export interface Filter {
  kind: string;
  statuses: Set<string>;
  families: Set<Family>;
  source: string;
}

export interface Shown {
  nodes: { id: string; label: string; family: Family | 'event'; status: string; degree: number }[];
  edges: { from: string; to: string; role: string; status: string }[];
}

/** The part of the network that a filter lets through; things without an event are left out. */
export function narrow(network: Network, filter: Filter): Shown {
  const edges: Shown['edges'] = [];
  const degree = new Map<string, number>();
  const seen: EventNode[] = [];
  for (const event of network.events) {
    if (!filter.statuses.has(event.status) || (filter.source && !event.sources.has(filter.source))) continue;
    if (filter.kind ? !above(event.kind).has(filter.kind) : above(event.kind).has('Attribution')) continue;
    const ends = event.ends.filter((end) => filter.families.has(network.things.get(end.thing)?.family ?? 'other'));
    if (ends.length === 0) continue;
    seen.push(event);
    const joined = new Set<string>();
    for (const { thing, role } of ends) {
      if (joined.has(thing)) continue;
      joined.add(thing);
      edges.push({ from: event.iri, to: thing, role, status: event.status });
      degree.set(thing, (degree.get(thing) ?? 0) + 1);
    }
    degree.set(event.iri, joined.size);
  }
  const found = [...degree.keys()].flatMap((iri) => network.things.get(iri) ?? []);
  return {
    nodes: [
      ...found.map((one) => ({ id: one.iri, label: one.label, family: one.family, status: '', degree: degree.get(one.iri)! })),
      ...seen.map((one) => ({ id: one.iri, label: one.label, family: 'event' as const, status: one.status, degree: degree.get(one.iri)! })),
    ],
    edges,
  };
}

export const nodePage = (node: { id: string; family: string }): [string, string] => [node.family === 'event' ? 'fact' : 'thing', short(node.id)];
