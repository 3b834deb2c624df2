/** People, bodies and places by how many passages name them. */
import { rows, text } from '../sparql.ts';
import { DL, type Family, statuses } from '../terms.ts';
import { type Thing, things } from './facts.ts';

export type Wanted = Family | 'all';

const CLASSES: Record<Wanted, string> = {
  person: 'dl:Person', body: 'dl:Organization', place: 'dl:Place dl:GeopoliticalEntity', other: 'dl:Vehicle dl:Group dl:Unnamed',
  all: 'dl:Person dl:Organization dl:Place dl:GeopoliticalEntity',
};

export async function frequent(words: string, wanted: Wanted, limit: number, signal?: AbortSignal): Promise<{ thing: Thing; reports: number }[]> {
  // The class stands in a query of its own: things are in several classes, and each passage counts once.
  const named = words ? `?thing rdfs:label|skos:altLabel ?name FILTER(CONTAINS(LCASE(?name), ${text(words.toLowerCase())}))` : '';
  const found = await rows(
    `SELECT ?thing (COUNT(?report) AS ?n) {
      { SELECT DISTINCT ?thing { VALUES ?class { ${CLASSES[wanted]} } ?thing a ?class . ${named} } }
      OPTIONAL { ?report dl:mentions ?thing }
    } GROUP BY ?thing ORDER BY DESC(?n) ?thing LIMIT ${limit}`,
    signal,
  );
  const all = await things(found.flatMap((row) => row['thing'] ?? []), signal);
  return found.flatMap((row) => {
    const thing = all.get(row['thing'] ?? '');
    return thing ? [{ thing, reports: Number(row['n']) }] : [];
  });
}

/** How many events there are of each status, sayings left out. */
export async function statusCounts(signal?: AbortSignal): Promise<[string, number][]> {
  const found = await rows('SELECT ?status (COUNT(DISTINCT ?e) AS ?n) { ?e a dl:Event ; dl:status ?status . FILTER NOT EXISTS { ?e a dl:Attribution } } GROUP BY ?status', signal);
  const counts = new Map(found.map((row) => [row['status']?.slice(DL.length), Number(row['n'])]));
  return statuses.flatMap((status): [string, number][] => (counts.has(status) ? [[status, counts.get(status)!]] : []));
}
