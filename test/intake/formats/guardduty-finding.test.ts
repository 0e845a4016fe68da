import { expect, test } from 'vitest';
import { guardDutyFinding } from '../../../src/intake/formats/guardduty-finding.ts';
import { describeImporter } from '../describe-importer.ts';

describeImporter(guardDutyFinding);

test('findings of Macie have types of the same form and are not taken for those of GuardDuty', () => {
  const finding = { id: '4e95', accountId: '111122223333', region: 'us-east-1', title: 'The S3 object contains personal information.' };
  const macie = {
    ...finding,
    type: 'SensitiveData:S3Object/Personal',
    category: 'CLASSIFICATION',
    severity: { score: 1, description: 'Low' },
  };
  expect(guardDutyFinding.match(macie, 'json')).toBe(0);
  expect(guardDutyFinding.match({ ...finding, type: 'Recon:EC2/PortProbeUnprotectedPort', severity: 2 }, 'json')).toBe(75);
});
