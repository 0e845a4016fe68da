import { gzipSync, zipSync } from 'fflate';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { holdsFor } from './holds.ts';
import { NASTY } from './nasty/corpus.ts';
import { memorySource, take } from './sources.ts';
import { toy, toyLines } from './toy.ts';

const importers = [toy, toyLines];
const holds = (bytes: Uint8Array, chunk: number): Promise<void> => holdsFor(bytes, chunk, { importers, limits });
const limits = { recordBytes: 200_000, ratioAfterBytes: 100_000, expandedBytes: 2_000_000, slabBytes: 16 };

const small = Object.values(NASTY)
  .map((make) => make())
  .map((content) => (typeof content === 'string' ? new TextEncoder().encode(content) : content))
  .filter((bytes) => bytes.length < 20_000);
const piece = fc.constantFrom(
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '"',
  '\\',
  '\n',
  '\r\n',
  ' ',
  '{"toy":"a"}',
  '"toy"',
  '"value"',
  'toy,at\n',
  'a,1\n',
  '"a\nb"',
  ';',
  '\t',
  'TOY x\n',
  'null',
  '1e999',
  '\u{1f600}',
  'é',
  'sep=;\n',
  '#x\n',
);

test('any bytes', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), fc.integer({ min: 1, max: 64 }), (bytes, chunk) => holds(bytes, chunk)),
    { numRuns: 300 },
  );
});

test('any text of the stuff that exports are made of', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { maxLength: 60 }), fc.integer({ min: 1, max: 64 }), (pieces, chunk) =>
      holds(new TextEncoder().encode(pieces.join('')), chunk),
    ),
    { numRuns: 600 },
  );
});

test('a nasty file, cut anywhere, with bytes changed, packed or not', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...small),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.integer({ min: 0, max: 255 })), { maxLength: 4 }),
      fc.constantFrom('plain', 'gzip', 'zip', 'gzip cut', 'zip cut'),
      fc.constantFrom(1, 7, 1000, 65_536),
      async (bytes, cut, changes, packing, chunk) => {
        const changed = bytes.slice(0, Math.ceil(bytes.length * (0.2 + 0.8 * cut)));
        for (const [at, value] of changes) changed[Math.floor(at * changed.length)] = value;
        let packed: Uint8Array = changed;
        if (packing.startsWith('gzip')) packed = gzipSync(changed);
        if (packing.startsWith('zip')) packed = zipSync({ a: changed, b: changed });
        if (packing.endsWith('cut')) packed = packed.slice(0, Math.ceil(packed.length * cut));
        await holds(packed, Math.max(chunk, packed.length >> 9));
      },
    ),
    { numRuns: 500 },
  );
});

test('pieces of a file may come in any size without changing what is read', async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...small), fc.integer({ min: 1, max: 50 }), async (bytes, chunk) => {
      const whole = await take(memorySource(bytes, 'x', 1e9), { importers, limits: { ...limits, slabBytes: 1e6 } });
      const split = await take(memorySource(bytes, 'x', Math.max(chunk, bytes.length >> 9)), { importers, limits });
      expect(split.alerts).toEqual(whole.alerts);
      expect(split.reports.map(({ rejected, notes, ...rest }) => [rest, rejected, notes.length])).toEqual(
        whole.reports.map(({ rejected, notes, ...rest }) => [rest, rejected, notes.length]),
      );
    }),
    { numRuns: 200 },
  );
});

test('reading may be stopped at any moment', async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...small), fc.integer({ min: 0, max: 40 }), async (bytes, after) => {
      let asked = 0;
      const { reports, alerts } = await take(memorySource(bytes, 'x', 64), { importers, limits, isCancelled: () => asked++ >= after });
      expect(alerts).toHaveLength(reports.reduce((sum, report) => sum + report.alerts, 0));
    }),
    { numRuns: 300 },
  );
});

test('a title of nothing but control characters is none: the alert is refused, those beside it are kept', async () => {
  const bytes = new TextEncoder().encode('TOY one\nTOY \0\u0007\nTOY two\n');
  const { alerts, reports } = await take(memorySource(bytes, 'x', 7), { importers, limits });
  expect(alerts.map(({ draft }) => draft.title)).toEqual(['one', 'two']);
  expect(reports.map(({ rejectedCount }) => rejectedCount)).toEqual([1]);
  await holds(bytes, 7);
});
