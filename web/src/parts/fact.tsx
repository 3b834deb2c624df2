/** One fact: what, who, when, and each passage that tells it. */
import type { ComponentChildren } from 'preact';
import type { Fact, Report } from '../data/facts.ts';
import { link } from '../route.ts';
import { above, short, termLabel } from '../terms.ts';
import { capital, whenWords } from '../words.ts';
import { Status, StatusShape, Things } from './basic.tsx';

const ROLE_WORDS: Record<string, string> = {
  agent: 'Who', participant: 'Taking part', target: 'Whom', speaker: 'By', addressee: 'To', victim: 'Victim', excluded: 'Left out',
  expectedParticipant: 'Expected', occursAt: 'Where', expectedAt: 'Expected at', origin: 'From', destination: 'To', vehicle: 'Aboard', instrument: 'With',
  about: 'About', medium: 'Through', partOf: 'Part of', replacedBy: 'Replaced by', holder: 'Who', roleIn: 'In', member: 'Who', organization: 'In',
  innerPlace: 'What', outerPlace: 'Lies in',
};

/** What a fact is, in a few words. */
export function factTitle(fact: Fact): string {
  if (fact.sort === 'holding') return capital(fact.values['title']?.[0] ?? 'role');
  if (fact.sort === 'membership') return 'Member';
  if (fact.sort === 'place') return 'Lies in';
  return capital(termLabel(fact.kind));
}

/** Whether a role is held now, or the status of an event. */
export function FactStatus({ fact }: { fact: Fact }) {
  if (fact.sort === 'event') return <Status status={fact.status} />;
  const tenures = new Set(fact.reports.map((report) => report.tenure).filter(Boolean));
  const capacity = fact.values['capacity']?.[0]?.replace(/^.*#/, '');
  const words = [capacity && capacity !== 'Full' ? capacity : '', [...tenures].map((t) => termLabel(t)).join(', then ')];
  return <span class="status">{words.filter(Boolean).map(capital).join(', ')}</span>;
}

export function FactCard(props: { fact: Fact; selected?: boolean; onSelect?: () => void; level?: 2 | 3; without?: string; children?: ComponentChildren }) {
  const { fact, selected, onSelect, level = 3 } = props;
  const Title = `h${level}` as 'h3';
  const roles = [...new Set(fact.args.map((a) => a.role))];
  const when = whenWords(fact);
  const numbers = (['count', 'killed', 'wounded'] as const).filter((n) => fact.values[n]);
  const said = fact.values['text']?.[0];
  return (
    <article class={`fact status-edge-${fact.status}${selected ? ' selected' : ''}`} data-fact={fact.iri}>
      <header>
        <Title>
          {onSelect ? (
            <button type="button" class="plain" aria-pressed={selected ?? false} onClick={onSelect}>{factTitle(fact)}</button>
          ) : (
            <a href={link('fact', short(fact.iri))}>{factTitle(fact)}</a>
          )}
        </Title>
        <FactStatus fact={fact} />
        {when && <span class="when">{when}</span>}
      </header>
      {said && (
        <p class="said">
          {fact.values['cue'] && <span class="cue">{fact.values['cue'][0]}: </span>}
          {fact.values['quoteKind']?.[0]?.endsWith('Direct') ? `“${said}”` : said}
        </p>
      )}
      {roles.length + numbers.length > 0 && (
        <dl class="args">
          {roles.map((role) => (
            <div key={role}>
              <dt>{ROLE_WORDS[role] ?? capital(termLabel(role))}</dt>
              <dd><Things things={fact.args.filter((a) => a.role === role).map((a) => a.thing)} /></dd>
            </div>
          ))}
          {numbers.map((name) => (
            <div key={name}><dt>{capital(termLabel(name))}</dt><dd>{fact.values[name]!.join(', ')}</dd></div>
          ))}
        </dl>
      )}
      {props.children}
    </article>
  );
}

/** The passages that tell a fact; the first in view, more behind a button. */
export function Reports({ fact, document }: { fact: Fact; document?: (post: string) => string | undefined }) {
  const [first, ...rest] = fact.reports;
  if (!first) return null;
  return (
    <div class="reports">
      <Quote report={first} event={fact.sort === 'event'} differs={first.status !== fact.status} document={document?.(first.post)} />
      {rest.length > 0 && (
        <details>
          <summary>{rest.length === 1 ? 'One more passage' : `${rest.length} more passages`}</summary>
          {rest.map((report) => (
            <Quote key={report.iri} report={report} event={fact.sort === 'event'} differs={report.status !== fact.status} document={document?.(report.post)} />
          ))}
        </details>
      )}
    </div>
  );
}

/** A passage with the word that tells the fact, its source, and the way to its place in the text. */
export function Quote(props: { report: Report; event: boolean; differs?: boolean; document?: string | undefined }) {
  const { report } = props;
  const at = report.trigger ? report.quote.indexOf(report.trigger) : -1;
  const [before, word, after] =
    at < 0 ? [report.quote, '', ''] : [report.quote.slice(0, at), report.trigger, report.quote.slice(at + report.trigger.length)];
  return (
    <figure class="quote">
      <blockquote>{before}{word && <b>{word}</b>}{after}</blockquote>
      <figcaption>
        {props.event && props.differs && report.status && <span class="told"><StatusShape status={report.status} /> told as {termLabel(report.status)}</span>}
        {report.sources.length > 0 && <span>according to <Things things={report.sources} /></span>}
        <span>{Math.round(report.confidence * 100)}% sure</span>
        {props.document && <a href={link('read', short(props.document), { at: String(report.start) })}>in the text</a>}
      </figcaption>
    </figure>
  );
}

/** Whether a fact is a saying, thinking or wanting. */
export const isAttribution = (fact: Fact): boolean => above(fact.kind).has('Attribution');
