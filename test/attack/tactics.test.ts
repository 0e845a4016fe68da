import { expect, test } from 'vitest';
import { TACTICS, tacticMask, tacticsOf, tacticsOfMask } from '../../src/attack/tactics.ts';
import { techniqueName, techniquesOf, tacticsOfTechnique } from '../../src/attack/techniques.ts';

test.each([
  ['TA0002 - Execution', ['TA0002']],
  ['attack.credential_access', ['TA0006']],
  ['Lateral_Movement', ['TA0008']],
  ['CommandAndControl', ['TA0011']],
  ['DefenseEvasion, Discovery', ['TA0005', 'TA0007']],
  ['defense_evasion / t1099 / t1070.006', ['TA0005']],
  ['CredAccess', ['TA0006']],
  ['mitre_execution', ['TA0002']],
  ['Unknown', []],
  ['Malware', []],
])('%s', (text, ids) => {
  expect(tacticsOf(text)).toEqual(ids);
});

test('a mask round-trips and keeps kill-chain order', () => {
  expect(tacticsOfMask(tacticMask(['TA0040', 'TA0001']))).toEqual(['TA0001', 'TA0040']);
  expect(TACTICS).toHaveLength(14);
});

test('technique ids are found in any text and named with their parent', () => {
  expect(techniquesOf(['Valid Accounts (T1078)', 'attack.t1003.001', '["T1047","T1078"]'])).toEqual(['T1078', 'T1003.001', 'T1047']);
  expect(techniqueName('T1059.001')).toBe('Command and Scripting Interpreter: PowerShell');
  expect(techniqueName('CST0007')).toBe('CST0007');
  expect(tacticsOfTechnique('T1078')).toEqual(['TA0001', 'TA0003', 'TA0004', 'TA0005']);
});
