import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Row } from '../../src/journal/event.ts';
import { faultOf, invert, patch, sameRow } from '../../src/journal/rows.ts';

const anyRow: fc.Arbitrary<Row | null> = fc.option(
  fc.record({ status: fc.constantFrom('new', 'resolved', null), assigned_to: fc.constantFrom('Ann', '', null), updated: fc.nat(9) }),
);

test('a change and its inverse cancel out', () => {
  fc.assert(
    fc.property(anyRow, fc.record({ status: fc.constantFrom('new', 'resolved', null) }), (current, fields) => {
      const change = patch('alert_decision', 'a1', current, fields, 10);
      if (change === undefined) return;
      const inverse = invert(change, change.after);
      expect(inverse).toEqual({ table: 'alert_decision', key: 'a1', before: change.after, after: change.before });
    }),
  );
});

test('undoing one field keeps what a later decision did to another, and refuses to overwrite the same', () => {
  const before = { status: 'new', updated: 1 };
  const change = patch('alert_decision', 'a1', before, { status: 'resolved' }, 2);
  if (change === undefined) throw new Error('it is a change');
  expect(invert(change, { status: 'resolved', assigned_to: 'Bo', updated: 3 })?.after).toEqual({
    status: 'new',
    assigned_to: 'Bo',
    updated: 3,
  });
  expect(invert(change, { status: 'inProgress', updated: 3 })).toBeUndefined();
  expect(invert(change, null)).toBeUndefined();
});

test('rows that come and go whole are not mixed: a changed setting is a conflict', () => {
  const change = patch('setting', 'zone', { value: 'UTC' }, { value: 'local' }, 1);
  if (change === undefined) throw new Error('it is a change');
  expect(invert(change, { value: 'Asia/Kathmandu' })).toBeUndefined();
});

test('an absent cell and a null are the same; an absent row and an empty one are not', () => {
  expect(sameRow({ a: null, b: 1 }, { b: 1 })).toBe(true);
  expect(sameRow({}, null)).toBe(false);
});

test('saying what is already so is no change', () => {
  expect(patch('alert_decision', 'a1', { status: 'new', updated: 1 }, { status: 'new' }, 9)).toBeUndefined();
  expect(patch('alert_decision', 'a1', null, { status: null }, 9)).toBeUndefined();
});

test.each([
  [{ table: '__proto__', key: 'k', before: null, after: null }, 'unknown table'],
  [{ table: 'setting', key: 'k', before: null, after: { constructor: 'x' } }, 'unknown column'],
  [{ table: 'setting', key: 'k', before: null, after: { value: 3 } }, 'not text'],
  [{ table: 'alert_decision', key: 'k', before: { updated: 0.5 }, after: null }, 'not integer'],
])('%j does not fit the tables', (change, fault) => {
  expect(faultOf(change as unknown as Parameters<typeof faultOf>[0])).toContain(fault);
});
