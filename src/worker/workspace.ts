import type { Database, SqlJsStatic } from 'sql.js';
import { breathe } from '../base/breathe.ts';
import { fail, ok, type Failure, type Result } from '../base/result.ts';
import { grouped, plural } from '../base/text.ts';
import { instantOfMillis } from '../base/time.ts';
import { evidenceFlags } from '../correlate/flags.ts';
import { PRIORITY_WEIGHTS } from '../correlate/priority.ts';
import { SEQUENCES } from '../correlate/sequences/rule.ts';
import type { ByteSource } from '../intake/report.ts';
import type { ReadOptions } from '../intake/read-file.ts';
import type { Decision } from '../journal/decision.ts';
import { incidentKeysOf } from '../store/correlation-rows.ts';
import { IncidentColumns } from '../store/incident-columns.ts';
import { CaseJournal, type Decided, type Resumed } from '../store/journal/case-journal.ts';
import { Mirror } from '../store/mirror.ts';
import { openDatabase } from '../store/open.ts';
import type { Opened, Persistence } from '../store/persist/persistence.ts';
import { type BlockCodec, RawReader, readRange } from '../store/persist/raw-store.ts';
import { queryContext, type QueryContext } from '../store/query.ts';
import { recountDecided, refreshAfter, refreshIncidents } from '../store/write/effective.ts';
import { Interners } from '../store/write/interners.ts';
import { bendDigest } from '../store/write/kept-weave.ts';
import { incidentsAbout, putBackRaised, type RaisedChange, type RaisedNote, takeOffRaised } from '../store/write/raised.ts';
import { forgetImports, liveRaw, releaseRemoved, removeImports } from '../store/write/remove-imports.ts';
import type { JobProgress, Table } from './api.ts';
import { type FileOutcome, readSource } from './intake-job.ts';
import { RawSink } from './raw-sink.ts';
import { type WeaveReport, weaveSummary } from './weave-report.ts';
import { UNCHANGED, Weaver } from './weaver.ts';
import { wordsWith } from './words.ts';

export interface WorkspaceParts {
  readonly sql: SqlJsStatic;
  readonly persistence: Persistence;
  /** How raw records are packed; undefined: they are not kept. */
  readonly codec: BlockCodec | undefined;
  /** False: nothing is written to the persistence after an import (command line). */
  readonly keep: boolean;
  readonly actor: () => string;
  /** Alerts from which on a few more are weighed against what is around them alone. */
  readonly leastStanding?: number;
}
export interface ImportRun {
  readonly options?: Partial<ReadOptions>;
  /** The options as the page gave them, kept with the import. */
  readonly readAs?: string;
  /** Imports that these files are read in place of. */
  readonly replaces?: readonly number[];
  isCancelled(): boolean;
  onProgress?(progress: JobProgress): void;
}
export interface ImportTotals {
  readonly files: readonly FileOutcome[];
  readonly added: number;
  readonly updated: number;
  readonly duplicates: number;
  readonly cancelled: boolean;
  /** Alerts of our own that came and went with it. */
  readonly raised: RaisedChange;
  readonly timings: { readonly readMs: number; readonly storeMs: number; readonly correlateMs: number; readonly totalMs: number };
  /** What it did to the incidents that were here, in a sentence; undefined where none were. */
  readonly woven: string | undefined;
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
  mirror: Mirror;
  incidents: IncidentColumns;
  readonly journal: CaseJournal;
  context: QueryContext;
  readonly warning: string | undefined;
  readonly #parts: WorkspaceParts;
  readonly #words = wordsWith(() => this.weaver.weights);
  readonly weaver: Weaver;
  snapshotAt: number | undefined;
  /** What an import did that the journal does not tell yet. */
  #untold: WeaveReport | undefined;

  private constructor(parts: WorkspaceParts, db: Database, resumed: Resumed, digest: string, warning: string | undefined) {
    this.#parts = parts;
    this.db = db;
    this.journal = resumed.journal;
    this.mirror = Mirror.load(db, evidenceFlags);
    if (resumed.applied.tables.includes('alert_decision')) recountDecided(db, this.mirror);
    this.incidents = IncidentColumns.load(db);
    this.context = queryContext(db, this.mirror, this.incidents, this.#words);
    const said = [warning, ...notOnDisk(resumed), ...tampered(resumed)].filter((part) => part !== undefined);
    this.warning = said.length === 0 ? undefined : said.join(' ');
    this.weaver = new Weaver(this, parts.leastStanding);
    this.weaver.resume(digest, resumed.applied);
  }

  /** Newest snapshot whose checksum holds, then the journal's events after it. */
  static async open(parts: WorkspaceParts): Promise<Result<Workspace>> {
    const opened = await parts.persistence.open();
    if (!opened.ok) return opened;
    const made = Workspace.#over(parts, opened.value);
    if (made.ok && parts.keep) await made.value.#giveBack();
    return made;
  }

  /** A workspace over a persistence that is open and holds nothing. */
  static empty(parts: WorkspaceParts): Result<Workspace> {
    return Workspace.#over(parts, { snapshot: undefined, events: [], warning: undefined });
  }

  static #over(parts: WorkspaceParts, { snapshot, events, warning }: Opened): Result<Workspace> {
    const opened = openDatabase(parts.sql, snapshot?.bytes);
    if (!opened.ok) return opened;
    const db = opened.value;
    // Members of an incident are asked of the mirror, which is loaded after the journal's events are in.
    const digest = bendDigest(db);
    const loaded: { workspace?: Workspace } = {};
    const resumed = CaseJournal.resume(
      {
        db,
        alertIdsOf: (incident) => loaded.workspace?.mirror.alertsOfIncident(incident) ?? [],
        persistence: parts.persistence,
        hooks: { refreshIncidents: (keys) => refreshIncidents(db, keys) },
        now,
        newId: () => crypto.randomUUID(),
        standard: { weights: { ...PRIORITY_WEIGHTS }, sequenceName: (id) => SEQUENCES.find((rule) => rule.id === id)?.name },
        actor: parts.actor,
      },
      events,
    );
    const workspace = new Workspace(parts, db, resumed, digest, warning);
    loaded.workspace = workspace;
    return ok(workspace);
  }

  /** Reads files one after the other, weaves once, keeps the result. What was read before a cancel stays. */
  async importSources(sources: readonly ByteSource[], run: ImportRun): Promise<ImportTotals> {
    const started = performance.now();
    const spent = { storeMs: 0 };
    const files: FileOutcome[] = [];
    const replaced = run.replaces ?? [];
    if (replaced.length > 0) {
      removeImports(this.db, replaced, now());
      this.reload();
    }
    // What was read another way before is woven anew with the rest.
    const known = replaced.length > 0 ? 0 : this.mirror.observed;
    const ours = takeOffRaised(this.db, this.mirror);
    const interners = new Interners(this.db, this.mirror);
    const { codec, persistence } = this.#parts;
    const raw = codec === undefined ? undefined : new RawSink(this.db, persistence, codec);
    let alerts = 0;
    try {
      for (const [index, source] of sources.entries()) {
        if (run.isCancelled()) break;
        const outcomes = await readSource(source, {
          db: this.db,
          mirror: this.mirror,
          interners,
          raw,
          ...(run.options === undefined ? {} : { options: run.options }),
          ...(run.readAs === undefined ? {} : { readAs: run.readAs }),
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
    if (added + updated > 0 && !run.isCancelled()) forgetImports(this.db, replaced);
    if (added + updated > 0 || replaced.length > 0) {
      run.onProgress?.({ phase: 'correlating', alerts: this.mirror.count, elapsedMs: read - started });
      await breathe();
      await this.weaver.prepare();
      if (known === 0) this.weaver.all();
      else this.#untold = this.weaver.add(known, updated);
    } else putBackRaised(this.db, this.mirror, ours);
    const raised = added + updated > 0 || replaced.length > 0 ? this.weaver.raised : UNCHANGED;
    const woven = this.#untold === undefined || this.#untold.alerts === 0 ? undefined : weaveSummary(this.#untold);
    const correlated = performance.now();
    run.onProgress?.({ phase: 'saving', elapsedMs: correlated - started });
    const unsaved = (this.#parts.keep ? await this.#keep(files, raised) : undefined) ?? raw?.failure;
    return {
      files,
      added,
      updated,
      duplicates: sum((counts) => counts.duplicates),
      cancelled: run.isCancelled(),
      raised,
      woven,
      timings: {
        readMs: read - started - spent.storeMs,
        storeMs: spent.storeMs,
        correlateMs: correlated - read,
        totalMs: performance.now() - started,
      },
      unsaved,
    };
  }

  /** Reads the alerts anew after imports were taken out: ids are given without gaps. Incidents are to be woven next. */
  reload(): void {
    this.weaver.forget();
    this.mirror = Mirror.load(this.db, evidenceFlags);
    this.context = queryContext(this.db, this.mirror, this.incidents, this.#words);
  }

  /** Removed imports go for good, and what their raw bytes took is used again: first both snapshots have to be without them. */
  async #giveBack(): Promise<void> {
    if (releaseRemoved(this.db)) for (let slot = 0; slot < 2; slot++) if (!(await this.snapshot()).ok) return;
    await this.#parts.persistence.keepRaw(liveRaw(this.db));
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

  /** Bytes of a record as it stood in its file, decoded to UTF-8. */
  readRaw(range: { readonly batch: number; readonly offset: number; readonly length: number }): Promise<Result<Uint8Array>> {
    const { codec, persistence } = this.#parts;
    if (codec === undefined) return Promise.resolve(fail('store/raw-missing', 'Raw records are not kept here.'));
    return readRange(this.db, persistence, codec, range);
  }

  /** For many ranges of one import. */
  rawReader(batch: number): Pick<RawReader, 'read' | 'size'> {
    const { codec, persistence } = this.#parts;
    return codec === undefined
      ? { size: 0, read: () => Promise.resolve(fail('store/raw-missing', 'Raw records are not kept here.')) }
      : new RawReader(this.db, persistence, codec, batch);
  }

  close(): void {
    this.db.close();
  }

  /** Tables whose views are out of date after a decision. */
  touched(decided: Decided): readonly Table[] {
    return refreshAfter(this.db, this.mirror, this.incidents, decided.event.changes);
  }

  #follow(decided: Result<Decided>): Result<Decided> {
    if (decided.ok) this.weaver.follow(decided.value.event.changes, decided.value.applied);
    return decided;
  }

  /** Tells in the journal of alerts of our own that came and went otherwise than by a decision. */
  async recordRaised({ raised, withdrawn }: RaisedChange = this.weaver.raised): Promise<Result<null>> {
    const said = [
      ...(raised.length > 0 ? [`${plural(raised.length, 'alert')} raised by sequence rules: ${listed(raised)}`] : []),
      ...(withdrawn.length > 0
        ? [`${plural(withdrawn.length, 'raised alert')} withdrawn, the sequence is no longer there: ${listed(withdrawn)}`]
        : []),
    ];
    if (said.length === 0) return ok(null);
    const subjects = incidentsAbout(this.db, this.mirror, [...raised, ...withdrawn]);
    const recorded = await this.journal.record('correlation.ran', said.join('; '), subjects);
    return recorded.ok ? ok(null) : recorded;
  }

  async #keep(files: readonly FileOutcome[], raised: RaisedChange): Promise<Failure | undefined> {
    for (const { report, counts } of files) {
      const summary = `${report.name}: ${plural(counts.added, 'alert')} added, ${grouped(counts.updated)} updated, ${plural(counts.duplicates, 'duplicate')}`;
      const recorded = await this.journal.record('file.imported', summary);
      if (!recorded.ok) return recorded.error;
    }
    const ofOurs = await this.recordRaised(raised);
    if (!ofOurs.ok) return ofOurs.error;
    const told = this.#tellWeave();
    if (told !== undefined) {
      const recorded = await this.journal.record('correlation.ran', told.summary, told.subjects);
      if (!recorded.ok) return recorded.error;
    }
    const saved = await this.snapshot();
    return saved.ok ? undefined : saved.error;
  }

  /** What the import just read did to incidents that were here, for their activity logs; of many the first thousand. */
  #tellWeave(): { readonly summary: string; readonly subjects: readonly string[] } | undefined {
    const report = this.#untold;
    this.#untold = undefined;
    if (report === undefined || report.alerts === 0) return undefined;
    const ids = [...report.joined.keys(), ...report.merged.keys()].slice(0, 1000);
    return { summary: weaveSummary(report), subjects: incidentKeysOf(this.db, ids) };
  }
}

function listed(notes: readonly RaisedNote[]): string {
  const titles = [...new Set(notes.map(({ title }) => title))];
  return titles.slice(0, 3).join(', ') + (titles.length > 3 ? ` and ${titles.length - 3} more` : '');
}

/** Where the journal is not what this page wrote: a decision was changed, taken out or put in by something else. */
function tampered({ faults }: Resumed): string[] {
  const [first] = faults;
  if (first === undefined) return [];
  const what = first.fault === 'changed' ? 'is not what was written' : 'does not follow the one before it';
  return [
    `The journal was changed outside of Alertweave: decision ${grouped(first.seq)} ${what}${faults.length > 1 ? `, and ${grouped(faults.length - 1)} more` : ''}. Decisions are shown as the journal states them now; do not rely on who made them and when.`,
  ];
}

/** What the journal tells of imports that the newest snapshot does not have. */
function notOnDisk({ missingImports, missingRemovals }: Resumed): string[] {
  const [imports, removals] = [missingImports.length, missingRemovals.length];
  const said: string[] = [];
  if (imports > 0)
    said.push(
      `${plural(imports, 'import was', 'imports were')} not yet on disk when the page was closed: drop the ${imports === 1 ? 'file' : 'files'} again. Decisions on what is in them are kept.`,
    );
  if (removals > 0)
    said.push(
      `${plural(removals, 'removal was', 'removals were')} not yet on disk when the page was closed: what was taken out is back. Remove it again on the Imports page.`,
    );
  return said;
}
