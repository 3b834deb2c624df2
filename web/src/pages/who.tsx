import { useEffect, useState } from 'preact/hooks';
import type { PageProps } from '../app.tsx';
import { frequent, type Wanted } from '../data/frequent.ts';
import { useLoad } from '../load.ts';
import { Choice, Head, ThingLink, Waiting } from '../parts/basic.tsx';
import { replaceQuery } from '../route.ts';
import { termLabel } from '../terms.ts';
import { capital, plural } from '../words.ts';

const KINDS: [Wanted, string][] = [['all', 'All'], ['person', 'People'], ['body', 'Bodies'], ['place', 'Places'], ['other', 'Unnamed']];
const LIMIT = 300;

/** Index of people, bodies and places. */
export function Who({ route }: PageProps) {
  const words = route.query.get('q') ?? '';
  const kind = KINDS.find(([name]) => name === route.query.get('kind'))?.[0] ?? 'all';
  const [typed, setTyped] = useState(words);
  useEffect(() => setTyped(words), [words]);
  useEffect(() => {
    if (typed.trim() === words) return;
    const later = setTimeout(() => replaceQuery(route, { q: typed.trim() }), 200);
    return () => clearTimeout(later);
  }, [typed]);
  const loaded = useLoad((signal) => frequent(words, kind, LIMIT + 1, signal), [words, kind]);
  return (
    <>
      <Head title="People, bodies and places" />
      <div class="tools">
        <label class="field">Name <input type="search" value={typed} onInput={(e) => setTyped(e.currentTarget.value)} /></label>
        <Choice name="Kind" options={KINDS} value={kind} choose={(value) => replaceQuery(route, { kind: value === 'all' ? '' : value })} />
      </div>
      <Waiting loaded={loaded}>
        {(found) => (
          <>
            <p class="small" role="status">
              {found.length > LIMIT ? `The ${LIMIT} most often named; search for more` : plural(found.length, 'name')}
            </p>
            <ul class="index">
              {found.slice(0, LIMIT).map(({ thing, reports }) => (
                <li key={thing.iri}>
                  <ThingLink thing={thing} />
                  <span class="small">{capital(termLabel(thing.kind))} · {plural(reports, 'passage')}</span>
                </li>
              ))}
            </ul>
          </>
        )}
      </Waiting>
    </>
  );
}
