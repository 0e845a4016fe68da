import type { ByteFeed } from '../bytes/feed.ts';
import type { Workbook } from './workbook.ts';
import { attribute, element, elements, richText, unescapeXml } from './xml.ts';

const ROWS_A_CHUNK = 500;
/** Rows of the largest sheet there can be. */
const ROWS_MAX = 1_048_576;
const COLUMNS_MAX = 16_384;
const DAY_MS = 86_400_000;

/** A sheet as CSV, comma. The line of a row is its number in the sheet, as long as no cell holds line ends. */
export function sheetFeed(xml: string, workbook: Workbook): ByteFeed {
  const rows = rowsOf(xml, workbook);
  const encoder = new TextEncoder();
  return {
    next() {
      const lines: string[] = [];
      while (lines.length < ROWS_A_CHUNK) {
        const { done, value } = rows.next();
        if (done === true) break;
        lines.push(value);
      }
      return Promise.resolve(lines.length === 0 ? undefined : encoder.encode(lines.join('')));
    },
    close: () => Promise.resolve(),
  };
}

function* rowsOf(xml: string, workbook: Workbook): Generator<string, undefined> {
  let line = 1;
  for (const { attributes, inner } of elements(xml, 'row')) {
    const stated = Number(attribute(attributes, 'r') ?? line);
    const number = Number.isInteger(stated) && stated >= line && stated <= ROWS_MAX ? stated : line;
    const cells: string[] = [];
    let next = 0;
    for (const cell of elements(inner, 'c')) {
      const column = columnOf(attribute(cell.attributes, 'r')) ?? next;
      if (column >= COLUMNS_MAX) break;
      while (cells.length < column) cells.push('');
      cells[column] = quoted(cellText(cell.attributes, cell.inner, workbook));
      next = column + 1;
    }
    yield `${'\n'.repeat(number - line)}${cells.join(',')}\n`;
    line = number + 1;
  }
  return undefined;
}

const quoted = (text: string): string => (/[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** `AB12` → 27. */
function columnOf(reference: string | undefined): number | undefined {
  const letters = /^[A-Z]{1,3}/.exec(reference ?? '')?.[0];
  if (letters === undefined) return undefined;
  let column = 0;
  for (let i = 0; i < letters.length; i++) column = column * 26 + letters.charCodeAt(i) - 64;
  return column - 1;
}

function cellText(attributes: string, inner: string, workbook: Workbook): string {
  const type = attribute(attributes, 't') ?? 'n';
  if (type === 'inlineStr') return richText(inner);
  const value = unescapeXml(element(inner, 'v')?.inner ?? '');
  if (type === 's') return workbook.strings[Number(value)] ?? '';
  if (type === 'b') return value === '1' ? 'TRUE' : 'FALSE';
  if (type !== 'n' || value === '') return value;
  const number = Number(value);
  if (!Number.isFinite(number)) return value;
  if (workbook.dates[Number(attribute(attributes, 's') ?? -1)] === true) return dateText(number, workbook.from1904) ?? value;
  // A number of more digits than a spreadsheet keeps stays as it stands, so that its damage is seen.
  return /E\+/i.test(value) ? value : String(number);
}

/** A day number as ISO text without a zone, to the millisecond: a spreadsheet knows none. */
function dateText(days: number, from1904: boolean): string | undefined {
  // Day 60 is 29 February 1900, which never was.
  const shifted = from1904 ? days + 1462 : days < 60 ? days + 1 : days;
  const millis = Math.round((shifted - 25_569) * DAY_MS);
  if (days < 0 || millis > 253_402_300_799_000) return undefined;
  const iso = new Date(millis).toISOString();
  if (days < 1) return iso.slice(11, 19);
  return iso
    .slice(0, 23)
    .replace('T', ' ')
    .replace(/\.000$/, '')
    .replace(/ 00:00:00$/, '');
}
