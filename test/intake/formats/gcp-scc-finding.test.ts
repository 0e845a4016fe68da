import { expect, test } from 'vitest';
import { collect } from './collect.ts';
import { gcpSccFinding } from '../../../src/intake/formats/gcp-scc-finding.ts';
import { describeImporter } from '../describe-importer.ts';

describeImporter(gcpSccFinding);

test.each([
  ['THREAT', undefined],
  ['MISCONFIGURATION', 'posture'],
  ['VULNERABILITY', 'posture'],
  ['TOXIC_COMBINATION', 'posture'],
])('%s is %s', (findingClass, kind) => {
  const [draft] = collect(gcpSccFinding, { name: 'organizations/1/sources/2/findings/3', category: 'C', findingClass }).alerts;
  expect(draft?.kind).toBe(kind);
});
