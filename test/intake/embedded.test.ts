import { describe, expect, test } from 'vitest';
import { memorySource, take, textOf } from './sources.ts';

/* A record of a known product is read wherever a log shipper, a syslog daemon or a spreadsheet puts it. */

const BREACH = {
  pbid: 77,
  score: 0.9,
  time: 1715674531000,
  breachUrl: 'https://dt.corp.example/#77',
  model: { name: 'Device::Scan' },
  device: { hostname: 'ws-1', ip: '10.1.2.3' },
};
const breach = (pbid: number) => JSON.stringify({ ...BREACH, pbid });

async function read(text: string) {
  const { reports, alerts, raw } = await take(memorySource(text));
  return { report: reports[0], ids: alerts.map(({ draft }) => draft.externalId), alerts, raw: raw[0] };
}

describe('a JSON record behind the head of a log line', () => {
  test.each([
    ['RFC 3164', '<13>Apr 26 23:39:08 dt-master darktrace: '],
    ['RFC 5424', '<165>1 2024-05-14T08:15:31+00:00 dt.corp.example darktrace - - - '],
    ['RFC 5424 with structured data', '<165>1 2024-05-14T08:15:31Z dt app 1 ID [x@1 a="b"] '],
    ['a container runtime', '2024-05-14T08:15:31.123Z stdout F '],
    ['the name of a program', 'darktrace '],
  ])('%s', async (_, head) => {
    const { report, ids, alerts, raw } = await read(`${head}${breach(1)}\n${head}${breach(2)}\n`);
    expect(report).toMatchObject({
      format: 'darktrace-model-breach',
      records: 2,
      alerts: 2,
      error: null,
      container: 'log lines with JSON',
    });
    expect(ids).toEqual(['1', '2']);
    const { offset, length } = alerts[1]?.place ?? { offset: 0, length: 0 };
    expect(raw && textOf(raw, offset, length)).toBe(breach(2));
  });

  test('one line alone, and a head with letters of several bytes', async () => {
    expect((await read(`<13>Apr 26 23:39:08 zürich darktrace: ${breach(1)}`)).ids).toEqual(['1']);
  });

  test('such lines within NDJSON are read as well, and others are told', async () => {
    const { report, ids } = await read(`${breach(1)}\ndarktrace ${breach(2)}\ndarktrace {"pbid": 3,\n${breach(4)}\n`);
    expect(ids).toEqual(['1', '2', '4']);
    expect(report?.rejected.map(({ line, code }) => [line, code])).toEqual([[3, 'intake/bad-json']]);
  });

  test('CEF with JSON in its extension stays CEF', async () => {
    const line = 'CEF:0|Acme|Guard|1|7|Bad thing|8|rt=1715674531000 shost=ws-1 msg={"a":1}';
    expect((await read(`${line}\n${line}\n`)).report?.format).toBe('cef-syslog');
  });
});

describe('a JSON record in a field of another record', () => {
  test.each([
    ['rawmsg', { rawmsg: `${breach(1)}\n`, deviceid: '1' }],
    ['message behind a syslog head', { '@timestamp': '2024-05-14T08:15:31Z', message: `<13>May 14 08:15:31 dt app: ${breach(1)}` }],
    ['event.original', { event: { original: breach(1) }, agent: { name: 'filebeat' } }],
    ['a list', { body: `[${breach(1)}]`, id: 'x' }],
    ['a page of results', { body: JSON.stringify({ total: 1, results: [JSON.parse(breach(1))] }), id: 'x' }],
  ])('%s', async (_, record) => {
    const { report, ids } = await read(`${JSON.stringify(record)}\n${JSON.stringify(record)}\n`);
    expect(report?.format).toBe('darktrace-model-breach');
    expect(ids).toEqual(['1', '1']);
  });

  test('a cell of a table', async () => {
    const cell = (text: string) => `"${text.replaceAll('"', '""')}"`;
    const { report, ids } = await read(`Received,Payload\n2024-05-14,${cell(breach(1))}\n2024-05-14,${cell(breach(2))}\n`);
    expect(report).toMatchObject({ format: 'darktrace-model-breach', records: 2, alerts: 2 });
    expect(ids).toEqual(['1', '2']);
  });

  test('text that is no record of a known product leaves the outer one as it is', async () => {
    const { report } = await read(`{"title":"t","note":"{\\"some\\":\\"thing else entirely\\"}"}\n`);
    expect(report).toMatchObject({ format: null, records: 1, ignored: 1 });
  });
});

test('a page that holds nothing but its own words is empty, not unknown', async () => {
  const page = {
    data: { total: 0, query: { 'agent._id': '1' }, sort: {}, offset: 0, limit: 50, entries: [] },
    message: 'OK',
    details: [],
    route: '/hx',
  };
  const { report } = await read(JSON.stringify(page));
  expect(report).toMatchObject({ error: null, records: 0, alerts: 0 });
});
