import { describe, expect, it } from 'vitest';
import { bars, form, mistakeAt } from '../src/data/results.ts';

const number = (value: string) => ({ type: 'literal' as const, value, datatype: 'http://www.w3.org/2001/XMLSchema#integer' });
const words = (value: string) => ({ type: 'literal' as const, value });

describe('answers', () => {
  it('become bars where a column of numbers stands beside one of words', () => {
    const answer = { variables: ['who', 'n'], rows: [{ who: words('Ana'), n: number('3') }, { who: words('Li'), n: number('1') }] };
    expect(bars(answer)).toMatchObject({ label: 'who', value: 'n', bars: [{ number: 3 }, { number: 1 }] });
    expect(bars({ variables: ['who'], rows: [{ who: words('7') }] })).toBeUndefined();
  });
  it('are asked for in the form of the query, whatever its comments and names say', () => {
    expect(form('# SELECT\nPREFIX ask: <urn:ASK> CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p "SELECT" }')).toBe('CONSTRUCT');
    expect(form('# a comment\nASK { ?s ?p ?o }')).toBe('ASK');
    expect(form('PREFIX x: <urn:select#> DESCRIBE x:y')).toBe('DESCRIBE');
  });
  it('tell where a mistake is', () => {
    expect(mistakeAt('error at 3:14: expected')).toEqual({ line: 3, column: 14 });
    expect(mistakeAt('out of memory')).toBeUndefined();
  });
});
