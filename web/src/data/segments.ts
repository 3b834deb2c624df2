/** Cuts a post's text into sentences that can be clicked, with the mentions in them. Offsets are code points of the document. */

export interface Range {
  start: number;
  end: number;
}

export interface Piece {
  text: string;
  /** Index of the mention, if it is one. */
  mention?: number;
}

export interface Segment {
  start: number;
  end: number;
  /** Indices of the spans that cover it. */
  spans: number[];
  pieces: Piece[];
}

/** Where a paragraph begins and ends. A blank line parts paragraphs; where there is none, every line is one. */
function paragraphs(points: string[]): Range[] {
  const text = points.join('');
  const blank = /\n[ \t\r]*\n/.test(text.trim());
  const found: Range[] = [];
  let start = 0;
  const take = (end: number) => {
    let [from, to] = [start, end];
    while (from < to && /\s/.test(points[from]!)) from += 1;
    while (to > from && /\s/.test(points[to - 1]!)) to -= 1;
    if (from < to) found.push({ start: from, end: to });
  };
  for (let at = 0; at < points.length; at += 1) {
    if (points[at] !== '\n') continue;
    let next = at + 1;
    while (next < points.length && /[ \t\r]/.test(points[next]!)) next += 1;
    if (!blank || points[next] === '\n') {
      take(at);
      start = at + 1;
    }
  }
  take(points.length);
  return found;
}

/** Mentions that do not overlap: of two that do, the longer one. */
export function outermost<T extends Range>(mentions: T[]): T[] {
  const sorted = [...mentions].sort((a, b) => a.start - b.start || b.end - a.end);
  const kept: T[] = [];
  for (const one of sorted) {
    const last = kept.at(-1);
    if (!last || one.start >= last.end) kept.push(one);
    else if (one.end - one.start > last.end - last.start) kept[kept.length - 1] = one;
  }
  return kept;
}

/**
 * The paragraphs of a text that starts at `offset`, each cut where a span begins or ends.
 *
 * `mentions` must not overlap; those that a cut would part are left unmarked there.
 */
export function cut(body: string, offset: number, spans: Range[], mentions: Range[]): Segment[][] {
  const points = [...body];
  return paragraphs(points).map(({ start, end }) => {
    const edges = new Set([start, end]);
    for (const span of spans) {
      for (const edge of [span.start - offset, span.end - offset]) if (edge > start && edge < end) edges.add(edge);
    }
    const sorted = [...edges].sort((a, b) => a - b);
    return sorted.slice(0, -1).map((from, at) => {
      const to = sorted[at + 1]!;
      const covering = spans.flatMap((s, i) => (s.start - offset <= from && to <= s.end - offset ? [i] : []));
      return { start: from + offset, end: to + offset, spans: covering, pieces: pieces(points, from, to, offset, mentions) };
    });
  });
}

function pieces(points: string[], from: number, to: number, offset: number, mentions: Range[]): Piece[] {
  const inside = mentions
    .map((m, mention) => ({ start: m.start - offset, end: m.end - offset, mention }))
    .filter((m) => m.start >= from && m.end <= to)
    .sort((a, b) => a.start - b.start);
  const found: Piece[] = [];
  let at = from;
  const plain = (end: number) => {
    if (end > at) found.push({ text: points.slice(at, end).join('').replaceAll(/\s*\n\s*/g, ' ') });
  };
  for (const { start, end, mention } of inside) {
    plain(start);
    found.push({ text: points.slice(start, end).join('').replaceAll(/\s*\n\s*/g, ' '), mention });
    at = end;
  }
  plain(to);
  return found;
}
