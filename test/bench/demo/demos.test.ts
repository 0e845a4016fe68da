import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { DEMOS } from './demos.ts';

const FOLDER = join(import.meta.dirname, '../../../public/demo');
const files = DEMOS.flatMap(({ id, files }) => Object.entries(files).map(([name, text]) => ({ path: `${id}/${name}`, text })));

test.each(files)('$path is what the generator makes', ({ path, text }) => {
  const bytes = readFileSync(join(FOLDER, path));
  expect((path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString() === text).toBe(true);
});

test('the index names every file with its true size', () => {
  const index = JSON.parse(readFileSync(join(FOLDER, 'index.json'), 'utf8')) as readonly {
    id: string;
    files: readonly { path: string; bytes: number }[];
  }[];
  expect(index.map(({ id }) => id)).toEqual(DEMOS.map(({ id }) => id));
  for (const { path, bytes } of index.flatMap((demo) => demo.files)) {
    expect(existsSync(join(FOLDER, path))).toBe(true);
    expect(readFileSync(join(FOLDER, path)).length).toBe(bytes);
  }
});

test.each(files)('$path names nobody: documentation and private addresses, .example names', ({ text }) => {
  const addresses = new Set(text.match(/\b\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}\b/g));
  expect([...addresses].filter((address) => !/^(10\.|192\.0\.2\.|198\.51\.100\.|203\.0\.113\.)/.test(address))).toEqual([]);
  const hosts = new Set([...text.matchAll(/(?:https?:\/\/|@)([a-z0-9.-]+\.[a-z]{2,})/gi)].map(([, host]) => host ?? ''));
  expect([...hosts].filter((host) => !/\.example$|^(graph\.microsoft\.com|attack\.mitre\.org)$|^odata\./.test(host))).toEqual([]);
});
