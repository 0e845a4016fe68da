import { expect, test } from 'vitest';
import { collect } from './collect.ts';
import { ocsfFinding } from '../../../src/intake/formats/ocsf-finding.ts';
import { describeImporter } from '../describe-importer.ts';

describeImporter(ocsfFinding);

const check = (code: string) =>
  collect(ocsfFinding, {
    class_uid: 2004,
    status_code: code,
    metadata: { product: { name: 'Prowler' } },
    finding_info: { uid: '1', title: 'T' },
  });

test('a failed check is posture, a passed one is ignored', () => {
  expect(check('FAIL').alerts[0]?.kind).toBe('posture');
  expect(check('PASS')).toMatchObject({ alerts: [], ignored: ['passed check'] });
});

test('activity classes are not claimed', () => {
  expect(ocsfFinding.match({ class_uid: 4003, metadata: {} }, 'json')).toBe(0);
});
