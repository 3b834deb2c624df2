/** Addresses of pages. They stand behind `#`, so that the server needs to know nothing of them and never sees a query that is shared. */
import { useEffect, useState } from 'preact/hooks';

export interface Route {
  page: string;
  /** What the page is about: a name or an IRI. */
  arg: string;
  query: URLSearchParams;
}

export function parseRoute(hash: string): Route {
  const whole = hash.replace(/^#?\/?/, '');
  const mark = whole.indexOf('?');
  const [path, query] = mark < 0 ? [whole, ''] : [whole.slice(0, mark), whole.slice(mark + 1)];
  const [page = '', ...rest] = path.split('/');
  let arg = rest.join('/');
  try {
    arg = decodeURIComponent(arg);
  } catch {
    // A stray `%` stands for itself.
  }
  return { page, arg, query: new URLSearchParams(query) };
}

/** The address of a page; empty values are left out. */
export function link(page: string, arg = '', query: Record<string, string> = {}): string {
  const rest = new URLSearchParams(Object.entries(query).filter(([, value]) => value !== ''));
  const tail = rest.size > 0 ? `?${rest}` : '';
  return `#/${page}${arg && `/${encodeURIComponent(arg)}`}${tail}`;
}

/** Changes what stands behind `?` without a step in the browser's history. */
export function replaceQuery(route: Route, change: Record<string, string>): void {
  const query = { ...Object.fromEntries(route.query), ...change };
  history.replaceState(null, '', link(route.page, route.arg, query));
  dispatchEvent(new HashChangeEvent('hashchange'));
}

export function useRoute(): Route {
  const [hash, setHash] = useState(location.hash);
  useEffect(() => {
    const changed = () => setHash(location.hash);
    addEventListener('hashchange', changed);
    return () => removeEventListener('hashchange', changed);
  }, []);
  return parseRoute(hash);
}
