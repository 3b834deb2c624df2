import type { PageProps } from '../app.tsx';
import { describe, type Description, type Fact, facts, find, type Thing, things } from '../data/facts.ts';
import { documentsOf } from '../data/posts.ts';
import { useLoad } from '../load.ts';
import { AsData, Head, ThingLink, Things, Waiting } from '../parts/basic.tsx';
import { FactCard, isAttribution, Reports } from '../parts/fact.tsx';
import { iri, rows } from '../sparql.ts';
import { above, expand, placeRoles, takePart, termLabel } from '../terms.ts';
import { capital, plural } from '../words.ts';

const LIMIT = 300;
const PRONOUN = /^(i|you|he|she|it|they|we|me|him|her|them|us|his|hers|its|their|our|my|your|who|whom|whose|which|that|himself|herself|itself|themselves)$/i;

interface About {
  thing: Description;
  facts: Fact[];
  more: boolean;
  /** What texts call it, where the graph keeps mentions. */
  called: { words: string; times: number }[];
  met: Thing[];
  toMeet: Thing[];
  document: (post: string) => string | undefined;
}

async function load(of: string, signal: AbortSignal): Promise<About | undefined> {
  const named = iri(of);
  const pairs = (property: string) => rows(`SELECT DISTINCT ?other { ${named} ${property} ?other }`, signal);
  const [thing, found, met, toMeet, called] = await Promise.all([
    describe(of, signal),
    find(`{ ?fact ?role ${named} . ?report dl:reports ?fact } UNION { ?office dl:roleIn ${named} . ?fact dl:role ?office }`, LIMIT, signal),
    pairs('dl:meets'),
    pairs('dl:plannedToMeet'),
    rows(`SELECT ?words (COUNT(?m) AS ?n) { ?m dl:refersTo ${named} ; dl:quote ?words FILTER NOT EXISTS { ?m dl:refersTo ?other FILTER(?other != ${named}) } } GROUP BY ?words ORDER BY DESC(?n) ?words LIMIT 100`, signal),
  ]);
  if (!thing) return undefined;
  const [all, others] = await Promise.all([facts(found.iris, signal), things([...met, ...toMeet].flatMap((row) => row['other'] ?? []), signal)]);
  const list = (pairs: { [name: string]: string | undefined }[]) =>
    pairs.flatMap((row) => others.get(row['other'] ?? '') ?? []).sort((a, b) => a.label.localeCompare(b.label));
  const first = (fact: Fact) => `${fact.reports[0]?.post} ${String(fact.reports[0]?.start ?? 0).padStart(9, '0')}`;
  all.sort((a, b) => first(a).localeCompare(first(b)));
  const done = new Set(met.map((row) => row['other']));
  return {
    called: called.flatMap(({ words, n }) => (words && !PRONOUN.test(words) ? [{ words, times: Number(n) }] : [])),
    thing, facts: all, more: found.more, met: list(met), toMeet: list(toMeet).filter((other) => !done.has(other.iri)),
    document: await documentsOf(all, signal),
  };
}

/** A person, body or place: all that is told of it. */
export function ThingPage({ route }: PageProps) {
  const of = expand(route.arg);
  const loaded = useLoad((signal) => load(of, signal), [of]);
  return (
    <Waiting loaded={loaded}>
      {(about) => (about ? <Page about={about} /> : <Head title="Unknown"><p>The graph knows nothing of {of}.</p></Head>)}
    </Waiting>
  );
}

function Page({ about }: { about: About }) {
  const { thing } = about;
  const here = thing.iri;
  const left = new Set(about.facts);
  const take = (wanted: (fact: Fact) => boolean): Fact[] => {
    const found = [...left].filter(wanted);
    found.forEach((fact) => left.delete(fact));
    return found;
  };
  const as = (fact: Fact, roles: string[]) => fact.args.some((a) => a.thing.iri === here && roles.includes(a.role));
  const roles = take((fact) => fact.sort === 'holding' && as(fact, ['holder']));
  const memberships = take((fact) => fact.sort === 'membership' && as(fact, ['member']));
  const offices = take((fact) => (fact.sort === 'holding' || fact.sort === 'membership') && as(fact, ['roleIn', 'organization']));
  const places = whereabouts(about.facts, here);
  const said = take((fact) => isAttribution(fact) && as(fact, ['speaker']));
  const meetings = take((fact) => (above(fact.kind).has('Meeting') || above(fact.kind).has('Greeting')) && as(fact, takePart));
  const movements = take((fact) => above(fact.kind).has('Movement') && as(fact, takePart));
  const did = take((fact) => as(fact, takePart));
  const happened = take((fact) => as(fact, placeRoles));
  const out = take((fact) => as(fact, ['excluded', 'expectedParticipant']));
  const rest = [...left];
  const section = (title: string, list: Fact[], lead?: preact.ComponentChildren) =>
    (list.length > 0 || lead) && <Section key={title} title={title} facts={list} document={about.document} lead={lead} />;
  return (
    <>
      <Head title={thing.label}>
        <p class="lead">
          <span class={`tag family-${thing.family}`}>{capital(thing.kinds.map(termLabel).join(', '))}</span>
          {thing.of.length > 0 && <> of <Things things={thing.of} /></>}
          {thing.locatedIn.length > 0 && <> in <Things things={thing.locatedIn} /></>}
        </p>
        {thing.altLabels.length + thing.sameAs.length + about.called.length > 0 && (
          <dl class="about">
            {thing.altLabels.length > 0 && <div><dt>Also written</dt><dd>{thing.altLabels.join(', ')}</dd></div>}
            {about.called.length > 0 && (
              <div><dt>Called</dt><dd>{about.called.slice(0, 15).map(({ words, times }) => (times > 1 ? `${words} (${times})` : words)).join(', ')}{about.called.length > 15 && ' …'}</dd></div>
            )}
            {thing.sameAs.length > 0 && <div><dt>Elsewhere</dt><dd>{thing.sameAs.map((same, at) => <span key={same}>{at > 0 && ', '}<Elsewhere iri={same} /></span>)}</dd></div>}
          </dl>
        )}
      </Head>
      {about.facts.length === 0 && <p>No passage tells a fact about it.</p>}
      {about.more && <p class="note">The first {LIMIT} facts are shown. <a href="#/ask">Ask</a> for the rest.</p>}
      {section('Roles', roles)}
      {section('Member of', memberships)}
      {section('Who holds office or belongs here', offices)}
      {section('Met', meetings, about.met.length + about.toMeet.length > 0 && (
        <>
          {about.met.length > 0 && <p>Met in person: <Things things={about.met} /></p>}
          {about.toMeet.length > 0 && <p>Is to meet: <Things things={about.toMeet} /></p>}
        </>
      ))}
      {section('Said, thought and wanted', said)}
      {section('Where', movements, places.length > 0 && (
        <p>{places.map(({ place, count }, at) => <span key={place.iri}>{at > 0 && ', '}<ThingLink thing={place} />{count > 1 && ` (${count})`}</span>)}</p>
      ))}
      {section('Did, and what was done to it', did)}
      {section('Happened here', happened)}
      {section('Left out, or expected', out)}
      {section('Also told', rest)}
      <AsData iri={here} />
    </>
  );
}

/** Places of what happened with the thing taking part. */
function whereabouts(all: Fact[], here: string): { place: Thing; count: number }[] {
  const found = new Map<string, { place: Thing; count: number }>();
  for (const fact of all.filter((f) => f.status === 'Occurred' || f.status === 'Ongoing')) {
    if (!fact.args.some((a) => a.thing.iri === here && takePart.includes(a.role))) continue;
    for (const { role, thing } of fact.args) {
      if ((role !== 'occursAt' && role !== 'destination') || thing.iri === here) continue;
      const one = found.get(thing.iri) ?? { place: thing, count: 0 };
      one.count += 1;
      found.set(thing.iri, one);
    }
  }
  return [...found.values()].sort((a, b) => b.count - a.count || a.place.label.localeCompare(b.place.label));
}

function Section(props: { title: string; facts: Fact[]; document: About['document']; lead: preact.ComponentChildren }) {
  const id = props.title.toLowerCase().replaceAll(/[^a-z]+/g, '-');
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{props.title} {props.facts.length > 0 && <span class="count" aria-label={plural(props.facts.length, 'fact')}>{props.facts.length}</span>}</h2>
      {props.lead}
      <div class="cards">
        {props.facts.map((fact) => <FactCard key={fact.iri} fact={fact}><Reports fact={fact} document={props.document} /></FactCard>)}
      </div>
    </section>
  );
}

/** A link to the same thing elsewhere; only web addresses become links. */
function Elsewhere({ iri: of }: { iri: string }) {
  const id = of.replace(/^.*\/(?=.)/, '').replace(/\/$/, '');
  const words = /wikidata\.org/.test(of) ? `Wikidata ${id}` : /geonames\.org/.test(of) ? `GeoNames ${/(\d+)\/?$/.exec(of)?.[1] ?? id}` : of;
  return /^https?:\/\//.test(of) ? <a href={of} rel="noreferrer">{words}</a> : <>{words}</>;
}
