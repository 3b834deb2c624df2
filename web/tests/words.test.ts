import { describe, expect, it } from 'vitest';
import { instant, timeWords } from '../src/words.ts';

describe('times', () => {
  it('are told as they stand, with their own zone', () => {
    expect(timeWords('1998-04-10T16:45:00+01:00')).toBe('10 April 1998, 16:45 (UTC+01:00)');
    expect(timeWords('2022-02')).toBe('February 2022');
    expect(timeWords('1998')).toBe('1998');
    expect(timeWords('11:32:00')).toBe('11:32');
    expect(timeWords('soon')).toBe('soon');
  });
  it('have no place in a line when no day is told', () => {
    expect(instant('11:32:00')).toBeUndefined();
    expect(instant('1998')!).toBeLessThan(instant('1998-04-10')!);
  });
});
