/** Asks the endpoint. Nothing that comes from a text or an address goes into a query unescaped. */

export interface Term {
  type: 'uri' | 'literal' | 'bnode' | 'triple';
  value: string;
  datatype?: string;
  'xml:lang'?: string;
}
export type Row = Record<string, Term | undefined>;
export interface Answer {
  variables: string[];
  rows: Row[];
  /** For ASK. */
  truth?: boolean;
}

export const ENDPOINT = '/sparql';

export const PREFIXES: Record<string, string> = {
  dl: 'https://w3id.org/dateline/ns#',
  rdf: 'http://www.w3.org/1999/02/22-rdf-syntax-ns#',
  rdfs: 'http://www.w3.org/2000/01/rdf-schema#',
  owl: 'http://www.w3.org/2002/07/owl#',
  skos: 'http://www.w3.org/2004/02/skos/core#',
  schema: 'https://schema.org/',
  dcterms: 'http://purl.org/dc/terms/',
  xsd: 'http://www.w3.org/2001/XMLSchema#',
};

/** What the server said, or why nothing came. */
export class QueryFailed extends Error {
  constructor(message: string, readonly status: number, readonly at?: { line: number; column: number }) {
    super(message);
    this.name = 'QueryFailed';
  }
}

/** An IRI in angle brackets. */
export function iri(value: string): string {
  if (/[\u0000-\u0020<>"{}|\\^`]/.test(value)) throw new QueryFailed(`no IRI: ${value}`, 0);
  return `<${value}>`;
}

/** A string literal. */
export function text(value: string): string {
  const named: Record<string, string> = { '"': '\\"', '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };
  const escaped = value.replace(/["\\\u0000-\u001f]/g, (c) => named[c] ?? `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return `"${escaped}"`;
}

/** The query with a line for each known prefix that it uses and does not declare. */
export function withPrefixes(query: string): string {
  const missing = Object.entries(PREFIXES).filter(
    ([name]) => new RegExp(`(^|[^\\w:?$-])${name}:`).test(query) && !new RegExp(`PREFIX\\s+${name}:`, 'i').test(query),
  );
  return missing.map(([name, value]) => `PREFIX ${name}: <${value}>\n`).join('') + query;
}

/** The query without the lines for known prefixes, which it gets back when it is sent. */
export const withoutPrefixes = (query: string): string =>
  query.replaceAll(/^\s*PREFIX\s+([\w-]*):\s*<([^>]*)>[^\S\n]*\n/gim, (line, name: string, value: string) => (PREFIXES[name] === value ? '' : line)).trimStart();

// A server answers a few queries at a time; a page that needs many waits its turn.
const AT_ONCE = 3;
let running = 0;
const waiting: (() => void)[] = [];

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= AT_ONCE) await new Promise<void>((go) => waiting.push(go));
  else running += 1;
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else running -= 1;
  }
}

/** Milliseconds that a busy server asks to wait, at most five seconds. */
const pause = (response: Response): Promise<void> =>
  new Promise((go) => setTimeout(go, 1000 * Math.min(5, Math.max(1, Number(response.headers.get('retry-after')) || 1))));

/** Sends a query and gives the response when it is a good one. Short ones go as GET, which servers can cache. */
export async function send(query: string, accept: string, signal?: AbortSignal): Promise<Response> {
  const full = new URLSearchParams({ query: withPrefixes(query) });
  const headers = { Accept: accept };
  const extra = signal ? { signal } : {};
  const post = () =>
    full.toString().length < 1800 ? fetch(`${ENDPOINT}?${full}`, { headers, ...extra }) : fetch(ENDPOINT, { method: 'POST', headers, body: full, ...extra });
  let response: Response;
  try {
    response = await inTurn(async () => {
      signal?.throwIfAborted();
      const first = await post();
      if (first.status !== 503) return first;
      await pause(first);
      return post();
    });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new QueryFailed('The server cannot be reached.', 0);
  }
  if (!response.ok) throw await complaint(response);
  return response;
}

/** The server's own words: `{code, message, link}`, for a syntax error with `line` and `column`, or plain text. */
async function complaint(response: Response): Promise<QueryFailed> {
  const body = (await response.text()).trim();
  try {
    const { message, line, column } = JSON.parse(body) as { message?: unknown; line?: unknown; column?: unknown };
    const at = typeof line === 'number' && typeof column === 'number' ? { line, column } : undefined;
    if (typeof message === 'string') return new QueryFailed(message, response.status, at);
  } catch {
    // Plain text.
  }
  const busy = response.status === 503 ? 'The server is busy; try again in a moment.' : `The server answered ${response.status}.`;
  return new QueryFailed(body && !body.startsWith('<') ? body.slice(0, 2000) : busy, response.status);
}

/** Asks a SELECT or ASK query. */
export async function ask(query: string, signal?: AbortSignal): Promise<Answer> {
  const response = await send(query, 'application/sparql-results+json', signal);
  let json: { head?: { vars?: string[] }; results?: { bindings?: Row[] }; boolean?: boolean };
  try {
    json = await response.json();
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new QueryFailed('The answer was cut off.', response.status);
  }
  const answer: Answer = { variables: json.head?.vars ?? [], rows: json.results?.bindings ?? [] };
  return json.boolean === undefined ? answer : { ...answer, truth: json.boolean };
}

/** Rows of a SELECT query as plain strings, for queries of the explorer itself. */
export async function rows(query: string, signal?: AbortSignal): Promise<Record<string, string | undefined>[]> {
  const answer = await ask(query, signal);
  return answer.rows.map((row) => Object.fromEntries(answer.variables.map((name) => [name, row[name]?.value])));
}
