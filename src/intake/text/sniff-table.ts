import { mayCarry } from '../embedded.ts';
import { parseTime } from '../../base/time.ts';

export interface TableShape {
  readonly delimiter: string;
  /** Lines before the header: comments, a `sep=` line. */
  readonly skipLines: number;
  readonly header: readonly string[];
  /** Of the lines before the header, how many are neither blank nor a comment: a report's title, a date. */
  readonly prose?: number;
}

const NAMES: Readonly<Record<string, string>> = { ',': 'comma', ';': 'semicolon', '\t': 'tab', '|': 'pipe' };
export const delimiterName = (delimiter: string): string => NAMES[delimiter] ?? `“${delimiter}”`;

const ROWS = 30;

/** The delimiter under which the first rows have alike many cells, and a first row that can be a header. Undefined: no table with a header. */
export function guessTable(head: string, whole: boolean): TableShape | undefined {
  const { skipLines, rest, stated } = preamble(head);
  if (rest.trim() === '') return undefined;
  return tableAt(rest, whole, skipLines, stated) ?? (stated === undefined ? belowProse(rest, whole, skipLines) : undefined);
}

const PROSE = 20;

/** Reports put a title, a date or a filter above the table: the first line that has several delimiters may be its header. */
function belowProse(rest: string, whole: boolean, skipLines: number): TableShape | undefined {
  const lines = rest.split('\n', PROSE + 1);
  const at = lines.findIndex(looksDelimited);
  if (at < 1) return undefined;
  const below = rest.slice(lines.slice(0, at).join('\n').length + 1);
  const table = tableAt(below, whole, skipLines + at, undefined);
  const prose = lines.slice(0, at).filter((line) => line.trim() !== '').length;
  return table === undefined || table.header.length < 4 || !below.trim().includes('\n') ? undefined : { ...table, prose };
}

function tableAt(rest: string, whole: boolean, skipLines: number, stated: string | undefined): TableShape | undefined {
  const firstLine = /^[^\r\n]*/.exec(rest)?.[0] ?? '';
  const candidates = stated === undefined ? [...new Set([',', ';', '\t', '|', ...oddDelimiters(firstLine)])] : [stated];
  let best: { readonly delimiter: string; readonly rows: readonly (readonly string[])[]; readonly score: number } | undefined;
  for (const delimiter of candidates) {
    const rows = firstRows(rest, delimiter, whole);
    const width = rows[0]?.length ?? 0;
    if (width < 2) continue;
    const alike = rows.filter((row) => row.length === width).length / rows.length;
    const score = alike * Math.log2(1 + width);
    if (alike >= 0.5 && (best === undefined || score > best.score)) best = { delimiter, rows, score };
  }
  if (best === undefined) return single(rest, whole, skipLines);
  const header = best.rows[0] ?? [];
  return isHeader(header, best.rows.slice(1)) ? { delimiter: best.delimiter, skipLines, header } : undefined;
}

/** An export of raw events alone has one column and no delimiter. */
function single(rest: string, whole: boolean, skipLines: number): TableShape | undefined {
  const header = firstRows(rest, ',', whole)[0] ?? [];
  return header.length === 1 && mayCarry((header[0] ?? '').trim()) ? { delimiter: ',', skipLines, header } : undefined;
}

function preamble(head: string): { readonly skipLines: number; readonly rest: string; readonly stated: string | undefined } {
  let rest = head;
  let skipLines = 0;
  let stated: string | undefined;
  for (;;) {
    const line = /^([^\n]*)\n/.exec(rest);
    if (line === null) break;
    const text = (line[1] ?? '').replace(/\r$/, '');
    const sep = /^"?sep=(.)"?$/i.exec(text);
    if (sep !== null) stated = sep[1];
    else if (text.trim() !== '' && !(text.startsWith('#') && !/^#(?:separator|fields|set_separator)/.test(text) && !looksDelimited(text)))
      break;
    skipLines++;
    rest = rest.slice(line[0].length);
  }
  return { skipLines, rest, stated };
}

const looksDelimited = (text: string): boolean => (text.match(/[,;\t|]/g) ?? []).length >= 3;

function oddDelimiters(firstLine: string): string[] {
  const counts = new Map<string, number>();
  for (const char of firstLine) if (char > '\u007f' && !/\p{L}/u.test(char)) counts.set(char, (counts.get(char) ?? 0) + 1);
  return [...counts].filter(([, count]) => count >= 2).map(([char]) => char);
}

/** Cells of the first rows, with quoted cells and their line ends. The last row is left out when the head ends within it. */
function firstRows(text: string, delimiter: string, whole: boolean, limit = ROWS): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 0;
  while (at < text.length && rows.length < limit) {
    let cell: string;
    if (text[at] === '"') {
      let close = at + 1;
      for (;;) {
        close = text.indexOf('"', close);
        if (close < 0) return rows;
        if (text[close + 1] !== '"') break;
        close += 2;
      }
      const stop = nextBreak(text, close + 1, delimiter);
      cell = text.slice(at + 1, close).replaceAll('""', '"') + text.slice(close + 1, stop);
      at = stop;
    } else {
      const stop = nextBreak(text, at, delimiter);
      cell = text.slice(at, stop);
      at = stop;
    }
    row.push(cell.replace(/\r$/, ''));
    if (text[at] === delimiter) {
      at += delimiter.length;
      if (at >= text.length) row.push('');
      else continue;
    }
    if (at >= text.length && !whole) return rows;
    if (row.length > 1 || row[0] !== '') rows.push(row);
    row = [];
    at++;
  }
  return rows;
}

function nextBreak(text: string, from: number, delimiter: string): number {
  for (let i = from; i < text.length; i++) {
    const char = text[i];
    if (char === delimiter || char === '\n') return i;
  }
  return text.length;
}

/** Names, mostly different from one another, none of which is a value: a number, a time, an address, a sentence. */
function isHeader(row: readonly string[], below: readonly (readonly string[])[]): boolean {
  const names = row.map((cell) => cell.trim());
  const filled = names.filter((name) => name !== '');
  if (filled.length < 2 || filled.length < names.length * 0.6) return false;
  if (filled.some(isValue)) return false;
  if (new Set(filled).size < filled.length * 0.6) return false;
  // A table with its header cut away: the first row is of a kind with those below.
  return !below
    .slice(0, 5)
    .some(
      (other) =>
        other.length === row.length && other.filter((cell, i) => cell.trim() !== '' && cell.trim() === names[i]).length > names.length / 2,
    );
}

const isValue = (name: string): boolean =>
  name.length > 200 ||
  /^[-+]?\d+(?:[.,]\d+)*$/.test(name) ||
  /^(?:\d{1,3}\.){3}\d{1,3}/.test(name) ||
  /^(?:CEF|LEEF):\d/.test(name) ||
  /^[{[<]/.test(name) ||
  (/\d/.test(name) && parseTime(name) !== undefined);
