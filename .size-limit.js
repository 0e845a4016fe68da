import { existsSync, readFileSync, readdirSync } from 'node:fs';

const ASSETS = 'dist/assets';
const html = existsSync('dist/index.html') ? readFileSync('dist/index.html', 'utf8') : '';
const built = existsSync(ASSETS) ? readdirSync(ASSETS) : [];
const named = [...html.matchAll(/(?:src|href)="\.\/assets\/([^"]+\.(?:js|css))"/g)].map(([, name]) => name);
const like = (pattern) => {
  const found = built.filter((name) => pattern.test(name));
  if (found.length === 0) throw new Error(`size: nothing like ${pattern} in ${ASSETS}. Run \`npm run build\` first.`);
  return found;
};

/** These modules with everything they import statically. */
function closure(names) {
  const seen = new Set();
  for (let queue = [...names]; queue.length > 0;) {
    const name = queue.pop();
    if (seen.has(name)) continue;
    seen.add(name);
    if (!name.endsWith('.js')) continue;
    const code = readFileSync(`${ASSETS}/${name}`, 'utf8');
    for (const [, imported] of code.matchAll(/(?:from|import)\s*["'`]\.\/([^"'`]+)["'`]/g)) queue.push(imported);
  }
  return [...seen].map((name) => `${ASSETS}/${name}`);
}

if (named.length === 0) throw new Error('size: dist/index.html names no script. Run `npm run build` first.');
// The address decides which page comes with the shell; each is a first load. The wasm and the worker stand apart.
const page = (pattern) => ['dist/index.html', ...closure([...named, ...like(pattern)])];

const worker = (pattern) => closure(like(pattern));
/** What these need that the worker has not loaded as it starts. */
const beside = (pattern) => {
  const started = worker(/^worker-main-/);
  return worker(pattern).filter((path) => !started.includes(path));
};

export default [
  { name: 'first load: queue', path: page(/^QueuePage-/), limit: '120 kB' },
  { name: 'first load: empty workspace', path: page(/^EmptyWorkspace-/), limit: '120 kB' },
  { name: 'first load: an incident by link', path: page(/^IncidentPage-/), limit: '150 kB' },
  { name: 'worker, as it starts', path: worker(/^worker-main-/), limit: '120 kB' },
  // Every format the page knows: fetched with the first file, never before.
  { name: 'worker, what an import adds', path: beside(/^worker-chunk-(read-file|registry)-/), limit: '155 kB' },
  { name: 'worker, what looking at a file first adds', path: beside(/^worker-chunk-(read-file|registry|diagnose)-/), limit: '160 kB' },
  // Questions to the correlation, and the settings: fetched when one is asked.
  { name: 'worker, what comes later adds', path: beside(/^worker-chunk-late-/), limit: '20 kB' },
].map((check) => ({ ...check, gzip: true }));
