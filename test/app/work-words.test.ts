import { expect, test } from 'vitest';
import { workWords } from '../../src/app/work-words.ts';
import { bytesText } from '../../src/client/bytes.ts';

const reading = {
  phase: 'reading',
  file: 'eve.json',
  fileNumber: 2,
  files: 3,
  doneBytes: 50_000_000,
  totalBytes: 100_000_000,
  alerts: 1234,
  elapsedMs: 2000,
} as const;

test('file, percent, rate, alerts', () => {
  expect(workWords(reading)).toEqual({ what: 'Reading eve.json (2 of 3)', facts: ['50 %', '25 MB/s', '1\u2009234 alerts'], share: 0.5 });
});
test('a size that is not known gives no percent, and a compressed file never more than all', () => {
  expect(workWords({ ...reading, totalBytes: -1 })).toMatchObject({ share: undefined, facts: ['50 MB', '25 MB/s', '1\u2009234 alerts'] });
  expect(workWords({ ...reading, doneBytes: 200_000_000 }).share).toBe(1);
});
test('no rate in the first moment', () => expect(workWords({ ...reading, elapsedMs: 10 }).facts).toEqual(['50 %', '1\u2009234 alerts']));
test.each([
  [0, '0 B'],
  [999, '999 B'],
  [1000, '1 kB'],
  [1_449_000, '1.4 MB'],
  [999_600, '1 MB'],
  [812_000_000, '812 MB'],
  [-1, '0 B'],
])('%i bytes are %s', (bytes, text) => expect(bytesText(bytes)).toBe(text));
