/** Small parts that every page uses. */
import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import type { Thing } from '../data/facts.ts';
import type { Loaded } from '../load.ts';
import { link } from '../route.ts';
import { above, definition, short, termLabel } from '../terms.ts';
import { capital } from '../words.ts';

/** A status as shape, colour and word. */
export function Status({ status }: { status: string }) {
  return (
    <span class={`status status-${status}`} title={definition(status)}>
      <StatusShape status={status} />
      {capital(termLabel(status))}
    </span>
  );
}

/** A full disc happened, a ring is open, a struck one is off: the shape tells it without the colour. */
export function StatusShape({ status }: { status: string }) {
  const ring = <circle cx="6" cy="6" r="4.2" class="ring" />;
  const shapes: Record<string, ComponentChildren> = {
    Occurred: <circle cx="6" cy="6" r="5" class="full" />,
    Ongoing: <>{ring}<path d="M6 1.8a4.2 4.2 0 0 1 0 8.4z" class="full" /></>,
    Planned: ring,
    Possible: <circle cx="6" cy="6" r="4.2" class="ring dashed" />,
    Conditional: <circle cx="6" cy="6" r="4.2" class="ring dashed" />,
    Desired: <>{ring}<circle cx="6" cy="6" r="1.6" class="full" /></>,
    Cancelled: <path d="M2 2l8 8M10 2l-8 8" class="ring" />,
    Denied: <>{ring}<path d="M3 9l6-6" class="ring" /></>,
    Unknown: <circle cx="6" cy="6" r="2" class="full" />,
  };
  return <svg class="shape" viewBox="0 0 12 12" aria-hidden="true" focusable="false">{shapes[status] ?? shapes['Unknown']}</svg>;
}

/** A thing by its name, with the colour of its family. */
export function ThingLink({ thing }: { thing: Thing }) {
  const kinds = above(thing.kind);
  const event = kinds.has('Event') || kinds.has('RoleHolding');
  const document = kinds.has('Document');
  const page = event ? 'fact' : document ? 'read' : 'thing';
  return (
    <a class={`thing family-${event || document ? 'other' : thing.family}`} href={link(page, short(thing.iri))}>
      {event ? eventWords(thing.label) : thing.label}
    </a>
  );
}

/** "PhoneCall: A, B" as people write it. */
export function eventWords(label: string): string {
  const found = /^([A-Z][A-Za-z]+)(: .*)?$/.exec(label);
  return found ? capital(termLabel(found[1]!)) + (found[2] ?? '') : label;
}

export function Things({ things }: { things: Thing[] }) {
  return <>{things.map((thing, at) => <span key={thing.iri}>{at > 0 && ', '}<ThingLink thing={thing} /></span>)}</>;
}

/** What is loaded, or how that stands. */
export function Waiting<T>({ loaded, children }: { loaded: Loaded<T>; children: (value: T) => ComponentChildren }) {
  if (loaded.state === 'done') return <>{children(loaded.value)}</>;
  if (loaded.state === 'failed') return <Failed message={loaded.message} />;
  return <p class="waiting" role="status">Loading…</p>;
}

export function Failed({ message }: { message: string }) {
  return (
    <div class="failed" role="alert">
      <p>{message}</p>
      <button type="button" onClick={() => location.reload()}>Try again</button>
    </div>
  );
}

let arrived = false;

/** Head of a page. Focus goes there when a page opens, so that a screen reader says where one is; not on arrival, where the browser's order holds. */
export function Head({ title, children }: { title: string; children?: ComponentChildren }) {
  useEffect(() => {
    document.title = `${title} · Dateline`;
  }, [title]);
  useEffect(() => {
    // A passage that the address names is scrolled to by its page.
    if (arrived && !/[?&]at=/.test(location.hash)) {
      document.getElementById('title')?.focus({ preventScroll: true });
      scrollTo(0, 0);
    }
    arrived = true;
  }, []);
  return (
    <header class="head">
      <h1 id="title" tabIndex={-1}>{title}</h1>
      {children}
    </header>
  );
}

/** Ways to the same as data, where the server publishes it. */
export function AsData({ iri }: { iri: string }) {
  const name = short(iri);
  if (name === iri) return <p class="small">IRI: <code>{iri}</code></p>;
  const at = `/id/${encodeURIComponent(name)}`;
  return (
    <p class="small">
      As data: <a href={at}>page</a>, <a href={`${at}.ttl`}>Turtle</a>, <a href={`${at}.jsonld`}>JSON-LD</a>. IRI: <code>{iri}</code>
    </p>
  );
}

/** Buttons of which one is on. */
export function Choice<T extends string>(props: { name: string; options: [T, string][]; value: T; choose: (value: T) => void }) {
  return (
    <div class="choice" role="group" aria-label={props.name}>
      {props.options.map(([value, words]) => (
        <button key={value} type="button" aria-pressed={props.value === value} onClick={() => props.choose(value)}>{words}</button>
      ))}
    </div>
  );
}
