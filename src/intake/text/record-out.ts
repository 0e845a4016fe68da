import type { Json } from '../../base/json.ts';
import { grouped } from '../../base/text.ts';
import type { RecordPlace } from '../../domain/alert.ts';
import type { ByteWindow } from '../bytes/window.ts';
import type { RejectCode } from '../importer.ts';
import type { Span } from '../tally.ts';

/** Finds where the elements of a list within the record at hand stand in the file. Undefined when that cannot be told. */
export type Locate = (path: readonly string[]) => readonly RecordPlace[] | undefined;

/** What a reader of text gives its records to. All but `pause` are synchronous. */
export interface RecordOut {
  record(value: Json, place: RecordPlace, container: 'json' | 'table', locate?: Locate): void;
  /** `line` is of the text; `place` tells the bytes, where they are known. */
  reject(line: number, code: RejectCode, message: string, place?: Span): void;
  /** A sentence for the report; each is told once. */
  note(text: string): void;
  /** Told once, when nothing follows: the line at which the text ends, or breaks off. */
  ended(line: number): void;
  /** Between two pieces of the file: hands over full batches, tells progress. False: stop reading, the user asked for it. */
  pause(): Promise<boolean>;
}

/** What is said of the record within which the text ends. */
export function cutOff(what: 'record' | 'row' | 'line', window: ByteWindow): string {
  if (window.fault === undefined) return `The last ${what} is cut off. Export the file again to get the rest.`;
  return `The ${what} is cut in two: the data breaks off within it, at byte ${grouped(window.offset(window.end))}. ${window.fault.message}`;
}

export const tooDeep = (levels: number, read: number): string =>
  `The record nests ${grouped(levels)} levels deep; ${read} are read. It was left out.`;

/** The JSON parser's word, without the text it may quote. */
export function jsonFault(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text
    .replace(/,? *"[^]*$/, '')
    .replace(/\.\.\.[^]*$/, '')
    .slice(0, 120)
    .trim();
}
