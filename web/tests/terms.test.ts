import { describe, expect, it } from 'vitest';
import { above, eventClasses, expand, family, learnBase, mostSpecific, short, statuses } from '../src/terms.ts';
import ontology from 'virtual:ontology';

describe('the ontology', () => {
  it('is read from the Turtle that the program ships', () => {
    expect(eventClasses).toContain('PhoneCall');
    expect([...above('PhoneCall')].sort()).toEqual(['Communication', 'Event', 'PhoneCall']);
    expect(new Set(ontology.filter((t) => t.sort === 'Status').map((t) => t.name))).toEqual(new Set(statuses));
  });
  it('tells the closest class', () => expect(mostSpecific(['Event', 'Communication', 'PhoneCall'])).toEqual(['PhoneCall']));
  it('tells people from bodies and places', () => {
    expect(['Person', 'Organization', 'City', 'Facility', 'Vehicle'].map((kind) => family([kind]))).toEqual(['person', 'body', 'place', 'place', 'other']);
  });
});

describe('names in addresses', () => {
  it('leave the base out', () => {
    learnBase('https://news.example/id/document-x');
    expect(short('https://news.example/id/person-ana')).toBe('person-ana');
    expect(expand('person-ana')).toBe('https://news.example/id/person-ana');
    expect(expand('https://other.example/x')).toBe('https://other.example/x');
  });
});
