import type { TimeAssumptions } from '../base/time.ts';
import { breathe } from '../base/breathe.ts';
import type { Importer, RecordImporter } from './importer.ts';
import type { IntakeLimits } from './limits.ts';
import { DEFAULT_LIMITS } from './limits.ts';
import type { ByteSource, IntakeProgress, IntakeReport, IntakeSink, Rejection } from './report.ts';
import type { Slice } from './slice.ts';

/** What the user settled about one text. */
export interface Answers {
  /** What a time without zone or year means. Without it: UTC, the year in which the file was last changed, month before day. */
  readonly assume?: Partial<TimeAssumptions>;
  /** Format id the user chose; recognition is left aside. */
  readonly as?: string;
  /** Made from the user's mapping of columns; goes before all importers. */
  readonly mapping?: RecordImporter;
}
export interface ReadOptions extends Answers {
  readonly importers: readonly Importer[];
  /** Answers for the member of an archive that has this name in the report, in place of those for the whole file. */
  readonly members?: ReadonlyMap<string, Answers>;
  readonly limits?: Partial<IntakeLimits>;
  /** A part of a file too large to take in whole. What is left out is counted as ignored. */
  readonly only?: Slice;
  isCancelled?(): boolean;
  /** At most every 100 ms, and once at the end. */
  onProgress?(progress: IntakeProgress): void;
  /** Milliseconds since 1970; else the source's own. */
  readonly modified?: number;
}

const PROGRESS_MS = 100;
const BREATHE_MS = 40;

/** The store failed, not the file: goes through to the caller. */
export class SinkFailure extends Error {
  override readonly cause: unknown;
  constructor(cause: unknown) {
    super('the sink failed');
    this.cause = cause;
  }
}

/** How one text is read: the answers for it, with what holds where there is none. */
export interface Manner {
  readonly answers: Answers;
  readonly importers: readonly Importer[];
  readonly assume: TimeAssumptions;
}

/** What all members of one source share: options, limits, progress, cancel, and what was spent of the limits. */
export class Job {
  readonly limits: IntakeLimits;
  readonly options: ReadOptions;
  readonly sink: IntakeSink;
  readonly reports: IntakeReport[] = [];
  readonly #source: ByteSource;
  doneBytes = 0;
  expanded = 0;
  members = 0;
  alerts = 0;
  cancelled = false;
  /** A limit on what comes out of compressed data was met: nothing more of this source is unpacked. */
  exhausted = false;
  readonly #year: number;
  #told = 0;
  #breathed: number;

  constructor(source: ByteSource, options: ReadOptions, sink: IntakeSink) {
    this.#source = source;
    this.options = options;
    this.limits = { ...DEFAULT_LIMITS, ...options.limits };
    const modified = options.modified ?? source.modified;
    const year = new Date(modified ?? Date.now()).getUTCFullYear();
    this.#year = Number.isFinite(year) ? year : 1970;
    this.sink = guarded(sink);
    this.#breathed = performance.now();
  }

  mannerOf(name: string): Manner {
    const answers = this.options.members?.get(name) ?? this.options;
    const { importers } = this.options;
    return {
      answers,
      importers: answers.mapping === undefined ? importers : [answers.mapping, ...importers],
      assume: { offsetMinutes: 0, dayFirst: false, year: this.#year, ...answers.assume },
    };
  }

  /** False when the user stopped the job. */
  async goOn(): Promise<boolean> {
    const now = performance.now();
    if (now - this.#breathed >= BREATHE_MS) {
      await breathe();
      this.#breathed = performance.now();
    }
    if (this.options.isCancelled?.() === true) this.cancelled = true;
    if (now - this.#told >= PROGRESS_MS) this.tell(now);
    return !this.cancelled;
  }

  tell(now = performance.now()): void {
    this.#told = now;
    this.options.onProgress?.({ name: this.#source.name, doneBytes: this.doneBytes, totalBytes: this.#source.size, alerts: this.alerts });
  }
}

function guarded(sink: IntakeSink): IntakeSink {
  const guard = async (work: () => Promise<void> | void): Promise<void> => {
    try {
      await work();
    } catch (error) {
      throw new SinkFailure(error);
    }
  };
  const guardNow = (work: () => void): void => {
    try {
      work();
    } catch (error) {
      throw new SinkFailure(error);
    }
  };
  return {
    begin: (name) => guardNow(() => sink.begin?.(name)),
    ...(sink.raw === undefined ? {} : { raw: (bytes: Uint8Array) => guard(() => sink.raw?.(bytes)) }),
    ...(sink.rejected === undefined ? {} : { rejected: (rejection: Rejection) => guardNow(() => sink.rejected?.(rejection)) }),
    alerts: (batch) => guard(() => sink.alerts(batch)),
    incidents: (batch) => guard(() => sink.incidents(batch)),
    end: (report) => guard(() => sink.end?.(report)),
  };
}
