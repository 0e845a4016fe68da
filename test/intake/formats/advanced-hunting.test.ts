import { expect, test } from 'vitest';
import { advancedHunting } from '../../../src/intake/formats/advanced-hunting.ts';
import { describeImporter } from '../describe-importer.ts';
import { onlyAlert, told } from './collect.ts';

describeImporter(advancedHunting);

const row = {
  Timestamp: '2024-05-14T08:11:58.1234567Z',
  AlertId: 'da638512345678901234_1',
  ServiceSource: 'Microsoft Defender for Endpoint',
};

test('a row of AlertEvidence is a part; AlertInfo is the alert, under the same id', () => {
  const part = onlyAlert(advancedHunting, { ...row, EntityType: 'Ip', EvidenceRole: 'Related', RemoteIP: '203.0.113.9' });
  const info = onlyAlert(advancedHunting, {
    ...row,
    Title: 'T',
    Severity: 'High',
    DetectionSource: 'EDR',
    Category: 'Execution',
    AttackTechniques: '["PowerShell (T1059.001)"]',
  });
  expect(part).toMatchObject({ partial: true, idScope: 'microsoft', externalId: row.AlertId });
  expect(info).toMatchObject({
    idScope: 'microsoft',
    externalId: row.AlertId,
    title: 'T',
    techniques: ['T1059.001'],
    tactics: ['TA0002'],
    evidence: [],
  });
  expect(info.partial).toBeUndefined();
  // The time of AlertInfo is when it was raised, not when it happened.
  expect(info.firstActivity).toBeUndefined();
  expect(part.detected).toBeUndefined();
});

test('references of AdditionalFields are resolved, also within a nested object', () => {
  const fields = {
    ProcessId: '1',
    ImageFile: { $id: '2', Name: 'a.exe', Host: { $id: '3', HostName: 'h1', Type: 'host' }, Type: 'file' },
    Host: { $ref: '3' },
    Account: { Name: 'jo', NTDomain: 'C', Host: { $ref: '3' } },
    Type: 'process',
  };
  const made = onlyAlert(advancedHunting, {
    ...row,
    EntityType: 'Process',
    EvidenceRole: 'Related',
    AdditionalFields: JSON.stringify(fields),
  });
  expect(told(made.evidence)).toContain('device netbios:h1 [related]');
  expect(told(made.evidence)).toContain('user account:c\\jo name:jo [related]');
});

test('columns fill what AdditionalFields leaves out', () => {
  const made = onlyAlert(advancedHunting, {
    ...row,
    EntityType: 'File',
    EvidenceRole: 'Related',
    FileName: 'u.exe',
    FolderPath: 'C:\\Temp',
    SHA1: '3395856ce81f2b7382dee72602f798b642f14140',
    DeviceName: 'h1.corp.example.com',
    AdditionalFields: '{"Type":"file","LastVerdict":"Malicious"}',
  });
  expect(made.evidence[0]).toMatchObject({
    type: 'file',
    verdict: 'malicious',
    ids: ['sha1:3395856ce81f2b7382dee72602f798b642f14140', 'path:c:\\temp\\u.exe', 'name:u.exe'],
  });
  expect(told(made.evidence)[1]).toContain('device fqdn:h1.corp.example.com');
});
