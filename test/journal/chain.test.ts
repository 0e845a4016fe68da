import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonical, verify } from '../../src/journal/chain.ts';
import type { EventDraft } from '../../src/journal/decision.ts';
import type { JournalEvent } from '../../src/journal/event.ts';
import { mergeJournals } from '../../src/journal/merge.ts';
import { anyDraft, chainOf } from './sample-events.ts';

test('canonical JSON does not depend on the order of keys, and reads back equal', () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      const value: unknown = JSON.parse(text);
      const reversed: unknown = JSON.parse(text, (_, member: unknown) =>
        typeof member === 'object' && member !== null && !Array.isArray(member)
          ? Object.fromEntries(Object.entries(member).reverse())
          : member,
      );
      expect(canonical(value)).toBe(canonical(reversed));
      expect(JSON.parse(canonical(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});

const journal = fc.array(anyDraft, { minLength: 2, maxLength: 6 }).map((drafts) => chainOf(drafts));

test('an untouched journal verifies; any change, removal or exchange is found', () => {
  fc.assert(
    fc.property(journal, fc.nat(), (events, n) => {
      expect(verify(events)).toEqual([]);
      const i = n % events.length;
      const forged = events.map((event, j): JournalEvent => (j === i ? { ...event, summary: `${event.summary}!` } : event));
      expect(verify(forged)).toContainEqual({ seq: i + 1, id: `e${i}`, fault: 'changed' });
      if (i < events.length - 1) expect(verify(events.filter((_, j) => j !== i))[0]).toMatchObject({ fault: 'unlinked' });
      if (i > 0) expect(verify(events.map((event, j) => events[j === i ? i - 1 : j === i - 1 ? i : j] ?? event)).length).toBeGreaterThan(0);
    }),
  );
});

const rename = (key: string, name: string): EventDraft => ({
  kind: 'incident.changed',
  summary: `Name changed to ${name}`,
  subjects: [key],
  changes: [{ table: 'incident_decision', key, before: null, after: { name } }],
});

test('two journals are one: what both know stands once, what only a colleague did follows, and the chain holds', () => {
  const common = chainOf([rename('i-1', 'Phish')]);
  const mine = [...common, ...chainOf([rename('i-2', 'Mine')], 10, common[0])];
  const theirs = [...common, ...chainOf([rename('i-3', 'Theirs')], 20, common[0])];
  const merged = mergeJournals(mine, theirs);
  expect(merged.conflicts).toEqual([]);
  expect(merged.events.map((event) => event.id)).toEqual(['e0', 'e10', 'e20']);
  expect(verify(merged.events)).toEqual([]);
});

test('the same row decided differently on both sides is a conflict, and so is what builds on it', () => {
  const mine = chainOf([rename('i-1', 'Mine')], 10);
  const [first, second] = chainOf([rename('i-1', 'Theirs'), rename('i-2', 'Free')], 20);
  const undo: EventDraft = { kind: 'event.undone', summary: 'Undone', subjects: [], changes: [], target: 'e20' };
  const theirs = [first, second, ...chainOf([undo], 30, second)] as JournalEvent[];
  const merged = mergeJournals(mine, theirs);
  expect(merged.events.map((event) => event.id)).toEqual(['e10', 'e21']);
  expect(merged.conflicts).toMatchObject([
    { event: { id: 'e20' }, rows: [{ table: 'incident_decision', key: 'i-1' }] },
    { event: { id: 'e30' }, rows: [] },
  ]);
});
