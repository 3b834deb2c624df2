/** Names of the graph: IRIs, classes, statuses. */
import ontology from 'virtual:ontology';

export const DL = 'https://w3id.org/dateline/ns#';
export const RDF_TYPE = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#type';
export const RDFS_LABEL = 'http://www.w3.org/2000/01/rdf-schema#label';
export const ALT_LABEL = 'http://www.w3.org/2004/02/skos/core#altLabel';
export const SAME_AS = 'http://www.w3.org/2002/07/owl#sameAs';

const terms = new Map(ontology.map((term) => [term.name, term]));

/** The local name of a term of the ontology, or nothing. */
export const local = (iri: string): string | undefined => (iri.startsWith(DL) ? iri.slice(DL.length) : undefined);

/** The words for a term: "phone call". */
export const termLabel = (name: string): string => terms.get(name)?.label ?? name;

/** What a term means. */
export const definition = (name: string): string => terms.get(name)?.definition ?? '';

/** Everything above a class or property, itself included. */
export function above(name: string): Set<string> {
  const found = new Set<string>();
  const queue = [name];
  for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
    if (found.has(at)) continue;
    found.add(at);
    queue.push(...(terms.get(at)?.above ?? []));
  }
  return found;
}

/** Those of the names above which no other one lies below; sorted. */
export function mostSpecific(names: Iterable<string>): string[] {
  const all = [...new Set(names)];
  return all.filter((name) => !all.some((other) => other !== name && above(other).has(name))).sort();
}

export const eventClasses: string[] = ontology.filter((t) => t.sort === 'class' && above(t.name).has('Event')).map((t) => t.name);

export const statuses = ['Occurred', 'Ongoing', 'Planned', 'Possible', 'Conditional', 'Desired', 'Cancelled', 'Denied', 'Unknown'] as const;

/** The four families that things are coloured by. */
export type Family = 'person' | 'body' | 'place' | 'other';

export function family(kinds: Iterable<string>): Family {
  const all = new Set([...kinds].flatMap((kind) => [...above(kind)]));
  if (all.has('Person')) return 'person';
  if (all.has('Place') || all.has('GeopoliticalEntity')) return 'place';
  if (all.has('Organization') || all.has('Group')) return 'body';
  return 'other';
}

/** What a family is called. */
export const familyWords: Record<Family, string> = { person: 'Person', body: 'Body', place: 'Place', other: 'Other' };

/** Roles of those who take part, and the words that lead from the thing to the event. */
export const takePart = ['agent', 'participant', 'target', 'speaker', 'addressee', 'victim'];

/** Roles of places. */
export const placeRoles = ['occursAt', 'destination', 'origin', 'expectedAt'];

// The start of most IRIs, which addresses of pages leave out.
let base = 'https://w3id.org/dateline/id/';

/** Learns the base from the IRI of a document. */
export function learnBase(document: string): void {
  const at = document.lastIndexOf('document-');
  if (at > 0) base = document.slice(0, at);
}

/** An IRI as pages name it: without the base where that is the usual one. */
export const short = (iri: string): string => (iri.startsWith(base) && iri.length > base.length ? iri.slice(base.length) : iri);

/** The IRI of such a name. */
export const expand = (name: string): string => (/^[a-z][a-z0-9+.-]*:/i.test(name) ? name : base + name);
