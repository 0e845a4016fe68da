import { expect, test } from 'vitest';
import { removalWords } from '../../../src/ui/import/removal-words.ts';

const removal = { names: ['a'], alerts: 1, shared: 0, vanishing: 0, shrinking: 0, decided: 0, rawBytes: 0, restorable: true };

test('what does not happen is not said', () => {
  expect(removalWords(removal)).toEqual(['1 alert that no other import has goes.', 'What remains is correlated anew.']);
});

test('all that happens is said in figures', () => {
  expect(removalWords({ ...removal, alerts: 12, shared: 3, vanishing: 1, shrinking: 2, decided: 2 })).toEqual([
    '12 alerts that no other import has go.',
    '3 alerts shared with other imports stay, in the newest version that was read.',
    '1 incident loses all alerts and goes.',
    '2 incidents lose some of their alerts.',
    'Decisions on 2 of these incidents are kept in the journal and come back when the alerts do.',
    'What remains is correlated anew.',
  ]);
});
