import { expect, test } from 'vitest';
import { sentinelSecurityAlert } from '../../../src/intake/formats/sentinel-securityalert.ts';
import { describeImporter } from '../describe-importer.ts';
import { ofType, onlyAlert, told } from './collect.ts';

describeImporter(sentinelSecurityAlert);

const alert = (entities: unknown, more: object = {}): never =>
  ({
    SystemAlertId: 's1',
    AlertName: 'A',
    ExtendedProperties: '',
    Entities: typeof entities === 'string' ? entities : JSON.stringify(entities),
    ...more,
  }) as never;

test('a reference may stand before its definition, point into another entity, or to nothing', () => {
  const made = onlyAlert(
    sentinelSecurityAlert,
    alert([
      { $ref: '2' },
      { $ref: '9' },
      { $id: '1', HostName: 'h1', Type: 'host' },
      {
        $id: '3',
        ImageFile: { $id: '2', Name: 'a.exe', Directory: 'C:\\x', Type: 'file' },
        ProcessId: '0x10',
        Host: { $ref: '1' },
        Type: 'process',
      },
    ]),
  );
  expect(told(made.evidence)).toEqual([
    'file path:c:\\x\\a.exe name:a.exe [processImage]',
    'device netbios:h1 [related]',
    'process pid:h1/16 image:c:\\x\\a.exe',
  ]);
});

test('references that turn in a circle end', () => {
  const made = onlyAlert(
    sentinelSecurityAlert,
    alert(
      '[{"$id":"1","Type":"process","ProcessId":"4","Host":{"$ref":"2"},"Account":{"$ref":"3"}},{"$id":"2","HostName":"h1","Type":"host","LoggedOnUsers":[{"$ref":"3"}]},{"$id":"3","Name":"jo","Host":{"$ref":"2"},"Type":"account"}]',
    ),
  );
  expect(ofType(made, 'device').length).toBeGreaterThan(0);
});

test('a bare reference to a hash repeats its file and is not counted', () => {
  const made = onlyAlert(
    sentinelSecurityAlert,
    alert([
      {
        $id: '1',
        Name: 'a.exe',
        FileHashes: [{ $id: '2', Algorithm: 'SHA1', Value: '3395856ce81f2b7382dee72602f798b642f14140', Type: 'filehash' }],
        Type: 'file',
      },
      { $ref: '2' },
    ]),
  );
  expect(ofType(made, 'file')).toHaveLength(1);
});

test('types and keys in any case, addresses as text or as an object', () => {
  const made = onlyAlert(
    sentinelSecurityAlert,
    alert([
      { hostName: 'h1', lastIpAddress: { address: '10.0.0.4', type: 'ip' }, type: 'Host' },
      { address: '203.0.113.9', type: 'IP' },
    ]),
  );
  expect(told(made.evidence)).toEqual(['device netbios:h1', 'ip ip:10.0.0.4 [contextual]', 'ip ip:203.0.113.9']);
});

test('the zone is UTC by definition of the table, and asked where the header says local', () => {
  const assume = { offsetMinutes: 120, year: 2024, dayFirst: false };
  const utc = onlyAlert(sentinelSecurityAlert, alert([], { 'TimeGenerated [UTC]': '5/14/2024, 8:30:00.123 AM' }), { assume });
  const local = onlyAlert(sentinelSecurityAlert, alert([], { 'TimeGenerated [Local Time]': '5/14/2024, 8:30:00.123 AM' }), { assume });
  expect(utc.detected).toBe(Date.UTC(2024, 4, 14, 8, 30, 0, 123) * 1000);
  expect(utc.timeAssumed).toBeUndefined();
  expect(local.detected).toBe(Date.UTC(2024, 4, 14, 6, 30, 0, 123) * 1000);
  expect(local.timeAssumed).toEqual(['zone']);
});

test('several rows of one alert keep one identity and tell their version', () => {
  const [first, second] = ['2024-05-14T08:00:00Z', '2024-05-14T09:00:00Z'].map((TimeGenerated) =>
    onlyAlert(sentinelSecurityAlert, alert([], { TimeGenerated })),
  );
  expect(first?.externalId).toBe(second?.externalId);
  expect((second?.updated ?? 0) - (first?.updated ?? 0)).toBe(3_600_000_000);
});

test('the id Graph gives the same alert stands in its link, or follows from the provider', () => {
  const aliasOf = (row: object) => onlyAlert(sentinelSecurityAlert, alert('[]', row)).alias;
  const risk = '1192934356256968fa9f0811188c4ea93f8b858936f7cbb6e7331745e1d87825';
  const id = '01a23e9a-b69c-ee97-c5f0-447aaa91df7a';
  expect(aliasOf({ AlertLink: 'https://security.microsoft.com/alerts/da019e64d3_1?tid=a' })).toEqual({
    scope: 'microsoft',
    id: 'da019e64d3_1',
  });
  expect(aliasOf({ ProviderName: 'IPC', VendorOriginalId: risk })).toEqual({ scope: 'microsoft', id: `ad${risk}` });
  expect(aliasOf({ ProviderName: 'ASI Scheduled Alerts', SystemAlertId: id })).toEqual({ scope: 'microsoft', id: `sn${id}` });
  expect(aliasOf({ ProviderName: 'MDATP', VendorOriginalId: '019e64d3_1' })).toBeUndefined();
  expect(aliasOf({ AlertLink: 'https://evil.example/security.microsoft.com/alerts/da1' })).toBeUndefined();
});
