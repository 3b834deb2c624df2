import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { PageProps } from '../app.tsx';
import { loadCatalogue } from '../data/catalogue.ts';
import { bars, form, linked, mistakeAt } from '../data/results.ts';
import { type Atlas, loadAtlas } from '../data/places.ts';
import { useLoad } from '../load.ts';
import { Choice, Failed, Head } from '../parts/basic.tsx';
import { Editor } from '../parts/editor.tsx';
import { WorldMap } from '../parts/world.tsx';
import { link } from '../route.ts';
import { type Answer, ask, PREFIXES, QueryFailed, send, type Term, withoutPrefixes, withPrefixes } from '../sparql.ts';
import { DL, local, short } from '../terms.ts';
import { plural } from '../words.ts';

const START = `SELECT ?who ?met WHERE {
  ?a dl:meets ?b FILTER(STR(?a) < STR(?b))
  ?a rdfs:label ?who .
  ?b rdfs:label ?met .
} ORDER BY ?who ?met`;

const SHOWN = 1000;

type Result =
  | { state: 'none' | 'running' }
  | { state: 'failed'; message: string }
  | { state: 'table'; answer: Answer; query: string; time: number }
  | { state: 'text'; text: string; query: string; time: number };

/** Questions in SPARQL. */
export function Ask({ route }: PageProps) {
  const shared = route.query.get('q');
  const [text, setText] = useState(shared ?? START);
  const loaded = useLoad(loadCatalogue, []);
  const catalogue = loaded.state === 'done' ? loaded.value : [];
  const [version, setVersion] = useState(0);
  const [result, setResult] = useState<Result>({ state: 'none' });
  const [mistake, setMistake] = useState<{ line: number; column: number; message: string }>();
  const abort = useRef<AbortController | undefined>(undefined);

  const run = async (query: string) => {
    abort.current?.abort();
    const mine = new AbortController();
    abort.current = mine;
    setMistake(undefined);
    setResult({ state: 'running' });
    history.replaceState(null, '', link('ask', '', { q: query }));
    const began = performance.now();
    try {
      const kind = form(query);
      if (kind === 'SELECT' || kind === 'ASK') {
        const answer = await ask(query, mine.signal);
        setResult({ state: 'table', answer, query, time: performance.now() - began });
      } else {
        const found = await (await send(query, 'text/turtle', mine.signal)).text();
        setResult({ state: 'text', text: found, query, time: performance.now() - began });
      }
    } catch (error) {
      if (mine.signal.aborted) return;
      const message = error instanceof Error ? error.message : String(error);
      const at = error instanceof QueryFailed ? (error.at ?? mistakeAt(message)) : undefined;
      // Prefixes that were put in front move the server's lines.
      const added = withPrefixes(query).split('\n').length - query.split('\n').length;
      if (at) setMistake({ ...at, line: at.line - added, message });
      setResult({ state: 'failed', message });
    }
  };
  useEffect(() => {
    if (shared) void run(shared);
    return () => abort.current?.abort();
  }, []);
  const replace = (other: string) => {
    setText(other);
    setVersion((before) => before + 1);
  };
  const take = (name: string) => {
    const question = catalogue.find((one) => one.name === name);
    if (!question) return;
    const bare = withoutPrefixes(question.query);
    replace(bare);
    void run(bare);
  };
  return (
    <>
      <Head title="Ask"><p class="lead">Ready questions, and SPARQL of your own. Ctrl-Space completes the ontology’s terms, Ctrl-Enter runs.</p></Head>
      <div class="tools">
        <label class="field">
          Question{' '}
          <select value="" onChange={(e) => { take(e.currentTarget.value); e.currentTarget.value = ''; }}>
            <option value="">Choose one of {catalogue.length}</option>
            {catalogue.map((one) => <option key={one.name} value={one.name} title={one.words}>{one.title}</option>)}
          </select>
        </label>
        <Parameters text={text} change={replace} />
      </div>
      <Editor value={text} version={version} change={setText} run={() => void run(text)} mistake={mistake} />
      <div class="tools">
        <button type="button" class="main" onClick={() => void run(text)}>Run</button>
        {result.state === 'running' && <button type="button" onClick={() => { abort.current?.abort(); setResult({ state: 'none' }); }}>Stop</button>}
        <Share text={text} />
      </div>
      <div aria-live="polite">
        {result.state === 'running' && <p class="waiting" role="status">Asking…</p>}
        {result.state === 'failed' && <Wrong message={result.message} />}
        {result.state === 'text' && <TurtleText result={result} />}
        {result.state === 'table' && <Table result={result} />}
      </div>
    </>
  );
}

function Wrong({ message }: { message: string }) {
  return <div class="failed" role="alert"><pre>{message}</pre></div>;
}

/** Fields for the parameters that a question of the catalogue has: single-valued VALUES lines. */
function Parameters({ text, change }: { text: string; change: (text: string) => void }) {
  const found = [...text.matchAll(/^\s*VALUES \?(\w+) \{ "([^"\\\n]*)" \}/gm)];
  const set = (name: string, value: string) =>
    change(text.replace(new RegExp(`(VALUES \\?${name} \\{ )"[^"\\\\\\n]*"( \\})`), (_, before: string, after: string) => `${before}"${value.replaceAll(/["\\\n]/g, '')}"${after}`));
  return (
    <>
      {found.map(([, name = '', value = '']) => (
        <label key={name} class="field">{name} <input type="text" value={value} placeholder="any" onInput={(e) => set(name, e.currentTarget.value)} /></label>
      ))}
    </>
  );
}

function Share({ text }: { text: string }) {
  const [said, setSaid] = useState('');
  const copy = async () => {
    const address = `${location.href.split('#')[0]}${link('ask', '', { q: text })}`;
    history.replaceState(null, '', link('ask', '', { q: text }));
    try {
      await navigator.clipboard.writeText(address);
      setSaid('The address is copied.');
    } catch {
      setSaid('The address bar has it.');
    }
  };
  return <><button type="button" onClick={() => void copy()}>Share</button><span class="small" role="status">{said}</span></>;
}

const FORMATS: [string, string, string][] = [
  ['CSV', 'text/csv', 'csv'], ['TSV', 'text/tab-separated-values', 'tsv'], ['JSON', 'application/sparql-results+json', 'srj'], ['XML', 'application/sparql-results+xml', 'srx'],
];
const GRAPH_FORMATS: [string, string, string][] = [['Turtle', 'text/turtle', 'ttl'], ['N-Triples', 'application/n-triples', 'nt'], ['RDF/XML', 'application/rdf+xml', 'rdf']];

/** The whole answer as a file, in the server's own writing. */
function Downloads({ query, formats }: { query: string; formats: [string, string, string][] }) {
  const [failure, setFailure] = useState('');
  const fetchFile = async (type: string, ending: string) => {
    setFailure('');
    try {
      const blob = await (await send(query, type)).blob();
      const anchor = document.createElement('a');
      anchor.href = URL.createObjectURL(blob);
      anchor.download = `dateline.${ending}`;
      anchor.click();
      setTimeout(() => URL.revokeObjectURL(anchor.href), 10_000);
    } catch (error) {
      setFailure(error instanceof Error ? error.message : String(error));
    }
  };
  return (
    <div class="choice" role="group" aria-label="Download">
      {formats.map(([name, type, ending]) => <button key={name} type="button" onClick={() => void fetchFile(type, ending)}>{name}</button>)}
      {failure && <Failed message={failure} />}
    </div>
  );
}

function TurtleText({ result }: { result: Extract<Result, { state: 'text' }> }) {
  return (
    <>
      <p class="small" role="status">{plural(result.text.split('\n').length, 'line')} in {Math.round(result.time)} ms</p>
      <Downloads query={result.query} formats={GRAPH_FORMATS} />
      <pre class="turtle" tabIndex={0} aria-label="Answer in Turtle">{result.text.slice(0, 200_000)}</pre>
    </>
  );
}

type View = 'table' | 'chart' | 'map';

function Table({ result }: { result: Extract<Result, { state: 'table' }> }) {
  const { answer } = result;
  const [view, setView] = useState<View>('table');
  const chart = useMemo(() => bars(answer), [answer]);
  const iris = useMemo(() => linked(answer), [answer]);
  const [atlas, setAtlas] = useState<Atlas>();
  useEffect(() => {
    if (iris.length > 0) loadAtlas().then(setAtlas, () => undefined);
  }, [answer]);
  const spots = useMemo(() => (atlas ? placesOf(answer, iris, atlas) : []), [answer, atlas]);
  if (answer.truth !== undefined) return <p class="answer">{answer.truth ? 'Yes' : 'No'}</p>;
  const views: [View, string][] = [['table', 'Table']];
  if (chart) views.push(['chart', 'Chart']);
  if (spots.length > 0) views.push(['map', 'Map']);
  const now = views.some(([name]) => name === view) ? view : 'table';
  return (
    <>
      <div class="tools">
        {views.length > 1 && <Choice name="Show as" options={views} value={now} choose={setView} />}
        <span class="small" role="status">
          {plural(answer.rows.length, 'row')} in {Math.round(result.time)} ms{answer.rows.length > SHOWN && `; the first ${SHOWN} are shown`}
        </span>
        <Downloads query={result.query} formats={FORMATS} />
      </div>
      {now === 'table' && <Rows answer={answer} />}
      {now === 'chart' && chart && (
        <table class="bars">
          <caption class="small">{chart.value} by {chart.label}</caption>
          <thead><tr><th scope="col">{chart.label}</th><th scope="col">{chart.value}</th></tr></thead>
          <tbody>
            {chart.bars.map(({ words, number }, at) => (
              <tr key={at}>
                <th scope="row"><Cell term={words} /></th>
                <td><Bar number={number} most={Math.max(...chart.bars.map((bar) => Math.abs(bar.number)))} /> {number.toLocaleString('en-GB')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {now === 'map' && atlas && <WorldMap countries={atlas.countries} spots={spots} words={`Map with ${plural(spots.length, 'place')} of the answer`} />}
    </>
  );
}

const Bar = ({ number, most }: { number: number; most: number }) => (
  <svg class="bar-length" aria-hidden="true" viewBox="0 0 100 10" preserveAspectRatio="none"><rect width={most > 0 ? (100 * Math.abs(number)) / most : 0} height="10" /></svg>
);

function placesOf(answer: Answer, variables: string[], atlas: Atlas) {
  const weights = new Map<string, number>();
  for (const row of answer.rows) {
    for (const name of variables) {
      const term = row[name];
      if (term?.type === 'uri' && !term.value.startsWith(DL)) weights.set(term.value, (weights.get(term.value) ?? 0) + 1);
    }
  }
  return [...weights].flatMap(([id, weight]) => {
    const spot = atlas.locate(id);
    return spot ? [{ id, weight, label: short(id).replace(/^(city|country|region|place|facility)-/, '').replaceAll('-', ' '), ...spot }] : [];
  });
}

function Rows({ answer }: { answer: Answer }) {
  if (answer.rows.length === 0) return <p class="note">No row.</p>;
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label="Answer">
      <table>
        <thead><tr>{answer.variables.map((name) => <th key={name} scope="col">{name}</th>)}</tr></thead>
        <tbody>
          {answer.rows.slice(0, SHOWN).map((row, at) => (
            <tr key={at}>{answer.variables.map((name) => <td key={name}><Cell term={row[name]} /></td>)}</tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** A term: things of the graph lead to their pages, other IRIs are shortened by the usual prefixes. */
function Cell({ term }: { term: Term | undefined }) {
  if (!term) return null;
  if (term.type !== 'uri') return <>{term.value}</>;
  const name = local(term.value);
  if (name) return <span class="term">dl:{name}</span>;
  const near = short(term.value);
  if (near !== term.value) {
    const page = /^(event|holding|membership|location)-/.test(near) ? 'fact' : near.startsWith('document-') ? 'read' : /^(report|post|mention|miss|role|graph)-/.test(near) ? '' : 'thing';
    return page ? <a href={link(page, near)}>{near}</a> : <>{near}</>;
  }
  const prefix = Object.entries(PREFIXES).find(([, value]) => term.value.startsWith(value));
  if (prefix) return <span class="term">{prefix[0]}:{term.value.slice(prefix[1].length)}</span>;
  return /^https?:\/\//.test(term.value) ? <a href={term.value} rel="noreferrer">{term.value}</a> : <>{term.value}</>;
}
