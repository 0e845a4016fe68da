import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { strToU8, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { grouped } from '../../src/base/text.ts';
import type { ByteSource } from '../../src/intake/report.ts';
import { memorySource, take, textOf } from './sources.ts';
import { toy, toyLines } from './toy.ts';

const importers = [toy, toyLines];
const ROWS = 3_000;
/** Text that does not compress away, so that a cut falls within a record. */
const word = (i: number): string => `t${i}-${createHash('md5').update(String(i)).digest('hex')}`;
const many = (row: (i: number) => string): string[] => Array.from({ length: ROWS }, (_, i) => row(i));
const record = (i: number): string => `{"toy":"${word(i)}","at":"2024-01-01T00:00:00Z"}`;

/** Each ends its rows with a line end, so that line n is row n (and 1 for what stands before them). */
const FORMS = {
  NDJSON: { text: `${many(record).join('\n')}\n`, before: 0 },
  'JSON array': { text: `[\n${many(record).join(',\n')}\n]\n`, before: 1 },
  'a page of results': { text: `{"value":[\n${many(record).join(',\n')}\n]}\n`, before: 1 },
  CSV: { text: `toy,at\n${many((i) => `${word(i)},2024-01-01T00:00:00Z`).join('\n')}\n`, before: 1 },
  'CSV with quoted cells': { text: `toy,at\n${many((i) => `"${word(i)}","2024-01-01T00:00:00Z"`).join('\n')}\n`, before: 1 },
  'log lines': { text: `${many((i) => `TOY ${word(i)}`).join('\n')}\n`, before: 0 },
} as const;

const PACKED: Readonly<Record<string, (text: string) => Uint8Array>> = {
  gzip: (text) => gzipSync(text),
  'gzip in gzip': (text) => gzipSync(gzipSync(text)),
  zip: (text) => zipSync({ 'a.json': strToU8(text) }),
  'gzip in zip': (text) => zipSync({ 'a.gz': gzipSync(text) }),
};

describe.each(Object.entries(FORMS))('%s', (_, { text, before }) => {
  test.each(Object.entries(PACKED))(
    'in %s, cut in the middle: the rows before are kept, the one cut in two is named',
    async (_kind, pack) => {
      const packed = pack(text);
      const { reports, alerts, raw } = await take(memorySource(packed.subarray(0, packed.length * 0.6), 'x'), { importers });
      const [report] = reports;
      expect(reports).toHaveLength(1);
      expect(alerts.map(({ draft }) => draft.title)).toEqual(many(word).slice(0, alerts.length));
      expect(alerts.length).toBeGreaterThan(ROWS * 0.5);
      const decoded = textOf(raw[0] ?? new Uint8Array());
      expect(text.startsWith(decoded)).toBe(true);
      const line = decoded.split('\n').length;
      // All but the last piece of a row came out as an alert.
      expect(alerts.length).toBe(line - 1 - before);
      const at = grouped(decoded.length);
      expect(report?.error?.code).toBe('intake/bad-archive');
      expect(report?.error?.message).toContain(`It breaks off at line ${grouped(line)}, byte ${at} of the text.`);
      const [cut] = report?.rejected ?? [];
      expect(report?.rejected.map(({ code }) => code)).toEqual(['intake/cut-off']);
      expect(cut?.line === line || cut?.line === alerts.length).toBe(true);
      expect(cut?.message).toContain(`at byte ${at}. The`);
      if (cut?.length !== undefined) expect(decoded.endsWith(textOf(raw[0] ?? new Uint8Array(), cut.offset, cut.length))).toBe(true);
    },
  );
});

test('the fault of one member leaves the others alone', async () => {
  const bad = gzipSync(FORMS.NDJSON.text);
  const zip = zipSync({ 'a.gz': bad.subarray(0, bad.length >> 1), 'b.json': strToU8('{"toy":"after"}\n') });
  const { reports } = await take(memorySource(zip, 'x.zip'), { importers });
  expect(reports.map(({ name, error, rejected }) => [name, error?.code, rejected.map(({ code }) => code)])).toEqual([
    ['x.zip › a.gz', 'intake/bad-archive', ['intake/cut-off']],
    ['x.zip › b.json', undefined, []],
  ]);
});

test('a file that can no longer be read keeps what was read, and says where it broke', async () => {
  const bytes = strToU8(FORMS.NDJSON.text);
  const source: ByteSource = {
    name: 'x',
    size: bytes.length,
    stream: () => {
      let given = false;
      return new ReadableStream<Uint8Array>({
        pull(controller) {
          if (given) controller.error(new Error('The file was moved'));
          else controller.enqueue(bytes.slice(0, 1_000));
          given = true;
        },
      });
    },
  };
  const { reports, alerts } = await take(source, { importers });
  const lines = FORMS.NDJSON.text.slice(0, 1_000).split('\n');
  expect(alerts).toHaveLength(lines.length - 1);
  expect(reports[0]?.error?.code).toBe('intake/unreadable');
  expect(reports[0]?.error?.message).toMatch(new RegExp(`The file was moved.* at line ${lines.length}, byte 1\\s000 of the text`));
  expect(reports[0]?.rejected.map(({ line, code }) => [line, code])).toEqual([[lines.length, 'intake/cut-off']]);
});

describe('without compression, where nothing but the form tells', () => {
  test.each(['a,1\nb,2\nc', 'a,1\nb,2\n"c', 'a,1\nb,2\n"c\nmore', '"a",1\n"b",2\n"c"'])('a table that ends in %j', async (rows) => {
    const { reports, alerts } = await take(memorySource(`toy,at\n${rows}`), { importers });
    expect(alerts.map(({ draft }) => draft.title)).toEqual(['a', 'b']);
    expect(reports[0]?.rejected.map(({ line, code }) => [line, code])).toEqual([[4, 'intake/cut-off']]);
  });
  test('a stray quotation mark before good rows is not the end of the file', async () => {
    const { reports, alerts } = await take(memorySource('toy,at\na,1\n"b,2\nc,3\nd,4'), { importers });
    expect(alerts.map(({ draft }) => draft.title)).toEqual(['a', 'c', 'd']);
    expect(reports[0]?.rejected.map(({ line, code }) => [line, code])).toEqual([[3, 'intake/bad-csv']]);
  });
  test('rows that are often short are not cut off', async () => {
    const { reports, alerts } = await take(memorySource('toy,at,id\na,1,1\nb,2\nc'), { importers });
    expect(alerts).toHaveLength(3);
    expect(reports[0]?.rejected).toEqual([]);
  });
});

describe('a record nested too deep is rejected by its line; the others are kept', () => {
  const deep = (levels: number, open: string, close: string): string => `{"toy":"deep","x":${open.repeat(levels)}1${close.repeat(levels)}}`;
  const three = (middle: string): string[] => ['{"toy":"a"}', middle, '{"toy":"b"}'];
  test.each([
    ['NDJSON', three(deep(300, '[', ']')).join('\n'), 2],
    ['NDJSON of objects', three(deep(300, '{"a":', '}')).join('\n'), 2],
    ['a list', `[\n${three(deep(300, '[', ']')).join(',\n')}\n]`, 3],
    ['a page', `{"value":[\n${three(deep(300, '[', ']')).join(',\n')}\n]}`, 3],
  ])('%s', async (_, text, line) => {
    const { reports, alerts } = await take(memorySource(text), { importers });
    expect(alerts.map(({ draft }) => draft.title)).toEqual(['a', 'b']);
    expect(reports[0]?.rejected.map((one) => [one.line, one.code])).toEqual([[line, 'intake/too-deep']]);
  });
  test('as deep as allowed is read, and brackets within texts do not count', async () => {
    const text = three(deep(255, '[', ']'))
      .concat(`{"toy":"${'[{'.repeat(400)}"}`)
      .join('\n');
    const { reports, alerts } = await take(memorySource(text), { importers });
    expect(alerts).toHaveLength(4);
    expect(reports[0]?.rejected).toEqual([]);
  });
});
