import type { Json, JsonObject } from '../base/json.ts';
import type { TimeAssumptions } from '../base/time.ts';
import type { AlertDraft, SourceIncidentDraft } from '../domain/alert.ts';

/** 0 not mine · 25 perhaps · 50 likely · 75 very likely · 100 certain. Content decides, never the file name. */
export type Confidence = 0 | 25 | 50 | 75 | 100;

/** How a record reached the importer: parsed JSON of any container, a row of a table (every cell a string), or a piece of text. */
export type Container = 'json' | 'table' | 'text';

/** Where an importer says what it made of the record it was given. Exactly one call of alert (or several), incident, ignore, reject or nested per record. */
export interface ReadContext {
  readonly container: Container;
  readonly assume: TimeAssumptions;
  alert(draft: AlertDraft): void;
  incident(draft: SourceIncidentDraft): void;
  /** The record is well-formed but no alert (a flow record, an audit event). `reason` is a short noun phrase, counted in the report. */
  ignore(reason: string): void;
  /** The record should have been an alert but cannot be read. */
  reject(code: RejectCode, message: string): void;
  /** The record wraps another one (Splunk `_raw`, an EVE record in Wazuh): read that by its own importer. True when one took it. `around`: the wrapper's time, for a record that states none. */
  nested(inner: JsonObject | string, around?: Json): boolean;
}

export type RejectCode =
  | 'intake/bad-record'
  | 'intake/bad-time'
  | 'intake/no-title'
  | 'intake/no-time'
  | 'intake/bad-json'
  | 'intake/bad-csv'
  | 'intake/cut-off'
  | 'intake/too-long'
  | 'intake/too-deep';

interface ImporterBase {
  /** kebab-case; also the names of the module, the fixture folder and the page in docs/formats. */
  readonly id: string;
  readonly label: string;
  /** Where the format is specified. */
  readonly spec: string;
  /** Of formats with incidents: what to export to have their alerts, in a sentence, for files that hold none. */
  readonly withAlerts?: string;
}

/** Reads records that are objects: JSON of any container, or rows of a table as objects of strings by column name. One record at a time, no state. */
export interface RecordImporter extends ImporterBase {
  readonly kind: 'record';
  readonly containers: readonly ('json' | 'table')[];
  /** How surely this one record is of this format. Called often: look at keys first, never throw. */
  match(record: JsonObject, container: 'json' | 'table'): Confidence;
  read(record: JsonObject, ctx: ReadContext): void;
}

/** Reads text that is neither JSON nor a table with a header: log lines, multi-line blocks, tables without a header. */
export interface TextImporter extends ImporterBase {
  readonly kind: 'text';
  /** `head` is the first 64 KiB, decoded; its last line may be cut. */
  match(head: string): Confidence;
  /** One reader a file. The context's place is the line given last. */
  open(ctx: ReadContext): TextReader;
}
export interface TextReader {
  line(text: string): void;
  /** The file has ended: give out what is still held. */
  end(): void;
}

export type Importer = RecordImporter | TextImporter;
