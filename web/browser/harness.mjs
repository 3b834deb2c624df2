/** Starts `dateline serve` over a graph and Chromium over the explorer, for the tests beside this file. */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const ROOT = new URL('../../', import.meta.url).pathname;
export const DIST = new URL('../dist/', import.meta.url).pathname;
const BINARY = process.env['DATELINE'] ?? join(process.env['CARGO_TARGET_DIR'] ?? join(ROOT, 'target'), 'debug/dateline');
const CHROMIUM = process.env['CHROMIUM'] ?? ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync) ?? 'chromium';

function dateline(...args) {
  const done = spawnSync(BINARY, args, { cwd: ROOT, encoding: 'utf8' });
  if (done.status !== 0) throw new Error(`dateline ${args.join(' ')}: ${done.stderr || done.error}`);
}

/** A server over a file of quads; `stop` ends it. */
export async function serve(data) {
  const child = spawn(BINARY, ['serve', '--data', data, '--bind', '127.0.0.1:0'], { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  const url = await new Promise((found, failed) => {
    child.stderr.setEncoding('utf8').on('data', (words) => {
      said += words;
      const at = /http:\/\/[\d.]+:\d+\//.exec(said);
      if (at) found(at[0]);
    });
    child.on('exit', (code) => failed(new Error(`dateline serve ended with ${code}: ${said}`)));
    child.on('error', failed);
  });
  return { url, stop: () => new Promise((ended) => { child.removeAllListeners('exit').on('exit', ended); child.kill('SIGTERM'); }) };
}

/** A folder that is gone when the tests are. */
export function folder() {
  const path = mkdtempSync(join(tmpdir(), 'dateline-explorer-'));
  process.on('exit', () => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** The sample with its text, the hand-written graph of the catalogue (which has a contradiction), and labels as an enemy would write them. */
export function sampleGraph(path) {
  dateline('build', 'docs/sample/belfast-talks.txt', '--about', 'docs/sample/about.jsonl', '--with-text', '--out', path);
  const data = join(path, 'graph.nq');
  dateline('load', 'tests/ask/sample.trig', '--data', data);
  dateline('load', 'web/browser/hostile.trig', '--data', data);
  return data;
}

/** `people` people and `events` meetings of two or three of them, on days of one year. */
export function crowd(path, people, events) {
  const base = 'https://w3id.org/dateline/id/';
  const dl = 'https://w3id.org/dateline/ns#';
  const type = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#type';
  const label = 'http://www.w3.org/2000/01/rdf-schema#label';
  const graph = `<${base}document-crowd>`;
  const lines = [];
  const quad = (s, p, o) => lines.push(`<${base}${s}> <${p}> ${o} ${graph} .`);
  let seed = 7;
  const random = (below) => { seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0; return (seed >>> 8) % below; };
  quad('document-crowd', type, `<${dl}Document>`);
  quad('document-crowd', label, '"Crowd"');
  quad('post-crowd', type, `<${dl}Post>`);
  quad('post-crowd', `${dl}inDocument`, `<${base}document-crowd>`);
  quad('post-crowd', `${dl}position`, '"0"^^<http://www.w3.org/2001/XMLSchema#integer>');
  for (let at = 0; at < people; at += 1) {
    quad(`person-p${at}`, type, `<${dl}Person>`);
    quad(`person-p${at}`, label, `"Person ${at}"`);
  }
  const statuses = ['Occurred', 'Occurred', 'Planned', 'Denied'];
  for (let at = 0; at < events; at += 1) {
    const status = statuses[random(4)];
    quad(`event-e${at}`, type, `<${dl}Meeting>`);
    quad(`event-e${at}`, type, `<${dl}Event>`);
    quad(`event-e${at}`, label, `"Meeting: ${at}"`);
    quad(`event-e${at}`, `${dl}status`, `<${dl}${status}>`);
    quad(`event-e${at}`, `${dl}onDate`, `"2031-0${1 + random(9)}-1${random(9)}"^^<http://www.w3.org/2001/XMLSchema#date>`);
    // Some meet often, most seldom.
    for (let n = 0; n < 2 + random(2); n += 1) quad(`event-e${at}`, `${dl}participant`, `<${base}person-p${n === 0 ? at % people : random(1 + random(people))}>`);
    const report = [['reports', `<${base}event-e${at}>`], ['status', `<${dl}${status}>`], ['inPost', `<${base}post-crowd>`], ['quote', `"They met, ${at}."`]];
    quad(`report-r${at}`, type, `<${dl}Report>`);
    for (const [property, value] of report) quad(`report-r${at}`, dl + property, value);
    for (const property of ['startOffset', 'endOffset']) quad(`report-r${at}`, dl + property, `"${20 * at + (property === 'endOffset' ? 15 : 0)}"^^<http://www.w3.org/2001/XMLSchema#integer>`);
  }
  const file = join(path, 'crowd.nq');
  writeFileSync(file, `${lines.join('\n')}\n`);
  return file;
}

// Without the background switches Chromium looks for its own hosts all the time; the graph needs WebGL, here without a graphics card.
const SWITCHES = [
  '--no-sandbox', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync',
  '--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--ignore-gpu-blocklist',
];

export const launch = () => chromium.launch({ executablePath: CHROMIUM, args: SWITCHES });

/** A page whose errors fail the test: what it throws, what it logs as an error, what its policy refuses. */
export async function open(browser, url, { width = 1280, height = 900, theme = 'light' } = {}) {
  const phone = width < 600;
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: theme, hasTouch: phone, isMobile: phone, acceptDownloads: true, reducedMotion: 'reduce' });
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  const errors = [];
  page.on('pageerror', (error) => errors.push(`${error}`));
  // Chromium itself puts a style attribute on what is typed over a selection, and the policy refuses it: nobody sees a difference.
  const typed = /Applying inline style violates .*Content Security Policy/;
  page.on('console', (message) => { if (message.type() === 'error' && !typed.test(message.text())) errors.push(message.text()); });
  page.on('dialog', (dialog) => { errors.push(`dialog: ${dialog.message()}`); void dialog.dismiss(); });
  const go = async (hash) => {
    // From an empty page, so that each page is opened as a stranger opens it.
    await page.goto('about:blank');
    await page.goto(`${url}#/${hash}`);
    await ready(page);
  };
  return { page, errors, go, close: () => context.close() };
}

/** Waits until nothing is loading any more. */
export async function ready(page) {
  await page.waitForSelector('h1');
  await page.waitForFunction(() => !document.querySelector('.waiting'));
}

const AXE = readFileSync(new URL('../node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');

/** What axe finds against WCAG 2.2 A and AA and its own best practices, one line each. */
export async function axe(page) {
  await page.evaluate(AXE);
  const found = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }));
  return found.violations.map((v) => `${v.id} (${v.impact}): ${v.help}: ${v.nodes.slice(0, 3).map((node) => node.html).join(' | ')}`);
}
