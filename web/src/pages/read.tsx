import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { PageProps } from '../app.tsx';
import type { Fact } from '../data/facts.ts';
import { byTime, type Mention, type Miss, type Post, read, type Reading } from '../data/reading.ts';
import { cut, outermost, type Range, type Segment } from '../data/segments.ts';
import type { Document } from '../data/site.ts';
import { useLoad } from '../load.ts';
import { Choice, Head, Things, Waiting } from '../parts/basic.tsx';
import { FactCard, Quote } from '../parts/fact.tsx';
import { link, replaceQuery, type Route } from '../route.ts';
import { expand, familyWords, short } from '../terms.ts';
import { plural, timeWords } from '../words.ts';
import { STAGES } from './misses.tsx';

/** Texts, or one text with its facts beside it. */
export function Read({ route, site }: PageProps) {
  const only = site.documents.length === 1 ? site.documents[0]!.iri : '';
  const of = route.arg ? expand(route.arg) : only;
  if (!of) return <Texts documents={site.documents} />;
  return <Text key={of} of={of} about={site.documents.find((one) => one.iri === of)} route={route} />;
}

function Texts({ documents }: { documents: Document[] }) {
  const [words, setWords] = useState('');
  const found = documents.filter((one) => `${one.label} ${one.publisher} ${one.published}`.toLowerCase().includes(words.trim().toLowerCase()));
  return (
    <>
      <Head title="Texts" />
      {documents.length > 10 && (
        <div class="tools"><label class="field">Title, publisher or day <input type="search" value={words} onInput={(e) => setWords(e.currentTarget.value)} /></label></div>
      )}
      <ul class="texts">
        {found.map((one) => (
          <li key={one.iri}>
            <a href={link('read', short(one.iri))}>{one.label}</a>
            <span class="small">{[one.publisher, one.published && timeWords(one.published), plural(one.posts, 'post')].filter(Boolean).join(' · ')}</span>
          </li>
        ))}
      </ul>
    </>
  );
}

function Text({ of, about, route }: { of: string; about: Document | undefined; route: Route }) {
  const loaded = useLoad((signal) => read(of, signal), [of]);
  return (
    <>
      <Head title={about?.label ?? 'Text'}>
        <p class="small">
          {[about?.publisher, about?.published && timeWords(about.published), about?.licence].filter(Boolean).join(' · ')}
          {about && /^https?:\/\//.test(about.url) && <> · <a href={about.url} rel="noreferrer">Source</a></>}
        </p>
      </Head>
      <Waiting loaded={loaded}>{(reading) => <Spread reading={reading} route={route} />}</Waiting>
    </>
  );
}

/** What is chosen: a sentence, by its place in the text, or a fact. */
type Chosen = { sentence: Segment } | { fact: Fact } | undefined;

function Spread({ reading, route }: { reading: Reading; route: Route }) {
  const times = useMemo(() => byTime(reading.posts), [reading]);
  const order = route.query.get('order') === 'time' && times ? 'time' : 'page';
  const posts = order === 'time' && times ? times : reading.posts;
  const [chosen, setChosen] = useState<Chosen>();
  const at = route.query.get('at');

  // Passages with the same place are one span, so that a sentence with five facts is one thing to click.
  const { spans, bySpan } = useMemo(() => {
    const keys = new Map<string, number>();
    const spans: Range[] = [];
    const bySpan: { fact: Fact; report: number }[][] = [];
    for (const fact of reading.facts) {
      fact.reports.forEach((report, index) => {
        const key = `${report.start}-${report.end}`;
        const span = keys.get(key) ?? spans.push({ start: report.start, end: report.end }) - 1;
        keys.set(key, span);
        (bySpan[span] ??= []).push({ fact, report: index });
      });
    }
    for (const miss of reading.misses) {
      const key = `${miss.start}-${miss.end}`;
      if (!keys.has(key)) keys.set(key, spans.push({ start: miss.start, end: miss.end }) - 1);
    }
    return { spans, bySpan };
  }, [reading]);
  const factsAt = (segment: Segment) => [...new Set(segment.spans.flatMap((span) => (bySpan[span] ?? []).map((one) => one.fact)))];
  const missAt = (segment: Segment) => reading.misses.find((miss) => miss.start <= segment.start && segment.end <= miss.end);
  const marked = (segment: Segment): boolean => {
    if (!chosen) return false;
    if ('sentence' in chosen) return chosen.sentence.start === segment.start;
    return chosen.fact.reports.some((report) => report.start <= segment.start && segment.end <= report.end);
  };

  const column = useRef<HTMLDivElement>(null);
  const scrollToMark = () => column.current?.querySelector('.sentence.marked')?.scrollIntoView({ block: 'center', behavior: calm() });
  useEffect(() => {
    if (chosen && 'fact' in chosen) scrollToMark();
  }, [chosen]);
  useEffect(() => {
    if (at === null) return;
    const place = Number(at);
    const found = reading.posts.flatMap((post) => segmentsOf(post, reading, spans)).flat().find((s) => s.start <= place && place < s.end);
    if (found) {
      setChosen({ sentence: found });
      requestAnimationFrame(scrollToMark);
    }
  }, [at, reading]);
  useEffect(() => {
    const close = (event: KeyboardEvent) => event.key === 'Escape' && setChosen(undefined);
    addEventListener('keydown', close);
    return () => removeEventListener('keydown', close);
  }, []);

  const sentence = chosen && 'sentence' in chosen ? chosen.sentence : undefined;
  const bodies = reading.posts.some((post) => post.body !== undefined);
  return (
    <>
      <div class="tools">
        {times && (
          <Choice name="Order of posts" options={[['page', 'As published'], ['time', 'By time']]} value={order}
            choose={(value) => replaceQuery(route, { order: value === 'time' ? 'time' : '', at: '' })} />
        )}
        <ul class="legend" aria-label="Marks">
          {(['person', 'body', 'place', 'other'] as const).map((one) => <li key={one}><mark class={`family-${one}`}>{familyWords[one]}</mark></li>)}
        </ul>
      </div>
      {!bodies && (
        <p class="note">The graph does not keep this text; the sentences that tell facts are shown. <code>dateline build --with-text</code> keeps it.</p>
      )}
      {reading.more && <p class="note">This text tells more facts than are shown here.</p>}
      <div class="spread">
        <div class="text" ref={column}>
          {posts.map((post) => (
            <PostText key={post.iri} post={post} reading={reading} spans={spans} factsAt={factsAt} missAt={missAt} marked={marked}
              choose={(segment) => setChosen(segment && sentence?.start === segment.start ? undefined : { sentence: segment })} />
          ))}
        </div>
        <aside class={`beside${chosen ? ' open' : ''}`} aria-label="Facts" aria-live="polite">
          {sentence ? (
            <Sentence segment={sentence} facts={factsAt(sentence)} miss={missAt(sentence)} mentions={reading.mentions}
              close={() => setChosen(undefined)} choose={(fact) => setChosen({ fact })} />
          ) : (
            <>
              <div class="beside-head">
                <h2>{plural(reading.facts.length, 'fact')}</h2>
                {chosen && <button type="button" onClick={() => setChosen(undefined)}>Close</button>}
              </div>
              <p class="small">Choose a sentence to see what it tells, or a fact to see where it is told.</p>
              <div class="cards narrow">
                {(chosen && 'fact' in chosen ? [chosen.fact, ...reading.facts.filter((f) => f !== chosen.fact)] : reading.facts).map((fact) => {
                  const on = chosen !== undefined && 'fact' in chosen && chosen.fact === fact;
                  return (
                    <FactCard key={fact.iri} fact={fact} selected={on} onSelect={() => setChosen(on ? undefined : { fact })}>
                      {on && fact.reports.map((report) => <Quote key={report.iri} report={report} event={fact.sort === 'event'} differs={report.status !== fact.status} />)}
                    </FactCard>
                  );
                })}
              </div>
            </>
          )}
        </aside>
      </div>
    </>
  );
}

const calm = (): ScrollBehavior => (matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth');

/** The paragraphs of a post: its text, or the sentences that reports quote. */
function segmentsOf(post: Post, reading: Reading, spans: Range[]): Segment[][] {
  const mentions = outermost(reading.mentions);
  if (post.body !== undefined) return cut(post.body, post.start, spans, mentions);
  const quotes = new Map<number, { quote: string; end: number }>();
  for (const report of reading.facts.flatMap((fact) => fact.reports)) {
    const longer = (quotes.get(report.start)?.end ?? 0) < report.end;
    if (report.post === post.iri && longer) quotes.set(report.start, { quote: report.quote, end: report.end });
  }
  const found: Segment[][] = [];
  let reached = -1;
  for (const [start, { quote, end }] of [...quotes].sort((a, b) => a[0] - b[0])) {
    if (end <= reached) continue;
    reached = end;
    found.push(...cut(quote, start, spans, mentions));
  }
  return found;
}

function PostText(props: {
  post: Post;
  reading: Reading;
  spans: Range[];
  factsAt: (segment: Segment) => Fact[];
  missAt: (segment: Segment) => Miss | undefined;
  marked: (segment: Segment) => boolean;
  choose: (segment: Segment) => void;
}) {
  const { post, reading } = props;
  const mentions = useMemo(() => outermost(reading.mentions), [reading]);
  const paragraphs = useMemo(() => segmentsOf(post, reading, props.spans), [post, reading]);
  // The headline is the first paragraph of the text, where there is one.
  const first = paragraphs[0]?.map((s) => s.pieces.map((p) => p.text).join('')).join('');
  const headed = post.headline !== '' && first?.replaceAll(/\s+/g, ' ') === post.headline.replaceAll(/\s+/g, ' ');
  const [head, body] = headed ? [paragraphs[0]!, paragraphs.slice(1)] : [undefined, paragraphs];
  const label = post.headline || `Post ${post.position + 1}`;
  const show = (segment: Segment) => {
    const count = props.factsAt(segment).length;
    const miss = count === 0 ? props.missAt(segment) : undefined;
    const words = segment.pieces.map((piece, at) =>
      piece.mention === undefined ? piece.text : <Marked key={at} words={piece.text} mention={mentions[piece.mention]!} />);
    if (count === 0 && !miss) return words;
    const open = props.marked(segment);
    const says = count > 0 ? plural(count, 'fact') : 'no fact found';
    return (
      <span key={segment.start} class={`sentence${open ? ' marked' : ''}${miss ? ' missed' : ''}`} onClick={() => props.choose(segment)}>
        {words}
        <button type="button" class="footnote" aria-pressed={open} title={says} aria-label={`${says} in this sentence`}
          onClick={(event) => { event.stopPropagation(); props.choose(segment); }}>
          {count || '?'}
        </button>
      </span>
    );
  };
  return (
    <article class="post" aria-label={label}>
      <header>
        {post.headline && <h2>{head ? head.map(show) : post.headline}</h2>}
        <p class="small">
          {[post.published && timeWords(post.published), post.bylines.join(', '), post.updated && post.updated !== 'true' && `updated ${timeWords(post.updated)}`]
            .filter(Boolean).join(' · ')}
        </p>
      </header>
      {body.map((segments, at) => <p key={at}>{segments.map((s, i) => [i > 0 && s.pieces.length > 0 && ' ', show(s)])}</p>)}
      {paragraphs.length === 0 && <p class="small">No sentence of this post tells a fact.</p>}
    </article>
  );
}

function Marked({ words, mention }: { words: string; mention: Mention }) {
  const named = mention.things.map((thing) => thing.label).join(', ');
  return <mark class={`family-${mention.things[0]?.family ?? 'other'}`} title={named === words ? undefined : named}>{words}</mark>;
}

function Sentence(props: { segment: Segment; facts: Fact[]; miss: Miss | undefined; mentions: Mention[]; close: () => void; choose: (fact: Fact) => void }) {
  const { segment, facts, miss } = props;
  const inside = props.mentions.filter((m) => m.start >= segment.start && m.end <= segment.end);
  const named = [...new Map(inside.flatMap((m) => m.things).map((thing) => [thing.iri, thing])).values()];
  return (
    <>
      <div class="beside-head">
        <h2>{facts.length > 0 ? `${plural(facts.length, 'fact')} here` : 'No fact here'}</h2>
        <button type="button" onClick={props.close}>Close</button>
      </div>
      {facts.length === 0 && miss && <p>{STAGES[miss.stage]?.words} {miss.clues.length > 0 && <>Words that promised something: {miss.clues.join(', ')}.</>}</p>}
      {named.length > 0 && <p class="small">Named: <Things things={named} /></p>}
      <div class="cards narrow">
        {facts.map((fact) => (
          <FactCard key={fact.iri} fact={fact} onSelect={() => props.choose(fact)}>
            {fact.reports.filter((r) => r.start < segment.end && segment.start < r.end).map((report) => (
              <Quote key={report.iri} report={report} event={fact.sort === 'event'} differs={report.status !== fact.status} />
            ))}
          </FactCard>
        ))}
      </div>
    </>
  );
}
