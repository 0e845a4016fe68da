import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { DEMOS } from './demos.ts';

/* Writes public/demo afresh: `npx tsx test/bench/demo/build.ts`. */

const OUT = join(import.meta.dirname, '../../../public/demo');

rmSync(OUT, { recursive: true, force: true });
const index = DEMOS.map(({ id, title, line, files }) => {
  mkdirSync(join(OUT, id), { recursive: true });
  const listed = Object.entries(files).map(([name, text]) => {
    const content = name.endsWith('.gz') ? gzipSync(text, { level: 9 }) : text;
    writeFileSync(join(OUT, id, name), content);
    return { path: `${id}/${name}`, bytes: Buffer.byteLength(content) };
  });
  return { id, title, line, bytes: listed.reduce((sum, { bytes }) => sum + bytes, 0), files: listed };
});
writeFileSync(join(OUT, 'index.json'), `${JSON.stringify(index, null, 2)}\n`);
writeFileSync(
  join(OUT, 'LICENSE.md'),
  `# Demo data

Invented for Alertweave and made by \`test/bench/demo/build.ts\`. People, companies and machines do not exist; names are under \`.example\` (RFC 2606),
public addresses are from the documentation ranges of RFC 5737. Dedicated to the public domain under CC0 1.0
(https://creativecommons.org/publicdomain/zero/1.0/).
`,
);
console.table(index.flatMap(({ files }) => files));
