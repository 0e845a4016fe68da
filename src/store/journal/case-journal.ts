import type { Database } from 'sql.js';
import { ok, type Result } from '../../base/result.ts';
import { type ChainFault, seal, verify } from '../../journal/chain.ts';
import { encodeEvent } from '../../journal/codec.ts';
import { decide } from '../../journal/decide.ts';
import type { Decision, DecisionReader, EventDraft, Standard } from '../../journal/decision.ts';
import type { Change, EventKind, JournalEvent } from '../../journal/event.ts';
import { History, type Entry } from '../../journal/history.ts';
import type { Persistence } from '../persist/persistence.ts';
import { eachRow, firstRow, int, text } from '../rows.ts';
import { applyEvents, type Applied, type ApplyHooks } from './apply.ts';
import { type AlertIdsOf, decisionReader } from './reader.ts';

export interface CaseJournalParts {
  readonly db: Database;
  readonly persistence: Persistence;
  readonly hooks: ApplyHooks;
  /** Members of an incident from the mirror; absent, they are found by a walk over all of them. */
  readonly alertIdsOf?: AlertIdsOf;
  /** µs since 1970. */
  readonly now: () => number;
  /** A new UUID at each call. */
  readonly newId: () => string;
  readonly standard?: Standard;
  readonly actor: () => string;
}

/** A decision that is on disk and in the database. */
export interface Decided {
  readonly event: JournalEvent;
  readonly applied: Applied;
}

export interface Resumed {
  readonly journal: CaseJournal;
  /** What the events after the snapshot touched. */
  readonly applied: Applied;
  /** Events that were applied on top of the snapshot. */
  readonly replayed: number;
  /** Summaries of imports whose rows the snapshot does not have: their files must be dropped again. */
  readonly missingImports: readonly string[];
  /** Summaries of removals that the snapshot does not have: what they took out is back. */
  readonly missingRemovals: readonly string[];
  /** Where the chain of events does not hold: the file was changed by something else. */
  readonly faults: readonly ChainFault[];
}

/**
 * The one way a decision takes: decided from the rows as they stand, sealed, appended and flushed, then applied. One at a time, in the order asked.
 * When the disk refuses, the database is left alone and the failure is the answer.
 *
 * @example
 * const opened = await persistence.open();
 * const db = openDatabase(SQL, opened.value.snapshot?.bytes);
 * const { journal } = CaseJournal.resume({ db, persistence, hooks, now, newId, actor }, opened.value.events);
 * const done = await journal.decide({ kind: 'incident.change', ids: [7], changes: { status: 'resolved' } });
 * if (done.ok) toast(done.value.event.summary);
 * await journal.undo();
 * await persistence.saveSnapshot(db.export(), journal.lastSeq);
 */
export class CaseJournal {
  readonly #parts: CaseJournalParts;
  readonly #reader: DecisionReader;
  readonly #history: History;
  #seq: number;
  #prev: string;
  #turn: Promise<unknown> = Promise.resolve();

  private constructor(parts: CaseJournalParts, last: Pick<JournalEvent, 'seq' | 'hash'>) {
    this.#parts = parts;
    this.#reader = decisionReader(parts.db, parts.alertIdsOf);
    this.#history = new History(entries(parts.db));
    this.#seq = last.seq;
    this.#prev = last.hash;
  }

  /** Brings the database up to the journal: `events` is the whole journal file; what the database already includes is passed over. */
  static resume(parts: CaseJournalParts, events: readonly JournalEvent[]): Resumed {
    const included = int(firstRow(parts.db, 'select max(seq) from event')?.[0]);
    const later = events.filter((event) => event.seq > included);
    const applied: Applied =
      later.length === 0 ? { tables: [], recorrelate: false, describe: false } : applyEvents(parts.db, later, parts.hooks);
    const last = events.at(-1);
    return {
      journal: new CaseJournal(parts, { seq: Math.max(included, last?.seq ?? 0), hash: last?.hash ?? '' }),
      applied,
      replayed: later.length,
      missingImports: later.filter((event) => event.kind === 'file.imported').map((event) => event.summary),
      missingRemovals: later.filter((event) => event.kind === 'import.removed').map((event) => event.summary),
      faults: verify(events),
    };
  }

  /** Number of the last event the database includes: what a snapshot taken now must carry. */
  get lastSeq(): number {
    return this.#seq;
  }

  get undoState(): History['state'] {
    return this.#history.state;
  }

  decide(decision: Decision): Promise<Result<Decided>> {
    return this.#next(() => {
      const { now, newId, actor, standard } = this.#parts;
      return decide(decision, this.#reader, { at: now(), actor: actor(), newId, ...(standard === undefined ? {} : { standard }) });
    });
  }

  /** Takes back the newest decision in effect, or the one named. */
  undo(eventId?: string): Promise<Result<Decided>> {
    return this.#next(() => this.#history.planUndo(this.#reader, (id) => this.#eventOf(id), eventId));
  }

  redo(): Promise<Result<Decided>> {
    return this.#next(() => this.#history.planRedo(this.#reader, (id) => this.#eventOf(id)));
  }

  /** An act of the system, for the log: `file.imported`, `correlation.ran`. It cannot be undone. */
  record(
    kind: Extract<EventKind, 'file.imported' | 'import.removed' | 'import.restored' | 'correlation.ran'>,
    summary: string,
    subjects: readonly string[] = [],
  ): Promise<Result<Decided>> {
    return this.#next(() => ok({ kind, summary, subjects, changes: [] }));
  }

  #next(plan: () => Result<EventDraft>): Promise<Result<Decided>> {
    const turn = this.#turn.then(() => this.#commit(plan()));
    // A bug in one turn is told to its caller and must not stop the ones after it.
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  async #commit(draft: Result<EventDraft>): Promise<Result<Decided>> {
    if (!draft.ok) return draft;
    const { persistence, db, hooks, now, newId, actor } = this.#parts;
    const event = seal(draft.value, { id: newId(), seq: this.#seq + 1, at: now(), actor: actor(), prev: this.#prev });
    const appended = await persistence.append(encodeEvent(event));
    if (!appended.ok) return appended;
    this.#seq = event.seq;
    this.#prev = event.hash;
    const applied = applyEvents(db, [event], hooks);
    this.#history.push(event);
    return ok({ event, applied });
  }

  #eventOf(id: string): Pick<JournalEvent, 'changes' | 'subjects'> {
    const [seq, changes] = firstRow(this.#parts.db, 'select seq, changes from event where id = ?', [id]) ?? [];
    const subjects: string[] = [];
    eachRow(this.#parts.db, 'select subject from event_subject where seq = ?', [int(seq)], (row) => subjects.push(text(row[0])));
    return { changes: JSON.parse(typeof changes === 'string' ? changes : '[]') as readonly Change[], subjects };
  }
}

function entries(db: Database): readonly Entry[] {
  const found: Entry[] = [];
  eachRow(db, 'select id, kind, summary, target from event order by seq', [], ([id, kind, summary, target]) => {
    const entry = { id: text(id), kind: text(kind) as EventKind, summary: text(summary) };
    found.push(typeof target === 'string' ? { ...entry, target } : entry);
  });
  return found;
}
