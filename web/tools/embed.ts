/** Makes a module of the ontology. */
import { readFileSync } from 'node:fs';
import { Parser } from 'n3';

const ROOT = new URL('../../', import.meta.url);
const DL = 'https://w3id.org/dateline/ns#';
const RDFS = 'http://www.w3.org/2000/01/rdf-schema#';
const SKOS = 'http://www.w3.org/2004/02/skos/core#';
const TYPE = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#type';

/** A term of the ontology. `sort` is `class`, `property`, or the class of a fixed value. */
export interface OntologyTerm {
  name: string;
  label: string;
  definition: string;
  sort: string;
  /** Classes or properties directly above, by local name. */
  above: string[];
}

export function ontologyTerms(turtle: string): OntologyTerm[] {
  const of = new Map<string, Map<string, string[]>>();
  for (const { subject, predicate, object } of new Parser().parse(turtle)) {
    if (!subject.value.startsWith(DL)) continue;
    const about = of.get(subject.value) ?? new Map<string, string[]>();
    of.set(subject.value, about);
    about.set(predicate.value, [...(about.get(predicate.value) ?? []), object.value]);
  }
  const local = (iri: string) => iri.slice(DL.length);
  return [...of].map(([iri, about]) => {
    const one = (property: string) => about.get(property)?.[0] ?? '';
    const types = about.get(TYPE) ?? [];
    const fixed = types.find((type) => type.startsWith(DL));
    const sort = fixed ? local(fixed) : types.some((type) => type.endsWith('#Class')) ? 'class' : 'property';
    const above = [...(about.get(`${RDFS}subClassOf`) ?? []), ...(about.get(`${RDFS}subPropertyOf`) ?? [])];
    return {
      name: local(iri), label: one(`${RDFS}label`), definition: one(`${SKOS}definition`), sort,
      above: above.filter((other) => other.startsWith(DL)).map(local),
    };
  });
}

export const ontologyModule = () =>
  `export default ${JSON.stringify(ontologyTerms(readFileSync(new URL('ontology/dateline.ttl', ROOT), 'utf8')))}`;
