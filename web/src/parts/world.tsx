/** A map of spots: outlines and circles, moved and zoomed by mouse, finger or buttons. */
import { geoNaturalEarth1, geoPath } from 'd3-geo';
import { select } from 'd3-selection';
import { zoom, zoomIdentity, type ZoomBehavior, type ZoomTransform } from 'd3-zoom';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { type Country, fineOutlines } from '../data/places.ts';

export interface MapSpot {
  id: string;
  label: string;
  at: [number, number];
  /** How much there is; the area of the circle. */
  weight: number;
  near: boolean;
  country?: Country | undefined;
}

const WIDTH = 960;
const HEIGHT = 500;
const FINE = 2.5;

export function WorldMap(props: { countries: Country[]; spots: MapSpot[]; chosen?: string; choose?: (id: string) => void; words: string }) {
  const { spots, chosen, choose } = props;
  const svg = useRef<SVGSVGElement>(null);
  const [view, setView] = useState<ZoomTransform>(zoomIdentity);
  const [shrunk, setShrunk] = useState(1);
  const [countries, setCountries] = useState(props.countries);
  const zooming = useRef<ZoomBehavior<SVGSVGElement, unknown> | undefined>(undefined);
  const projection = useMemo(() => geoNaturalEarth1().fitSize([WIDTH, HEIGHT], { type: 'Sphere' }), []);
  const draw = useMemo(() => {
    const path = geoPath(projection);
    return countries.map((country) => ({ country, d: path(country) ?? '' }));
  }, [countries, projection]);
  const sphere = useMemo(() => geoPath(projection)({ type: 'Sphere' }) ?? '', [projection]);
  const placed = useMemo(
    () => spots.flatMap((spot) => { const p = projection(spot.at); return p ? [{ ...spot, x: p[0], y: p[1] }] : []; }).sort((a, b) => b.weight - a.weight),
    [spots, projection],
  );
  const filled = new Set(spots.flatMap((spot) => spot.country?.id ?? spot.country?.properties.name ?? []));

  useEffect(() => {
    if (!svg.current) return;
    const behavior = zoom<SVGSVGElement, unknown>().scaleExtent([1, 40]).translateExtent([[0, 0], [WIDTH, HEIGHT]]).on('zoom', (event) => setView(event.transform));
    zooming.current = behavior;
    select(svg.current).call(behavior).on('dblclick.zoom', null);
    return () => { if (svg.current) select(svg.current).on('.zoom', null); };
  }, []);
  // Circles and names keep their size on a narrow screen.
  useEffect(() => {
    if (!svg.current) return;
    const watch = new ResizeObserver(([entry]) => entry && entry.contentRect.width > 0 && setShrunk(Math.max(1, Math.min(WIDTH / entry.contentRect.width, HEIGHT / entry.contentRect.height))));
    watch.observe(svg.current);
    return () => watch.disconnect();
  }, []);
  useEffect(() => fit(), [placed]);
  useEffect(() => {
    if (view.k > FINE && countries === props.countries) fineOutlines().then(setCountries, () => undefined);
  }, [view.k > FINE]);

  /** Shows all spots, and not less than a region. */
  function fit() {
    if (!svg.current || !zooming.current) return;
    if (placed.length === 0) return void select(svg.current).call(zooming.current.transform, zoomIdentity);
    const [xs, ys] = [placed.map((p) => p.x), placed.map((p) => p.y)];
    const [x0, x1, y0, y1] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
    const k = Math.min(10, Math.max(1, 0.8 * Math.min(WIDTH / (x1 - x0 + 20), HEIGHT / (y1 - y0 + 20))));
    const to = zoomIdentity.translate(WIDTH / 2 - (k * (x0 + x1)) / 2, HEIGHT / 2 - (k * (y0 + y1)) / 2).scale(k);
    select(svg.current).call(zooming.current.transform, to);
  }
  const by = (factor: number) => svg.current && zooming.current && select(svg.current).call(zooming.current.scaleBy, factor);

  const heaviest = Math.max(1, ...placed.map((p) => p.weight));
  const unit = shrunk / view.k;
  const radius = (weight: number) => (4 + 14 * Math.sqrt(weight / heaviest)) * unit;
  const labels = useMemo(() => labelled(placed, 1 / unit, heaviest), [placed, unit, heaviest]);
  return (
    <div class="world">
      <svg ref={svg} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="xMidYMid slice" role="img" aria-label={props.words}>
        <g transform={view.toString()}>
          <path class="sea" d={sphere} />
          {draw.map(({ country, d }, at) => (
            <path key={country.id ?? at} class={`land${filled.has(country.id ?? country.properties.name) ? ' filled' : ''}`} d={d} />
          ))}
          {placed.map((spot) => (
            <g key={spot.id} class={`spot${spot.near ? ' near' : ''}${spot.id === chosen ? ' chosen' : ''}`} onClick={() => choose?.(spot.id)}>
              <circle cx={spot.x} cy={spot.y} r={radius(spot.weight)}><title>{spot.label}</title></circle>
              {(labels.has(spot.id) || spot.id === chosen) && (
                <text x={spot.x + radius(spot.weight) + 3 * unit} y={spot.y + 4 * unit} font-size={13 * unit} stroke-width={3 * unit}>{spot.label}</text>
              )}
            </g>
          ))}
        </g>
      </svg>
      <div class="zoom">
        <button type="button" aria-label="Closer" onClick={() => by(1.6)}>+</button>
        <button type="button" aria-label="Further" onClick={() => by(1 / 1.6)}>−</button>
        <button type="button" onClick={fit}>All</button>
      </div>
    </div>
  );
}

/** Names that have room, the heaviest first. */
function labelled(placed: (MapSpot & { x: number; y: number })[], k: number, heaviest: number): Set<string> {
  const boxes: [number, number, number, number][] = [];
  const shown = new Set<string>();
  for (const spot of placed.slice(0, 400)) {
    const r = 4 + 14 * Math.sqrt(spot.weight / heaviest);
    const [x, y] = [spot.x * k + r, spot.y * k];
    const box: [number, number, number, number] = [x - 2 * r, y - Math.max(r, 9), x + spot.label.length * 7 + 6, y + Math.max(r, 9)];
    if (boxes.some((b) => box[0] < b[2] && b[0] < box[2] && box[1] < b[3] && b[1] < box[3])) continue;
    boxes.push(box);
    shown.add(spot.id);
  }
  return shown;
}
