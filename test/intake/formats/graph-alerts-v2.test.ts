import { expect, test } from 'vitest';
import { graphAlertsV2 } from '../../../src/intake/formats/graph-alerts-v2.ts';
import { describeImporter } from '../describe-importer.ts';
import { collect, ofType, onlyAlert, told } from './collect.ts';

describeImporter(graphAlertsV2);

const alert = (evidence: object): Parameters<typeof onlyAlert>[1] =>
  ({
    id: 'da638512345678901234_1',
    title: 'T',
    severity: 'high',
    serviceSource: 'microsoftDefenderForEndpoint',
    createdDateTime: '2024-05-14T08:12:09.4433333Z',
    evidence,
  }) as never;

test('seven fractional digits are cut to microseconds, never rounded', () => {
  const { detected } = onlyAlert(graphAlertsV2, { ...alert([]), createdDateTime: '2024-05-14T08:12:09.9999999Z' });
  expect(detected).toBe(Date.UTC(2024, 4, 14, 8, 12, 9) * 1000 + 999_999);
});

test('a process carries its ancestry, its account and its image, told apart by device and creation time', () => {
  const made = onlyAlert(
    graphAlertsV2,
    alert([
      {
        '@odata.type': '#microsoft.graph.security.processEvidence',
        processId: 7416,
        processCreationDateTime: '2024-05-14T08:11:58Z',
        processCommandLine: 'powershell -nop',
        parentProcessId: 5120,
        parentProcessImageFile: { fileName: 'WINWORD.EXE', filePath: 'C:\\Office' },
        imageFile: { fileName: 'powershell.exe', filePath: 'C:\\Windows', sha1: '6cbce4a295c163791b60fc23d285e6d84f28ee4c' },
        userAccount: { userPrincipalName: 'mina@example.com' },
        mdeDeviceId: 'd1',
        verdict: 'malicious',
        detectionStatus: 'blocked',
        remediationStatus: 'none',
      },
    ]),
  );
  const [process] = ofType(made, 'process');
  expect(process?.ids).toEqual(['proc:d1/7416@2024-05-14T08:11:58Z', 'image:c:\\windows\\powershell.exe']);
  expect(process).toMatchObject({ verdict: 'malicious', remediation: 'blocked' });
  expect({ ...process?.attributes }).toMatchObject({ parentPid: '5120', parentImage: 'C:\\Office\\WINWORD.EXE', user: 'mina@example.com' });
  expect(told(ofType(made, 'file'))[0]).toContain('[processImage]');
  expect(told(ofType(made, 'user'))).toEqual(['user upn:mina@example.com [related]']);
});

test('evidence of an unknown type is kept with its facts', () => {
  const made = onlyAlert(
    graphAlertsV2,
    alert([{ '@odata.type': '#microsoft.graph.security.quantumEvidence', displayName: 'Q-1', qubits: 7, roles: ['attacked'] }]),
  );
  expect(told(made.evidence)).toEqual(['generic quantum:q-1 [attacked]']);
  expect({ ...made.evidence[0]?.attributes }).toMatchObject({ qubits: 7 });
});

test('values of a newer enumeration read as unknown', () => {
  const made = onlyAlert(graphAlertsV2, {
    ...alert([
      {
        '@odata.type': '#microsoft.graph.security.ipEvidence',
        ipAddress: '203.0.113.9',
        verdict: 'unknownFutureValue',
        remediationStatus: 'unknownFutureValue',
        roles: ['unknownFutureValue'],
      },
    ]),
    severity: 'unknownFutureValue',
    status: 'unknownFutureValue',
  });
  expect(made).toMatchObject({ severity: 'unknown', severityText: 'unknownFutureValue' });
  expect(made.status).toBeUndefined();
  expect(made.evidence[0]).toMatchObject({ roles: [] });
  expect(made.evidence[0]?.verdict).toBeUndefined();
});

test('the product is told by the service, else by the first letters of the id', () => {
  const of = (fields: object): string => onlyAlert(graphAlertsV2, { ...alert([]), ...fields }).product;
  expect(of({ serviceSource: 'azureAdIdentityProtection' })).toBe('Microsoft Entra ID Protection');
  expect(of({ serviceSource: 'unknownFutureValue', id: 'fa2b9f5e70-90c5' })).toBe('Microsoft Defender for Office 365');
});

test('a hostile record neither throws nor reaches a prototype', () => {
  const record = JSON.parse(
    '{"title":"x","createdDateTime":"2024-05-14T08:12:09Z","serviceSource":"x","severity":"low","evidence":[{"__proto__":{"ipAddress":"203.0.113.9"}},{"constructor":1},null,[],7,{"@odata.type":{"a":1}}]}',
  ) as never;
  expect(collect(graphAlertsV2, record).alerts[0]?.evidence.filter(({ type }) => type === 'ip')).toEqual([]);
});
