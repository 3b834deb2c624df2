import { describe, expect, it } from 'vitest';
import { link, parseRoute } from '../src/route.ts';

describe('addresses of pages', () => {
  it('come back as they went', () => {
    const query = 'SELECT ?a WHERE { ?a ?b "x&y=#1" } # 50% of it?';
    const route = parseRoute(link('ask', '', { q: query }));
    expect([route.page, route.arg, route.query.get('q')]).toEqual(['ask', '', query]);
  });
  it('carry whole IRIs, slashes and all', () => {
    const iri = 'https://example.org/a/b#c?d';
    expect(parseRoute(link('thing', iri, { at: '3' }))).toMatchObject({ page: 'thing', arg: iri });
  });
  it('leave empty values out', () => expect(link('who', '', { q: '', kind: 'person' })).toBe('#/who?kind=person'));
  it('bear a stray per cent sign', () => expect(parseRoute('#/thing/100%').arg).toBe('100%'));
});
