import { expect, test } from 'vitest';
import { importNotice } from '../../src/client/import-notice.ts';
import { together } from '../../src/client/import-triage.ts';
import type { BatchRow, ImportOutcome } from '../../src/worker/api.ts';

const report = (name: string, more: Partial<BatchRow> = {}): BatchRow => ({ name, error: null, rejectedCount: 0, ...more }) as BatchRow;
const outcome = (more: Partial<ImportOutcome>): ImportOutcome => ({
  reports: [report('a.json')],
  added: 0,
  updated: 0,
  duplicates: 0,
  cancelled: false,
  raised: 0,
  withdrawn: 0,
  timings: { readMs: 0, storeMs: 0, correlateMs: 0, totalMs: 0 },
  ...more,
});

test('all went well', () =>
  expect(importNotice(outcome({ added: 12_340, updated: 1 }))).toEqual({
    kind: 'done',
    title: 'a.json read',
    text: '12\u2009340 alerts added, 1 updated.',
  }));
test('a file that could not be read is named first and stays', () =>
  expect(
    importNotice(
      outcome({
        added: 3,
        reports: [report('a.json'), report('list.json', { error: { code: 'intake/unknown-format', message: 'No importer knows it.' } })],
      }),
    ),
  ).toMatchObject({
    kind: 'failed',
    title: 'list.json: the format is not known',
    text: expect.stringContaining('3 alerts added.') as string,
  }));
test('several that could not be read', () => {
  const bad = report('b', { error: { code: 'intake/empty', message: '' } });
  expect(importNotice(outcome({ reports: [bad, bad, report('c')] })).title).toBe('2 of 3 files could not be read to the end');
});
test('the same file again', () =>
  expect(importNotice(outcome({ duplicates: 60 }))).toEqual({
    kind: 'info',
    title: 'Nothing new in a.json',
    text: '60 alerts were here already.',
  }));
test('no alerts at all', () => expect(importNotice(outcome({}))).toMatchObject({ kind: 'info', title: 'No alerts in a.json' }));
test('alerts of our own that came and went with it are told', () =>
  expect(importNotice(outcome({ reports: [report('a.json')], added: 5, raised: 1, withdrawn: 2 })).text).toBe(
    '5 alerts added. 1 alert raised by sequence rules. 2 raised alerts withdrawn: the sequence is no longer there.',
  ));
test('cancelled', () =>
  expect(importNotice(outcome({ cancelled: true, added: 5 }))).toMatchObject({ title: 'Import cancelled', text: '5 alerts added.' }));

test('of files read in two imports, for their answers differ, both are told', () => {
  const one = outcome({ reports: [report('a.json')], added: 5, woven: '5 new alerts: 5 founded 1 incident' });
  const other = outcome({ reports: [report('b.json')], added: 2, raised: 1, woven: '2 new alerts: 2 joined 1 incident' });
  expect(importNotice(together(one, other)).text).toBe(
    '7 alerts added. 5 new alerts: 5 founded 1 incident. 2 new alerts: 2 joined 1 incident. 1 alert raised by sequence rules.',
  );
  expect(together(one, outcome({})).woven).toBe(one.woven);
  expect('woven' in together(outcome({}), outcome({}))).toBe(false);
});
