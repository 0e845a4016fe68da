import { grouped, plural } from '../base/text.ts';
import type { Failure } from '../base/result.ts';
import { MENTIONS_MAX } from '../domain/evidence.ts';
import type { RecordPlace } from '../domain/alert.ts';
import type { RejectCode } from './importer.ts';
import type { FormatGuess, IntakeReport, Rejection } from './report.ts';
import type { Slice } from './slice.ts';

const LISTED = 100;
/** Alerts with too many mentions that are told one by one. */
const NAMED = 20;

/** Bytes in the decoded file. */
export type Span = Pick<RecordPlace, 'offset' | 'length'>;

/** Counts what becomes of the records of one file, and makes its report. */
export class Tally {
  readonly name: string;
  encoding = '';
  container = '';
  bytes = 0;
  records = 0;
  alerts = 0;
  sourceIncidents = 0;
  ignored = 0;
  rejectedCount = 0;
  cancelled = false;
  format: string | null = null;
  reason = '';
  candidates: readonly FormatGuess[] = [];
  error: Failure | null = null;
  only: Slice | undefined;
  readonly #onReject: ((rejection: Rejection) => void) | undefined;
  readonly #ignoredBy = new Map<string, number>();
  readonly #rejected: Rejection[] = [];
  readonly #notes = new Set<string>();
  readonly #mended = new Map<string, number>();

  #flooded = 0;
  #floodedBeyond = 0;

  constructor(name: string, onReject?: (rejection: Rejection) => void) {
    this.name = name;
    this.#onReject = onReject;
  }

  ignore(reason: string): void {
    this.ignored++;
    this.#ignoredBy.set(reason, (this.#ignoredBy.get(reason) ?? 0) + 1);
  }

  reject(line: number, code: RejectCode, message: string, place?: Span): void {
    const rejection = {
      line,
      code,
      message,
      ...(place !== undefined && place.offset >= 0 && { offset: place.offset, length: place.length }),
    };
    this.rejectedCount++;
    if (this.#rejected.length < LISTED) this.#rejected.push(rejection);
    this.#onReject?.(rejection);
  }

  note(text: string): void {
    this.#notes.add(text);
  }

  /** `what` completes “n alerts: …”. */
  mended(what: string): void {
    this.#mended.set(what, (this.#mended.get(what) ?? 0) + 1);
  }

  /** An alert that names more than `MENTIONS_MAX` things. */
  tooManyMentions(title: string, line: number, dropped: number): void {
    this.#flooded++;
    if (this.#flooded > NAMED) this.#floodedBeyond += dropped;
    else
      this.note(
        `Line ${grouped(line)}: “${title.slice(0, 80)}” names ${grouped(MENTIONS_MAX + dropped)} things; the first ${grouped(MENTIONS_MAX)} were kept, ${grouped(dropped)} were left out. They stand in its raw record.`,
      );
  }

  fail(code: string, message: string): void {
    this.error ??= { code, message };
  }

  /** Nothing of the file counts as read. */
  discard(): void {
    this.alerts = 0;
    this.sourceIncidents = 0;
  }

  report(): IntakeReport {
    const mended = [...this.#mended].map(([what, count]) => `${plural(count, 'alert')}: ${what}.`);
    if (this.#flooded > NAMED)
      mended.push(
        `${plural(this.#flooded - NAMED, 'further alert names', 'further alerts name')} more than ${grouped(MENTIONS_MAX)} things each; ${grouped(this.#floodedBeyond)} in all were left out.`,
      );
    return {
      name: this.name,
      format: this.format,
      reason: this.reason,
      candidates: this.candidates,
      encoding: this.encoding,
      container: this.container,
      bytes: this.bytes,
      records: this.records,
      alerts: this.alerts,
      sourceIncidents: this.sourceIncidents,
      ignored: this.ignored,
      ignoredBy: Object.fromEntries(this.#ignoredBy),
      rejectedCount: this.rejectedCount,
      rejected: this.#rejected,
      notes: [...this.#notes, ...mended],
      error: this.error,
      cancelled: this.cancelled,
      ...(this.only !== undefined && { only: this.only }),
    };
  }
}
