/** The questions that the server knows, with their SPARQL. */
export interface Question {
  name: string;
  title: string;
  words: string;
  query: string;
}

/** All of them; none from a server that has no catalogue. */
export async function loadCatalogue(signal?: AbortSignal): Promise<Question[]> {
  const response = await fetch('/queries', { headers: { Accept: 'application/json' }, ...(signal ? { signal } : {}) });
  if (!response.ok) return [];
  const all = (await response.json()) as Partial<Question>[];
  return all.flatMap(({ name, title, words, query }) => (name && query ? [{ name, title: title ?? name, words: words ?? '', query }] : []));
}
