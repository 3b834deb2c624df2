/** All that is known of one document, for reading it. */
import { iri, rows } from '../sparql.ts';
import { DL } from '../terms.ts';
import { type Fact, facts, find, type Thing, things } from './facts.ts';
import { instant } from '../words.ts';

export interface Post {
  iri: string;
  position: number;
  /** Place in the order of writing, where the graph tells it. */
  sequence?: number;
  headline: string;
  published: string;
  updated: string;
  bylines: string[];
  /** The text, where the graph keeps it, and where in the document it starts. */
  body?: string;
  start: number;
}

export interface Mention {
  post: string;
  start: number;
  end: number;
  things: Thing[];
}

export interface Miss {
  document: string;
  post: string;
  start: number;
  end: number;
  quote: string;
  stage: string;
  clues: string[];
}

export interface Reading {
  posts: Post[];
  facts: Fact[];
  mentions: Mention[];
  misses: Miss[];
  /** Whether there were more facts than are shown. */
  more: boolean;
}

const LIMIT = 1500;

export async function read(document: string, signal?: AbortSignal): Promise<Reading> {
  const of = iri(document);
  const [posts, found, mentions, misses] = await Promise.all([
    loadPosts(of, signal),
    find(`?post dl:inDocument ${of} . ?report dl:inPost ?post ; dl:reports ?fact`, LIMIT, signal),
    rows(`SELECT ?m ?post ?start ?end ?thing { ?post dl:inDocument ${of} . ?m a dl:Mention ; dl:inPost ?post ; dl:refersTo ?thing ; dl:startOffset ?start ; dl:endOffset ?end }`, signal),
    loadMisses(`?post dl:inDocument ${of}`, 5000, signal),
  ]);
  const [all, meant] = await Promise.all([facts(found.iris, signal), things(mentions.flatMap((m) => m['thing'] ?? []), signal)]);
  const byWords = new Map<string, Mention>();
  for (const { m = '', post = '', start, end, thing = '' } of mentions) {
    const mention = byWords.get(m) ?? { post, start: Number(start), end: Number(end), things: [] };
    byWords.set(m, mention);
    mention.things.push(meant.get(thing)!);
  }
  const first = (fact: Fact) => fact.reports[0]?.start ?? 0;
  return { posts, facts: all.sort((a, b) => first(a) - first(b)), mentions: [...byWords.values()], misses, more: found.more };
}

async function loadPosts(document: string, signal?: AbortSignal): Promise<Post[]> {
  const found = await rows(`SELECT ?post ?p ?o { ?post dl:inDocument ${document} ; ?p ?o }`, signal);
  const posts = new Map<string, Post>();
  for (const { post = '', p = '', o = '' } of found) {
    const one = posts.get(post) ?? { iri: post, position: 0, headline: '', published: '', updated: '', bylines: [], start: 0 };
    posts.set(post, one);
    if (p === `${DL}position`) one.position = Number(o);
    else if (p === `${DL}sequence`) one.sequence = Number(o);
    else if (p === `${DL}headline`) one.headline = o;
    else if (p === `${DL}published`) one.published = o;
    else if (p === `${DL}updated`) one.updated = o;
    else if (p === `${DL}byline`) one.bylines.push(o);
    else if (p === `${DL}startOffset`) one.start = Number(o);
    else if (p === 'https://schema.org/articleBody') one.body = o;
  }
  return [...posts.values()].sort((a, b) => a.position - b.position);
}

/** Oldest first: by the order of writing, else by the time of publication; nothing when neither is told. */
export function byTime(posts: Post[]): Post[] | undefined {
  const key = (post: Post) => post.sequence ?? instant(post.published);
  if (posts.length < 2 || posts.some((post) => key(post) === undefined)) return undefined;
  return [...posts].sort((a, b) => key(a)! - key(b)! || b.position - a.position);
}

export async function loadMisses(where: string, limit: number, signal?: AbortSignal): Promise<Miss[]> {
  const found = await rows(
    `SELECT ?m ?d ?post ?start ?end ?quote ?stage ?clue { ${where} . ?m a dl:Miss ; dl:inPost ?post ; dl:quote ?quote ; dl:lostAt ?stage ;
      dl:startOffset ?start ; dl:endOffset ?end . ?post dl:inDocument ?d . OPTIONAL { ?m dl:clue ?clue } } ORDER BY ?d ?start ?clue LIMIT ${limit}`,
    signal,
  );
  const misses = new Map<string, Miss>();
  for (const { m = '', d = '', post = '', start, end, quote = '', stage = '', clue } of found) {
    const one = misses.get(m) ?? { document: d, post, start: Number(start), end: Number(end), quote, stage, clues: [] };
    misses.set(m, one);
    if (clue) one.clues.push(clue);
  }
  return [...misses.values()];
}
