/** The frame around every page: names of pages, search, light or dark. Each page is fetched when it is first opened. */
import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { loadSite, type Site } from './data/site.ts';
import { useLoad } from './load.ts';
import { Failed, Waiting } from './parts/basic.tsx';
import { link, type Route, useRoute } from './route.ts';
import { Home } from './pages/home.tsx';

export interface PageProps {
  route: Route;
  site: Site;
}

type Page = ComponentType<PageProps>;

const PAGES: Record<string, () => Promise<Page>> = {
  read: () => import('./pages/read.tsx').then((m) => m.Read),
  who: () => import('./pages/who.tsx').then((m) => m.Who),
  thing: () => import('./pages/thing.tsx').then((m) => m.ThingPage),
  fact: () => import('./pages/fact.tsx').then((m) => m.FactPage),
  timeline: () => import('./pages/timeline.tsx').then((m) => m.Timeline),
  map: () => import('./pages/map.tsx').then((m) => m.MapPage),
  graph: () => import('./pages/graph.tsx').then((m) => m.GraphPage),
  ask: () => import('./pages/ask.tsx').then((m) => m.Ask),
  contradictions: () => import('./pages/contradictions.tsx').then((m) => m.Contradictions),
  misses: () => import('./pages/misses.tsx').then((m) => m.Misses),
};

const NAVIGATION: [string, string, string[]][] = [
  ['read', 'Read', ['read']],
  ['who', 'Who and where', ['who', 'thing']],
  ['timeline', 'Timeline', ['timeline', 'fact']],
  ['map', 'Map', ['map']],
  ['graph', 'Graph', ['graph']],
  ['ask', 'Ask', ['ask']],
  ['contradictions', 'Contradictions', ['contradictions']],
  ['misses', 'Misses', ['misses']],
];

export function App() {
  const route = useRoute();
  const site = useLoad(loadSite, []);
  return (
    <>
      <a class="skip" href="#title" onClick={(event) => { event.preventDefault(); document.getElementById('title')?.focus(); }}>Skip to the page</a>
      <Bar route={route} />
      <main id="main">
        <Waiting loaded={site}>{(value) => <Outlet route={route} site={value} />}</Waiting>
      </main>
    </>
  );
}

function Bar({ route }: { route: Route }) {
  const [open, setOpen] = useState(false);
  useEffect(() => setOpen(false), [route.page, route.arg]);
  const search = (event: SubmitEvent) => {
    event.preventDefault();
    const words = String(new FormData(event.currentTarget as HTMLFormElement).get('q') ?? '').trim();
    location.hash = link('who', '', { q: words });
  };
  return (
    <header class="bar">
      <a class="name" href="#/">Dateline</a>
      <button type="button" class="menu" aria-expanded={open} aria-controls="pages" onClick={() => setOpen(!open)}>Pages</button>
      <nav id="pages" class={open ? 'open' : ''} aria-label="Pages">
        <ul>
          {NAVIGATION.map(([page, words, under]) => (
            <li key={page}><a href={link(page)} aria-current={under.includes(route.page) ? 'page' : undefined}>{words}</a></li>
          ))}
        </ul>
      </nav>
      <form role="search" onSubmit={search}>
        <input type="search" name="q" aria-label="Search people, bodies and places" placeholder="Search names" autocomplete="off" />
      </form>
      <Theme />
    </header>
  );
}

const THEMES = ['auto', 'light', 'dark'] as const;
type ThemeName = (typeof THEMES)[number];

/** Light, dark, or as the system has it. */
function Theme() {
  const [theme, setTheme] = useState<ThemeName>(() => {
    const kept = localStorage.getItem('theme');
    return THEMES.find((name) => name === kept) ?? 'auto';
  });
  useEffect(() => {
    document.documentElement.dataset['theme'] = theme;
    localStorage.setItem('theme', theme);
    dispatchEvent(new Event('theme'));
  }, [theme]);
  const next = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length]!;
  const words = { auto: 'as the system', light: 'light', dark: 'dark' };
  return (
    <button type="button" class="theme" aria-label={`Colours: ${words[theme]}. Change to ${words[next]}`} onClick={() => setTheme(next)}>
      {{ auto: '◐', light: '○', dark: '●' }[theme]}
    </button>
  );
}

function Outlet({ route, site }: PageProps) {
  const [page, setPage] = useState<{ name: string; page: Page } | undefined>();
  const [failure, setFailure] = useState('');
  const load = PAGES[route.page];
  useEffect(() => {
    setFailure('');
    if (!load) return;
    let wanted = true;
    load().then(
      (found) => wanted && setPage({ name: route.page, page: found }),
      () => wanted && setFailure('This page could not be fetched from the server.'),
    );
    return () => { wanted = false; };
  }, [route.page]);
  const shown = !load ? 'home' : page?.name === route.page ? page.name : '';
  if (failure) return <Failed message={failure} />;
  if (!load) return <Home site={site} unknown={route.page} />;
  if (!shown || !page) return <p class="waiting" role="status">Loading…</p>;
  const Found = page.page;
  return <Found key={`${route.page}/${route.arg}`} route={route} site={site} />;
}
