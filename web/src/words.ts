/** Times and numbers in words. */
import type { Fact } from './data/facts.ts';

const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];

/** A time of the graph in words; its own zone is kept, nothing is converted. */
export function timeWords(value: string): string {
  const moment = /^(-?\d{4})(?:-(\d\d))?(?:-(\d\d))?(?:T(\d\d:\d\d)(?::\d\d(?:\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?$/.exec(value);
  if (moment) {
    const [, year, month, day, clock, zone] = moment;
    const name = month ? MONTHS[Number(month) - 1] : undefined;
    const date = [day && String(Number(day)), name, year].filter(Boolean).join(' ');
    return clock ? `${date}, ${clock}${zone ? ` (${zone === 'Z' ? 'UTC' : `UTC${zone.replace('-', '−')}`})` : ''}` : date;
  }
  const clock = /^(\d\d:\d\d)(?::\d\d)?/.exec(value);
  return clock ? clock[1]! : value;
}

/** When a fact is told to be, in words; empty when nothing tells. */
export function whenWords(fact: Fact): string {
  const one = (name: string) => fact.values[name]?.[0];
  const [begin, end, day] = [one('begin') ?? one('from'), one('end') ?? one('until'), one('onDate')];
  const words = one('timeText');
  if (day) return timeWords(day);
  if (begin && end && begin !== end) return `${timeWords(begin)} – ${timeWords(end)}`;
  if (begin) return (fact.sort === 'event' ? '' : 'since ') + timeWords(begin);
  if (end) return `until ${timeWords(end)}`;
  return words ? `“${words}”` : '';
}

/** What to sort by: the first instant that a value can mean; nothing for a clock time without a day. */
export function instant(value: string): number | undefined {
  if (/^\d\d:\d\d/.test(value)) return undefined;
  const full = /^-?\d{4}$/.test(value) ? `${value}-01-01` : /^-?\d{4}-\d\d$/.test(value) ? `${value}-01` : value;
  const at = Date.parse(full);
  return Number.isNaN(at) ? undefined : at;
}

export const plural = (count: number, one: string, many = `${one}s`): string => `${count.toLocaleString('en-GB')} ${count === 1 ? one : many}`;

export const capital = (words: string): string => words.charAt(0).toLocaleUpperCase('en-GB') + words.slice(1);
