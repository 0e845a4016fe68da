import { expect, test } from 'vitest';
import { cortexXdrAlerts } from '../../../src/intake/formats/cortex-xdr-alerts.ts';
import { crowdstrikeAlertsV2 } from '../../../src/intake/formats/crowdstrike-alerts-v2.ts';
import { crowdstrikeEventStream } from '../../../src/intake/formats/crowdstrike-event-stream.ts';
import { sentineloneThreat } from '../../../src/intake/formats/sentinelone-threat.ts';
import { sophosCentral } from '../../../src/intake/formats/sophos-central.ts';
import { splunkNotable } from '../../../src/intake/formats/splunk-notable.ts';
import { trellixFireeye } from '../../../src/intake/formats/trellix-fireeye.ts';
import { collect, ofType, onlyAlert, told } from './collect.ts';

const stream = (event: Record<string, string | number>, type = 'EppDetectionSummaryEvent') => ({
  metadata: { eventType: type, eventCreationTime: 1715674531000 },
  event: { Name: 'N', ...event },
});

test('CrowdStrike counts severity from 1 to 5 or from 0 to 100, and its word wins', () => {
  const of = (event: Record<string, string | number>) => onlyAlert(crowdstrikeEventStream, stream(event)).severity;
  expect([1, 2, 3, 4, 5].map((Severity) => of({ Severity }))).toEqual(['informational', 'low', 'medium', 'high', 'high']);
  expect([10, 30, 50, 70].map((Severity) => of({ Severity }))).toEqual(['informational', 'low', 'medium', 'high']);
  expect(of({ Severity: 2, SeverityName: 'Critical' })).toBe('high');
});

test('one CrowdStrike alert has one identity in the API and in the stream', () => {
  const api = onlyAlert(crowdstrikeAlertsV2, { composite_id: 'c:ind:a:1', cid: 'c', name: 'N' });
  const event = onlyAlert(crowdstrikeEventStream, stream({ CompositeId: 'c:ind:a:1' }));
  expect([api.idScope, api.externalId]).toEqual([event.idScope, event.externalId]);
});

test('an audit event of CrowdStrike is no alert', () => {
  expect(collect(crowdstrikeEventStream, stream({}, 'AuthActivityAuditEvent')).ignored).toEqual(['AuthActivityAuditEvent']);
});

test('a workgroup names no realm: accounts of it on two machines stay two', () => {
  const of = (hostname: string) =>
    onlyAlert(crowdstrikeAlertsV2, {
      composite_id: hostname,
      cid: 'c',
      name: 'N',
      user_name: 'admin',
      logon_domain: 'WORKGROUP',
      device: { hostname },
    });
  expect(told(ofType(of('A'), 'user'))).toEqual(['user account:a\\admin name:admin [impacted]']);
  expect(told(ofType(of('B'), 'user'))).toEqual(['user account:b\\admin name:admin [impacted]']);
});

test('a notable whose fields stand only in _raw is read with its repeated fields', () => {
  const alert = onlyAlert(splunkNotable, {
    _raw: '1715688000, search_name="Endpoint - Malware - Rule", orig_action_name="notable", dest="ws-1", dest="ws-2", rule_title="On \\"two\\" hosts", severity="high"',
  });
  expect(alert.title).toBe('On "two" hosts');
  expect(alert.firstActivity).toBe(1_715_688_000_000_000);
  expect(told(ofType(alert, 'device'))).toEqual([
    'device netbios:ws-1 [destination impacted]',
    'device netbios:ws-2 [destination impacted]',
  ]);
});

test('the search head is no asset, and a field in a title is filled in', () => {
  const alert = onlyAlert(splunkNotable, {
    event_id: 'x@@notable@@y',
    rule_title: 'From $src$ to $nowhere$',
    src: '203.0.113.7',
    host: 'search-head',
  });
  expect(alert.title).toBe('From 203.0.113.7 to $nowhere$');
  expect(ofType(alert, 'device')).toEqual([]);
});

test('type names of a documentation page are no values', () => {
  const alert = onlyAlert(sentineloneThreat, {
    id: '7',
    threatInfo: { threatName: 'string', sha1: 'string', filePath: 'string' },
    agentDetectionInfo: { agentDomain: 'string' },
  });
  expect(alert.title).toBe('SentinelOne threat 7');
  expect(alert.evidence).toEqual([]);
});

test('an event split off a Cortex alert is a part of it', () => {
  const part = onlyAlert(cortexXdrAlerts, {
    alert_id: '5',
    event_type: 'File Event',
    event_timestamp: 1715674531000,
    association_strength: 50,
  });
  expect([part.externalId, part.partial]).toEqual(['5', true]);
});

test('housekeeping of Sophos is kept apart from threats', () => {
  const of = (type: string) => onlyAlert(sophosCentral, { type, id: '1' }).kind;
  expect(of('Event::Endpoint::UpdateSuccess')).toBe('posture');
  expect(of('Event::Endpoint::Threat::Detected')).toBeUndefined();
});

test('ePO counts downwards, in JSON as in XML', () => {
  const of = (threatseverity: string) =>
    onlyAlert(trellixFireeye, { type: 'MVEvents', id: '1', attributes: { threatname: 'T', threatseverity } }).severity;
  expect(['1', '3', '5', '6'].map(of)).toEqual(['high', 'medium', 'low', 'informational']);
  const message =
    '<EPOEvent><MachineInfo><MachineName>WS-1</MachineName></MachineInfo><SoftwareInfo ProductName="P"><Event><GMTTime>2024-05-14T08:15:31</GMTTime>' +
    '<ThreatSeverity>2</ThreatSeverity><ThreatName>A &amp; B</ThreatName></Event></SoftwareInfo></EPOEvent>';
  const alert = onlyAlert(trellixFireeye, { message });
  expect([alert.title, alert.severity, alert.firstActivity]).toEqual(['A & B', 'high', Date.UTC(2024, 4, 14, 8, 15, 31) * 1000]);
});
