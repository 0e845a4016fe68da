import { expect, test } from 'vitest';
import { sentinelThirdParty } from '../../../src/intake/formats/sentinel-third-party.ts';
import { describeImporter } from '../describe-importer.ts';
import { memorySource, take } from '../sources.ts';
import { collect, onlyAlert, told } from './collect.ts';

describeImporter(sentinelThirdParty);

test('CEF severities are numbers or words', () => {
  const of = (LogSeverity: string): string =>
    onlyAlert(sentinelThirdParty, { DeviceVendor: 'v', DeviceEventClassID: '1', Activity: 'A', LogSeverity }).severity;
  expect(['0', '3', '4', '6', '7', '10', 'Very-High', 'Low'].map(of)).toEqual([
    'low',
    'low',
    'medium',
    'medium',
    'high',
    'high',
    'high',
    'low',
  ]);
});

test('a custom table is first offered, bare of its suffixes, to the reader of its vendor', () => {
  const row = { TimeGenerated: '2024-05-14T08:12:00Z', eventType_s: 'x', published_t: 'y', Type: 'Okta_CL' };
  const got = collect(sentinelThirdParty, row, { takesNested: true });
  expect(got.nested).toEqual([{ TimeGenerated: '2024-05-14T08:12:00Z', eventType: 'x', published: 'y' }]);
});

test('a row without title and severity is a log line, not an alert', () => {
  expect(collect(sentinelThirdParty, { TimeGenerated: 'x', path_s: '/a', Type: 'WebAccess_CL' }).ignored).toEqual([
    'row of WebAccess_CL without title and severity',
  ]);
});

test("a custom table whose rows keep the product's own form goes to that product's reader", async () => {
  const row = {
    Type: 'SophosEP_CL',
    type: 'Event::Endpoint::CoreAmsiBlocked',
    id: 'a1',
    severity: 'low',
    when: '2024-05-14T08:15:31Z',
    name: 'AMSI Protection blocked a threat',
    location: 'WS-1',
    endpoint_id: 'e1',
    group: 'RUNTIME_DETECTIONS',
  };
  const { reports, alerts } = await take(memorySource(JSON.stringify([row, { ...row, id: 'a2' }])));
  expect(reports[0]).toMatchObject({ format: 'sophos-central', error: null, candidates: [] });
  expect(alerts.map(({ draft }) => draft.externalId)).toEqual(['a1', 'a2']);
});

test('objects that the table has flattened are put together again for the reader of the product', async () => {
  const row = {
    'TimeGenerated [UTC]': '5/14/2024, 8:15:31.000 AM',
    id_d: '6180352115244790000',
    'date_t [UTC]': '5/14/2024, 8:15:30.000 AM',
    event_type_s: 'Threat Detected',
    event_type_id_d: '1090519054',
    detection_s: 'W32.GenericKD',
    severity_s: 'Medium',
    connector_guid_g: '20a0ce9f-44d1-4000-ab04-8a0705448b72',
    computer_hostname_s: 'WS-0042',
    computer_user_s: 'jdoe@WS-0042',
    file_file_name_s: 'bad.exe',
    file_identity_md5_g: 'e2f5dcd9-66e2-6d54-329e-8d79c7201652',
    Type: 'CiscoSecureEndpoint_CL',
  };
  const { alerts } = await take(memorySource(JSON.stringify([row])));
  expect(alerts.map(({ format }) => format)).toEqual(['cisco-secure-endpoint']);
  expect(told(alerts[0]?.draft.evidence ?? [])).toEqual([
    'device cisco-amp:20a0ce9f-44d1-4000-ab04-8a0705448b72 netbios:ws-0042 [impacted]',
    'user account:ws-0042\\jdoe name:jdoe [impacted]',
    'file md5:e2f5dcd966e26d54329e8d79c7201652 name:bad.exe [suspicious]',
  ]);
});
