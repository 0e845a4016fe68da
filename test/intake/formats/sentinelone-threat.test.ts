import { expect, test } from 'vitest';
import { toIso } from '../../../src/base/time.ts';
import { sentineloneThreat } from '../../../src/intake/formats/sentinelone-threat.ts';
import { describeImporter } from '../describe-importer.ts';
import { onlyAlert } from './collect.ts';

describeImporter(sentineloneThreat);

test('columns that state UTC are read so, whatever is assumed of others', () => {
  const row = {
    'Threat Details': 'mimikatz.exe',
    'Confidence Level': 'MALICIOUS',
    'Identified Time (UTC)': 'May 01, 2024 10:00:00',
    'Reported Time (UTC)': 'May 01, 2024 10:01:00',
    'Incident Status': 'Unresolved',
    Endpoints: 'ws-1',
    Classification: 'Malware',
  };
  const alert = onlyAlert(sentineloneThreat, row, { container: 'table', assume: { offsetMinutes: 120, year: 2024, dayFirst: false } });
  expect([alert.firstActivity, alert.detected].map((at) => at && toIso(at))).toEqual(['2024-05-01T10:00:00Z', '2024-05-01T10:01:00Z']);
  expect(alert.timeAssumed).toBeUndefined();
});
