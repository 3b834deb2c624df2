import { defineConfig, type Plugin } from 'vite';
import { ontologyModule } from './tools/embed.ts';

/** The ontology as a module: read when the explorer is built, so that explorer and program are of one version. */
function embed(): Plugin {
  const modules: Record<string, () => string> = { 'virtual:ontology': ontologyModule };
  return {
    name: 'embed',
    resolveId: (id) => (id in modules ? `\0${id}` : undefined),
    load: (id) => (id.startsWith('\0virtual:') ? modules[id.slice(1)]?.() : undefined),
  };
}

/** Only what the page itself brings may run or be fetched. The development server needs inline styles, so this is for the build. */
function policy(): Plugin {
  const content = [
    "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:", "connect-src 'self'",
    "worker-src 'self'", "base-uri 'none'", "form-action 'none'",
  ].join('; ');
  return {
    name: 'policy',
    apply: 'build',
    transformIndexHtml: () => [{ tag: 'meta', attrs: { 'http-equiv': 'Content-Security-Policy', content }, injectTo: 'head-prepend' }],
  };
}

// `DATELINE_SERVER`: where the endpoint runs while the explorer is developed.
const server = process.env['DATELINE_SERVER'] ?? 'http://127.0.0.1:7878';

export default defineConfig({
  base: './',
  plugins: [embed(), policy()],
  build: { target: 'es2022', assetsInlineLimit: 0, modulePreload: { polyfill: false }, reportCompressedSize: true },
  server: { proxy: { '/sparql': server, '/queries': server } },
  preview: { proxy: { '/sparql': server, '/queries': server } },
  test: { include: ['tests/**/*.test.ts'] },
} as Parameters<typeof defineConfig>[0]);
