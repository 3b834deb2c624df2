import { describe, expect, it } from 'vitest';
import { cut, outermost } from '../src/data/segments.ts';

const plain = (paragraphs: ReturnType<typeof cut>) => paragraphs.map((p) => p.map((s) => s.pieces.map((piece) => (piece.mention === undefined ? piece.text : `[${piece.text}]`)).join('')));

describe('a text in pieces', () => {
  it('is cut where passages begin and end, with the mentions in them', () => {
    const body = 'Ana met Li. They left.';
    const found = cut(body, 100, [{ start: 100, end: 111 }, { start: 112, end: 122 }], [{ start: 100, end: 103 }, { start: 112, end: 116 }]);
    expect(plain(found)).toEqual([['[Ana] met Li.', ' ', '[They] left.']]);
    expect(found[0]!.map((s) => s.spans)).toEqual([[0], [], [1]]);
  });
  it('counts code points, not the units of a string', () => {
    const body = '🛥️ Ana sailed.';
    const start = [...'🛥️ '].length;
    expect(plain(cut(body, 0, [], [{ start, end: start + 3 }]))).toEqual([['🛥️ [Ana] sailed.']]);
  });
  it('has a paragraph a line, or between blank lines where there are some', () => {
    expect(plain(cut('One.\nTwo.', 0, [], []))).toEqual([['One.'], ['Two.']]);
    expect(plain(cut('One line\ngoes on.\n\nTwo.', 0, [], []))).toEqual([['One line goes on.'], ['Two.']]);
  });
  it('knows passages that lie within each other', () => {
    const found = cut('abcdef', 0, [{ start: 0, end: 6 }, { start: 2, end: 4 }], []);
    expect(found[0]!.map((s) => s.spans)).toEqual([[0], [0, 1], [0]]);
  });
  it('marks the longer of two mentions that overlap', () => {
    expect(outermost([{ start: 0, end: 4 }, { start: 2, end: 10 }, { start: 12, end: 14 }])).toEqual([{ start: 2, end: 10 }, { start: 12, end: 14 }]);
  });
});
