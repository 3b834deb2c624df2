/** Which document a post stands in. */
import { iri, rows } from '../sparql.ts';
import type { Fact } from './facts.ts';

const known = new Map<string, string>();

/** Documents of the posts in which facts are told. */
export async function documentsOf(facts: Fact[], signal?: AbortSignal): Promise<(post: string) => string | undefined> {
  const missing = [...new Set(facts.flatMap((fact) => fact.reports.map((report) => report.post)))].filter((post) => post && !known.has(post));
  for (let at = 0; at < missing.length; at += 300) {
    const values = missing.slice(at, at + 300).map(iri).join(' ');
    for (const { post, d } of await rows(`SELECT ?post ?d { VALUES ?post { ${values} } ?post dl:inDocument ?d }`, signal)) if (post && d) known.set(post, d);
  }
  return (post) => known.get(post);
}
