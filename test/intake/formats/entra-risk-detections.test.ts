import { expect, test } from 'vitest';
import { entraRiskDetections } from '../../../src/intake/formats/entra-risk-detections.ts';
import { describeImporter } from '../describe-importer.ts';
import { collect, onlyAlert, told } from './collect.ts';

describeImporter(entraRiskDetections);

const detection = {
  id: '1',
  riskEventType: 'someNewRiskType',
  riskLevel: 'hidden',
  riskState: 'dismissed',
  detectedDateTime: '2024-05-14T08:03:00Z',
};

test('a type that is not in the table is spelled out', () => {
  expect(onlyAlert(entraRiskDetections, detection)).toMatchObject({ title: 'Some new risk type', severity: 'unknown', status: 'resolved' });
});

test('techniques of additionalInfo bring their tactics', () => {
  const made = onlyAlert(entraRiskDetections, {
    ...detection,
    additionalInfo: '[{"Key":"mitreTechniques","Value":"T1110.003"}]',
    ipAddress: '203.0.113.4',
    userPrincipalName: 'mina@example.com',
  });
  expect(made).toMatchObject({ techniques: ['T1110.003'], tactics: ['TA0006'] });
  expect(told(made.evidence)).toEqual(['user upn:mina@example.com [impacted]', 'ip ip:203.0.113.4 [source]']);
});

test('the state of a risky user is no alert', () => {
  expect(
    collect(entraRiskDetections, { id: 'u', riskLevel: 'high', riskState: 'atRisk', riskLastUpdatedDateTime: '2024-05-14T08:03:00Z' })
      .ignored,
  ).toHaveLength(1);
});
