import { expect, test } from 'vitest';
import { sentinelThirdParty } from '../../../src/intake/formats/sentinel-third-party.ts';
import { describeImporter } from '../describe-importer.ts';
import { memorySource, take } from '../sources.ts';
import { collect, onlyAlert } from './collect.ts';

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
