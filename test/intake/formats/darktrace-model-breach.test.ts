import { expect, test } from 'vitest';
import { darktraceModelBreach } from '../../../src/intake/formats/darktrace-model-breach.ts';
import { describeImporter } from '../describe-importer.ts';
import { onlyAlert, told } from './collect.ts';

describeImporter(darktraceModelBreach);

test('what the analyst found names the endpoints contacted and the other devices', () => {
  const breached = { identifier: null, hostname: 'ws-7', ip: '10.0.0.7', did: 62, sid: 25 };
  const alert = onlyAlert(darktraceModelBreach, {
    summariser: 'HttpAgentSummary',
    title: 'Possible HTTP Command and Control',
    id: 'a400',
    aiaScore: 55,
    category: 'critical',
    createdAt: 1_715_674_800_000,
    periods: [{ start: 1_715_674_000_000, end: 1_715_674_100_000 }],
    breachDevices: [breached],
    details: [
      [{ header: 'Device Making Suspicious Connections', contents: [{ key: null, type: 'device', values: [breached] }] }],
      [
        { header: 'Application', contents: [{ key: 'User agent', type: 'string', values: ['python-requests/2.25.1'] }] },
        {
          header: 'Endpoints',
          contents: [
            { key: 'Hostname', type: 'externalHost', values: [{ hostname: 'c2.example.net', ip: null }] },
            { key: 'Most recent destination IP', type: 'externalHost', values: [{ hostname: '203.0.113.9', ip: '203.0.113.9' }] },
            { key: null, type: 'device', values: [{ hostname: 'fs-1', ip: '10.0.0.9', did: 63 }] },
          ],
        },
      ],
    ],
  });
  expect(told(alert.evidence)).toEqual([
    'device darktrace:62 netbios:ws-7 [impacted]',
    'ip ip:10.0.0.7 [source]',
    'domain domain:c2.example.net [destination]',
    'ip ip:203.0.113.9 [destination]',
    'device darktrace:63 netbios:fs-1 [related]',
    'ip ip:10.0.0.9 [related]',
  ]);
});
