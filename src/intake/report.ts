import type { AlertDraft, RecordPlace, SourceIncidentDraft } from '../domain/alert.ts';
import type { Failure } from '../base/result.ts';
import type { RejectCode } from './importer.ts';
import type { Slice } from './slice.ts';

/** Bytes with a name. A browser `File` fits; so does a file of Node. */
export interface ByteSource {
  readonly name: string;
  /** Bytes, for progress; -1 when not known. */
  readonly size: number;
  readonly modified?: number;
  stream(): ReadableStream<Uint8Array>;
}

export interface PlacedAlert {
  readonly draft: AlertDraft;
  readonly place: RecordPlace;
  /** Id of the importer that made it: a file may mix formats. */
  readonly format: string;
}
export interface PlacedSourceIncident {
  readonly draft: SourceIncidentDraft;
  readonly place: RecordPlace;
  readonly format: string;
}

export interface Rejection {
  readonly line: number;
  readonly code: RejectCode;
  readonly message: string;
  /** Where the rejected bytes stand in the decoded file, where that is known: for showing and mending them. */
  readonly offset?: number;
  readonly length?: number;
}

export interface FormatGuess {
  readonly format: string;
  readonly label: string;
  readonly confidence: number;
}

/** What became of one file (or of one member of an archive). Counts are of records. */
export interface IntakeReport {
  /** `alerts.json`, or `export.zip › alerts.json`. */
  readonly name: string;
  /** Format id of most records; null when none was recognised. */
  readonly format: string | null;
  /** Why this format, in one sentence. */
  readonly reason: string;
  /** Formats that fit equally well; the user is asked. */
  readonly candidates: readonly FormatGuess[];
  readonly encoding: string;
  /** `NDJSON`, `JSON array`, `CSV, comma`, `gzip › NDJSON` … in words. */
  readonly container: string;
  readonly bytes: number;
  readonly records: number;
  /** Alerts given to the sink: before duplicates are known. */
  readonly alerts: number;
  readonly sourceIncidents: number;
  readonly ignored: number;
  readonly ignoredBy: Readonly<Record<string, number>>;
  readonly rejectedCount: number;
  /** The first 100. */
  readonly rejected: readonly Rejection[];
  /** Things the user should know: assumptions on time, limits met, signs of a capped export. */
  readonly notes: readonly string[];
  /** The whole file failed, or reading stopped early; what was read before is kept. */
  readonly error: Failure | null;
  /** The user stopped it. */
  readonly cancelled: boolean;
  /** Only this part of the file was asked for. */
  readonly only?: Slice;
}

/** Where the intake delivers. Awaited: the intake does not run ahead of the store. */
export interface IntakeSink {
  /** A file (or archive member) begins. */
  begin?(name: string): void;
  /** Every rejected record, also those beyond the first 100 that the report lists. Called while reading. */
  rejected?(rejection: Rejection): void;
  /** Decoded bytes in file order, for the raw store. The buffer belongs to the sink. Awaited. */
  raw?(bytes: Uint8Array): Promise<void> | void;
  alerts(batch: readonly PlacedAlert[]): Promise<void> | void;
  incidents(batch: readonly PlacedSourceIncident[]): Promise<void> | void;
  end?(report: IntakeReport): Promise<void> | void;
}

export interface IntakeProgress {
  readonly name: string;
  /** Bytes of the source as stored (compressed, if it is). */
  readonly doneBytes: number;
  readonly totalBytes: number;
  readonly alerts: number;
}
