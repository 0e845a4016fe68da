import { expect, test } from 'vitest';
import { countsOf, outcomeOf } from '../../../src/ui/import/batch-words.ts';
import type { BatchRow } from '../../../src/worker/api.ts';

const batch = (more: Partial<BatchRow>): BatchRow =>
  ({
    added: 0,
    updated: 0,
    duplicates: 0,
    alerts: 0,
    sourceIncidents: 0,
    ignored: 0,
    rejectedCount: 0,
    error: null,
    cancelled: false,
    ...more,
  }) as BatchRow;
const error = { code: 'intake/cut-off', message: '' };

test.each([
  ['read', { alerts: 3 }],
  ['read', { sourceIncidents: 1 }],
  ['nothing', { ignored: 9 }],
  ['partly', { alerts: 3, rejectedCount: 1 }],
  ['partly', { alerts: 3, error }],
  ['failed', { error }],
  ['cancelled', { alerts: 3, cancelled: true }],
] as const)('%s: %o', (outcome, more) => expect(outcomeOf(batch(more))).toBe(outcome));

test('counts say what became of the records, and leave out what did not happen', () => {
  expect(countsOf(batch({ added: 1, duplicates: 2, rejectedCount: 1200 })).map((count) => count.words)).toEqual([
    '1 alert added',
    '2 duplicates',
    '1\u2009200 records rejected',
  ]);
  expect(countsOf(batch({})).map((count) => count.words)).toEqual(['0 alerts added']);
});
