import type { PageProps } from '../app.tsx';
import { type Fact, facts, find } from '../data/facts.ts';
import { documentsOf } from '../data/posts.ts';
import { useLoad } from '../load.ts';
import { Head, Status, Waiting } from '../parts/basic.tsx';
import { FactCard, Reports } from '../parts/fact.tsx';
import { link, replaceQuery, type Route } from '../route.ts';
import { iri, rows } from '../sparql.ts';
import { above, eventClasses, expand, local, short, statuses, termLabel } from '../terms.ts';
import { capital, instant, plural, timeWords } from '../words.ts';
import type { Site } from '../data/site.ts';

const PAGE = 150;

/** What the timeline is narrowed to; it stands in the address. */
interface Wanted {
  status: string;
  kind: string;
  document: string;
  count: number;
}

async function load(wanted: Wanted, signal: AbortSignal) {
  const narrowed = [
    `?fact a dl:${wanted.kind} .`,
    wanted.status && `?fact dl:status dl:${wanted.status} .`,
    wanted.document && `?r dl:reports ?fact ; dl:inPost/dl:inDocument ${iri(wanted.document)} .`,
    // What is said is not what happens: statements have the statement itself as their event.
    wanted.kind === 'Event' && 'FILTER NOT EXISTS { ?fact a dl:Attribution }',
  ].filter(Boolean).join(' ');
  const dated = `${narrowed} OPTIONAL { ?fact dl:onDate ?day } OPTIONAL { ?fact dl:begin ?begin } BIND(COALESCE(?day, ?begin) AS ?when)
    FILTER(BOUND(?when) && DATATYPE(?when) != xsd:time)`;
  const [found, counts, undated] = await Promise.all([
    rows(`SELECT DISTINCT ?fact ?when { ${dated} } ORDER BY STR(?when) ?fact LIMIT ${wanted.count + 1}`, signal),
    rows(`SELECT ?status (COUNT(DISTINCT ?fact) AS ?n) { ${narrowed.replace(/\?fact dl:status dl:\w+ \./, '')} ?fact dl:status ?status } GROUP BY ?status`, signal),
    find(`${narrowed} OPTIONAL { ?fact dl:onDate ?day } OPTIONAL { ?fact dl:begin ?begin } BIND(COALESCE(?day, ?begin) AS ?when)
      FILTER(!BOUND(?when) || DATATYPE(?when) = xsd:time)`, wanted.count, signal),
  ]);
  const known = [...new Set(found.slice(0, wanted.count).flatMap((row) => row['fact'] ?? []))];
  const [withDay, without] = await Promise.all([facts(known, signal), facts(undated.iris, signal)]);
  const document = await documentsOf([...withDay, ...without], signal);
  return {
    withDay, without, more: found.length > wanted.count || undated.more, document,
    counts: new Map(counts.map((row) => [local(row['status'] ?? '') ?? '', Number(row['n'])])),
  };
}

/** Events by day, with the status they have now. */
export function Timeline({ route, site }: PageProps) {
  const kind = eventClasses.includes(route.query.get('kind') ?? '') ? route.query.get('kind')! : 'Event';
  const status = statuses.find((one) => one === route.query.get('status')) ?? '';
  const document = route.query.get('in') ? expand(route.query.get('in')!) : '';
  const count = Math.max(PAGE, Number(route.query.get('count')) || PAGE);
  const loaded = useLoad((signal) => load({ status, kind, document, count }, signal), [kind, status, document, count]);
  return (
    <>
      <Head title="Timeline"><p class="lead">What happened, is under way, is planned, was called off or denied.</p></Head>
      <Waiting loaded={loaded}>
        {(found) => (
          <>
            <Filters route={route} site={site} kind={kind} status={status} document={document} counts={found.counts} />
            <Days all={found.withDay} document={found.document} />
            {found.without.length > 0 && (
              <section aria-labelledby="undated">
                <h2 id="undated">No day is told</h2>
                <ol class="line">{found.without.map((fact) => <Entry key={fact.iri} fact={fact} document={found.document} />)}</ol>
              </section>
            )}
            {found.withDay.length + found.without.length === 0 && <p class="note">Nothing of that kind.</p>}
            {found.more && <p><a href={link('timeline', '', { ...Object.fromEntries(route.query), count: String(count + PAGE) })}>Show more</a></p>}
          </>
        )}
      </Waiting>
    </>
  );
}

function Filters(props: { route: Route; site: Site; kind: string; status: string; document: string; counts: Map<string, number> }) {
  const { route, counts } = props;
  const total = [...counts.values()].reduce((a, b) => a + b, 0);
  const change = (name: string) => (event: Event) => replaceQuery(route, { [name]: (event.currentTarget as HTMLSelectElement).value, count: '' });
  return (
    <div class="tools">
      <div class="choice" role="group" aria-label="Status">
        <button type="button" aria-pressed={!props.status} onClick={() => replaceQuery(route, { status: '', count: '' })}>All {total}</button>
        {statuses.filter((one) => counts.has(one)).map((one) => (
          <button key={one} type="button" aria-pressed={props.status === one} onClick={() => replaceQuery(route, { status: one, count: '' })}>
            <Status status={one} /> {counts.get(one)}
          </button>
        ))}
      </div>
      <label class="field">Kind <KindSelect value={props.kind} onChange={change('kind')} /></label>
      {props.site.documents.length > 1 && (
        <label class="field">
          Text{' '}
          <select value={props.document && short(props.document)} onChange={change('in')}>
            <option value="">All texts</option>
            {props.site.documents.slice(0, 500).map((one) => <option key={one.iri} value={short(one.iri)}>{one.label}</option>)}
          </select>
        </label>
      )}
    </div>
  );
}

/** All kinds of events, those below under those above. */
export function KindSelect({ value, onChange }: { value: string; onChange: (event: Event) => void }) {
  const depth = (name: string) => above(name).size - 1;
  const path = (name: string) => [...above(name)].reverse().map(termLabel).join('/');
  const sorted = eventClasses.filter((name) => name !== 'Event').sort((a, b) => path(a).localeCompare(path(b)));
  return (
    <select value={value} onChange={onChange}>
      <option value="Event">All but sayings</option>
      {sorted.map((name) => <option key={name} value={name}>{'\u00a0\u00a0'.repeat(depth(name) - 1)}{capital(termLabel(name))}</option>)}
    </select>
  );
}

type Where = (post: string) => string | undefined;

function Days({ all, document }: { all: Fact[]; document: Where }) {
  const when = (fact: Fact) => fact.values['onDate']?.[0] ?? fact.values['begin']?.[0] ?? '';
  const sorted = [...all].sort((a, b) => (instant(when(a)) ?? 0) - (instant(when(b)) ?? 0));
  const days: [string, Fact[]][] = [];
  for (const fact of sorted) {
    const day = when(fact).slice(0, 10);
    const last = days.at(-1);
    if (last?.[0] === day) last[1].push(fact);
    else days.push([day, [fact]]);
  }
  return (
    <>
      {days.map(([day, some]) => (
        <section key={day} aria-labelledby={`day-${day}`}>
          <h2 id={`day-${day}`}>{timeWords(day)} <span class="count" aria-label={plural(some.length, 'event')}>{some.length}</span></h2>
          <ol class="line">{some.map((fact) => <Entry key={fact.iri} fact={fact} document={document} />)}</ol>
        </section>
      ))}
    </>
  );
}

function Entry({ fact, document }: { fact: Fact; document: Where }) {
  return <li class={`status-${fact.status}`}><FactCard fact={fact}><Reports fact={fact} document={document} /></FactCard></li>;
}
