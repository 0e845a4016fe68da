import { expect, test } from 'vitest';
import { suricataEve } from '../../../src/intake/formats/suricata-eve.ts';
import { describeImporter } from '../describe-importer.ts';
import { collect, onlyAlert, told } from './collect.ts';

describeImporter(suricataEve);

const event = {
  timestamp: '2024-05-14T08:15:42.000001+0200',
  flow_id: 7,
  event_type: 'alert',
  src_ip: '203.0.113.77',
  dest_ip: '10.20.4.17',
  alert: { signature_id: 1, signature: 'S', severity: 1 },
};

test('a timestamp keeps its microseconds and its offset', () => {
  expect(onlyAlert(suricataEve, event).firstActivity).toBe(Date.UTC(2024, 4, 14, 6, 15, 42) * 1000 + 1);
});

test('priority 1 is the worst, the word of the rule is better, 0 says nothing', () => {
  const of = (alert: object): string => onlyAlert(suricataEve, { ...event, alert: { signature: 'S', ...alert } }).severity;
  expect([1, 2, 3, 4, 0, 9].map((severity) => of({ severity }))).toEqual(['high', 'medium', 'low', 'informational', 'unknown', 'unknown']);
  expect(of({ severity: 1, metadata: { signature_severity: ['Minor'] } })).toBe('low');
  expect(of({ severity: 1, metadata: { signature_severity: ['Unknown'] } })).toBe('high');
});

test('the victim is whom the rule or its metadata names, else the private end', () => {
  expect(told(onlyAlert(suricataEve, event).evidence)).toEqual(['ip ip:203.0.113.77 [source]', 'ip ip:10.20.4.17 [destination impacted]']);
  const client = { ...event, direction: 'to_client', alert: { ...event.alert, metadata: { attack_target: ['Client_Endpoint'] } } };
  expect(told(onlyAlert(suricataEve, client).evidence)[1]).toBe('ip ip:10.20.4.17 [destination target]');
  const named = { ...event, alert: { ...event.alert, target: { ip: '203.0.113.77' } } };
  expect(told(onlyAlert(suricataEve, named).evidence)).toEqual([
    'ip ip:203.0.113.77 [source target]',
    'ip ip:10.20.4.17 [destination attacker]',
  ]);
});

test('an alert seen natively and through Splunk or Wazuh is one', () => {
  const wrapped = { _raw: JSON.stringify(event), event_type: 'alert', timestamp: event.timestamp, flow_id: '7' };
  expect(onlyAlert(suricataEve, wrapped).externalId).toBe(onlyAlert(suricataEve, event).externalId);
});

test('what is no alert is counted by its kind', () => {
  expect(collect(suricataEve, { ...event, event_type: 'flow' }).ignored).toEqual(['flow event']);
  expect(collect(suricataEve, { timestamp: 'x', event_type: 'stats' }).ignored).toEqual(['stats event']);
});
