import { expect, test } from 'vitest';
import { guardDutyFinding } from '../../../src/intake/formats/guardduty-finding.ts';
import { collect } from './collect.ts';
import { awsAsff } from '../../../src/intake/formats/aws-asff.ts';
import { describeImporter } from '../describe-importer.ts';

describeImporter(awsAsff);

test('a finding of GuardDuty is the same alert from GuardDuty and from Security Hub', () => {
  const arn = 'arn:aws:guardduty:eu-west-1:1:detector/d/finding/f1';
  const [hub] = collect(awsAsff, {
    ProductArn: 'arn:aws:securityhub:eu-west-1::product/aws/guardduty',
    AwsAccountId: '1',
    Id: arn,
    Title: 'T',
  }).alerts;
  const [own] = collect(guardDutyFinding, {
    id: 'f1',
    arn,
    type: 'Recon:EC2/Portscan',
    severity: 2,
    accountId: '1',
    service: { serviceName: 'guardduty' },
  }).alerts;
  expect([hub?.externalId, hub?.idScope]).toEqual([own?.externalId, own?.idScope]);
});

test.each([
  [['Software and Configuration Checks/AWS Security Best Practices'], 'posture'],
  [['TTPs/Discovery'], undefined],
])('types %j are %s', (types, kind) => {
  const [draft] = collect(awsAsff, { ProductArn: 'p', AwsAccountId: '1', Id: 'x', Title: 'T', Types: types }).alerts;
  expect(draft?.kind).toBe(kind);
});
