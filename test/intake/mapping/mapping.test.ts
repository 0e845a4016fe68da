import { describe, expect, test } from 'vitest';
import { mappedSeverity } from '../../../src/intake/mapping/apply.ts';
import { guessMapping } from '../../../src/intake/mapping/guess.ts';
import { mappingImporter } from '../../../src/intake/mapping/importer.ts';
import { fingerprintOf } from '../../../src/intake/mapping/spec.ts';
import { lookOf } from '../../../src/intake/mapping/values.ts';
import { digest } from '../describe-importer.ts';
import { memorySource, take } from '../sources.ts';

const CSV = [
  'When,Rule Name,Severity,Host Name,Account,Src IP,Bytes,Digest,MITRE',
  '2024-03-01T10:00:00Z,Brute force,High,FS-01,CONTOSO\\jane,203.0.113.7,12,44d88612fea8a8f36de82e1278abb02f,T1110.001',
  '2024-03-01T10:05:00Z,Malware found,medium,FS-02.contoso.com,jane@contoso.com,198.51.100.9,7,275a021bbfb6489e54d471899f7db9d1663fc695ec2fe2a2c4538aabf651fd0f,',
  '',
].join('\n');

test('a table with telling names is read by them, and says so', async () => {
  const { reports, alerts } = await take(memorySource(CSV), { importers: [] });
  expect(reports[0]).toMatchObject({ format: 'generic', alerts: 2, error: null });
  expect(reports[0]?.notes.join('\n')).toContain('title ← Rule Name');
  expect(alerts.map(digest)).toMatchInlineSnapshot(`
    [
      "2 | 2024-03-01T10:00:00Z | high | Brute force | - | Imported alerts | T1110.001 | device=FS-01(impacted) user=CONTOSO\\jane(impacted) ip=203.0.113.7(source) file=44d88612fea8a8f36de82e1278abb02f",
      "3 | 2024-03-01T10:05:00Z | medium | Malware found | - | Imported alerts |  | device=FS-02.contoso.com(impacted) user=jane@contoso.com(impacted) ip=198.51.100.9(source) file=275a021bbfb6489e54d471899f7db9d1663fc695ec2fe2a2c4538aabf651fd0f",
    ]
  `);
});

test('JSON of any shape, by the paths of its leaves', async () => {
  const records = [1, 2].map((n) => ({
    event: { rule: { name: `R${n}` }, created: 1709287200 + n },
    alert_name: `Odd login ${n}`,
    risk: { score: 55 },
    actor: { email: 'jane@contoso.com' },
    client: { ipAddress: '203.0.113.7' },
  }));
  const { reports, alerts } = await take(memorySource(JSON.stringify({ items: records, total: 2 })), { importers: [] });
  expect(reports[0]).toMatchObject({ format: 'generic', alerts: 2 });
  expect(alerts.map(digest)).toMatchInlineSnapshot(`
    [
      "0 | 2024-03-01T10:00:01Z | medium | Odd login 1 | - | Imported alerts |  | user=jane@contoso.com(impacted) ip=203.0.113.7",
      "1 | 2024-03-01T10:00:02Z | medium | Odd login 2 | - | Imported alerts |  | user=jane@contoso.com(impacted) ip=203.0.113.7",
    ]
  `);
});

test.each([
  ['sign-ins', 'time,user,ip,result\n2024-01-01T00:00:00Z,jane@contoso.com,203.0.113.7,ok\n'],
  ['a timeline', 'datetime,timestamp_desc,message,host\n2024-01-01T00:00:00Z,Created,a file,FS-01\n'],
  ['prices', 'date,name,price\n2024-01-01,bread,2\n'],
])('%s are no alerts', async (_, csv) => {
  expect((await take(memorySource(csv), { importers: [] })).reports[0]?.error?.code).toBe('intake/unknown-format');
});

describe('the mapping of the user', () => {
  const odd = 'A;B;C;D;E\n31/12/2024 10:00;Tür aufgebrochen;dringend;FS-01;4711\n02/01/2025 11:00;;egal;FS-02;4712\n';
  const spec = {
    v: 1 as const,
    fingerprint: fingerprintOf(['A', 'B', 'C', 'D', 'E']),
    name: 'Pförtner',
    columns: { time: ['A'], title: ['B'], severity: ['C'], device: ['D'], id: ['E'] },
    severityScale: 'words' as const,
    severityWords: { dringend: 'high' as const, egal: 'low' as const },
    offsetMinutes: 60,
    dayFirst: true,
  };

  test('reads what no name betrays, with its own zone, order of day and month, and words', async () => {
    const { reports, alerts } = await take(memorySource(odd), { importers: [], mapping: mappingImporter(spec) });
    expect(reports[0]).toMatchObject({ format: 'mapped', alerts: 1, rejectedCount: 1, error: null });
    expect(reports[0]?.rejected[0]).toMatchObject({ line: 3, code: 'intake/no-title' });
    expect(alerts.map(digest)).toMatchInlineSnapshot(`
      [
        "2 | 2024-12-31T09:00:00Z | high | Tür aufgebrochen | 4711 | Pförtner |  | device=FS-01(impacted)",
      ]
    `);
  });

  test('the fingerprint does not heed the order of columns', () => {
    expect(fingerprintOf(['a', 'b'])).toBe(fingerprintOf(['b', 'a']));
    expect(fingerprintOf(['a', 'b'])).not.toBe(fingerprintOf(['a', 'c']));
  });
});

test('values look like themselves', () => {
  expect(
    [
      '203.0.113.7',
      '2001:db8::1',
      'd41d8cd98f00b204e9800998ecf8427e',
      'jane@contoso.com',
      'S-1-5-21-1-2-3-500',
      'https://x.example/a',
      'evil.example.com',
      'T1059.001',
      '2024-01-01 10:00',
      '1709287200',
      '17',
      'High',
      'hello world',
      '10:30',
    ].map(lookOf),
  ).toEqual(['ip', 'ip', 'hash', 'upn', 'sid', 'url', 'domain', 'technique', 'time', 'time', 'number', 'severity', 'text', 'text']);
});

test('severity as a number, on the scale the column shows', () => {
  const scaleOf = (name: string, values: readonly number[]): string =>
    guessMapping(
      [name],
      values.map((value) => ({ [name]: String(value) })),
    ).spec.severityScale;
  expect(scaleOf('priority', [1, 2, 3])).toBe('priority');
  expect(scaleOf('severity', [1, 10, 3])).toBe('upTo10');
  expect(scaleOf('risk_score', [1, 99, 3])).toBe('upTo100');
  expect(['1', '3', '9'].map((value) => mappedSeverity(value, 'priority'))).toEqual(['high', 'low', 'unknown']);
  expect(['0', '3', '5', '9'].map((value) => mappedSeverity(value, 'upTo10'))).toEqual(['informational', 'low', 'medium', 'high']);
  expect(mappedSeverity('3 - Medium', 'words')).toBe('medium');
});

test('an id that repeats is no id of an alert, and the report says so', async () => {
  const rows = (id: (n: number) => string, name = 'Event Id') =>
    [
      `When,Rule Name,Severity,Host Name,${name}`,
      ...[1, 2, 3, 4].map((n) => `2024-03-01T10:0${n}:00Z,Rule ${n},High,WS-${n},${id(n)}`),
      '',
    ].join('\n');
  const read = async (text: string) => {
    const { reports, alerts } = await take(memorySource(text), { importers: [] });
    return { ids: alerts.map(({ draft }) => draft.externalId), notes: reports[0]?.notes.join('\n') ?? '' };
  };
  // The last record of the sample may be cut off and is not looked at.
  const repeated = await read(rows((n) => (n < 4 ? '4625' : '4624')));
  expect(repeated.ids).toEqual([undefined, undefined, undefined, undefined]);
  expect(repeated.notes).toContain('“Event Id” is not taken for the id of an alert: 1 value in 3 records');
  expect((await read(rows((n) => `e${n}`))).ids).toEqual(['e1', 'e2', 'e3', 'e4']);
  // Versions of one alert.
  expect((await read(rows((n) => (n < 3 ? 'a1' : `a${n}`), 'Alert Id'))).ids).toEqual(['a1', 'a1', 'a3', 'a4']);
});

test('the id and the name of what stands within a record are not those of the record, and a key of hex digits is no hash', () => {
  const rows = ['a1', 'b2', 'c3'].map((part, i) => ({
    row_id: `0000000000fa6bce74e7bf1b819f4e${part}`,
    'rule.id': `6010${i}`,
    'rule.description': 'Odd login',
    'agent.name': 'FS-01',
    timestamp: `2024-03-01T10:0${i}:00Z`,
    'data.srcip': '203.0.113.7',
    'resource.status': 'Active',
    consoleLink: 'https://console.example.org/1',
  }));
  const columns = Object.keys(rows[0] ?? {});
  expect(guessMapping(columns, rows).spec.columns).toEqual({
    time: ['timestamp'],
    title: ['rule.description'],
    rule: ['rule.id'],
    device: ['agent.name'],
    sourceIp: ['data.srcip'],
    link: ['consoleLink'],
  });
  expect(guessMapping(['alert.id', 'user.id'], [{ 'alert.id': '1', 'user.id': '2' }]).spec.columns.id).toEqual(['alert.id']);
});

test('a tree of processes grows from columns of process ids: the parent of one row is the process of another', async () => {
  const rows = [
    'Event Time,Alert Name,Host,Image Path,Cmd,PID,PPID,Parent Image',
    '2024-05-01 10:00:00,Office child,ws-1,C:\\Windows\\cmd.exe,cmd /c x,200,100,C:\\Office\\winword.exe',
    '2024-05-01 10:00:05,Encoded,ws-1,C:\\Windows\\powershell.exe,powershell -enc,300,200,C:\\Windows\\cmd.exe',
  ];
  const { alerts } = await take(memorySource(rows.join('\n')), { importers: [] });
  const one = (i: number, parent: boolean) =>
    alerts[i]?.draft.evidence.find(({ type, roles }) => type === 'process' && roles.includes('parentProcess') === parent);
  expect(one(0, false)?.attributes).toMatchObject({ pid: '200', parentPid: '100', parentImage: 'C:\\Office\\winword.exe' });
  expect(one(0, true)?.ids).toEqual(['pid:ws-1/100', 'image:c:\\office\\winword.exe']);
  expect(one(1, true)?.ids).toEqual(one(0, false)?.ids);
});

test('a report with lines above its table is read from the header on, and says so', async () => {
  const { alerts, reports } = await take(memorySource(`Alert report\nGenerated: 2024-05-01\n\n${CSV}`), { importers: [] });
  expect(alerts.map(({ place }) => place.line)).toEqual([5, 6]);
  expect(reports[0]?.notes).toContain('2 lines above the header of the table left out.');
});

test('a parent is named by itself: by its image, or by its number on the device', async () => {
  const rows = [
    'alert name,time,host,process,pid,ppid,parent process,severity',
    'A,2026-03-10T09:00:00Z,FS-01,cmd.exe,12,7,,high',
    'B,2026-03-10T09:00:00Z,FS-01,cmd.exe,13,7,explorer.exe,high',
    'C,2026-03-10T09:00:00Z,,cmd.exe,14,7,,high',
  ].join('\n');
  const { alerts } = await take(memorySource(rows), { importers: [] });
  const parents = alerts.map(({ draft }) => draft.evidence.filter(({ roles }) => roles.includes('parentProcess')).map(({ ids }) => ids));
  expect(parents).toEqual([[['pid:fs-01/7']], [['pid:fs-01/7', 'image:explorer.exe']], []]);
});
