import type { PageProps } from '../app.tsx';
import { loadMisses, type Miss } from '../data/reading.ts';
import { useLoad } from '../load.ts';
import { Choice, Head, Waiting } from '../parts/basic.tsx';
import { link, replaceQuery } from '../route.ts';
import { short } from '../terms.ts';
import { plural } from '../words.ts';

/** The stages that can lose a sentence. */
export const STAGES: Record<string, { name: string; words: string }> = {
  resolve: { name: 'Names', words: 'Two names were seen, and at most one was understood.' },
  lexicon: { name: 'Words', words: 'It has two known names, and no word that stands for an event.' },
  frame: { name: 'Grammar', words: 'A known word is there, but not in a use that counts.' },
  extract: { name: 'Rules', words: 'It was understood who did what, and no rule makes a fact of it.' },
  graph: { name: 'Gaps', words: 'A fact was found that lacks what it cannot do without.' },
};

const LIMIT = 3000;

/** Sentences that held something and gave nothing. */
export function Misses({ route, site }: PageProps) {
  const loaded = useLoad((signal) => loadMisses('?m a dl:Miss', LIMIT, signal), []);
  const stage = route.query.get('stage') ?? '';
  return (
    <>
      <Head title="Misses">
        <p class="lead">Sentences with two names or a known word of which no fact is told. Not every one holds a fact; where one does, this shows what lost it.</p>
      </Head>
      <Waiting loaded={loaded}>
        {(misses) => {
          if (misses.length === 0) {
            return <p class="note">None is kept in this graph. <code>dateline build --with-text</code> keeps them; <code>dateline extract --misses</code> lists them.</p>;
          }
          const count = (name: string) => misses.filter((miss) => miss.stage === name).length;
          const options: [string, string][] = [['', `All ${misses.length}`], ...Object.entries(STAGES).filter(([name]) => count(name) > 0)
            .map(([name, { name: words }]): [string, string] => [name, `${words} ${count(name)}`])];
          const shown = misses.filter((miss) => !stage || miss.stage === stage);
          const documents = [...new Set(shown.map((miss) => miss.document))];
          return (
            <>
              <div class="tools"><Choice name="Stage" options={options} value={stage} choose={(value) => replaceQuery(route, { stage: value })} /></div>
              {STAGES[stage] && <p>{STAGES[stage].words}</p>}
              <p class="small" role="status">{plural(shown.length, 'sentence')}</p>
              {documents.map((document) => (
                <section key={document} aria-label={site.documents.find((d) => d.iri === document)?.label ?? document}>
                  {documents.length > 1 && <h2>{site.documents.find((d) => d.iri === document)?.label}</h2>}
                  <ul class="misses">{shown.filter((m) => m.document === document).map((miss) => <Row key={miss.start} miss={miss} all={!stage} />)}</ul>
                </section>
              ))}
            </>
          );
        }}
      </Waiting>
    </>
  );
}

function Row({ miss, all }: { miss: Miss; all: boolean }) {
  return (
    <li>
      <a href={link('read', short(miss.document), { at: String(miss.start) })}>{miss.quote}</a>
      <span class="small">{all && `${STAGES[miss.stage]?.name ?? miss.stage} · `}{miss.clues.join(', ')}</span>
    </li>
  );
}
