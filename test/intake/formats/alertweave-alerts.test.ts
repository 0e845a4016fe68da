import { expect, test } from 'vitest';
import { alertweaveAlerts } from '../../../src/intake/formats/alertweave-alerts.ts';
import { describeImporter } from '../describe-importer.ts';
import { collect, onlyAlert, told } from './collect.ts';

describeImporter(alertweaveAlerts);

const line = { time: '2024-03-01T09:10:11Z', title: 'T', product: 'P' };

test('each kind of entity, under each of its names', () => {
  const of = (entity: object): string[] => told(onlyAlert(alertweaveAlerts, { ...line, entities: [entity] } as never).evidence);
  expect(of({ type: 'host', value: 'h1', role: 'sensor' })).toEqual(['device netbios:h1 [sensor]']);
  expect(of({ type: 'file', value: 'name:a.exe', role: 'process-image' })).toEqual(['file name:a.exe [processImage]']);
  expect(of({ type: 'process', value: '1044@2024-03-01T09:00:00Z' })).toEqual(['process pid:1044@2024-03-01T09:00:00Z']);
  expect(of({ type: 'cmdline', value: 'curl http://x.example' })).toEqual(['commandLine cmd:curl http://x.example']);
  expect(of({ type: 'url', value: 'http://x.example/a' })).toEqual(['url url:http://x.example/a']);
  expect(of({ type: 'registry', value: 'HKLM\\Software\\Run' })).toEqual(['registryKey key:hkey_local_machine\\software\\run']);
  expect(of({ type: 'badge', value: 'B-7' })).toEqual(['generic badge:b-7']);
});

test('an export of Alertweave keeps its keys and its identifiers as they are', () => {
  const made = onlyAlert(alertweaveAlerts, {
    ...line,
    alertweave: { key: 'a0123456789abcdef' },
    entities: [{ type: 'device', ids: ['fqdn:h1.corp.example.com', 'mde:9c'], label: 'h1', roles: ['impacted'], value: 'h1' }],
  });
  expect(made.key).toBe('a0123456789abcdef');
  expect(told(made.evidence)).toEqual(['device fqdn:h1.corp.example.com mde:9c [impacted]']);
});

test('a key that is none of ours is not believed', () => {
  expect(onlyAlert(alertweaveAlerts, { ...line, alertweave: { key: "a' or 1=1" } }).key).toBeUndefined();
});

test('severity is a word in any case, or a score', () => {
  const of = (severity: unknown): string => onlyAlert(alertweaveAlerts, { ...line, severity } as never).severity;
  expect(['HIGH', 'Low', 5, 95, '45', 'odd', null].map(of)).toEqual([
    'high',
    'low',
    'informational',
    'high',
    'medium',
    'unknown',
    'unknown',
  ]);
});

test('times in seconds, milliseconds and microseconds are one', () => {
  const of = (time: unknown): number | undefined => onlyAlert(alertweaveAlerts, { ...line, time } as never).firstActivity;
  expect(new Set([1709284211, 1709284211000, 1709284211000000, '2024-03-01T09:10:11Z', '1709284211'].map(of))).toEqual(
    new Set([1709284211000000]),
  );
});

test('a record of other keys is at most perhaps ours', () => {
  expect(alertweaveAlerts.match({ time: 1, title: 't', class_uid: 2004, severity_id: 3 }, 'json')).toBeLessThan(50);
  expect(alertweaveAlerts.match({ title: 't', severity: 'high' }, 'json')).toBe(0);
  expect(collect(alertweaveAlerts, { time: 1 }).rejected).toEqual(['intake/no-title']);
});
