import { useEffect, useMemo, useState } from 'preact/hooks';
import type { PageProps } from '../app.tsx';
import { facts, find, type Thing, things } from '../data/facts.ts';
import { loadAtlas } from '../data/places.ts';
import { documentsOf } from '../data/posts.ts';
import { useLoad } from '../load.ts';
import { Head, Status, ThingLink, Waiting } from '../parts/basic.tsx';
import { FactCard, Reports } from '../parts/fact.tsx';
import { WorldMap } from '../parts/world.tsx';
import { replaceQuery } from '../route.ts';
import { iri, rows } from '../sparql.ts';
import { expand, local, placeRoles, short, statuses } from '../terms.ts';
import { plural } from '../words.ts';

const ROLES = placeRoles.map((role) => `dl:${role}`).join(' ');

interface Counted {
  place: Thing;
  /** Events by status. */
  counts: Map<string, number>;
}

async function load(signal: AbortSignal): Promise<Counted[]> {
  const found = await rows(
    `SELECT ?place ?status (COUNT(DISTINCT ?event) AS ?n) { VALUES ?role { ${ROLES} } ?event ?role ?place ; dl:status ?status } GROUP BY ?place ?status ORDER BY DESC(?n) LIMIT 3000`,
    signal,
  );
  const all = await things(found.flatMap((row) => row['place'] ?? []), signal);
  const counted = new Map<string, Counted>();
  for (const { place = '', status = '', n } of found) {
    const thing = all.get(place);
    if (!thing) continue;
    const one = counted.get(place) ?? { place: thing, counts: new Map<string, number>() };
    counted.set(place, one);
    one.counts.set(local(status) ?? '', Number(n));
  }
  return [...counted.values()];
}

/** Where it happened, as far as places can be placed. */
export function MapPage({ route }: PageProps) {
  const loaded = useLoad(async (signal) => {
    const [counted, atlas] = await Promise.all([load(signal), loadAtlas()]);
    return { counted, atlas };
  }, []);
  const status = statuses.find((one) => one === route.query.get('status')) ?? '';
  const chosen = route.query.get('at') ? expand(route.query.get('at')!) : '';
  return (
    <>
      <Head title="Map"><p class="lead">Where events took place, or are to. A ring stands for a place that lies somewhere in what is shown there.</p></Head>
      <Waiting loaded={loaded}>
        {({ counted, atlas }) => {
          const present = statuses.filter((one) => counted.some((c) => c.counts.has(one)));
          const total = (one: Counted) => (status ? (one.counts.get(status) ?? 0) : [...one.counts.values()].reduce((a, b) => a + b, 0));
          const wanted = counted.filter((one) => total(one) > 0).sort((a, b) => total(b) - total(a) || a.place.label.localeCompare(b.place.label));
          const choose = (at: string) => replaceQuery(route, { at: at === chosen ? '' : short(at) });
          return (
            <>
              <div class="tools">
                <div class="choice" role="group" aria-label="Status">
                  <button type="button" aria-pressed={!status} onClick={() => replaceQuery(route, { status: '' })}>All</button>
                  {present.map((one) => (
                    <button key={one} type="button" aria-pressed={status === one} onClick={() => replaceQuery(route, { status: one })}><Status status={one} /></button>
                  ))}
                </div>
              </div>
              <Placed wanted={wanted} total={total} locate={atlas.locate} countries={atlas.countries} chosen={chosen} choose={choose} status={status} />
            </>
          );
        }}
      </Waiting>
    </>
  );
}

type Atlas = Awaited<ReturnType<typeof loadAtlas>>;

function Placed(props: {
  wanted: Counted[]; total: (one: Counted) => number; locate: Atlas['locate']; countries: Atlas['countries']; chosen: string; choose: (iri: string) => void; status: string;
}) {
  const { wanted, total, chosen, choose } = props;
  const spots = useMemo(
    () => wanted.flatMap((one) => { const spot = props.locate(one.place.iri); return spot ? [{ id: one.place.iri, label: one.place.label, weight: total(one), ...spot }] : []; }),
    [wanted.map((one) => one.place.iri).join(), props.status],
  );
  const placed = new Set(spots.map((spot) => spot.id));
  const nowhere = wanted.filter((one) => !placed.has(one.place.iri));
  const here = wanted.find((one) => one.place.iri === chosen);
  const row = (one: Counted) => (
    <li key={one.place.iri}>
      <button type="button" class="plain" aria-pressed={one.place.iri === chosen} onClick={() => choose(one.place.iri)}>{one.place.label}</button>
      <span class="small">{plural(total(one), 'event')}</span>
    </li>
  );
  return (
    <div class="spread map">
      <div>
        <WorldMap countries={props.countries} spots={spots} chosen={chosen} choose={choose}
          words={`World map with ${plural(spots.length, 'place')}; the same places are listed beside it`} />
        {here && <Here key={here.place.iri} place={here.place} status={props.status} />}
      </div>
      <div class="lists">
        <section aria-labelledby="placed"><h2 id="placed">On the map <span class="count">{placed.size}</span></h2><ul class="rows">{wanted.filter((one) => placed.has(one.place.iri)).map(row)}</ul></section>
        {nowhere.length > 0 && (
          <section aria-labelledby="nowhere">
            <h2 id="nowhere">Cannot be placed <span class="count">{nowhere.length}</span></h2>
            <p class="small">Neither the tables nor the texts say where these lie.</p>
            <ul class="rows">{nowhere.map(row)}</ul>
          </section>
        )}
      </div>
    </div>
  );
}

function Here({ place, status }: { place: Thing; status: string }) {
  const loaded = useLoad(async (signal) => {
    const narrowed = status ? `?fact dl:status dl:${status} .` : '';
    const found = await find(`VALUES ?role { ${ROLES} } ?fact ?role ${iri(place.iri)} . ${narrowed}`, 60, signal);
    const all = await facts(found.iris, signal);
    return { all, more: found.more, document: await documentsOf(all, signal) };
  }, [place.iri, status]);
  const [title, setTitle] = useState<HTMLHeadingElement | null>(null);
  useEffect(() => title?.scrollIntoView({ block: 'nearest' }), [title]);
  return (
    <section aria-labelledby="here">
      <h2 id="here" ref={setTitle}><ThingLink thing={place} /></h2>
      <Waiting loaded={loaded}>
        {({ all, more, document }) => (
          <>
            <div class="cards">{all.map((fact) => <FactCard key={fact.iri} fact={fact}><Reports fact={fact} document={document} /></FactCard>)}</div>
            {more && <p class="small">More stand on the page of <ThingLink thing={place} />.</p>}
          </>
        )}
      </Waiting>
    </section>
  );
}
