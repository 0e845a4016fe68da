import { expect, test } from 'vitest';
import { hayabusa } from '../../../src/intake/formats/hayabusa.ts';
import { describeImporter } from '../describe-importer.ts';
import { memorySource, take } from '../sources.ts';
import { onlyAlert, told } from './collect.ts';

describeImporter(hayabusa);

const row = {
  Timestamp: '2024-05-14 10:11:58.123 +02:00',
  RuleTitle: 'R',
  Level: 'med ',
  Computer: 'h1',
  Channel: 'Sec',
  EventID: '1',
  RecordID: '9',
};

test('levels are words in full or cut short, with blanks', () => {
  const of = (Level: string): string => onlyAlert(hayabusa, { ...row, Level }).severity;
  expect(['crit', 'high', 'med ', 'low ', 'info', 'informational', 'critical', 'emer', 'undef'].map(of)).toEqual([
    'high',
    'high',
    'medium',
    'low',
    'informational',
    'informational',
    'high',
    'high',
    'unknown',
  ]);
});

test('details are read in the form of any version', () => {
  const user = (Details: unknown): string[] => told(onlyAlert(hayabusa, { ...row, Details } as never).evidence).slice(1);
  const read = ['user account:corp\\jo name:jo [related]'];
  expect(user('User: CORP\\jo ¦ LID: 0x1')).toEqual(read);
  expect(user('User : CORP\\jo | LID : 0x1')).toEqual(read);
  expect(user({ User: 'CORP\\jo', LID: '0x1' })).toEqual(read);
});

test('two rules on one event are two alerts, one rule on it is one, whatever the file is called', () => {
  const id = (more: object): string | undefined => onlyAlert(hayabusa, { ...row, ...more }).externalId;
  expect(id({ EvtxFile: 'a' })).toBe(id({ EvtxFile: 'b' }));
  expect(id({ RuleTitle: 'S' })).not.toBe(id({}));
});

test.each([
  ['the default', '2021-10-20 22:39:12.731 +09:00'],
  ['--European-time', '20-10-2021 22:39:12.731 +09:00'],
  ['--US-time', '10-20-2021 10:39:12.731 PM +09:00'],
  ['--US-military-time', '10-20-2021 22:39:12.731 +09:00'],
  ['--RFC-3339', '2021-10-20 22:39:12.731000+09:00'],
  ['--ISO-8601', '2021-10-20T13:39:12.731Z'],
])('the time of %s', async (_, time) => {
  const { alerts } = await take(
    memorySource(`Timestamp,RuleTitle,Level,Computer,Channel,EventID,RecordID,Details\n${time},R,high,ws-1,Sec,4688,7,Cmdline: x\n`),
  );
  expect(alerts.map(({ draft }) => draft.firstActivity)).toEqual([Date.UTC(2021, 9, 20, 13, 39, 12, 731) * 1000]);
});

test('details with a command line and no image name the program it begins with', () => {
  const of = (line: string) =>
    onlyAlert(hayabusa, { ...row, Details: `User: bob ¦ Cmdline: ${line}` }, { container: 'table' }).evidence.find(
      ({ type }) => type === 'process',
    );
  expect(of('"C:\\Program Files\\a b\\c.exe" -x')?.ids).toEqual(['image:c:\\program files\\a b\\c.exe']);
  expect(of('C:\\Program Files\\a b\\c.exe -x')?.attributes).toMatchObject({
    image: 'C:\\Program Files\\a b\\c.exe',
    commandLine: 'C:\\Program Files\\a b\\c.exe -x',
  });
  expect(of('whoami /all')?.ids).toEqual(['image:whoami']);
});
