import { expect, test } from 'vitest';
import { collect } from './collect.ts';
import { aitAdsLabelledCsv } from '../../../src/intake/formats/ait-ads-labelled-csv.ts';
import { describeImporter } from '../describe-importer.ts';

describeImporter(aitAdsLabelledCsv);

test('labels leave no trace', () => {
  const row = { time: '1642723347', name: 'Wazuh: X', ip: '10.0.0.1', host: 'mail', short: 'W-X' };
  const plain = collect(aitAdsLabelledCsv, row, { container: 'table' }).alerts;
  const labelled = collect(
    aitAdsLabelledCsv,
    { ...row, time_label: 'network_scans', event_label: 'network_scans' },
    { container: 'table' },
  ).alerts;
  expect(labelled).toEqual(plain);
});
