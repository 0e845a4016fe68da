import { csvCell } from '../../base/text.ts';
import { writtenValue } from '../../domain/list-entry.ts';
import type { ListRow } from '../../worker/api.ts';

/** A list as CSV (RFC 4180), in the form it is read back in; cells a spreadsheet would take for a formula are made text. */
export function listCsv(rows: readonly Pick<ListRow, 'type' | 'id' | 'note'>[]): string {
  return ['type,value,note', ...rows.map(({ type, id, note }) => [type, writtenValue(type, id), note].map(csvCell).join(','))]
    .map((line) => `${line}\r\n`)
    .join('');
}
