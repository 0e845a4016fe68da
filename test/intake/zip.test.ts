import { gzipSync } from 'node:zlib';
import { Zip, ZipDeflate, ZipPassThrough, strToU8, zipSync } from 'fflate';
import { expect, test } from 'vitest';
import { memorySource, take } from './sources.ts';
import { toy } from './toy.ts';

const importers = [toy];
const lines = (n: number): Uint8Array => strToU8(Array.from({ length: n }, (_, i) => `{"toy":"t${i}"}\n`).join(''));
const read = (bytes: Uint8Array, chunk = 65_536): ReturnType<typeof take> => take(memorySource(bytes, 'x.zip', chunk), { importers });

/** As archivers write when the size is not known beforehand: data descriptors. */
function streamed(files: Readonly<Record<string, Uint8Array>>, stored = false): Uint8Array {
  const chunks: Uint8Array[] = [];
  const zip = new Zip((error, chunk) => {
    if (error === null) chunks.push(chunk);
  });
  for (const [name, bytes] of Object.entries(files)) {
    const file = stored ? new ZipPassThrough(name) : new ZipDeflate(name);
    zip.add(file);
    file.push(bytes, true);
  }
  zip.end();
  return new Uint8Array(Buffer.concat(chunks));
}

test('each member gets its report; litter of file managers is passed over; gzip within is opened', async () => {
  const zip = zipSync({
    'a.json': lines(3),
    '__MACOSX/._a.json': strToU8('x'),
    'dir/b.gz': gzipSync(lines(4)),
    'c.pdf': strToU8('%PDF-1.7 x'),
    'in.zip': zipSync({ 'd.log': lines(2) }),
  });
  for (const chunk of [1, 100, 65_536]) {
    const { reports, alerts } = await read(zip, chunk);
    expect(alerts).toHaveLength(9);
    expect(reports.map(({ name, container, alerts: n, error }) => [name, container, n, error?.code])).toEqual([
      ['x.zip › a.json', 'zip › NDJSON', 3, undefined],
      ['x.zip › dir/b.gz', 'zip › gzip › NDJSON', 4, undefined],
      ['x.zip › c.pdf', 'zip', 0, 'intake/binary'],
      ['x.zip › in.zip › d.log', 'zip › zip › NDJSON', 2, undefined],
    ]);
  }
});

test.each([false, true])('sizes that stand after the data (stored: %s)', async (stored) => {
  const zip = streamed({ a: lines(20_000), b: lines(5), 'in.zip': zipSync({ c: lines(2) }, { level: 0 }) }, stored);
  for (const chunk of [13, 65_536])
    expect((await read(zip, chunk)).reports.map((r) => [r.alerts, r.error])).toEqual([
      [20_000, null],
      [5, null],
      [2, null],
    ]);
});

test('a zip that is cut off keeps what came before', async () => {
  const zip = zipSync({ a: lines(1000), b: lines(50_000) }, { level: 1 });
  const { reports } = await read(zip.subarray(0, zip.length >> 1));
  expect(reports.map((r) => r.error?.code)).toEqual([undefined, 'intake/bad-archive']);
  expect(reports[1]?.alerts).toBeGreaterThan(5_000);
});

test('a bomb is stopped and told; the good member before it is kept', async () => {
  const zip = zipSync({ 'good.json': lines(3), 'bomb.txt': new Uint8Array(60e6).fill(0x20), 'late.json': lines(1) });
  const { reports, alerts } = await take(memorySource(zip), { importers, limits: { ratioAfterBytes: 1e6, ratio: 200 } });
  expect(alerts).toHaveLength(3);
  expect(reports.map((r) => r.error?.code)).toEqual([undefined, 'intake/bomb']);
  expect(reports[1]?.error?.message).toContain('200:1');
});

test('a password, an empty archive, too many members', async () => {
  const zip = zipSync({ a: lines(3) });
  zip[6] = 1;
  expect((await read(zip)).reports[0]?.error?.code).toBe('intake/encrypted');
  expect((await read(zipSync({}))).reports[0]?.error?.code).toBe('intake/empty');
  const many = await take(memorySource(zipSync({ a: lines(1), b: lines(1), c: lines(1) })), { importers, limits: { members: 2 } });
  expect(many.reports.map((r) => r.error?.code)).toEqual([undefined, undefined, 'intake/too-large']);
});
