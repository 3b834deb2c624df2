import type { Site } from '../data/site.ts';
import { useLoad } from '../load.ts';
import { Head, Status, ThingLink } from '../parts/basic.tsx';
import { frequent, statusCounts } from '../data/frequent.ts';
import { link } from '../route.ts';
import { short } from '../terms.ts';
import { plural, timeWords } from '../words.ts';

/** What there is to see. */
export function Home({ site, unknown }: { site: Site; unknown: string }) {
  const often = useLoad((signal) => frequent('', 'all', 24, signal), []);
  const told = useLoad(statusCounts, []);
  return (
    <>
      <Head title="What the news says">
        <p class="lead">Who did what with whom, where and when, according to whom, and whether it happened. Every fact leads to its sentence.</p>
      </Head>
      {told.state === 'done' && told.value.length > 0 && (
        <ul class="tiles" aria-label="Events by status">
          {told.value.map(([status, count]) => (
            <li key={status}><a href={link('timeline', '', { status })}><b>{count.toLocaleString('en-GB')}</b> <Status status={status} /></a></li>
          ))}
        </ul>
      )}
      {unknown && <p class="note" role="alert">There is no page “{unknown}” here.</p>}
      <section aria-labelledby="texts">
        <h2 id="texts">Texts</h2>
        {site.documents.length === 0 && <p>The graph holds no text yet: <code>dateline build</code> reads some.</p>}
        <ul class="texts">
          {site.documents.slice(0, 50).map((one) => (
            <li key={one.iri}>
              <a href={link('read', short(one.iri))}>{one.label}</a>
              <span class="small">
                {[one.publisher, one.published && timeWords(one.published), plural(one.posts, 'post')].filter(Boolean).join(' · ')}
              </span>
            </li>
          ))}
        </ul>
        {site.documents.length > 50 && <p><a href={link('read')}>All {site.documents.length} texts</a></p>}
      </section>
      {often.state === 'done' && often.value.length > 0 && (
        <section aria-labelledby="often">
          <h2 id="often">Most often named</h2>
          <ul class="cloud">
            {often.value.map(({ thing, reports }) => (
              <li key={thing.iri}><ThingLink thing={thing} /> <span class="small" aria-label={plural(reports, 'passage')}>{reports}</span></li>
            ))}
          </ul>
        </section>
      )}
      <section aria-labelledby="ways">
        <h2 id="ways">Ways in</h2>
        <ul class="ways">
          <li><a href={link('timeline')}>Timeline</a> what happened, is planned, was called off or denied</li>
          <li><a href={link('map')}>Map</a> where</li>
          <li><a href={link('graph')}>Graph</a> who with whom</li>
          <li><a href={link('ask')}>Ask</a> ready questions, and SPARQL of your own</li>
          <li><a href={link('contradictions')}>Contradictions</a> where reports do not agree</li>
        </ul>
      </section>
    </>
  );
}
