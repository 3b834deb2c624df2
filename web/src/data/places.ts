/** Where places lie: coordinates of the tables, outlines of countries, or the place that contains them. */
import { geoArea, geoCentroid } from 'd3-geo';
import { feature } from 'topojson-client';
import type { Feature, FeatureCollection, Geometry, MultiPolygon, Polygon } from 'geojson';
import type { Topology, GeometryCollection } from 'topojson-specification';
import outlinesUrl from 'world-atlas/countries-110m.json?url';
import fineOutlinesUrl from 'world-atlas/countries-50m.json?url';
import placesUrl from './places.json?url';
import { rows } from '../sparql.ts';
import { short } from '../terms.ts';

export type Country = Feature<Geometry, { name: string }>;

/** `[longitude, latitude]`, with a third number where the place is a region that stands at its largest city; or `#` and the number or name of
 * a country's outline; or the key of the place that it lies in. */
type Row = [number, number, 1?] | string;

export interface Spot {
  at: [number, number];
  /** The place itself is somewhere in what stands here. */
  near: boolean;
  /** The country whose outline it is. */
  country?: Country | undefined;
}

export interface Atlas {
  countries: Country[];
  locate: (iri: string) => Spot | undefined;
}

const json = async <T>(url: string): Promise<T> => {
  const response = await fetch(url);
  if (!response.ok) throw new Error('The outlines of the map could not be fetched.');
  return response.json() as Promise<T>;
};

type World = Topology<{ countries: GeometryCollection<{ name: string }> }>;

async function outlines(url: string): Promise<Country[]> {
  const world = await json<World>(url);
  return (feature(world, world.objects.countries) as FeatureCollection<Geometry, { name: string }>).features;
}

let fine: Promise<Country[]> | undefined;
/** Outlines for a closer look. */
export const fineOutlines = (): Promise<Country[]> => (fine ??= outlines(fineOutlinesUrl));

let atlas: Promise<Atlas> | undefined;
export function loadAtlas(): Promise<Atlas> {
  atlas ??= load();
  atlas.catch(() => (atlas = undefined));
  return atlas;
}

/** The middle of the largest part of a country, so that islands far away do not pull it into the sea. */
export function middle(country: Country): [number, number] {
  const shape = country.geometry as Polygon | MultiPolygon;
  if (shape.type !== 'MultiPolygon') return geoCentroid(country);
  const parts = shape.coordinates.map((coordinates): Polygon => ({ type: 'Polygon', coordinates }));
  return geoCentroid(parts.reduce((a, b) => (geoArea(a) >= geoArea(b) ? a : b)));
}

async function load(): Promise<Atlas> {
  const [countries, table, inside] = await Promise.all([
    outlines(outlinesUrl),
    json<Record<string, Row>>(placesUrl),
    rows('SELECT DISTINCT ?inner ?outer { ?inner dl:locatedIn ?outer }'),
  ]);
  const byOutline = new Map<string, Country>(countries.flatMap((country) => [[`#${country.id}`, country], [`#${country.properties.name}`, country]] as const));
  const outer = new Map<string, string[]>();
  for (const row of inside) {
    const key = short(row['inner'] ?? '');
    outer.set(key, [...(outer.get(key) ?? []), short(row['outer'] ?? '')]);
  }
  // A loop in what texts say of places must not hang the page.
  const find = (key: string, seen: Set<string>): Spot | undefined => {
    if (seen.has(key)) return undefined;
    seen.add(key);
    const row = table[key];
    if (Array.isArray(row)) return { at: [row[0], row[1]], near: row[2] === 1 };
    if (row?.startsWith('#')) {
      const country = byOutline.get(row);
      return country && { at: middle(country), near: true, country };
    }
    const around = [...(outer.get(key) ?? []), ...(row ? [row] : [])];
    for (const one of around) {
      const spot = find(one, seen);
      // What lies in a country colours no country.
      if (spot) return { at: spot.at, near: true };
    }
    return undefined;
  };
  return { countries, locate: (iri) => find(short(iri), new Set()) };
}
