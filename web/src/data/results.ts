/** Answers as tables, charts and points. */
import type { Answer, Term } from '../sparql.ts';

const NUMERIC = /#(integer|decimal|double|float|long|int|short|byte|nonNegativeInteger|positiveInteger|unsignedInt|unsignedLong)$/;

export const isNumber = (term: Term | undefined): boolean => term?.type === 'literal' && NUMERIC.test(term.datatype ?? '') && !Number.isNaN(Number(term.value));

export interface Bars {
  label: string;
  value: string;
  bars: { words: Term | undefined; number: number }[];
}

/** The first column of numbers against the first of anything else; nothing where there is no such pair. */
export function bars(answer: Answer, limit = 60): Bars | undefined {
  const filled = (name: string) => answer.rows.filter((row) => row[name] !== undefined);
  const numbers = answer.variables.filter((name) => filled(name).length > 0 && filled(name).every((row) => isNumber(row[name])));
  const words = answer.variables.filter((name) => !numbers.includes(name) && filled(name).length > 0);
  const [value, label] = [numbers[0], words[0]];
  if (!value || !label) return undefined;
  return { label, value, bars: filled(value).slice(0, limit).map((row) => ({ words: row[label], number: Number(row[value]!.value) })) };
}

/** Variables with IRIs in them. */
export const linked = (answer: Answer): string[] => answer.variables.filter((name) => answer.rows.some((row) => row[name]?.type === 'uri'));

/** The first kind of query that the text asks: what comes after its prefixes. */
export function form(query: string): string {
  const bare = query.replaceAll(/<[^>]*>|"(?:[^"\\]|\\.)*"|#[^\n]*/g, ' ').replaceAll(/\bPREFIX\s+[\w-]*:/gi, ' ');
  return /\b(SELECT|ASK|CONSTRUCT|DESCRIBE)\b/i.exec(bare)?.[1]?.toUpperCase() ?? 'SELECT';
}

/** The place of a mistake as servers name it: "at 3:14", "line 3 column 14". */
export function mistakeAt(message: string): { line: number; column: number } | undefined {
  const found = /\bat (\d+):(\d+)/.exec(message) ?? /line[: ]+(\d+),?\s*column[: ]+(\d+)/i.exec(message);
  return found ? { line: Number(found[1]), column: Number(found[2]) } : undefined;
}
