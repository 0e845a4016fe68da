import type { Database, SqlJsStatic } from 'sql.js';
import { ok, type Failure, type Result } from '../base/result.ts';
import { grouped, plural } from '../base/text.ts';
import { instantOfMillis } from '../base/time.ts';
import { evidenceFlags } from '../correlate/flags.ts';
import type { CorrelationOptions } from '../correlate/model.ts';
import type { ByteSource } from '../intake/report.ts';
import type { ReadOptions } from '../intake/read-file.ts';
import type { Decision } from '../journal/decision.ts';
import { IncidentColumns } from '../store/incident-columns.ts';
import { CaseJournal, type Decided, type Resumed } from '../store/journal/case-journal.ts';
import { Mirror } from '../store/mirror.ts';
import { openDatabase } from '../store/open.ts';
import type { Persistence } from '../store/persist/persistence.ts';
import { refreshAfter, refreshIncidents } from '../store/write/effective.ts';
import { Interners } from '../store/write/interners.ts';
import type { JobProgress, Table } from './api.ts';
import { runCorrelation } from './correlation-run.ts';
import { type FileOutcome, type RawSink, readSource } from './intake-job.ts';

export interface WorkspaceParts {
  readonly sql: SqlJsStatic;
  readonly persistence: Persistence;
  readonly raw: RawSink | undefined;
  /** False: nothing is written to the persistence after an import (command line). */
  readonly keep: boolean;
  readonly actor: () => string;
}
export interface ImportRun {
  readonly options?: Partial<ReadOptions>;
  isCancelled(): boolean;
  onProgress?(progress: JobProgress): void;
}
export interface ImportTotals {
  readonly files: readonly FileOutcome[];
  readonly added: number;
  readonly updated: number;
  readonly duplicates: number;
  readonly cancelled: boolean;
  readonly timings: { readonly readMs: number; readonly storeMs: number; readonly correlateMs: number; readonly totalMs: number };
  /** Why the result is not on disk; undefined when it is. */
  readonly unsaved: Failure | undefined;
}

const now = (): number => instantOfMillis(Date.now());

/**
 * One open workspace: the database with its mirror, its journal and where both are kept. The same in the page's worker and on the command line.
 * Work that changes rows runs one piece at a time; questions may come in between.
 */
export class Workspace {
  readonly db: Database;
  readonly mirror: Mirror;
  readonly incidents: IncidentColumns;
  readonly journal: CaseJournal;
  readonly warning: string | undefined;
  readonly #parts: WorkspaceParts;
  options: CorrelationOptions = { profile: 'normal', respectSourceIncidents: false };
  snapshotAt: number | undefined;

  private constructor(
    parts: WorkspaceParts,
    db: Database,
    warning: string | undefined,
    resume: (parts: WorkspaceParts, db: Database) => Resumed,
  ) {
    this.#parts = parts;
    this.db = db;
    const resumed = resume(parts, db);
    this.journal = resumed.journal;
    this.mirror = Mirror.load(db, (facts) => evidenceFlags(facts));
    this.incidents = IncidentColumns.load(db);
    const missing = resumed.missingImports.length;
    this.warning =
      missing === 0
        ? warning
        : [
            warning,
            `${plural(missing, 'import was', 'imports were')} not yet on disk when the page was closed: drop the ${missing === 1 ? 'file' : 'files'} again. Decisions on what is in them are kept.`,
          ]
            .filter((part) => part !== undefined)
            .join(' ');
    if (resumed.applied.recorrelate && this.mirror.count > 0) this.recorrelate();
  }

  /** Newest snapshot whose checksum holds, then the journal's events after it. */
  static async open(parts: WorkspaceParts): Promise<Result<Workspace>> {
    const opened = await parts.persistence.open();
    if (!opened.ok) return opened;
    const db = openDatabase(parts.sql, opened.value.snapshot?.bytes);
    if (!db.ok) return db;
    const events = opened.value.events;
    return ok(
      new Workspace(parts, db.value, opened.value.warning, (given, database) =>
        CaseJournal.resume(
          {
            db: database,
            persistence: given.persistence,
            hooks: { refreshIncidents: (keys) => refreshIncidents(database, keys) },
            now,
            newId: () => crypto.randomUUID(),
            actor: given.actor,
          },
          events,
        ),
      ),
    );
  }

  /** Reads files one after the other, weaves once, keeps the result. What was read before a cancel stays. */
  async importSources(sources: readonly ByteSource[], run: ImportRun): Promise<ImportTotals> {
    const started = performance.now();
    const spent = { storeMs: 0 };
    const files: FileOutcome[] = [];
    const interners = new Interners(this.db, this.mirror);
    let alerts = 0;
    try {
      for (const [index, source] of sources.entries()) {
        if (run.isCancelled()) break;
        const outcomes = await readSource(source, {
          db: this.db,
          mirror: this.mirror,
          interners,
          raw: this.#parts.raw,
          ...(run.options === undefined ? {} : { options: run.options }),
          isCancelled: () => run.isCancelled(),
          onProgress: (progress) =>
            run.onProgress?.({
              phase: 'reading',
              file: progress.name,
              fileNumber: index + 1,
              files: sources.length,
              doneBytes: progress.doneBytes,
              totalBytes: progress.totalBytes,
              alerts: alerts + progress.alerts,
              elapsedMs: performance.now() - started,
            }),
          spent,
        });
        files.push(...outcomes);
        for (const outcome of outcomes) alerts += outcome.report.alerts;
      }
    } finally {
      interners.free();
    }
    const read = performance.now();
    const sum = (pick: (counts: FileOutcome['counts']) => number): number => files.reduce((total, file) => total + pick(file.counts), 0);
    const added = sum((counts) => counts.added);
    const updated = sum((counts) => counts.updated);
    if (added + updated > 0) {
      run.onProgress?.({ phase: 'correlating', alerts: this.mirror.count, elapsedMs: read - started });
      await breathe();
      this.recorrelate();
    }
    const correlated = performance.now();
    run.onProgress?.({ phase: 'saving', elapsedMs: correlated - started });
    const unsaved = this.#parts.keep ? await this.#keep(files) : undefined;
    return {
      files,
      added,
      updated,
      duplicates: sum((counts) => counts.duplicates),
      cancelled: run.isCancelled(),
      timings: {
        readMs: read - started - spent.storeMs,
        storeMs: spent.storeMs,
        correlateMs: correlated - read,
        totalMs: performance.now() - started,
      },
      unsaved,
    };
  }

  /** Weaves all alerts anew, under the decisions of the journal. */
  recorrelate(): void {
    runCorrelation(this.db, this.mirror, this.incidents, this.options);
  }

  async decide(decision: Decision): Promise<Result<Decided>> {
    return this.#follow(await this.journal.decide(decision));
  }
  async undo(eventId?: string): Promise<Result<Decided>> {
    return this.#follow(await this.journal.undo(eventId));
  }
  async redo(): Promise<Result<Decided>> {
    return this.#follow(await this.journal.redo());
  }

  /** Writes the whole database to the older of the two slots. */
  async snapshot(): Promise<Result<null>> {
    const seq = this.journal.lastSeq;
    const saved = await this.#parts.persistence.saveSnapshot(this.db.export(), seq);
    if (saved.ok) this.snapshotAt = now();
    return saved;
  }

  close(): void {
    this.db.close();
  }

  /** Tables whose views are out of date after a decision. */
  touched(decided: Decided): readonly Table[] {
    return refreshAfter(this.db, this.mirror, this.incidents, decided.event.changes);
  }

  #follow(decided: Result<Decided>): Result<Decided> {
    if (decided.ok && decided.value.applied.recorrelate) this.recorrelate();
    return decided;
  }

  async #keep(files: readonly FileOutcome[]): Promise<Failure | undefined> {
    for (const { report, counts } of files) {
      const summary = `${report.name}: ${plural(counts.added, 'alert')} added, ${grouped(counts.updated)} updated, ${plural(counts.duplicates, 'duplicate')}`;
      const recorded = await this.journal.record('file.imported', summary);
      if (!recorded.ok) return recorded.error;
    }
    const saved = await this.snapshot();
    return saved.ok ? undefined : saved.error;
  }
}

/** Lets messages in (a cancel, a question) before long work goes on. */
const breathe = (): Promise<void> =>
  new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
