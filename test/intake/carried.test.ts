import { describe, expect, test } from 'vitest';
import { toIso } from '../../src/base/time.ts';
import { memorySource, take } from './sources.ts';

/* Events of a known product inside the records, or behind the headers, of what carried them. */

const eve = JSON.stringify({
  timestamp: '2024-05-01T10:00:00.123456+0200',
  flow_id: 1,
  event_type: 'alert',
  src_ip: '10.0.0.5',
  dest_ip: '203.0.113.7',
  alert: { signature_id: 1, gid: 1, rev: 1, signature: 'Beacon', severity: 1 },
});
const cef = 'CEF:0|FireEye|MPS|7.2|MC|malware-callback|9|src=10.0.0.5 dst=203.0.113.7 msg=a, "quoted" text';
const leef = 'LEEF:2.0|Vendor|Prod|1.0|Malware|^|src=10.0.0.5^dst=203.0.113.7^sev=8';

const carriers: readonly (readonly [string, (event: string) => string])[] = [
  ['Docker', (log) => JSON.stringify({ log: `${log}\n`, stream: 'stdout', time: '2024-05-01T08:00:00Z' })],
  [
    'Beats',
    (message) => JSON.stringify({ '@timestamp': '2024-05-01T08:00:00Z', message, host: { name: 'fw' }, log: { file: { path: '/x' } } }),
  ],
  ['ECS event.original', (original) => JSON.stringify({ '@timestamp': '2024-05-01T08:00:00Z', event: { original, kind: 'event' } })],
  ['dotted log.original', (original) => JSON.stringify({ '@timestamp': '2024-05-01T08:00:00Z', 'log.original': original })],
  ['journald', (MESSAGE) => JSON.stringify({ __REALTIME_TIMESTAMP: '1714550400000000', _HOSTNAME: 'fw', MESSAGE })],
  ['Splunk HEC', (event) => JSON.stringify({ time: 1714550400, host: 'fw', sourcetype: 'x', event })],
  ['a search response', (message) => JSON.stringify({ hits: { hits: [{ _source: { '@timestamp': '2024-05-01T08:00:00Z', message } }] } })],
  ['a member named CEF', (CEF) => JSON.stringify([{ CEF, time: '2024-05-01T08:00:00Z' }])],
  ['a table', (event) => `"TimeGenerated [UTC]",Computer,SyslogMessage\n2024-05-01T08:00:00Z,fw,"${event.replaceAll('"', '""')}"\n`],
  ['Splunk _raw', (event) => `_time,_raw\n2024-05-01T08:00:00Z,"${event.replaceAll('"', '""')}"\n`],
];

describe.each(carriers)('carried by %s', (_, carrier) => {
  test.each([
    ['an EVE record', eve, 'suricata-eve', 'Beacon', '2024-05-01T08:00:00.123456Z'],
    ['a CEF event without a time', cef, 'cef-syslog', 'malware-callback', '2024-05-01T08:00:00Z'],
    [
      'a CEF event with a header without a year',
      `<13>May  1 09:59:59 nx01 ${cef}`,
      'cef-syslog',
      'malware-callback',
      '2024-05-01T08:00:00Z',
    ],
    ['a LEEF event', leef, 'leef-syslog', 'Malware', '2024-05-01T08:00:00Z'],
  ])('%s is read by its own importer, at the time around it where it states none', async (_name, event, format, title, at) => {
    const { alerts, reports } = await take(memorySource(carrier(event)));
    expect(alerts.map(({ draft }) => draft.title)).toEqual([title]);
    expect(alerts[0]?.format).toBe(format);
    expect(alerts.map(({ draft }) => draft.firstActivity && toIso(draft.firstActivity))).toEqual([at]);
    expect(alerts[0]?.draft.evidence.filter(({ type }) => type === 'ip').map(({ label }) => label)).toEqual(['10.0.0.5', '203.0.113.7']);
    expect(reports.map(({ records, ignored, rejectedCount, error }) => ({ records, ignored, rejectedCount, error }))).toEqual([
      { records: 1, ignored: 0, rejectedCount: 0, error: null },
    ]);
  });
});

test('JSON behind the name of a pod or a service', async () => {
  for (const header of ['[pod/suricata-x/suricata] ', 'suricata-1  | ', '<134>May  1 10:00:00 fw suricata: @cee: ']) {
    for (const text of [header + eve, `${header}${eve}\n`.repeat(3)]) {
      const { alerts, reports } = await take(memorySource(text));
      expect(reports[0]?.format).toBe('suricata-eve');
      expect(alerts.length).toBe(reports[0]?.records);
    }
  }
});

test('a list of lines in a pushed record gives an alert each', async () => {
  const { alerts, reports } = await take(memorySource(JSON.stringify({ cef: '0', events: [cef, cef.replace('|9|', '|3|'), cef] })));
  expect(reports[0]).toMatchObject({ format: 'cef-syslog', alerts: 3, rejectedCount: 0, ignored: 0 });
  expect(alerts.map(({ draft }) => draft.severity)).toEqual(['high', 'low', 'high']);
});

test('a message of no known format leaves the record to its columns', async () => {
  const { alerts, reports } = await take(
    memorySource(
      'Alert Time,Severity,Alert Name,Source IP,message\n2024-05-01T08:00:00Z,high,Odd login,192.0.2.1,"{""a"":1}"\n' +
        '2024-05-01T08:01:00Z,low,Other,192.0.2.2,text\n',
    ),
  );
  expect(reports[0]?.format).toBe('generic');
  expect(alerts.map(({ draft }) => draft.title)).toEqual(['Odd login', 'Other']);
});
