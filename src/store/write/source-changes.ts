import type { Database, Statement } from 'sql.js';
import { ALERT_STATUSES } from '../../domain/alert.ts';
import { int, text } from '../rows.ts';
import type { AlertRecord } from './alert-record.ts';

/** Columns that both a record and a person may say something in. */
export const DECIDED_FIELDS = ['status', 'classification', 'determination', 'assigned_to'] as const;
export type DecidedField = (typeof DECIDED_FIELDS)[number];

/** Notes where a new version of a record says something else than before in a field that a person has decided. */
export class SourceChanges {
  readonly #db: Database;
  readonly #batch: number;
  readonly #decided: Statement;
  readonly #word: Statement;
  #any: boolean | undefined;

  constructor(db: Database, batch: number) {
    this.#db = db;
    this.#batch = batch;
    this.#decided = db.prepare(`select ${DECIDED_FIELDS.join(', ')} from alert_decision where key = ?`);
    this.#word = db.prepare('select text from term where id = ?');
  }

  note(before: AlertRecord, after: AlertRecord): void {
    const changed = DECIDED_FIELDS.filter((field) => before[field] !== after[field]);
    if (changed.length === 0 || !this.#hasDecisions()) return;
    const key = text(after.key);
    this.#decided.bind([key]);
    const decided = this.#decided.step() ? this.#decided.get() : undefined;
    this.#decided.reset();
    if (decided === undefined) return;
    for (const field of changed) {
      const mine = decided[DECIDED_FIELDS.indexOf(field)];
      if (typeof mine !== 'string') continue;
      // A source that comes back to what it said, or round to the decision, has nothing to settle.
      this.#db.run(
        `insert into source_change values (?, ?, ?, ?, ?, ?)
           on conflict (key, field) do update set theirs = excluded.theirs, mine = excluded.mine, batch = excluded.batch`,
        [key, field, this.#said(field, before), this.#said(field, after), mine, this.#batch],
      );
      this.#db.run('delete from source_change where key = ? and field = ? and (theirs = mine or theirs = was)', [key, field]);
    }
  }

  free(): void {
    this.#decided.free();
    this.#word.free();
  }

  #hasDecisions(): boolean {
    this.#any ??= this.#db.exec('select 1 from alert_decision limit 1').length > 0;
    return this.#any;
  }

  #said(field: DecidedField, record: AlertRecord): string {
    const value = int(record[field]);
    if (field === 'status') return ALERT_STATUSES[value] ?? '';
    if (value === 0) return '';
    this.#word.bind([value]);
    this.#word.step();
    const word = text(this.#word.get()[0]);
    this.#word.reset();
    return word;
  }
}
