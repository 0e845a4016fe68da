import * as fc from 'fast-check';
import { seal } from '../../src/journal/chain.ts';
import type { EventDraft } from '../../src/journal/decision.ts';
import type { JournalEvent } from '../../src/journal/event.ts';

const hostile = fc.oneof(fc.string({ unit: 'binary', maxLength: 40 }), fc.constantFrom('\n', '"\\', '\u2028', '\ud800', '__proto__', '😀'));

export const anyDraft: fc.Arbitrary<EventDraft> = fc.record({
  kind: fc.constantFrom('incident.changed', 'alert.changed', 'setting.changed'),
  summary: hostile,
  subjects: fc.array(fc.constantFrom('i-1', 'i-2', 'i-3'), { maxLength: 2 }),
  changes: fc.array(
    fc.record({
      table: fc.constant('incident_decision' as const),
      key: fc.constantFrom('i-1', 'i-2', 'i-3'),
      before: fc.constant(null),
      after: fc.record({ name: hostile, severity: fc.nat(4), updated: fc.maxSafeNat() }),
    }),
    { maxLength: 3 },
  ),
});

/** A sealed chain of these drafts. */
export function chainOf(drafts: readonly EventDraft[], first = 0, after?: JournalEvent): readonly JournalEvent[] {
  const events: JournalEvent[] = [];
  let last = after;
  for (const [i, draft] of drafts.entries()) {
    last = seal(draft, { id: `e${first + i}`, seq: (last?.seq ?? 0) + 1, at: 1_000 + i, actor: 'Ann', prev: last?.hash ?? '' });
    events.push(last);
  }
  return events;
}
