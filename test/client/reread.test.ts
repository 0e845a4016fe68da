import { expect, test } from 'vitest';
import { readingsOf } from '../../src/client/reread.ts';

const batch = (id: number, name: string, bytes = 100): { readonly id: number; readonly name: string; readonly bytes: number } => ({
  id,
  name,
  bytes,
});

test('of a plain file all readings of the same name and size, whichever is asked about', () => {
  const all = [batch(1, 'a.json'), batch(2, 'b.json'), batch(3, 'a.json'), batch(4, 'a.json', 7)];
  expect(readingsOf(all, 'a.json', 1)).toEqual([1, 3]);
  expect(readingsOf(all, 'a.json', 3)).toEqual([1, 3]);
  expect(readingsOf(all, 'a.json')).toEqual([4]);
  expect(readingsOf(all, 'c.json')).toEqual([]);
});

test('of an archive all members of the drop, and of earlier drops of the same', () => {
  const drop = (from: number): ReturnType<typeof batch>[] => [batch(from, 'x.zip › a'), batch(from + 1, 'x.zip › b')];
  expect(readingsOf([...drop(1), batch(3, 'y.json'), ...drop(4)], 'x.zip', 5)).toEqual([1, 2, 4, 5]);
  expect(readingsOf([...drop(1), ...drop(3)], 'x.zip', 1)).toEqual([1, 2, 3, 4]);
});

test('another archive of the same name is left alone', () => {
  expect(readingsOf([batch(1, 'x.zip › a', 5), batch(2, 'x.zip › b', 6), batch(7, 'x.zip › c', 9)], 'x.zip', 7)).toEqual([7]);
});
