import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { RecordImporter } from '../../src/intake/importer.ts';
import { memorySource, take, textOf } from './sources.ts';
import { toy, toyLines } from './toy.ts';

const importers = [toy, toyLines];
const ndjson = (n: number): string =>
  Array.from({ length: n }, (_, i) => `{"toy":"t${i}","at":"2024-01-01T00:00:00Z","id":"${i}"}\n`).join('');
const read = (content: string | Uint8Array, chunk?: number): ReturnType<typeof take> =>
  take(memorySource(content, 'unknown', chunk), { importers, ...(chunk === undefined ? {} : { limits: { slabBytes: chunk } }) });
const titles = async (content: string | Uint8Array, chunk?: number): Promise<readonly string[]> =>
  (await read(content, chunk)).alerts.map(({ draft }) => draft.title);

describe('containers of records', () => {
  const three = ['a', 'b', 'c'];
  const objects = three.map((t) => `{"toy":"${t}","at":"2024-01-01T00:00:00Z"}`);
  const pretty = objects.map((o) => JSON.stringify(JSON.parse(o), null, 2));
  const cases: Readonly<Record<string, string>> = {
    NDJSON: objects.join('\n'),
    'NDJSON, CRLF and blank lines': `${objects.join('\r\n\r\n')}\r\n`,
    'NDJSON, lone CR': objects.join('\r'),
    'JSON array': `[${objects.join(',')}]`,
    'array over lines': `[${objects.join(',\n')}\n]\n`,
    'pretty array': `[\n${pretty.join(',\n')}\n]`,
    'concatenated pretty records': pretty.join('\n\n'),
    'concatenated without blanks': pretty.join(''),
    'comma between pretty records': pretty.join(',\n'),
    'a page': `{"@odata.context":"x","value":[${objects.join(',')}],"@odata.nextLink":"y"}`,
    'a pretty page': `{\n "value": [${pretty.join(',\n')}]}`,
    'search hits': `{"took":1,"timed_out":false,"_shards":{},"hits":{"total":{"value":3},"max_score":1,"hits":[${objects.map((o) => `{"_index":"i","_id":"1","_source":${o}}`).join(',')}]}}`,
    'data.entries': `{"data":{"total":3,"entries":[${objects.join(',')}]},"message":"OK"}`,
    'reply.alerts': `{"reply":{"total_count":3,"result_count":3,"alerts":[${objects.join(',')}]}}`,
    'tables with columns and rows':
      '{"tables":[{"name":"PrimaryResult","columns":[{"name":"toy"},{"name":"at"}],"rows":[["a","2024-01-01"],["b",null],["c",1]]}]}',
    'schema and results': `{"schema":[{"name":"toy"}],"results":[${objects.join(',')}]}`,
    'Schema and Results': `{"Stats":{},"Schema":[{"Name":"toy"}],"Results":[${objects.join(',')}]}`,
    records: `{"records":[${objects.join(',')}]}`,
    'Splunk results': objects.map((o, i) => `{"preview":false,"offset":${i},"result":${o}}`).join('\n'),
    EventBridge: objects.map((o) => `{"version":"0","detail-type":"x","source":"y","detail":${o}}`).join('\n'),
    node: `[${objects.map((o) => `{"node":${o}}`).join(',')}]`,
    'numbered members': `{${objects.map((o, i) => `"event_${i}": ${o}`).join(',\n')}}`,
    'pages of pages': `[[${objects[0] ?? ''}],[${objects.slice(1).join(',')}]]`,
    CSV: 'toy,at\na,2024-01-01\nb,2024-01-01\nc,2024-01-01\n',
    'CSV, semicolon': 'toy;at\r\na;2024-01-01\r\nb;x\r\nc;y',
    'CSV, tab': 'toy\tat\na\t1\nb\t2\nc\t3\n',
    'CSV, pipe': 'toy|at\na|1\nb|2\nc|3\n',
    'CSV, odd delimiter': 'toy❖at❖id\na❖1❖2\nb❖2❖3\nc❖3❖4\n',
    'CSV, sep line': 'sep=;\r\ntoy;at\r\na;1\r\nb;2\r\nc;3\r\n',
    'CSV, quoted with line ends': 'toy,at\n"a","x\ny ""z"""\nb,"1,2"\n"c",""\n',
    'CSV, unnamed index': ',toy,at\n0,a,1\n1,b,2\n2,c,3\n',
  };
  test.each(Object.entries(cases))('%s', async (_, content) => {
    expect(await titles(content)).toEqual(three);
    expect(await titles(content, 7)).toEqual(three);
    const { reports } = await read(content);
    expect(reports).toHaveLength(1);
    expect(reports[0]).toMatchObject({ format: 'toy', records: 3, alerts: 3, rejectedCount: 0, error: null });
  });

  test('every record is found again by its offset and length', async () => {
    for (const [name, content] of Object.entries(cases)) {
      const { alerts, raw } = await read(content.replace('"b"', '"bé"').replace('\nb', '\nbé'), 11);
      for (const { draft, place } of alerts)
        expect([name, textOf(raw[0] ?? new Uint8Array(), place.offset, place.length)]).toEqual([
          name,
          expect.stringContaining(draft.title),
        ]);
      const spans = new Set(alerts.map(({ place }) => place.offset));
      expect([name, spans.size]).toEqual([name, 3]);
    }
  });
});

test('members with bare numbers are records', async () => {
  const { alerts, reports } = await read('{"9":{"toy":"a"},"10":{"toy":"b"},"11":{"toy":"c"}}');
  expect(alerts.map(({ draft }) => draft.title)).toEqual(['a', 'b', 'c']);
  expect(reports[0]).toMatchObject({ records: 3, alerts: 3, ignored: 0 });
});

test('a list larger than what is held at once is streamed, whatever wraps it', async () => {
  const filler = 'x'.repeat(20_000);
  const items = Array.from({ length: 600 }, (_, i) => `{"toy":"t${i}","filler":"${filler}"}`);
  for (const content of [
    `{"@odata.context":"c","value":[${items.join(',')}],"@odata.nextLink":"n"}`,
    `{"reply":{"total_count":600,"alerts":[${items.join(',')}]}}`,
    `[${items.join(',')}]`,
    `{"tables":[{"name":"P","columns":[{"name":"toy"},{"name":"f"}],"rows":[${items.map((_, i) => `["t${i}","${filler}"]`).join(',')}]}]}`,
  ]) {
    const { reports, alerts } = await read(content);
    expect(reports[0]).toMatchObject({ records: 600, alerts: 600, rejectedCount: 0, ignored: 0, error: null });
    expect(alerts.at(-1)?.draft.title).toBe('t599');
  }
});

test('gzip of one and of many members', async () => {
  expect((await read(gzipSync(ndjson(5)))).reports[0]).toMatchObject({ alerts: 5, container: 'gzip › NDJSON' });
  const two = Buffer.concat([gzipSync(ndjson(3)), gzipSync(ndjson(4))]);
  expect((await read(two)).reports[0]).toMatchObject({ alerts: 7, error: null });
  expect((await read(two, 3)).reports[0]).toMatchObject({ alerts: 7, error: null });
});

test('a gzip that is cut off gives what came before, and says so', async () => {
  const whole = gzipSync(ndjson(50_000));
  const { reports } = await read(whole.subarray(0, whole.length >> 1));
  expect(reports[0]?.error?.code).toBe('intake/bad-archive');
  expect(reports[0]?.alerts).toBeGreaterThan(10_000);
});

test('the formats that fit equally well are asked, and nothing is taken over', async () => {
  const twin: RecordImporter = { ...toy, id: 'twin', label: 'Twin' };
  const { reports, alerts } = await take(memorySource(ndjson(5000)), { importers: [toy, twin] });
  expect(alerts).toEqual([]);
  expect(reports[0]?.error?.code).toBe('intake/ambiguous-format');
  expect(reports[0]?.candidates.map(({ format }) => format)).toEqual(['toy', 'twin']);
  const chosen = await take(memorySource(ndjson(50)), { importers: [toy, twin], as: 'twin' });
  expect(chosen.reports[0]).toMatchObject({ format: 'twin', alerts: 50, error: null });
});

test('log lines go to their text importer', async () => {
  const { reports, alerts } = await read('TOY one\r\nTOY two\nnoise\n');
  expect(alerts.map(({ draft, place }) => [draft.title, place.line])).toEqual([
    ['one', 1],
    ['two', 2],
  ]);
  expect(reports[0]).toMatchObject({ format: 'toy-lines', records: 3, alerts: 2, rejectedCount: 1 });
});
