import type { JsonObject } from '../../base/json.ts';
import { grouped } from '../../base/text.ts';
import type { ByteWindow } from '../bytes/window.ts';
import type { IntakeLimits } from '../limits.ts';
import { REASON } from '../mend.ts';
import { cutOff, type RecordOut } from './record-out.ts';
import type { TableShape } from './sniff-table.ts';

const LF = 10;
const MEGABYTE = 1024 * 1024;
/** A quoted cell without an end by then has a stray quotation mark; spreadsheets end a cell at 32 767 characters, query portals at some megabytes. */
const CELL_CHARS = 8 * MEGABYTE;

/** A long number after a spreadsheet had it in its hands. */
const SCIENTIFIC = /^\d(?:\.\d+)?E\+\d{2}$/;

type Row = Record<string, string>;

/** Rows of a table with a header, as objects of strings by column name. RFC 4180, with any one-character delimiter. Gives an empty row, by which a table without rows is still known. */
export async function readTable(window: ByteWindow, shape: TableShape, limits: IntakeLimits, out: RecordOut): Promise<JsonObject> {
  return new TableReader(window, shape, limits, out).run();
}

class TableReader {
  readonly #window: ByteWindow;
  readonly #shape: TableShape;
  readonly #limits: IntakeLimits;
  readonly #out: RecordOut;
  readonly #decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  #line = 1;
  #header: string[] | undefined;
  /** Where a mend file says why a row was rejected; that is no column of the table. */
  #reason = -1;
  #blank: Row = {};
  #short = 0;
  #long = 0;
  #cut = 0;
  #beyond = 0;
  #rows = 0;
  readonly #scientific = new Map<string, number>();

  constructor(window: ByteWindow, shape: TableShape, limits: IntakeLimits, out: RecordOut) {
    this.#window = window;
    this.#shape = shape;
    this.#limits = limits;
    this.#out = out;
  }

  async run(): Promise<JsonObject> {
    const window = this.#window;
    for (;;) {
      const more = await window.fill();
      if (window.start === window.end) break;
      const cut = more ? window.bytes.subarray(window.start, window.end).lastIndexOf(LF) : window.end - window.start;
      if (cut < 0 && window.end - window.start <= this.#limits.recordBytes) continue;
      const bytes = window.bytes.subarray(
        window.start,
        window.start + (cut < 0 ? window.end - window.start : Math.min(cut + 1, window.end - window.start)),
      );
      const used = this.#slab(bytes, !more);
      window.start += used;
      if (!more) window.start = window.end;
      else if (window.end - window.start > this.#limits.recordBytes) {
        this.#out.reject(
          this.#line,
          'intake/too-long',
          `The row is longer than ${Math.round(this.#limits.recordBytes / MEGABYTE)} MB. It was left out.`,
        );
        this.#line++;
        window.start = window.end;
      }
      if (!(await this.#out.pause())) return this.#blank;
      if (!more) break;
    }
    this.#out.ended(window.bytes[window.end - 1] === LF ? this.#line : this.#line - 1);
    this.#tell();
    return this.#blank;
  }

  /** Takes whole rows off the beginning of `bytes`, gives the bytes taken. */
  #slab(bytes: Uint8Array, last: boolean): number {
    const text = this.#decoder.decode(bytes);
    // Every character of more than one byte is shorter in UTF-16.
    const ascii = text.length === bytes.length;
    const offset = this.#window.offset(this.#window.start);
    let at = 0;
    let byteAt = 0;
    let quote = text.indexOf('"');
    while (at < text.length) {
      const eol = text.indexOf('\n', at);
      const end = eol < 0 ? text.length : eol;
      if (eol < 0 && !last) break;
      if (quote >= 0 && quote < at) quote = text.indexOf('"', at);
      let cells: string[] = [];
      let stop = end;
      let lines = 1;
      let cut = false;
      if (quote < 0 || quote >= end) {
        const line = text.charCodeAt(end - 1) === 13 && end > at ? text.slice(at, end - 1) : text.slice(at, end);
        cells = line.split(this.#shape.delimiter);
      } else {
        const row = this.#quoted(text, at, last);
        if (row === undefined) break;
        if (row === 'broken' && last && this.#isCutCell(text, end)) {
          stop = text.length;
          lines = 1 + linesIn(text, end);
          cut = true;
        } else if (row === 'broken') {
          this.#out.reject(
            this.#line,
            'intake/bad-csv',
            'A quotation mark opens a cell and none closes it. The line was left out; reading went on with the next.',
            { offset: offset + byteAt, length: ascii ? end - at : utf8Length(text, at, end) },
          );
        } else ({ cells, stop, lines } = row);
      }
      const next = Math.min(stop + 1, text.length);
      const byteNext = ascii ? next : byteAt + utf8Length(text, at, next);
      cut ||= last && stop === text.length && this.#isCutRow(cells);
      if (cut) {
        this.#out.reject(this.#line, 'intake/cut-off', cutOff('row', this.#window), { offset: offset + byteAt, length: byteNext - byteAt });
      } else this.#row(cells, offset + byteAt, byteNext - byteAt);
      this.#line += lines;
      at = next;
      byteAt = byteNext;
    }
    return byteAt;
  }

  /** Whether the row at the very end, after which no line end stands, is but the beginning of one. */
  #isCutRow(cells: readonly string[]): boolean {
    const header = this.#header;
    if (this.#line <= this.#shape.skipLines || header === undefined || (cells.length === 1 && cells[0]?.trim() === '')) return false;
    return (
      this.#window.fault !== undefined || (cells.length < header.length + (this.#reason < 0 ? 0 : 1) && this.#rows > 0 && this.#short === 0)
    );
  }

  /** Whether a quoted cell that does not end goes on to the end of the file, rather than that a stray quotation mark stands before good rows. */
  #isCutCell(text: string, end: number): boolean {
    const width = this.#header === undefined ? 0 : this.#header.length + (this.#reason < 0 ? 0 : 1);
    if (width === 0 || (text.endsWith('\n') && this.#window.fault === undefined)) return false;
    return !text
      .slice(end + 1)
      .split('\n')
      .some((line) => line.split(this.#shape.delimiter).length === width);
  }

  /** A row with quoted cells. Undefined: it goes on beyond the text. */
  #quoted(
    text: string,
    from: number,
    last: boolean,
  ): { readonly cells: string[]; readonly stop: number; readonly lines: number } | 'broken' | undefined {
    const delimiter = this.#shape.delimiter;
    const cells: string[] = [];
    let lines = 1;
    let at = from;
    for (;;) {
      let cell: string;
      if (text.charCodeAt(at) === 0x22) {
        let close = at + 1;
        let doubled = false;
        for (;;) {
          close = text.indexOf('"', close);
          if (close < 0) return last || text.length - at > CELL_CHARS ? 'broken' : undefined;
          if (text.charCodeAt(close + 1) !== 0x22) break;
          doubled = true;
          close += 2;
        }
        if (close + 1 === text.length && !last) return undefined;
        cell = text.slice(at + 1, close);
        lines += linesIn(cell, 0);
        if (doubled) cell = cell.replaceAll('""', '"');
        at = close + 1;
        const stop = breakAt(text, at, delimiter);
        const tail = text.slice(at, stop);
        if (tail !== '' && tail !== '\r') {
          if (lines > 1) return 'broken';
          cell += tail.replace(/\r$/, '');
        }
        at = stop;
      } else {
        const stop = breakAt(text, at, delimiter);
        cell = text.slice(at, stop);
        at = stop;
        if ((at >= text.length || text.charCodeAt(at) === LF) && cell.endsWith('\r')) cell = cell.slice(0, -1);
      }
      cells.push(cell);
      if (at >= text.length) return { cells, stop: at, lines };
      if (text.charCodeAt(at) === LF) return { cells, stop: at, lines };
      at += delimiter.length;
    }
  }

  #row(cells: string[], offset: number, length: number): void {
    if (this.#line <= this.#shape.skipLines || cells.length === 0) return;
    if (cells.length === 1 && cells[0] === '') return;
    if (this.#header === undefined) this.#reason = cells.indexOf(REASON);
    if (this.#reason >= 0) cells.splice(this.#reason, 1);
    if (this.#header === undefined) {
      this.#begin(cells);
      return;
    }
    const header = this.#header;
    const row: Row = { ...this.#blank };
    const count = Math.min(cells.length, header.length);
    for (let i = 0; i < count; i++) {
      const cell = cells[i] ?? '';
      if (cell === '') continue;
      row[header[i] ?? ''] = cell;
      if (cell.length >= 32_767) this.#cut++;
      else if (cell.length < 24 && SCIENTIFIC.test(cell)) this.#damaged(header[i] ?? '');
    }
    if (cells.length < header.length) this.#short++;
    else if (cells.length > header.length) {
      this.#long++;
      if (cells.length > this.#limits.columns) this.#beyond++;
      for (let i = header.length; i < Math.min(cells.length, this.#limits.columns); i++) row[`column ${i + 1}`] = cells[i] ?? '';
    }
    this.#rows++;
    this.#out.record(row satisfies JsonObject, { line: this.#line, offset, length }, 'table');
  }

  #damaged(column: string): void {
    this.#scientific.set(column, (this.#scientific.get(column) ?? 0) + 1);
  }

  #begin(cells: readonly string[]): void {
    if (cells.length > this.#limits.columns)
      this.#out.note(
        `The header has ${grouped(cells.length)} columns; the first ${grouped(this.#limits.columns)} are read, the others left out.`,
      );
    this.#header = columnNames(cells.slice(0, this.#limits.columns), this.#out);
    // A template with its keys as own properties, `__proto__` too; copying it keeps one hidden shape for all rows.
    this.#blank = JSON.parse(`{${this.#header.map((name) => `${JSON.stringify(name)}:""`).join(',')}}`) as Row;
  }

  #tell(): void {
    const out = this.#out;
    if (this.#short > 0)
      out.note(`${this.#short} of ${this.#rows} rows have fewer cells than the header; the missing ones were read as empty.`);
    if (this.#beyond > 0)
      out.note(`${this.#beyond} of ${this.#rows} rows have more than ${grouped(this.#limits.columns)} cells; those beyond were left out.`);
    if (this.#long > 0) out.note(`${this.#long} of ${this.#rows} rows have more cells than the header; the others are kept as “column N”.`);
    for (const [column, count] of this.#scientific) {
      out.note(
        `${count} values of “${column}” look like 1.2E+15: a spreadsheet has rounded long numbers, and ids may have become equal. Export again and do not save it from a spreadsheet.`,
      );
    }
    if (this.#cut > 0)
      out.note(
        `${this.#cut === 1 ? 'One cell has' : `${this.#cut} cells have`} 32 767 characters or more: a spreadsheet cuts cells there, so their ends may be missing.`,
      );
  }
}

export function columnNames(cells: readonly string[], out: Pick<RecordOut, 'note'>): string[] {
  const names: string[] = [];
  const seen = new Set<string>();
  const doubled: string[] = [];
  for (const [i, cell] of cells.entries()) {
    const plain = cell.replace(/^\ufeff/, '').trim();
    let name = plain === '' ? `column ${i + 1}` : plain;
    if (seen.has(name)) {
      doubled.push(name);
      let n = 2;
      while (seen.has(`${name} (${n})`)) n++;
      name = `${name} (${n})`;
    }
    seen.add(name);
    names.push(name);
  }
  if (doubled.length > 0) out.note(`Columns named more than once got a number: ${doubled.slice(0, 5).join(', ')}.`);
  return names;
}

function linesIn(text: string, from: number): number {
  let lines = 0;
  for (let i = text.indexOf('\n', from); i >= 0; i = text.indexOf('\n', i + 1)) lines++;
  return lines;
}

/** The next delimiter or line end. Cells are short: looking at each character beats searching for a line end far behind them. */
function breakAt(text: string, from: number, delimiter: string): number {
  const wanted = delimiter.charCodeAt(0);
  for (let at = from; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit === wanted || unit === LF) return at;
  }
  return text.length;
}

function utf8Length(text: string, from: number, to: number): number {
  let length = 0;
  for (let i = from; i < to; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) length++;
    else if (unit < 0x800) length += 2;
    else if (unit >= 0xd800 && unit < 0xdc00) {
      length += 4;
      i++;
    } else length += 3;
  }
  return length;
}
