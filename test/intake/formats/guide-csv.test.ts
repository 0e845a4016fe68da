import { expect, test } from 'vitest';
import { guideCsv } from '../../../src/intake/formats/guide-csv.ts';
import { describeImporter } from '../describe-importer.ts';
import { onlyAlert, told } from './collect.ts';

describeImporter(guideCsv);

const row = {
  OrgId: '3',
  IncidentId: '612',
  AlertId: '9',
  AlertTitle: '6',
  Category: 'Execution',
  IncidentGrade: 'BenignPositive',
  EvidenceRole: 'Impacted',
};

test('codes are names within their organisation, and the code for absent names nothing', () => {
  const of = (fields: object): string[] => told(onlyAlert(guideCsv, { ...row, ...fields }).evidence);
  expect(of({ EntityType: 'Ip', IpAddress: '0' })).toEqual(['ip guide-ipaddress:3/0 [impacted]']);
  expect(of({ EntityType: 'Ip', IpAddress: '360606' })).toEqual([]);
  expect(of({ EntityType: 'User', AccountSid: '12.0', AccountName: '453297', IpAddress: '7' })).toEqual([
    'user guide-accountsid:3/12 [impacted]',
  ]);
});

test('rows of one alert are parts of it, graded as its incident', () => {
  expect(onlyAlert(guideCsv, row)).toMatchObject({
    externalId: '3/9',
    sourceIncident: '3/612',
    partial: true,
    classification: 'informationalExpectedActivity',
  });
});
