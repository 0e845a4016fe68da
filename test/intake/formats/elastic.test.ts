import { expect, test } from 'vitest';
import { elastic } from '../../../src/intake/formats/elastic.ts';
import { describeImporter } from '../describe-importer.ts';
import { memorySource, take } from '../sources.ts';
import { collect, onlyAlert, told } from './collect.ts';

describeImporter(elastic);

test('dotted and nested names may be mixed in one document, and any field may be a list', () => {
  const made = onlyAlert(elastic, {
    '@timestamp': ['2024-05-14T08:20:00Z'],
    'kibana.alert.rule.name': ['R'],
    kibana: { alert: { uuid: 'u', severity: ['high'] } },
    'host.name': ['h1'],
    host: { ip: ['10.0.0.4'] },
    'process.pid': 4,
    process: { name: ['a.exe'] },
  });
  expect(made).toMatchObject({ title: 'R', externalId: 'u', severity: 'high' });
  expect(told(made.evidence)).toEqual([
    'device netbios:h1 [impacted]',
    'ip ip:10.0.0.4 [contextual]',
    'process pid:h1/4 image:a.exe [related]',
  ]);
});

test('the time of the event is original_time; @timestamp is when the rule ran', () => {
  const made = onlyAlert(elastic, {
    '@timestamp': '2024-05-14T09:00:00Z',
    'kibana.alert.rule.name': 'R',
    'kibana.alert.original_time': '2024-05-14T08:00:00Z',
  });
  expect((made.detected ?? 0) - (made.firstActivity ?? 0)).toBe(3_600_000_000);
});

test('workflow states, and a risk score where no severity is stated', () => {
  const of = (fields: object) => onlyAlert(elastic, { 'kibana.alert.rule.name': 'R', ...fields });
  expect(['open', 'acknowledged', 'closed'].map((state) => of({ 'kibana.alert.workflow_status': state }).status)).toEqual([
    'new',
    'inProgress',
    'resolved',
  ]);
  expect([10, 21, 47, 73, 99].map((score) => of({ 'kibana.alert.risk_score': score }).severity)).toEqual([
    'low',
    'low',
    'medium',
    'high',
    'high',
  ]);
});

test('building blocks are no alerts of their own', () => {
  expect(collect(elastic, { 'kibana.alert.rule.name': 'R', 'kibana.alert.building_block_type': 'default' }).ignored).toEqual([
    'building-block alert',
  ]);
});

test('an ECS alert of a sensor: the severity is its word, or a score above ten; other event kinds are not claimed', () => {
  const of = (fields: object) => ({ '@timestamp': '2024-05-14T09:00:00Z', event: { kind: 'alert' }, message: 'Found', ...fields });
  expect(onlyAlert(elastic, of({ log: { level: 'critical' } })).severity).toBe('high');
  expect(onlyAlert(elastic, of({ event: { kind: 'alert', severity: 47 } })).severity).toBe('medium');
  expect(onlyAlert(elastic, of({ event: { kind: 'alert', severity: 1 } }))).toMatchObject({ severity: 'unknown', severityText: '1' });
  expect(elastic.match(of({ event: { kind: 'event' } }), 'json')).toBe(0);
  expect(elastic.match({ '@timestamp': 'x', 'event.kind': ['alert'] }, 'json')).toBe(50);
});

test('a cell of Discover with several addresses names each', () => {
  const row = {
    '@timestamp': 'May 14, 2024 @ 08:20:00.000',
    'kibana.alert.rule.name': 'A, B',
    'host.name': 'h1',
    'host.ip': '10.0.0.4, 10.0.0.5',
  };
  const made = onlyAlert(elastic, { ...row, 'source.ip': '203.0.113.7, 203.0.113.8' }, { container: 'table' });
  expect(made.title).toBe('A, B');
  expect(told(made.evidence)).toEqual([
    'device netbios:h1 [impacted]',
    'ip ip:10.0.0.4 [contextual]',
    'ip ip:10.0.0.5 [contextual]',
    'ip ip:203.0.113.7 [source]',
  ]);
});

test('an ECS alert that keeps the original of a known product is read as that', async () => {
  const eve = {
    timestamp: '2024-05-14T08:00:00.5+0000',
    flow_id: 7,
    event_type: 'alert',
    src_ip: '10.0.0.4',
    dest_ip: '203.0.113.7',
    alert: { gid: 1, signature_id: 2, rev: 3, signature: 'Beacon', severity: 1 },
  };
  const ecs = { '@timestamp': '2024-05-14T08:00:00.5Z', event: { kind: 'alert', dataset: 'suricata.eve', original: JSON.stringify(eve) } };
  const fast = '05/14-08:00:00.5  [**] [1:2:3] Beacon [**] [Priority: 1] {TCP} 10.0.0.4:1 -> 203.0.113.7:80';
  const lines = [
    ecs,
    { ...ecs, event: { ...ecs.event, original: fast } },
    { ...ecs, event: { kind: 'alert', original: 'free text', reason: 'Odd' } },
  ];
  const { alerts, reports } = await take(memorySource(lines.map((line) => JSON.stringify(line)).join('\n')));
  expect(alerts.map(({ draft, format }) => [format, draft.title, draft.severity])).toEqual([
    ['suricata-eve', 'Beacon', 'high'],
    ['snort-alert-fast', 'Beacon', 'high'],
    ['elastic', 'Odd', 'unknown'],
  ]);
  expect(new Set(alerts.map(({ draft }) => draft.firstActivity)).size).toBe(1);
  expect(reports[0]).toMatchObject({ records: 3, alerts: 3, rejectedCount: 0 });
});
