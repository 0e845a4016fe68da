import { existsSync, readFileSync, readdirSync } from 'node:fs';

// First load is what index.html names: itself, the entry, the modules preloaded for it, the style sheets. Lazy chunks and the wasm stand apart.
const html = existsSync('dist/index.html') ? readFileSync('dist/index.html', 'utf8') : '';
const named = [...html.matchAll(/(?:src|href)="\.\/(assets\/[^"]+\.(?:js|css))"/g)].map(([, path]) => `dist/${path}`);
if (named.length === 0) throw new Error('size: no dist/index.html, or it names no script. Run `npm run build` first.');
const workers = readdirSync('dist/assets').filter((name) => /^worker-.*\.js$/.test(name));

export default [
  { name: 'page, first load', path: ['dist/index.html', ...named], gzip: true, limit: '120 kB' },
  ...workers.map((name) => ({ name: `worker ${name}`, path: `dist/assets/${name}`, gzip: true, limit: '100 kB' })),
];
