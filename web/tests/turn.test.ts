import { afterEach, expect, it, vi } from 'vitest';
import { ask, QueryFailed } from '../src/sparql.ts';

afterEach(() => vi.unstubAllGlobals());

const empty = () => new Response('{"head":{"vars":[]},"results":{"bindings":[]}}');

it('asks a few queries at a time', async () => {
  let [now, most] = [0, 0];
  vi.stubGlobal('fetch', async () => {
    most = Math.max(most, (now += 1));
    await new Promise((go) => setTimeout(go, 5));
    now -= 1;
    return empty();
  });
  await Promise.all(Array.from({ length: 12 }, () => ask('ASK {}')));
  expect(most).toBe(3);
});

it('waits once for a busy server, and then says that it is busy', async () => {
  const answers = [new Response('', { status: 503 }), empty()];
  vi.stubGlobal('fetch', async () => answers.shift());
  await expect(ask('ASK {}')).resolves.toMatchObject({ rows: [] });
  vi.stubGlobal('fetch', async () => new Response('', { status: 503 }));
  await expect(ask('ASK {}')).rejects.toThrow(QueryFailed);
});

it('tells the place of a mistake as the server gives it', async () => {
  vi.stubGlobal('fetch', async () => new Response('{"code":"serve.syntax","message":"no","line":3,"column":7}', { status: 400 }));
  await expect(ask('ASK {')).rejects.toMatchObject({ message: 'no', at: { line: 3, column: 7 } });
});
