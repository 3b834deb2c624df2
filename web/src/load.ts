/** Loads what a page needs and tells how that stands. */
import { useEffect, useState } from 'preact/hooks';

export type Loaded<T> = { state: 'loading' } | { state: 'failed'; message: string } | { state: 'done'; value: T };

/** Runs `load` anew when a dependency changes; an answer that nobody waits for any more is dropped. */
export function useLoad<T>(load: (signal: AbortSignal) => Promise<T>, dependencies: unknown[]): Loaded<T> {
  const [loaded, setLoaded] = useState<Loaded<T>>({ state: 'loading' });
  useEffect(() => {
    const abort = new AbortController();
    setLoaded((before) => (before.state === 'done' ? before : { state: 'loading' }));
    load(abort.signal).then(
      (value) => !abort.signal.aborted && setLoaded({ state: 'done', value }),
      (error: unknown) => {
        if (!abort.signal.aborted) setLoaded({ state: 'failed', message: error instanceof Error ? error.message : String(error) });
      },
    );
    return () => abort.abort();
  }, dependencies);
  return loaded;
}
