/* Imports, state, and the face of the worker. */
import type { Result } from '../../base/result.ts';
import type { Diagnosis } from '../../intake/doctor/diagnosis.ts';
import type { MappingSpec } from '../../intake/mapping/spec.ts';
import type { Removal } from '../../store/write/removal-preview.ts';
import type { ExportDiff } from '../export-diff.ts';
import type { Command, CommandOutcome, UndoState } from './commands.ts';
import type { BatchRow } from './entity.ts';
import type { PartWanted } from './part.ts';

/** What a person settled about how a text is read. */
export interface ReadAnswers {
  /** Format id, where several fit or none was recognised. */
  readonly as?: string;
  /** Columns of any table or JSON. */
  readonly mapping?: MappingSpec;
  /** What a time without a zone means: minutes east of UTC. */
  readonly offsetMinutes?: number;
  readonly dayFirst?: boolean;
  readonly year?: number;
}
/** What a person settled before a file is taken in. */
export interface ImportOptions extends ReadAnswers {
  /** Answers for a member of an archive, by its name in the report, in place of those for the whole. */
  readonly members?: readonly { readonly name: string; readonly answers: ReadAnswers }[];
  readonly only?: PartWanted;
  /** Imports that the files are read in place of, in one step: those are taken out first. */
  readonly replaces?: readonly number[];
}

export interface FileToRead {
  readonly file: File;
  readonly options: ImportOptions;
}

export type JobProgress =
  | {
      readonly phase: 'reading';
      readonly file: string;
      readonly fileNumber: number;
      readonly files: number;
      readonly doneBytes: number;
      readonly totalBytes: number;
      readonly alerts: number;
      readonly elapsedMs: number;
    }
  | { readonly phase: 'correlating'; readonly alerts: number; readonly elapsedMs: number }
  | { readonly phase: 'storing'; readonly elapsedMs: number }
  | { readonly phase: 'saving'; readonly elapsedMs: number };

export interface ImportOutcome {
  readonly reports: readonly BatchRow[];
  readonly added: number;
  readonly updated: number;
  readonly duplicates: number;
  readonly cancelled: boolean;
  /** Raised alerts that came with it, and that went. */
  readonly raised: number;
  readonly withdrawn: number;
  /** What it did to the incidents that were here, in a sentence. */
  readonly woven?: string;
  readonly timings: { readonly readMs: number; readonly storeMs: number; readonly correlateMs: number; readonly totalMs: number };
}

export type { Removal };
/** The rejected records of an import, to be mended and dropped again. */
export interface MendFile {
  readonly blob: Blob;
  readonly name: string;
  readonly records: number;
  /** Rejected records whose bytes are not known: too long to be held. */
  readonly without: number;
}

export type StorageKind = 'opfs' | 'indexeddb' | 'memory';
export interface EngineState {
  readonly phase: 'opening' | 'ready' | 'failed' | 'locked';
  readonly storage: StorageKind;
  /** Decisions are on disk. */
  readonly saved: boolean;
  /** µs of the newest snapshot; null before the first. */
  readonly snapshotAt: number | null;
  /** Something the user must know: a torn journal tail was dropped, the disk is full … */
  readonly warning: string | null;
  readonly failure: { readonly code: string; readonly message: string } | null;
  readonly undo: UndoState;
}

export const TABLES = ['incident', 'alert', 'entity', 'batch', 'comment', 'activity', 'setting'] as const;
export type Table = (typeof TABLES)[number];

/** The worker's face as Comlink carries it: loose on purpose, narrowed once in client/engine.ts. */
export interface EngineApi {
  open(actor: string, onChange: (tables: readonly Table[]) => void, onState: (state: EngineState) => void): Promise<EngineState>;
  /** Asks the tab that has the workspace to let go, and opens it here. */
  takeOver(): Promise<EngineState>;
  /** What files are and what is wrong with them; nothing is taken in. Reads the first 64 MB of each. */
  diagnose(files: readonly File[], options: ImportOptions): Promise<Result<readonly Diagnosis[]>>;
  importFiles(
    jobId: string,
    files: readonly File[],
    options: ImportOptions,
    onProgress: (progress: JobProgress) => void,
  ): Promise<Result<ImportOutcome>>;
  /** What two exports say differently; nothing is taken in. */
  diffExports(
    jobId: string,
    before: FileToRead,
    after: FileToRead,
    onProgress: (progress: JobProgress) => void,
  ): Promise<Result<ExportDiff>>;
  /** Every rejected record of an import: as a file in its own form with the reasons beside, or as a list of where and why. */
  mendFile(batch: number, what: 'records' | 'reasons'): Promise<Result<MendFile>>;
  /** What taking imports out again would do; nothing is changed. */
  previewRemoval(batches: readonly number[]): Promise<Result<Removal>>;
  /** Takes imports out again and correlates the rest anew; decisions stay in the journal. Undone by `restoreImports` as long as the page is open. */
  removeImports(batches: readonly number[]): Promise<Result<Removal>>;
  /** Reads removed imports in again from their raw bytes. `store/raw-missing`: they are gone. */
  restoreImports(batches: readonly number[]): Promise<Result<null>>;
  /** A job, or the question of this name. */
  cancel(job: string): void;
  query(name: string, params: unknown): Promise<Result<readonly unknown[]>>;
  command(command: Command): Promise<Result<CommandOutcome>>;
  setActor(name: string): void;
  /** The whole workspace as one file, for keeping or handing over. */
  exportAlerts(incidents: readonly number[] | null): Promise<Result<Blob>>;
  wipe(): Promise<Result<null>>;
}
