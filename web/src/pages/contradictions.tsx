import type { PageProps } from '../app.tsx';
import { type Fact, facts } from '../data/facts.ts';
import { documentsOf } from '../data/posts.ts';
import { useLoad } from '../load.ts';
import { Head, Waiting } from '../parts/basic.tsx';
import { FactCard, Quote } from '../parts/fact.tsx';
import { rows } from '../sparql.ts';
import { plural } from '../words.ts';

const LIMIT = 500;

/** Pairs of statuses that cannot both hold. */
const AGAINST: [string, string][] = [
  ['Occurred', 'Denied'], ['Ongoing', 'Denied'], ['Planned', 'Denied'], ['Occurred', 'Cancelled'], ['Ongoing', 'Cancelled'],
];

const contradicts = (fact: Fact): boolean => {
  const told = new Set(fact.reports.map((report) => report.status));
  return AGAINST.some(([one, other]) => told.has(one) && told.has(other));
};

/** Events that reports tell differently: against each other, or one after the other. */
export function Contradictions({ site }: PageProps) {
  const loaded = useLoad(async (signal) => {
    const found = await rows(
      `SELECT DISTINCT ?fact { ?one dl:reports ?fact ; dl:status ?told . ?other dl:reports ?fact ; dl:status ?differently . FILTER(STR(?told) < STR(?differently))
        FILTER(?told != dl:Unknown && ?differently != dl:Unknown) } LIMIT ${LIMIT}`,
      signal,
    );
    const all = await facts(found.flatMap((row) => row['fact'] ?? []), signal);
    return { all, document: await documentsOf(all, signal) };
  }, []);
  return (
    <>
      <Head title="Contradictions">
        <p class="lead">One event, told in two ways that cannot both be so. Dateline keeps both with their sources and does not decide.</p>
      </Head>
      <Waiting loaded={loaded}>
        {({ all, document }) => {
          const against = all.filter(contradicts);
          const changed = all.filter((fact) => !contradicts(fact));
          const list = (some: Fact[]) => (
            <div class="cards wide">
              {some.map((fact) => (
                <FactCard key={fact.iri} fact={fact}>
                  <div class="sides">
                    {fact.reports.map((report) => <Quote key={report.iri} report={report} event differs document={document(report.post)} />)}
                  </div>
                </FactCard>
              ))}
            </div>
          );
          return (
            <>
              {against.length === 0 && <p class="note">No report contradicts another in {plural(site.documents.length, 'text')}.</p>}
              {against.length > 0 && <section aria-labelledby="against"><h2 id="against">Told against each other <span class="count" aria-label={plural(against.length, 'event')}>{against.length}</span></h2>{list(against)}</section>}
              {changed.length > 0 && (
                <section aria-labelledby="changed">
                  <h2 id="changed">Told anew <span class="count" aria-label={plural(changed.length, 'event')}>{changed.length}</span></h2>
                  <p>Plans that came about, hopes that became plans: the newest report counts.</p>
                  {list(changed)}
                </section>
              )}
            </>
          );
        }}
      </Waiting>
    </>
  );
}
