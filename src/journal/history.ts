import { fail, ok, type Result } from '../base/result.ts';
import type { DecisionReader, EventDraft } from './decision.ts';
import type { Change, EventKind, JournalEvent } from './event.ts';
import { invert } from './rows.ts';

/** What the history keeps of an event; its changes stay in the journal. */
export type Entry = Pick<JournalEvent, 'id' | 'kind' | 'summary' | 'target'>;

/** Acts of the system, not of a person: Ctrl-Z passes over them. */
const PASSED_OVER: readonly EventKind[] = ['file.imported', 'import.removed', 'import.restored', 'correlation.ran'];

interface Done {
  readonly entry: Entry;
  /** Id of the event that last put it into effect: its own, or that of the redo. */
  readonly appliedBy: string;
}

/**
 * What can be taken back, over all features alike: a stack of decisions in effect and a stack of those taken back.
 * A fold over the journal; a new decision clears what could be redone.
 *
 * @example
 * const history = new History(events);
 * const draft = history.planUndo(reader, (id) => eventOf(id)); // event.undone, or `journal/nothing-to-undo`, `journal/conflict`
 */
export class History {
  #done: Done[] = [];
  #undone: { readonly entry: Entry; readonly undoneBy: string }[] = [];

  constructor(events: Iterable<Entry> = []) {
    for (const event of events) this.push(event);
  }

  push(event: Entry): void {
    if (PASSED_OVER.includes(event.kind)) return;
    if (event.kind === 'event.undone') {
      const target = this.#done.find(({ entry }) => entry.id === event.target);
      if (target === undefined) return;
      this.#done = this.#done.filter((done) => done !== target);
      this.#undone.push({ entry: target.entry, undoneBy: event.id });
    } else if (event.kind === 'event.redone') {
      const target = this.#undone.find(({ entry }) => entry.id === event.target);
      if (target === undefined) return;
      this.#undone = this.#undone.filter((undone) => undone !== target);
      this.#done.push({ entry: target.entry, appliedBy: event.id });
    } else {
      this.#done.push({ entry: event, appliedBy: event.id });
      this.#undone = [];
    }
  }

  /** Summaries of what Ctrl-Z and its opposite would do; null when there is nothing. */
  get state(): { readonly undo: string | null; readonly redo: string | null } {
    return { undo: this.#done.at(-1)?.entry.summary ?? null, redo: this.#undone.at(-1)?.entry.summary ?? null };
  }

  /** The event that takes back the newest decision in effect, or the one named. */
  planUndo(reader: DecisionReader, eventOf: EventOf, id?: string): Result<EventDraft> {
    const done = id === undefined ? this.#done.at(-1) : this.#done.find(({ entry }) => entry.id === id);
    if (done === undefined) return fail('journal/nothing-to-undo', 'There is nothing to undo.');
    return opposite('event.undone', 'Undone', done.entry, eventOf(done.appliedBy), reader);
  }

  /** The event that puts back what was taken back last. */
  planRedo(reader: DecisionReader, eventOf: EventOf): Result<EventDraft> {
    const undone = this.#undone.at(-1);
    if (undone === undefined) return fail('journal/nothing-to-redo', 'There is nothing to redo.');
    return opposite('event.redone', 'Redone', undone.entry, eventOf(undone.undoneBy), reader);
  }
}

export type EventOf = (eventId: string) => Pick<JournalEvent, 'changes' | 'subjects'>;

function opposite(
  kind: 'event.undone' | 'event.redone',
  word: string,
  entry: Entry,
  event: Pick<JournalEvent, 'changes' | 'subjects'>,
  reader: DecisionReader,
): Result<EventDraft> {
  const inverse: Change[] = [];
  for (const change of event.changes) {
    const opposed = invert(change, reader.row(change.table, change.key));
    if (opposed === undefined) {
      return fail(
        'journal/conflict',
        `“${entry.summary}” cannot be taken back: a later decision has changed the same thing. Undo that one first.`,
        {
          table: change.table,
          key: change.key,
        },
      );
    }
    inverse.push(opposed);
  }
  return ok({ kind, summary: `${word}: ${entry.summary}`, subjects: event.subjects, changes: inverse.reverse(), target: entry.id });
}
