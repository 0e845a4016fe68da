import type { Database, Statement } from 'sql.js';
import { MENTIONS_MAX, type Evidence } from '../../domain/evidence.ts';
import { atSite } from '../../domain/site.ts';
import type { IntakeReport, PlacedAlert } from '../../intake/report.ts';
import type { Mirror } from '../mirror.ts';
import { addAlso, type Also } from '../also.ts';
import { inTransaction } from '../open.ts';
import { type Ref, refOf, uniteRefs } from '../refs.ts';
import { firstRow, int, textOrNull } from '../rows.ts';
import { ContentKeys, identityOf, isNamed, mayBe, namedKey } from './alert-key.ts';
import {
  ALERT_COLUMNS,
  type AlertRecord,
  contentHash,
  mergedRecord,
  mirrorRowOf,
  recordOf,
  recordOfRow,
  sameContent,
  valuesOf,
} from './alert-record.ts';
import { Interners } from './interners.ts';
import { SourceChanges } from './source-changes.ts';

export interface WriteCounts {
  /** Alerts that were not known. */
  readonly added: number;
  /** Alerts known from before this file that it changed. */
  readonly updated: number;
  /** Records that changed nothing. */
  readonly duplicates: number;
}
export interface BatchFacts {
  /** µs: when the import ended. */
  readonly at: number;
  readonly sha256?: string;
  /** ReadAnswers as JSON: how a person had the file read. */
  readonly readAs?: string;
}

const INTERRUPTED: IntakeReport = {
  name: 'Interrupted import',
  format: null,
  reason: 'The import broke off.',
  candidates: [],
  encoding: '',
  container: '',
  bytes: 0,
  records: 0,
  alerts: 0,
  sourceIncidents: 0,
  ignored: 0,
  ignoredBy: {},
  rejectedCount: 0,
  rejected: [],
  notes: [],
  error: { code: 'intake/interrupted', message: 'The import broke off; what it had written stays. Drop the file again.' },
  cancelled: false,
};

export const nextBatchId = (db: Database): number => int(firstRow(db, 'select max(id) from batch')?.[0]) + 1;

/**
 * Writes the alerts of one file (one batch) to the database and the mirror. After a throw the mirror may be ahead of the database:
 * load it anew. Decisions are never touched.
 */
export class AlertWriter {
  readonly #db: Database;
  readonly #mirror: Mirror;
  readonly #batch: number;
  readonly #interners: Interners;
  readonly #ownsInterners: boolean;
  readonly #insert: Statement;
  readonly #update: Statement;
  readonly #select: Statement;
  readonly #changes: SourceChanges;
  readonly #contentKeys = new ContentKeys();
  /** Alert id → hash of what it said before this file. */
  readonly #updated = new Map<number, string>();
  readonly #firstOwn: number;
  readonly #also = new Map<number, Also>();
  #duplicates = 0;
  #open = true;

  constructor(db: Database, mirror: Mirror, batchId: number, interners?: Interners) {
    this.#db = db;
    this.#mirror = mirror;
    this.#batch = batchId;
    this.#interners = interners ?? new Interners(db, mirror);
    this.#ownsInterners = interners === undefined;
    const columns = ALERT_COLUMNS.join(', ');
    this.#insert = db.prepare(`insert into alert (id, ${columns}) values (?${', ?'.repeat(ALERT_COLUMNS.length)})`);
    this.#update = db.prepare(`update alert set ${ALERT_COLUMNS.map((column) => `${column} = ?`).join(', ')} where id = ?`);
    this.#select = db.prepare(`select ${columns} from alert where id = ?`);
    this.#changes = new SourceChanges(db, batchId);
    this.#firstOwn = mirror.count + 1;
    // The number is taken from the start, so that rows of an import that broke off are never mixed with those of the next.
    db.run('insert into batch (id, at, name, bytes, report) values (?, 0, ?, 0, ?)', [
      batchId,
      INTERRUPTED.name,
      JSON.stringify(INTERRUPTED),
    ]);
  }

  get counts(): WriteCounts {
    return { added: this.#mirror.count + 1 - this.#firstOwn, updated: this.#updated.size, duplicates: this.#duplicates };
  }

  /** Writes records in file order, in one transaction. */
  write(placed: readonly PlacedAlert[]): void {
    inTransaction(this.#db, () => {
      for (const one of placed) this.#one(one);
    });
  }

  /** Ends the file: writes its row of `batch` and gives the counts. The writer is of no use afterwards. */
  finish(report: IntakeReport, facts: BatchFacts): WriteCounts {
    // A file may say two things of one alert without a version: read again, it ends where it began, and has updated nothing.
    for (const [id, before] of this.#updated) {
      if (contentHash(this.#read(id)) !== before) continue;
      this.#updated.delete(id);
      this.#duplicates++;
    }
    const counts = this.counts;
    this.#db.run(
      `update batch set at = ?, name = ?, bytes = ?, sha256 = ?, format = ?, added = ?, updated = ?, duplicates = ?, report = ?, read_as = ?
         where id = ?`,
      [
        facts.at,
        report.name,
        report.bytes,
        facts.sha256 ?? '',
        report.format ?? '',
        counts.added,
        counts.updated,
        counts.duplicates,
        JSON.stringify(report),
        facts.readAs ?? '{}',
        this.#batch,
      ],
    );
    addAlso(this.#db, [...this.#also.values()]);
    this.#open = false;
    this.free();
    return counts;
  }

  /** Gives back the prepared statements; `finish` does it too. Without `finish` the batch stays as an interrupted one, or goes if it is empty. */
  free(): void {
    if (this.#open && this.counts.added + this.counts.updated === 0) this.#db.run('delete from batch where id = ?', [this.#batch]);
    this.#open = false;
    for (const statement of [this.#insert, this.#update, this.#select, this.#changes]) statement.free();
    if (this.#ownsInterners) this.#interners.free();
  }

  #one(placed: PlacedAlert): void {
    const mirror = this.#mirror;
    const { terms, prose } = this.#interners;
    const refs = this.#refs(placed.draft.evidence, placed.draft.site);
    const { key, known } = this.#identify(placed);
    const record = recordOf(placed, key, this.#batch, terms, prose, refs);
    if (known === undefined) {
      const id = mirror.count + 1;
      this.#insert.run([id, ...valuesOf(record)]);
      mirror.put(id, mirrorRowOf(record));
      return;
    }
    const merged = mergedRecord(known.record, record);
    if (known.id < this.#firstOwn)
      this.#stands(known.id, key, known.record, sameContent(known.record, merged) ? known.record : merged, record);
    if (sameContent(known.record, merged)) {
      this.#duplicates++;
      return;
    }
    this.#changes.note(known.record, merged);
    this.#update.run([...valuesOf(merged), known.id]);
    mirror.put(known.id, mirrorRowOf(merged));
    // A further record of an alert this file has given already adds to it, and is counted as its repetition.
    if (known.id >= this.#firstOwn || this.#updated.has(known.id)) this.#duplicates++;
    else this.#updated.set(known.id, contentHash(known.record));
  }

  /** Remembers where an alert of another import stands besides the place its row names from now on. */
  #stands(id: number, key: string, before: AlertRecord, after: AlertRecord, here: AlertRecord): void {
    const other = after.batch === here.batch ? before : here;
    if (other.batch === after.batch) return;
    const place = { line: int(other.line), offset: int(other.byte_offset), length: int(other.byte_length) };
    if (other !== here || !this.#also.has(id)) this.#also.set(id, { key, batch: int(other.batch), ...place });
  }

  #identify(placed: PlacedAlert): { readonly key: string; readonly known?: { readonly id: number; readonly record: AlertRecord } } {
    if (!isNamed(placed)) {
      const key = this.#contentKeys.keyOf(placed);
      const id = this.#mirror.find(key);
      return id === 0 ? { key } : { key, known: { id, record: this.#read(id) } };
    }
    for (let salt = 0; ; salt++) {
      const key = namedKey(placed, salt);
      const id = this.#mirror.find(key);
      if (id === 0) return { key };
      const record = this.#read(id);
      const { draft } = placed;
      const same =
        draft.externalId === record.external_id || mayBe(textOrNull(record.external_id), textOrNull(record.url), identityOf(draft));
      if (same || key === draft.key) return { key, known: { id, record } };
    }
  }

  #read(id: number): AlertRecord {
    this.#select.bind([id]);
    this.#select.step();
    const record = recordOfRow(this.#select.get());
    this.#select.reset();
    return record;
  }

  /** More than `MENTIONS_MAX` different things have been told by the intake (`validAlert`), and do not come here. */
  #refs(evidence: readonly Evidence[], site: string | undefined): readonly Ref[] {
    const refs: Ref[] = [];
    let repeated = false;
    for (const one of evidence) {
      if (refs.length === MENTIONS_MAX && !repeated) break;
      const local = atSite(one, site);
      const ref = refOf(this.#interners.entities.id(local), local);
      repeated ||= refs.some((other) => other.entity === ref.entity);
      refs.push(ref);
    }
    return repeated ? uniteRefs([], refs, false).slice(0, MENTIONS_MAX) : refs;
  }
}
