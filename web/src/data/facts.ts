/** Facts with their reports and the things in them, as pages show them. */
import { iri, rows } from '../sparql.ts';
import { above, ALT_LABEL, DL, family, type Family, local, mostSpecific, RDF_TYPE, RDFS_LABEL, SAME_AS } from '../terms.ts';

/** A person, body, place or anything else that facts speak of. */
export interface Thing {
  iri: string;
  label: string;
  kind: string;
  family: Family;
}

/** What one passage says. Offsets are code points of the document's text. */
export interface Report {
  iri: string;
  fact: string;
  status: string;
  tenure: string;
  quote: string;
  trigger: string;
  start: number;
  end: number;
  post: string;
  sources: Thing[];
  confidence: number;
  rules: string[];
  /** What this passage itself names. */
  mentions: string[];
}

export type Sort = 'event' | 'holding' | 'membership' | 'place';

export interface Fact {
  iri: string;
  sort: Sort;
  kind: string;
  label: string;
  status: string;
  /** Arguments by role, the most telling role of each only. */
  args: { role: string; thing: Thing }[];
  /** Literals by property. */
  values: Record<string, string[]>;
  reports: Report[];
}

type Node = Map<string, string[]>;

const chunks = <T>(all: T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, at) => all.slice(at * size, (at + 1) * size));

/** Triples of the nodes that a pattern over `?s` finds. */
async function gather(pattern: (values: string) => string, iris: string[], signal?: AbortSignal): Promise<Map<string, Node>> {
  const nodes = new Map<string, Node>();
  const parts = chunks(iris, 200).map((part) => rows(pattern(part.map(iri).join(' ')), signal));
  for (const { s, p, o } of (await Promise.all(parts)).flat()) {
    if (s === undefined || p === undefined || o === undefined) continue;
    const node = nodes.get(s) ?? new Map<string, string[]>();
    nodes.set(s, node);
    node.set(p, [...(node.get(p) ?? []), o]);
  }
  return nodes;
}

const dl = (node: Node | undefined, name: string): string[] => node?.get(DL + name) ?? [];
const kinds = (node: Node | undefined): string[] => (node?.get(RDF_TYPE) ?? []).flatMap((type) => local(type) ?? []);

/** The name in an IRI, for things without a label. */
export const nameOf = (of: string): string => decodeURIComponent(of.replace(/^.*[/#]/, '')).replaceAll('-', ' ') || of;

function thing(of: string, node: Node | undefined): Thing {
  const types = kinds(node);
  return { iri: of, label: node?.get(RDFS_LABEL)?.[0] ?? nameOf(of), kind: mostSpecific(types)[0] ?? '', family: family(types) };
}

/** Things by IRI, asked for once. */
const known = new Map<string, Thing>();

export async function things(iris: Iterable<string>, signal?: AbortSignal): Promise<Map<string, Thing>> {
  const wanted = [...new Set(iris)];
  const missing = wanted.filter((one) => !known.has(one));
  const query = (values: string) =>
    `SELECT DISTINCT ?s ?p ?o { VALUES ?s { ${values} } ?s ?p ?o FILTER(?p IN (${iri(RDFS_LABEL)}, ${iri(RDF_TYPE)})) }`;
  const nodes = missing.length > 0 ? await gather(query, missing, signal) : new Map<string, Node>();
  for (const one of missing) known.set(one, thing(one, nodes.get(one)));
  return new Map(wanted.map((one) => [one, known.get(one)!]));
}

const NOT_ARGUMENTS = new Set(['status', 'capacity', 'quoteKind', 'timePrecision', 'meets', 'plannedToMeet']);
const LINKED_EVENTS = ['partOf', 'replacedBy'];

function sortOf(types: string[]): Sort {
  const all = new Set(types.flatMap((type) => [...above(type)]));
  return all.has('RoleHolding') ? 'holding' : all.has('Membership') ? 'membership' : all.has('PlaceRelation') ? 'place' : 'event';
}

/** Facts by IRI with their reports, in the order of the IRIs. */
export async function facts(iris: string[], signal?: AbortSignal): Promise<Fact[]> {
  if (iris.length === 0) return [];
  const about = (values: string) => `SELECT DISTINCT ?s ?p ?o { VALUES ?s { ${values} } ?s ?p ?o }`;
  const told = (values: string) => `SELECT DISTINCT ?s ?p ?o { VALUES ?fact { ${values} } ?s dl:reports ?fact ; ?p ?o }`;
  const [nodes, reported] = await Promise.all([gather(about, iris, signal), gather(told, iris, signal)]);
  const wanted = new Set<string>();
  const links = (node: Node | undefined) =>
    [...(node ?? [])].flatMap(([property, objects]) => {
      const role = local(property);
      return role && !NOT_ARGUMENTS.has(role) ? objects.filter((o) => /^[a-z][a-z0-9+.-]*:\S+$/i.test(o)).map((o) => ({ role, o })) : [];
    });
  const roles = new Set([...nodes.values()].flatMap((node) => dl(node, 'role')));
  for (const node of nodes.values()) for (const { o } of links(node)) wanted.add(o);
  for (const node of reported.values()) for (const source of dl(node, 'accordingTo')) wanted.add(source);
  const [all, roleNodes] = await Promise.all([things(wanted, signal), gather(about, [...roles], signal)]);
  const bodies = await things([...roleNodes.values()].flatMap((node) => dl(node, 'roleIn')), signal);

  const reports = new Map<string, Report[]>();
  for (const [of, node] of reported) {
    const fact = dl(node, 'reports')[0] ?? '';
    const one = (name: string) => dl(node, name)[0] ?? '';
    const report: Report = {
      iri: of, fact, status: local(one('status')) ?? '', tenure: local(one('tenure')) ?? '', quote: one('quote'), trigger: one('trigger'),
      start: Number(one('startOffset')), end: Number(one('endOffset')), post: one('inPost'), confidence: Number(one('confidence') || 1),
      sources: dl(node, 'accordingTo').flatMap((s) => all.get(s) ?? []), rules: dl(node, 'rule').sort(), mentions: dl(node, 'mentions'),
    };
    reports.set(fact, [...(reports.get(fact) ?? []), report]);
  }
  return iris.flatMap((of) => {
    const node = nodes.get(of);
    if (!node) return [];
    const types = kinds(node);
    const args: Fact['args'] = [];
    const values: Fact['values'] = {};
    const pairs = links(node);
    for (const { role, o } of pairs) {
      const other = all.get(o);
      const better = pairs.some((p) => p.o === o && p.role !== role && above(p.role).has(role));
      if (other && !better && role !== 'role') args.push({ role, thing: other });
    }
    for (const [property, objects] of node) {
      const name = local(property);
      if (name && !pairs.some((p) => p.role === name)) values[name] = objects;
    }
    for (const role of dl(node, 'role')) {
      const about = roleNodes.get(role);
      values['title'] = dl(about, 'roleTitle');
      for (const body of dl(about, 'roleIn')) args.push({ role: 'roleIn', thing: bodies.get(body)! });
    }
    args.sort((a, b) => order(a.role) - order(b.role) || a.thing.label.localeCompare(b.thing.label));
    return {
      iri: of, sort: sortOf(types), kind: mostSpecific(types)[0] ?? 'Event', label: node.get(RDFS_LABEL)?.[0] ?? nameOf(of),
      status: local(dl(node, 'status')[0] ?? '') ?? '', args, values,
      reports: (reports.get(of) ?? []).sort((a, b) => a.start - b.start || a.iri.localeCompare(b.iri)),
    };
  });
}

const ORDER = [
  'holder', 'member', 'speaker', 'agent', 'participant', 'expectedParticipant', 'addressee', 'target', 'victim', 'excluded', 'about', 'occursAt',
  'origin', 'destination', 'expectedAt', 'organization', 'roleIn',
];
const order = (role: string): number => (ORDER.includes(role) ? ORDER.indexOf(role) : ORDER.length + (LINKED_EVENTS.includes(role) ? 1 : 0));

/** IRIs of the facts that a pattern over `?fact` finds, at most `limit`, with whether there are more. */
export async function find(pattern: string, limit: number, signal?: AbortSignal): Promise<{ iris: string[]; more: boolean }> {
  const found = await rows(`SELECT DISTINCT ?fact { ${pattern} } LIMIT ${limit + 1}`, signal);
  const iris = found.flatMap((row) => row['fact'] ?? []);
  return { iris: iris.slice(0, limit), more: iris.length > limit };
}

/** What is known of a thing itself. */
export interface Description extends Thing {
  kinds: string[];
  altLabels: string[];
  sameAs: string[];
  of: Thing[];
  locatedIn: Thing[];
  count: string;
}

export async function describe(of: string, signal?: AbortSignal): Promise<Description | undefined> {
  const nodes = await gather((values) => `SELECT DISTINCT ?s ?p ?o { VALUES ?s { ${values} } ?s ?p ?o }`, [of], signal);
  const node = nodes.get(of);
  if (!node) return undefined;
  const others = await things([...dl(node, 'of'), ...dl(node, 'locatedIn')], signal);
  const list = (name: string) => dl(node, name).flatMap((one) => others.get(one) ?? []);
  return {
    ...thing(of, node), kinds: mostSpecific(kinds(node)), altLabels: [...(node.get(ALT_LABEL) ?? [])].sort(), sameAs: [...(node.get(SAME_AS) ?? [])].sort(),
    of: list('of'), locatedIn: list('locatedIn'), count: dl(node, 'count')[0] ?? '',
  };
}
