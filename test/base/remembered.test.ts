import { expect, test, vi } from 'vitest';
import { remembered } from '../../src/base/remembered.ts';

test('each text is asked once, also where the answer is undefined', () => {
  const ask = vi.fn((text: string) => (text === 'known' ? 1 : undefined));
  const of = remembered(ask);
  expect(['known', 'stranger', 'known', 'stranger'].map(of)).toEqual([1, undefined, 1, undefined]);
  expect(ask).toHaveBeenCalledTimes(2);
});

test('texts beyond the limit are answered, and not kept', () => {
  const ask = vi.fn((text: string) => text.length);
  const of = remembered(ask, 1);
  expect(['a', 'bb', 'bb', 'a'].map(of)).toEqual([1, 2, 2, 1]);
  expect(ask).toHaveBeenCalledTimes(3);
});
