import { describe, expect, test } from 'vitest';
import { readFile } from '../../src/intake/read-file.ts';
import type { IntakeProgress, IntakeReport, PlacedAlert, Rejection } from '../../src/intake/report.ts';
import { memorySource, take, textOf } from './sources.ts';
import { toy, toyLines } from './toy.ts';

const importers = [toy, toyLines];
const rows = (n: number): string =>
  Array.from({ length: n }, (_, i) => `{"toy":"t${i}","id":"${i}","at":"2024-01-01T00:00:00Z"}\n`).join('');

describe('the sink', () => {
  test('gets batches of at most 2 000, in order, one at a time', async () => {
    let busy = false;
    const batches: number[] = [];
    const seen: string[] = [];
    await readFile(
      memorySource(rows(9_000)),
      { importers },
      {
        async alerts(batch) {
          expect(busy).toBe(false);
          busy = true;
          await new Promise((resolve) => setImmediate(resolve));
          busy = false;
          batches.push(batch.length);
          seen.push(...batch.map(({ draft }) => draft.title));
        },
        incidents: () => undefined,
      },
    );
    expect(Math.max(...batches)).toBeLessThanOrEqual(2_000);
    expect(seen).toEqual(Array.from({ length: 9_000 }, (_, i) => `t${i}`));
  });

  test('that fails ends the reading with its own error', async () => {
    const error = new Error('disk full');
    const sink = {
      alerts: (): Promise<void> => Promise.reject(error),
      incidents: () => undefined,
    };
    await expect(readFile(memorySource(rows(5)), { importers }, sink)).rejects.toBe(error);
  });

  test('gets the whole file as decoded bytes, which it may keep', async () => {
    const text = rows(3_000);
    const { raw, alerts } = await take(memorySource(`\ufeff${text}`, 'x', 100), { importers });
    expect(textOf(raw[0] ?? new Uint8Array())).toBe(text);
    for (const { draft, place } of alerts.slice(0, 50))
      expect(textOf(raw[0] ?? new Uint8Array(), place.offset, place.length)).toContain(`"${draft.title}"`);
  });

  test('hears of every rejected record with its bytes, beyond those the report lists', async () => {
    const rejections: Rejection[] = [];
    const raw: Uint8Array[] = [];
    const text = `${rows(2)}${'{"toy":bad}\n'.repeat(150)}{"toy":"boom"}\n{"toy":""}\n`;
    const reports = await readFile(
      memorySource(text),
      { importers },
      {
        alerts: () => undefined,
        incidents: () => undefined,
        rejected: (one) => void rejections.push(one),
        raw: (bytes) => void raw.push(bytes),
      },
    );
    expect(reports[0]?.rejectedCount).toBe(152);
    expect(reports[0]?.rejected).toHaveLength(100);
    expect(rejections).toHaveLength(152);
    const bytes = new Uint8Array(Buffer.concat(raw));
    const mend = rejections.map(({ offset = -1, length = 0 }) => textOf(bytes, offset, length));
    expect(mend.slice(149)).toEqual(['{"toy":bad}', '{"toy":"boom"}', '{"toy":""}']);
  });
});

test.each([
  ['NDJSON', rows(60_000)],
  ['a list', `[${rows(60_000).trimEnd().replaceAll('\n', ',')}]`],
  ['CSV', `toy,id\n${Array.from({ length: 100_000 }, (_, i) => `t${i},${i}\n`).join('')}`],
])('cancel stops between pieces of %s and keeps what was read, in whole batches', async (_, text) => {
  const alerts: PlacedAlert[] = [];
  const reports: IntakeReport[] = [];
  await readFile(
    memorySource(text),
    { importers, isCancelled: () => alerts.length >= 4_000 },
    { alerts: (batch) => void alerts.push(...batch), incidents: () => undefined, end: (report) => void reports.push(report) },
  );
  expect(reports[0]?.cancelled).toBe(true);
  expect(reports[0]?.alerts).toBe(alerts.length);
  expect(alerts.length).toBeLessThan(60_000);
  expect(reports[0]?.notes.join(' ')).toContain('stopped');
});

test('progress tells the bytes of the source, ends at its size, and never runs backward', async () => {
  const told: IntakeProgress[] = [];
  const source = memorySource(rows(20_000), 'x', 10_000);
  await readFile(
    source,
    { importers, onProgress: (progress) => void told.push(progress) },
    { alerts: () => undefined, incidents: () => undefined },
  );
  const done = told.map(({ doneBytes }) => doneBytes);
  expect(done).toEqual([...done].sort((a, b) => a - b));
  expect(told.at(-1)).toMatchObject({ doneBytes: source.size, totalBytes: source.size, alerts: 20_000 });
});

test('a source that fails while it is read keeps what came before', async () => {
  const whole = new TextEncoder().encode(rows(5_000));
  let given = false;
  const source = {
    name: 'gone.json',
    size: whole.length * 2,
    stream: () =>
      new ReadableStream<Uint8Array>({
        pull(controller) {
          if (given) controller.error(new Error('NotReadableError'));
          else controller.enqueue(whole);
          given = true;
        },
      }),
  };
  const { reports, alerts } = await take(source, { importers });
  expect(alerts).toHaveLength(5_000);
  expect(reports[0]?.error?.code).toBe('intake/unreadable');
});

test('a record within a record is read by its own importer, JSON or log line', async () => {
  const text = [
    { toy: 'x', inner: '{"toy":"within"}' },
    { toy: 'x', inner: 'TOY line one\nTOY line two' },
    { toy: 'x', inner: 'nothing' },
  ]
    .map((record) => JSON.stringify(record))
    .join('\n');
  const { alerts, reports } = await take(memorySource(text), { importers });
  expect(alerts.map(({ draft, format }) => [draft.title, format])).toEqual([
    ['within', 'toy'],
    ['line one', 'toy-lines'],
    ['line two', 'toy-lines'],
  ]);
  expect(reports[0]).toMatchObject({ records: 3, ignored: 1 });
});

test('a file that mixes formats is read by the importer of each record', async () => {
  const other = {
    ...toy,
    id: 'other',
    label: 'Other',
    match: (record: object) => (Object.hasOwn(record, 'other') ? (100 as const) : (0 as const)),
    read: (_: unknown, ctx: Parameters<typeof toy.read>[1]) => ctx.alert({ title: 'o', product: 'Other', severity: 'low', evidence: [] }),
  };
  const text = Array.from({ length: 1_000 }, (_, i) => (i % 3 === 0 ? '{"other":1}' : '{"toy":"t"}')).join('\n');
  const { alerts, reports } = await take(memorySource(text), { importers: [other, toy] });
  expect(reports[0]).toMatchObject({ format: 'toy', candidates: [], error: null, alerts: 1_000 });
  expect(reports[0]?.reason).toContain('Other (334)');
  expect(alerts.filter(({ format }) => format === 'other')).toHaveLength(334);
});

test('the year of a time without one is that in which the file was last changed', async () => {
  const { alerts } = await take(memorySource('{"toy":"a","at":"03/15-13:13:29.192291"}'), { importers, modified: Date.UTC(2021, 6, 1) });
  expect(alerts[0]?.draft.firstActivity).toBe(Date.UTC(2021, 2, 15, 13, 13, 29) * 1000 + 192_291);
});
