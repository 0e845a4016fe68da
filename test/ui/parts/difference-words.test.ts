import { expect, test } from 'vitest';
import { differenceWords, movesNothing } from '../../../src/ui/parts/difference-words.ts';

const none = { mergeCount: 0, splitCount: 0, moveCount: 0, raised: 0, withdrawn: 0 };

test('counts what would happen and leaves out what would not', () => {
  expect(differenceWords({ ...none, mergeCount: 3, splitCount: 2, moveCount: 14 })).toBe('3 merges, 2 splits, 14 alerts move');
  expect(differenceWords({ ...none, splitCount: 1, moveCount: 1 })).toBe('1 split, 1 alert moves');
  expect(differenceWords({ ...none, raised: 2, withdrawn: 1 })).toBe('2 alerts raised, 1 raised alert withdrawn');
});
test('says plainly that nothing would change', () => {
  expect(movesNothing(none)).toBe(true);
  expect(differenceWords(none)).toBe('No incident would change');
});
