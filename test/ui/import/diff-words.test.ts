import { expect, test } from 'vitest';
import { cautionsOf, fieldWord } from '../../../src/ui/import/diff-words.ts';
import type { ExportDiff } from '../../../src/worker/api.ts';

test('values are said in the words of the portal, those of a file as they stand', () => {
  expect(fieldWord('status', 'inProgress')).toBe('In progress');
  expect(fieldWord('assignedTo', '')).toBe('Nobody');
  expect(fieldWord('assignedTo', 'constructor')).toBe('constructor');
  expect(fieldWord('classification', '')).toBe('Not set');
});

test('doubts of a side are told by its name, and that they make alerts vanish', () => {
  const side = { name: 'a.json', alerts: 3, unnamed: 0, formats: ['x'], doubts: [] };
  const diff = { before: side, after: { ...side, name: 'b.json', unnamed: 1, formats: ['y'], doubts: ['Cut off.'] }, vanished: 2 };
  expect(cautionsOf(diff as unknown as ExportDiff)).toEqual([
    'b.json: Cut off.',
    'b.json: 1 alert without an id, matched by what it says. A change of title, time or evidence shows as vanished and new.',
    'The two files are of different formats: a field that one of them does not carry is not compared.',
    'What was not read of the later file shows as vanished.',
  ]);
});
