import type { Json } from '../../base/json.ts';
import type { RecordPlace } from '../../domain/alert.ts';
import type { ByteWindow } from '../bytes/window.ts';
import type { IntakeLimits } from '../limits.ts';
import type { RecordOut } from './record-out.ts';
import type { Span } from '../tally.ts';
import { rowObject } from '../unwrap.ts';
import { findList } from './find-list.ts';
import { elementSpans } from './json-locate.ts';
import { endOfString, isBlank, isScalarByte, newScan, scanValue } from './json-scan.ts';
import type { ScanState } from './json-scan.ts';
import { parseExact } from './parse-exact.ts';
import { cutOff, jsonFault, tooDeep } from './record-out.ts';

/** A value up to this size is parsed as a whole; a larger one is looked into for a list to stream. */
const WHOLE = 8 * 1024 * 1024;
const MEGABYTE = 1024 * 1024;
const FLATTEN = 8;

const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const OPEN = 0x7b;
const CLOSE = 0x7d;
const COMMA = 0x2c;
const QUOTE = 0x22;

type Found = 'found' | 'cut-off' | 'broken' | 'too-long';

/**
 * JSON values that follow one another with blanks, commas or nothing between: one value, an array, pretty-printed records one after another, or
 * a page `{"value": […]}` of any size. Lists are given out element by element; memory holds one element.
 */
export async function readValues(window: ByteWindow, limits: IntakeLimits, out: RecordOut, from = { line: 1, index: 0 }): Promise<void> {
  await new ValueReader(window, limits, out, from.line, from.index).run();
}

class ValueReader {
  readonly #window: ByteWindow;
  readonly #limits: IntakeLimits;
  readonly #out: RecordOut;
  readonly #decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  #line: number;
  #index: number;
  #stopped = false;
  /** That the file is cut off has been told. */
  #cut = false;
  #length = 0;
  #scan: ScanState = newScan();
  /** How the last good record began, to find the next one after a broken one. */
  #marker: Uint8Array | undefined;
  #largest = 0;

  constructor(window: ByteWindow, limits: IntakeLimits, out: RecordOut, line: number, index: number) {
    this.#window = window;
    this.#limits = limits;
    this.#out = out;
    this.#line = line;
    this.#index = index;
  }

  async run(): Promise<void> {
    for (;;) {
      const byte = await this.#next();
      if (byte === undefined) {
        if (!this.#stopped) this.#out.ended(this.#line);
        return;
      }
      if (byte === OPEN_LIST) {
        this.#window.start++;
        await this.#list(1);
      } else if (byte === OPEN) await this.#topObject();
      else if (byte === COMMA || byte === 0x1e) this.#window.start++;
      else await this.#garbage();
    }
  }

  /** Next byte that is no blank; it is not taken. Undefined at the end or when the user stopped. */
  async #next(): Promise<number | undefined> {
    const window = this.#window;
    for (;;) {
      if (this.#stopped) return undefined;
      while (window.start < window.end) {
        const byte = window.bytes[window.start];
        if (!isBlank(byte)) return byte;
        if (byte === 10) this.#line++;
        window.start++;
      }
      if (!(await this.#more())) return undefined;
    }
  }

  async #more(): Promise<boolean> {
    if (this.#stopped) return false;
    if (!(await this.#out.pause())) {
      this.#stopped = true;
      return false;
    }
    return this.#window.fill();
  }

  async #list(depth: number, row?: readonly string[]): Promise<void> {
    for (;;) {
      const byte = await this.#next();
      if (byte === undefined) {
        if (!this.#stopped) this.#tellCut('The file ends within a list: it was cut off. Export it again to get the rest.');
        return;
      }
      if (byte === COMMA) this.#window.start++;
      else if (byte === CLOSE_LIST) {
        this.#window.start++;
        return;
      } else if (byte === OPEN_LIST && row === undefined && depth < FLATTEN) {
        this.#window.start++;
        await this.#list(depth + 1);
      } else if (byte === OPEN || byte === OPEN_LIST) await this.#element(row);
      else if (byte === QUOTE || isScalarByte(byte)) await this.#scalar();
      else await this.#garbage();
      if (this.#stopped) return;
    }
  }

  async #topObject(): Promise<void> {
    this.#begin();
    const found = await this.#scanOn(Math.min(WHOLE, this.#limits.recordBytes));
    if (this.#stopped) return;
    const whole = found === 'found' ? this.#parsed() : undefined;
    if (whole !== undefined) {
      this.#give(whole);
      return;
    }
    // Too large to hold, or not sound as a whole: what it lists may be.
    const { bytes, start, end } = this.#window;
    const list = findList(bytes, start, end, found !== 'too-long');
    if (list === undefined) {
      await this.#finish(found === 'too-long' ? await this.#scanOn(this.#limits.recordBytes) : found);
      return;
    }
    for (let i = start; i < list.at; i++) if (bytes[i] === 10) this.#line++;
    this.#window.start = list.at;
    await this.#list(FLATTEN, list.columns);
    await this.#closeWrapper(list.depth);
  }

  async #element(row: readonly string[] | undefined): Promise<void> {
    this.#begin();
    await this.#finish(await this.#scanOn(this.#limits.recordBytes), row);
  }

  #begin(): void {
    this.#length = 0;
    this.#scan = newScan();
  }

  /** Scans on from where the scan of the value at `window.start` stands. */
  async #scanOn(limit: number): Promise<Found> {
    const window = this.#window;
    for (;;) {
      const at = scanValue(window.bytes, window.start + this.#length, window.end, this.#scan);
      this.#length = (at < 0 ? window.end : at) - window.start;
      if (this.#scan.broken) return 'broken';
      if (at >= 0) return 'found';
      if (this.#length > limit) return 'too-long';
      if (!(await this.#more())) return 'cut-off';
    }
  }

  async #finish(found: Found, row?: readonly string[]): Promise<void> {
    if (found === 'found') {
      this.#emit(row);
      return;
    }
    if (this.#stopped) return;
    const line = this.#line;
    if (found === 'too-long') {
      this.#out.reject(
        line,
        'intake/too-long',
        `The record is longer than ${Math.round(this.#limits.recordBytes / MEGABYTE)} MB. It was left out.`,
      );
      await this.#skipRest();
      return;
    }
    // More than a record's worth of bytes without an end: a quotation mark is missing, rather than the rest of the file.
    const lost = found === 'cut-off' && this.#length > 4 * this.#largest && this.#marker !== undefined;
    if (found === 'broken' || lost) {
      this.#out.reject(line, 'intake/bad-json', 'Not JSON: a text within the record does not end on its line.', this.#span());
      await this.#resync();
      return;
    }
    this.#tellCut(cutOff('record', this.#window));
    this.#line += this.#scan.lines;
    this.#window.start = this.#window.end;
  }

  #tellCut(message: string): void {
    if (!this.#cut)
      this.#out.reject(this.#line, 'intake/cut-off', message, this.#window.end > this.#window.start ? this.#span() : undefined);
    this.#cut = true;
  }

  #emit(row: readonly string[] | undefined): void {
    if (this.#scan.deepest > this.#limits.depth) {
      this.#out.reject(this.#line, 'intake/too-deep', tooDeep(this.#scan.deepest, this.#limits.depth), this.#span());
      this.#pass();
      return;
    }
    const value = this.#parsed((fault) => this.#out.reject(this.#line, 'intake/bad-json', `Not JSON: ${fault}.`, this.#span()));
    if (value === undefined) this.#pass();
    else this.#give(row === undefined ? value : rowObject(row, value));
  }

  /** The value at hand. */
  #span(): Span {
    return { offset: this.#window.offset(this.#window.start), length: this.#length };
  }

  #bytes(): Uint8Array {
    return this.#window.bytes.subarray(this.#window.start, this.#window.start + this.#length);
  }

  #parsed(failed?: (fault: string) => void): Json | undefined {
    if (this.#scan.deepest > this.#limits.depth) return undefined;
    try {
      return parseExact(this.#decoder.decode(this.#bytes()));
    } catch (error) {
      failed?.(jsonFault(error));
      return undefined;
    }
  }

  /** Leaves the record behind. */
  #pass(): void {
    this.#line += this.#scan.lines;
    this.#largest = Math.max(this.#largest, this.#length);
    this.#window.start += this.#length;
  }

  #give(value: Json): void {
    const bytes = this.#bytes();
    const place: RecordPlace = { line: this.#index, offset: this.#window.offset(this.#window.start), length: this.#length };
    this.#pass();
    if (this.#marker === undefined && bytes[0] === OPEN) this.#marker = markerOf(bytes);
    const first = this.#index;
    this.#index++;
    this.#out.record(value, place, 'json', (path) => {
      const spans = elementSpans(bytes, 0, bytes.length, path);
      if (spans !== undefined) this.#index = Math.max(this.#index, first + spans.length);
      return spans?.map(({ from, to }, i) => ({ line: first + i, offset: place.offset + from, length: to - from }));
    });
  }

  async #scalar(): Promise<void> {
    const window = this.#window;
    for (;;) {
      const at = endOfScalar(window.bytes, window.start, window.end);
      if (at >= 0 && (at < window.end || window.ended)) {
        this.#begin();
        this.#length = at - window.start;
        this.#emit(undefined);
        return;
      }
      if (window.end - window.start > this.#limits.recordBytes || !(await this.#more())) {
        if (!this.#stopped) this.#out.reject(this.#line, 'intake/cut-off', 'A text in the list has no end.');
        window.start = window.end;
        return;
      }
    }
  }

  async #skipRest(): Promise<void> {
    for (;;) {
      this.#window.start = this.#window.end;
      if (!(await this.#more())) return;
      const at = scanValue(this.#window.bytes, this.#window.start, this.#window.end, this.#scan);
      if (at < 0) continue;
      this.#window.start = at;
      this.#line += this.#scan.lines;
      return;
    }
  }

  async #garbage(): Promise<void> {
    this.#out.reject(this.#line, 'intake/bad-json', 'Not JSON: neither an object nor a list begins here. Skipped to the next record.');
    await this.#resync();
  }

  /** To the next place that looks like the beginning of a record: as the good ones began, else a line that begins with a brace. */
  async #resync(): Promise<void> {
    const window = this.#window;
    let from = 1;
    for (;;) {
      const at =
        this.#marker === undefined
          ? braceLine(window.bytes, window.start + from - 1, window.end)
          : find(window.bytes, this.#marker, window.start + from, window.end);
      const until = at < 0 ? Math.max(window.start, window.end - (this.#marker?.length ?? 1)) : at;
      for (let i = window.start; i < until; i++) if (window.bytes[i] === 10) this.#line++;
      window.start = until;
      if (at >= 0) return;
      from = 0;
      if (await this.#more()) continue;
      window.start = window.end;
      return;
    }
  }

  /** After a streamed list: what else the wrapper holds, up to its closing brace. Further lists are read too. */
  async #closeWrapper(depth: number): Promise<void> {
    let open = depth;
    while (open > 0) {
      const byte = await this.#next();
      if (byte === undefined) return;
      if (byte === OPEN_LIST) {
        this.#window.start++;
        await this.#list(1);
        continue;
      }
      if (byte === CLOSE || byte === CLOSE_LIST) open--;
      else if (byte === OPEN) open++;
      else if (byte === QUOTE) {
        const at = endOfString(this.#window.bytes, this.#window.start, this.#window.end);
        if (at >= 0) this.#window.start = at - 1;
        else if (await this.#more()) continue;
      }
      this.#window.start++;
    }
  }
}

function endOfScalar(bytes: Uint8Array, from: number, end: number): number {
  if (bytes[from] === QUOTE) return endOfString(bytes, from, end);
  let at = from;
  while (at < end && isScalarByte(bytes[at])) at++;
  return at;
}

/** A record's first bytes up to the end of its first key. */
function markerOf(bytes: Uint8Array): Uint8Array | undefined {
  const quote = bytes.indexOf(QUOTE);
  const to = quote < 0 || quote > 64 ? -1 : endOfString(bytes, quote, Math.min(bytes.length, quote + 256));
  return to < 0 ? undefined : bytes.slice(0, to);
}

function find(bytes: Uint8Array, wanted: Uint8Array, from: number, end: number): number {
  const first = wanted[0] ?? 0;
  for (let at = bytes.indexOf(first, from); at >= 0 && at + wanted.length <= end; at = bytes.indexOf(first, at + 1)) {
    let i = 1;
    while (i < wanted.length && bytes[at + i] === wanted[i]) i++;
    if (i === wanted.length) return at;
  }
  return -1;
}

function braceLine(bytes: Uint8Array, from: number, end: number): number {
  for (let at = bytes.indexOf(10, from); at >= 0 && at < end; at = bytes.indexOf(10, at + 1)) {
    let i = at + 1;
    while (i < end && isBlank(bytes[i])) i++;
    if (i < end && (bytes[i] === OPEN || bytes[i] === OPEN_LIST)) return i;
  }
  return -1;
}
