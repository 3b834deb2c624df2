import { describe, expect, it } from 'vitest';
import { iri, QueryFailed, text, withoutPrefixes, withPrefixes } from '../src/sparql.ts';

describe('what goes into a query', () => {
  it('keeps a string a string', () => {
    expect(text('a"} . ?s ?p ?o . {"')).toBe('"a\\"} . ?s ?p ?o . {\\""');
    expect(text('back\\slash\nline\u0000')).toBe('"back\\\\slash\\nline\\u0000"');
  });
  it('refuses an IRI that could end early', () => {
    for (const bad of ['x> ?s ?p ?o', 'a b', 'a"b', 'a\\u003Eb', 'a{b}']) expect(() => iri(bad), bad).toThrow(QueryFailed);
    expect(iri('https://example.org/id/café')).toBe('<https://example.org/id/café>');
  });
  it('gets the prefixes that it uses and does not declare', () => {
    expect(withPrefixes('SELECT * { ?s dl:status ?o }')).toContain('PREFIX dl: <https://w3id.org/dateline/ns#>');
    expect(withPrefixes('prefix dl: <urn:x#> SELECT * { ?s dl:status ?o }')).not.toContain('w3id.org');
    expect(withPrefixes('SELECT * { ?s ?p ?o }')).not.toContain('PREFIX');
  });
  it('loses no prefix that only it knows', () => {
    const query = 'PREFIX dl: <https://w3id.org/dateline/ns#>\nPREFIX x: <urn:x#>\nSELECT * { x:a dl:status ?o }';
    expect(withoutPrefixes(query)).toBe('PREFIX x: <urn:x#>\nSELECT * { x:a dl:status ?o }');
    expect(withPrefixes(withoutPrefixes(query)).split('\n').sort()).toEqual(query.split('\n').sort());
  });
});
