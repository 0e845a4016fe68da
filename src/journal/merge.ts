import { seal } from './chain.ts';
import type { Change, JournalEvent } from './event.ts';
import { sameRow } from './rows.ts';

export interface MergeConflict {
  /** The event of the second journal that was left out. */
  readonly event: JournalEvent;
  /** The rows it shares with what the first journal decided since they parted; empty when it only builds on another left-out event. */
  readonly rows: readonly Pick<Change, 'table' | 'key'>[];
}
export interface MergedJournal {
  /** The first journal unchanged, then those events of the second that touch nothing it decided, sealed anew: ids stay, numbers and hashes change. */
  readonly events: readonly JournalEvent[];
  readonly conflicts: readonly MergeConflict[];
}

/**
 * Brings a colleague's journal into one's own: union by event id. Where both sides decided the same row differently since they parted, the
 * second's event is listed and left out, and with it whatever of the second builds on it.
 */
export function mergeJournals(mine: readonly JournalEvent[], theirs: readonly JournalEvent[]): MergedJournal {
  const known = new Set(mine.map((event) => event.id));
  const shared = new Set(theirs.map((event) => event.id).filter((id) => known.has(id)));
  const ours = new Map<string, Change>();
  for (const event of mine) if (!shared.has(event.id)) for (const change of event.changes) ours.set(rowOf(change), change);
  const events = [...mine];
  const conflicts: MergeConflict[] = [];
  const tainted = new Set<string>();
  const leftOut = new Set<string>();
  for (const event of theirs) {
    if (shared.has(event.id)) continue;
    const rows = event.changes.filter((change) => {
      const own = ours.get(rowOf(change));
      return own !== undefined && !sameRow(own.after, change.after);
    });
    const dependent =
      event.changes.some((change) => tainted.has(rowOf(change))) || (event.target !== undefined && leftOut.has(event.target));
    if (rows.length > 0 || dependent) {
      conflicts.push({ event, rows: rows.map(({ table, key }) => ({ table, key })) });
      for (const change of event.changes) tainted.add(rowOf(change));
      leftOut.add(event.id);
      continue;
    }
    const last = events.at(-1);
    const { id, at, actor } = event;
    events.push(seal(event, { id, at, actor, seq: (last?.seq ?? 0) + 1, prev: last?.hash ?? '' }));
  }
  return { events, conflicts };
}

const rowOf = (change: Change): string => JSON.stringify([change.table, change.key]);
