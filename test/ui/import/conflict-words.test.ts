import { describe, expect, test } from 'vitest';
import { conflictField, conflictValue, keepMine, takeTheirs } from '../../../src/ui/import/conflict-words.ts';
import type { ConflictRow } from '../../../src/worker/api.ts';

const row = (alert: number, field: ConflictRow['field'], theirs: string): ConflictRow => ({
  alert,
  incident: 1,
  title: 't',
  product: 'p',
  field,
  was: '',
  theirs,
  mine: 'm',
  file: 'f',
  at: 0,
});

describe('conflicts', () => {
  test('theirs are taken by one command for all alerts of which the records say the same', () => {
    const rows = [
      row(1, 'status', 'resolved'),
      row(1, 'assignedTo', 'Omar'),
      row(2, 'status', 'resolved'),
      row(3, 'assignedTo', 'Omar'),
      row(3, 'status', 'resolved'),
    ];
    expect(takeTheirs(rows)).toEqual([
      { kind: 'alert.change', ids: [1, 3], changes: { status: 'resolved', assignedTo: 'Omar' } },
      { kind: 'alert.change', ids: [2], changes: { status: 'resolved' } },
    ]);
  });

  test('mine are kept by one command, each against what was said', () => {
    expect(keepMine([row(4, 'determination', 'malware')])).toEqual({
      kind: 'alert.keep',
      against: [{ id: 4, field: 'determination', theirs: 'malware' }],
    });
  });

  test('values are said in the portal’s words, and what is no value as it stands', () => {
    expect([conflictField('determination'), conflictField('assignedTo')]).toEqual(['Determination', 'Assigned to']);
    expect([
      conflictValue('status', 'inProgress'),
      conflictValue('assignedTo', ''),
      conflictValue('determination', ''),
      conflictValue('determination', 'constructor'),
    ]).toEqual(['In progress', 'Nobody', 'Not set', 'constructor']);
  });
});
