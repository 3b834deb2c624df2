import type { PageProps } from '../app.tsx';
import { facts } from '../data/facts.ts';
import { documentsOf } from '../data/posts.ts';
import { useLoad } from '../load.ts';
import { AsData, Head, Status, Waiting } from '../parts/basic.tsx';
import { FactCard, factTitle, Quote } from '../parts/fact.tsx';
import { definition, expand } from '../terms.ts';

/** One fact with all that tells it, so that one can send a link to it. */
export function FactPage({ route }: PageProps) {
  const of = expand(route.arg);
  const loaded = useLoad(async (signal) => {
    const [fact] = await facts([of], signal);
    return fact && { fact, document: await documentsOf([fact], signal) };
  }, [of]);
  return (
    <Waiting loaded={loaded}>
      {(found) => {
        if (!found) return <Head title="Unknown"><p>The graph knows no fact {of}.</p></Head>;
        const { fact, document } = found;
        const told = new Set(fact.reports.map((report) => report.status));
        return (
          <>
            <Head title={factTitle(fact)}>
              {fact.sort === 'event' && <p class="lead">{definition(fact.kind)}</p>}
            </Head>
            <FactCard fact={fact} level={2} />
            <section aria-labelledby="told">
              <h2 id="told">Who tells it, and how</h2>
              {told.size > 1 && <p>Told in more than one way; the newest counts: <Status status={fact.status} /></p>}
              {fact.reports.map((report) => (
                <Quote key={report.iri} report={report} event={fact.sort === 'event'} differs={told.size > 1} document={document(report.post)} />
              ))}
            </section>
            <p class="small">Found by the rules {[...new Set(fact.reports.flatMap((report) => report.rules))].join(', ')}.</p>
            <AsData iri={fact.iri} />
          </>
        );
      }}
    </Waiting>
  );
}
