import { isObject, own, type Json } from '../base/json.ts';

/**
 * Name of the column, or of the one key of the record, by which a mend file says why a record was rejected. It is ours: a file that is read again
 * is read as if it were not there.
 */
export const REASON = 'alertweave_reason';

/** A record that holds nothing but the reason why the next one was rejected. */
export const isReason = (value: Json): boolean => isObject(value) && own(value, REASON) !== undefined && Object.keys(value).length === 1;

export type MendForm = 'table' | 'ndjson' | 'array' | 'text';

/** The form in which rejected records are given back, by the container of their report. */
export function mendForm(container: string): MendForm {
  const inner = container.split(' › ').at(-1) ?? '';
  if (/^(?:CSV|TSV)\b/.test(inner)) return 'table';
  if (inner === 'NDJSON' || inner === 'JSON records') return 'ndjson';
  return inner.startsWith('JSON') ? 'array' : 'text';
}
const ENDINGS: Readonly<Record<MendForm, string>> = { table: 'csv', ndjson: 'ndjson', array: 'json', text: 'log' };

/** `export.zip › alerts.csv.gz` → `alerts.rejected.csv`. */
export function mendName(name: string, form: MendForm): string {
  const plain = (name.split(/[\\/]| › /).at(-1) ?? name).replace(/\.gz$/i, '');
  const dot = plain.lastIndexOf('.');
  const base = dot <= 0 ? plain : plain.slice(0, dot);
  return `${base}.rejected.${ENDINGS[form]}`;
}

/** The lines of a table up to and with its header, as they stand: comments, a `sep=` line, the header. */
export function headOfTable(text: string, skipLines: number): { readonly before: string; readonly header: string } {
  let from = 0;
  for (let line = 0; line < skipLines; line++) from = text.indexOf('\n', from) + 1;
  let quoted = false;
  let to = from;
  for (; to < text.length && (quoted || text[to] !== '\n'); to++) if (text[to] === '"') quoted = !quoted;
  return { before: text.slice(0, from), header: text.slice(from, to).replace(/\r$/, '') };
}

/** A cell that any delimiter leaves alone, neutralised for spreadsheets: reasons may quote what a record says. */
export const reasonCell = (reason: string): string =>
  `"${oneLine(reason)
    .replace(/^[=+\-@]/, "'$&")
    .replaceAll('"', '""')}"`;
export const reasonRecord = (reason: string): string => JSON.stringify({ [REASON]: oneLine(reason) });
const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();
