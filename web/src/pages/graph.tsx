import { useMemo, useState } from 'preact/hooks';
import type { PageProps } from '../app.tsx';
import { facts } from '../data/facts.ts';
import { loadNetwork, narrow, type Network, type Shown } from '../data/network.ts';
import { documentsOf } from '../data/posts.ts';
import { useLoad } from '../load.ts';
import { eventWords, Head, Status, ThingLink, Waiting } from '../parts/basic.tsx';
import { GraphCanvas } from '../parts/canvas.tsx';
import { FactCard, Reports } from '../parts/fact.tsx';
import { replaceQuery, type Route } from '../route.ts';
import { eventClasses, expand, type Family, familyWords, short, statuses, termLabel } from '../terms.ts';
import { plural } from '../words.ts';
import { KindSelect } from './timeline.tsx';

const FAMILIES: Family[] = ['person', 'body', 'place', 'other'];

/** Who with whom: events, and what takes part in them. */
export function GraphPage({ route }: PageProps) {
  const loaded = useLoad(loadNetwork, []);
  return (
    <>
      <Head title="Graph"><p class="lead">Events join people, bodies and places. Choose a node to see what it is joined to.</p></Head>
      <Waiting loaded={loaded}>{(network) => <Whole network={network} route={route} />}</Waiting>
    </>
  );
}

function Whole({ network, route }: { network: Network; route: Route }) {
  const present = statuses.filter((one) => network.events.some((event) => event.status === one));
  const list = (name: string) => (route.query.get(name) ?? '').split(' ').filter(Boolean);
  const without = list('without');
  const kind = eventClasses.includes(route.query.get('kind') ?? '') && route.query.get('kind') !== 'Event' ? route.query.get('kind')! : '';
  const source = route.query.get('source') ? expand(route.query.get('source')!) : '';
  const shown = useMemo(
    () => narrow(network, {
      kind, source, statuses: new Set(present.filter((one) => !without.includes(one))), families: new Set(FAMILIES.filter((one) => !without.includes(one))),
    }),
    [network, kind, source, without.join(' ')],
  );
  const chosen = route.query.get('at') ? expand(route.query.get('at')!) : '';
  const choose = (id: string) => replaceQuery(route, { at: id && short(id) });
  const toggle = (name: string) => replaceQuery(route, { without: (without.includes(name) ? without.filter((one) => one !== name) : [...without, name]).join(' ') });
  return (
    <>
      <div class="tools">
        <Named shown={shown} choose={choose} />
        <details class="filters" open={matchMedia('(min-width: 48rem)').matches}>
        <summary>Filters</summary>
        <div class="tools">
        <label class="field">Kind <KindSelect value={kind || 'Event'} onChange={(e) => { const v = (e.currentTarget as HTMLSelectElement).value; replaceQuery(route, { kind: v === 'Event' ? '' : v }); }} /></label>
        <label class="field">
          Source{' '}
          <select value={source && short(source)} onChange={(e) => replaceQuery(route, { source: e.currentTarget.value })}>
            <option value="">All</option>
            {network.sources.map((one) => <option key={one.iri} value={short(one.iri)}>{one.label}</option>)}
          </select>
        </label>
        <div class="choice" role="group" aria-label="Shown">
          {FAMILIES.map((one) => <button key={one} type="button" aria-pressed={!without.includes(one)} onClick={() => toggle(one)}><span class={`dot family-${one}`} /> {familyWords[one]}</button>)}
        </div>
        <div class="choice" role="group" aria-label="Statuses shown">
          {present.map((one) => <button key={one} type="button" aria-pressed={!without.includes(one)} onClick={() => toggle(one)}><Status status={one} /></button>)}
        </div>
        </div>
        </details>
      </div>
      <p class="small" role="status">
        {plural(shown.nodes.length, 'node')}, {plural(shown.edges.length, 'link')}{network.more && '; the graph is larger than what is drawn'}
      </p>
      <div class={`spread graph${chosen ? ' chosen' : ''}`}>
        <GraphCanvas shown={shown} chosen={chosen} choose={choose} />
        {chosen && <Beside id={chosen} shown={shown} network={network} choose={choose} />}
      </div>
    </>
  );
}

/** Reaches a node by its name, with the keyboard too. */
function Named({ shown, choose }: { shown: Shown; choose: (id: string) => void }) {
  const [words, setWords] = useState('');
  const named = shown.nodes.filter((node) => node.family !== 'event');
  const take = (value: string) => {
    setWords(value);
    const found = named.find((node) => node.label.toLowerCase() === value.trim().toLowerCase());
    if (found) choose(found.id);
  };
  return (
    <label class="field">
      Find <input type="search" list="names" value={words} onInput={(e) => take(e.currentTarget.value)} placeholder="A name" />
      <datalist id="names">{named.slice(0, 2000).map((node) => <option key={node.id} value={node.label} />)}</datalist>
    </label>
  );
}

function Beside({ id, shown, network, choose }: { id: string; shown: Shown; network: Network; choose: (id: string) => void }) {
  const event = network.events.find((one) => one.iri === id);
  const thing = network.things.get(id);
  return (
    <aside class="beside open" aria-label="Chosen node">
      <div class="beside-head">
        <h2>{thing ? <ThingLink thing={thing} /> : eventWords(event?.label ?? '')}</h2>
        <button type="button" onClick={() => choose('')}>Close</button>
      </div>
      {thing && <p class="small">{termLabel(thing.kind)}</p>}
      {thing && (
        <ul class="rows">
          {network.events.filter((one) => one.ends.some((end) => end.thing === id) && shown.nodes.some((node) => node.id === one.iri)).slice(0, 200).map((one) => (
            <li key={one.iri}>
              <button type="button" class="plain" onClick={() => choose(one.iri)}>{eventWords(one.label)}</button> <Status status={one.status} />
            </li>
          ))}
        </ul>
      )}
      {event && <EventBeside key={id} id={id} choose={choose} network={network} />}
    </aside>
  );
}

function EventBeside({ id, network, choose }: { id: string; network: Network; choose: (id: string) => void }) {
  const loaded = useLoad(async (signal) => {
    const all = await facts([id], signal);
    return { fact: all[0], document: await documentsOf(all, signal) };
  }, [id]);
  const ends = network.events.find((one) => one.iri === id)?.ends ?? [];
  return (
    <>
      <Waiting loaded={loaded}>
        {({ fact, document }) => (fact ? <FactCard fact={fact}><Reports fact={fact} document={document} /></FactCard> : <p>Unknown.</p>)}
      </Waiting>
      <p class="small">Go on to{' '}
        {ends.map((end, at) => <span key={end.thing + end.role}>{at > 0 && ', '}<button type="button" class="plain" onClick={() => choose(end.thing)}>{network.things.get(end.thing)?.label}</button></span>)}
      </p>
    </>
  );
}
