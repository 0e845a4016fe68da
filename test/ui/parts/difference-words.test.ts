import { expect, test } from 'vitest';
import { changesNothing, differenceWords } from '../../../src/ui/parts/difference-words.ts';

test('counts what would happen and leaves out what would not', () => {
  expect(differenceWords({ mergeCount: 3, splitCount: 2, moveCount: 14 })).toBe('3 merges, 2 splits, 14 alerts move');
  expect(differenceWords({ mergeCount: 0, splitCount: 1, moveCount: 1 })).toBe('1 split, 1 alert moves');
});
test('says plainly that nothing would change', () => {
  const none = { mergeCount: 0, splitCount: 0, moveCount: 0 };
  expect(changesNothing(none)).toBe(true);
  expect(differenceWords(none)).toBe('No incident would change');
});
