import { expect, test } from 'vitest';
import { wazuh } from '../../../src/intake/formats/wazuh.ts';
import { describeImporter } from '../describe-importer.ts';
import { collect, ofType, onlyAlert, told } from './collect.ts';

describeImporter(wazuh);

const alert = {
  timestamp: '2024-05-14T08:20:00.123+0200',
  rule: { level: 5, description: 'D', id: '1', groups: ['x'] },
  agent: { id: '007', name: 'web-1' },
  manager: { name: 'm' },
  id: '1.2',
};

test('levels follow the bands of the dashboard', () => {
  const of = (level: number | string): string => onlyAlert(wazuh, { ...alert, rule: { ...alert.rule, level } }).severity;
  expect([0, 3, 4, 6, 7, 11, 12, 15, '16'].map(of)).toEqual([
    'informational',
    'informational',
    'low',
    'low',
    'medium',
    'medium',
    'high',
    'high',
    'high',
  ]);
});

test('a Suricata event inside is given to its own reader; without one the alert of Wazuh stands', () => {
  const event = { timestamp: 't', event_type: 'alert', alert: {} };
  const record = { ...alert, rule: { ...alert.rule, groups: ['ids', 'suricata'] }, full_log: JSON.stringify(event) };
  const taken = collect(wazuh, record, { takesNested: true });
  expect(taken.nested).toEqual([event]);
  expect(taken.alerts).toEqual([]);
  expect(collect(wazuh, record).alerts).toHaveLength(1);
});

test('an agent that relays is the sensor; the host is who wrote the line', () => {
  const made = onlyAlert(wazuh, { ...alert, predecoder: { hostname: 'mail-1' } });
  expect(told(ofType(made, 'device'))).toEqual(['device netbios:mail-1 [impacted]', 'device wazuh:m/007 netbios:web-1 [sensor]']);
});

test('backslashes that the decoder left doubled are single again', () => {
  const made = onlyAlert(wazuh, {
    ...alert,
    data: { win: { eventdata: { image: 'C:\\\\Windows\\\\a.exe', user: 'CORP\\\\jo' }, system: { computer: 'h1' } } },
  });
  expect(told(ofType(made, 'process'))).toEqual(['process image:c:\\windows\\a.exe [related]']);
  expect(told(ofType(made, 'user'))).toEqual(['user account:corp\\jo name:jo [related]']);
});

test('configuration checks are posture', () => {
  expect(onlyAlert(wazuh, { ...alert, rule: { ...alert.rule, groups: ['sca'] } }).kind).toBe('posture');
});
