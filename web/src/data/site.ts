/** What the graph holds: its documents, asked for once when the explorer starts. */
import { rows } from '../sparql.ts';
import { learnBase } from '../terms.ts';

export interface Document {
  iri: string;
  label: string;
  published: string;
  publisher: string;
  licence: string;
  url: string;
  posts: number;
}

export interface Site {
  documents: Document[];
}

let site: Promise<Site> | undefined;

export function loadSite(): Promise<Site> {
  site ??= load();
  site.catch(() => (site = undefined));
  return site;
}

async function load(): Promise<Site> {
  // Only texts that were read have posts; a document without is one that another text cites.
  const found = await rows(`SELECT ?d (SAMPLE(?l) AS ?label) (SAMPLE(?p) AS ?published) (SAMPLE(?b) AS ?publisher) (SAMPLE(?c) AS ?licence)
      (SAMPLE(?u) AS ?url) (COUNT(DISTINCT ?post) AS ?posts) {
    ?d a dl:Document . ?post dl:inDocument ?d .
    OPTIONAL { ?d rdfs:label ?l } OPTIONAL { ?d dl:published ?p } OPTIONAL { ?d dl:publisher ?b } OPTIONAL { ?d dl:licence ?c } OPTIONAL { ?d schema:url ?u }
  } GROUP BY ?d ORDER BY DESC(?published) ?d LIMIT 2000`);
  const documents = found.map((row) => ({
    iri: row['d'] ?? '', label: row['label'] ?? row['d'] ?? '', published: row['published'] ?? '', publisher: row['publisher'] ?? '',
    licence: row['licence'] ?? '', url: row['url'] ?? '', posts: Number(row['posts'] ?? 0),
  }));
  const first = documents[0];
  if (first) learnBase(first.iri);
  return { documents };
}
