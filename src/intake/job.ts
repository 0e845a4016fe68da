import type { Instant, TimeAssumptions } from '../base/time.ts';
import { breathe } from './bytes/feed.ts';
import type { Importer, RecordImporter } from './importer.ts';
import type { IntakeLimits } from './limits.ts';
import { DEFAULT_LIMITS } from './limits.ts';
import type { ByteSource, IntakeProgress, IntakeReport, IntakeSink, Rejection } from './report.ts';

/** Alerts within a time range, and of those every nth. An alert without time is within every range. */
export interface Slice {
  readonly from?: Instant;
  readonly to?: Instant;
  readonly every?: number;
}

export interface ReadOptions {
  readonly importers: readonly Importer[];
  /** What a time without zone or year means. Without it: UTC, the year in which the file was last changed, month before day. */
  readonly assume?: Partial<TimeAssumptions>;
  /** Format id the user chose; recognition is left aside. */
  readonly as?: string;
  /** Made from the user's mapping of columns; goes before all importers. */
  readonly mapping?: RecordImporter;
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

/** What all members of one source share: options, limits, progress, cancel, and what was spent of the limits. */
export class Job {
  readonly importers: readonly Importer[];
  readonly limits: IntakeLimits;
  readonly assume: TimeAssumptions;
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
  #told = 0;
  #breathed: number;

  constructor(source: ByteSource, options: ReadOptions, sink: IntakeSink) {
    this.#source = source;
    this.options = options;
    this.importers = options.mapping === undefined ? options.importers : [options.mapping, ...options.importers];
    this.limits = { ...DEFAULT_LIMITS, ...options.limits };
    const modified = options.modified ?? source.modified;
    const year = new Date(modified ?? Date.now()).getUTCFullYear();
    this.assume = { offsetMinutes: 0, dayFirst: false, year: Number.isFinite(year) ? year : 1970, ...options.assume };
    this.sink = guarded(sink);
    this.#breathed = performance.now();
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
