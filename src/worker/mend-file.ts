import { fail, ok, type Result } from '../base/result.ts';
import { csvCell, grouped } from '../base/text.ts';
import { headOfTable, mendForm, type MendForm, mendName, REASON, reasonCell, reasonRecord } from '../intake/mend.ts';
import { guessTable } from '../intake/text/sniff-table.ts';
import { eachRejection, reportOfBatch } from '../store/rejections.ts';
import type { MendFile } from './api.ts';
import type { Workspace } from './workspace.ts';

/** Enough to find the header of a table. */
const HEAD = 256 * 1024;

interface Piece {
  readonly offset: number;
  readonly length: number;
  reason: string;
}

/**
 * Every rejected record of an import as a file in the form of its own, each with the reason beside it, to be mended and dropped again:
 * the bytes stand as they stood in the file, formulas too, for a cell that was changed would no longer be the product's.
 * `store/raw-missing` when the raw bytes are not here.
 */
export async function mendFile(workspace: Workspace, batch: number): Promise<Result<MendFile>> {
  const report = reportOfBatch(workspace.db, batch);
  if (report === undefined) return fail('store/raw-missing', 'The import is not in the workspace.');
  const form = mendForm(report.container);
  const { pieces, without } = piecesOf(workspace, batch);
  const raw = workspace.rawReader(batch);
  const read = async (offset: number, length: number): Promise<Result<string>> => {
    const bytes = await raw.read(offset, length);
    return bytes.ok ? ok(new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes.value)) : bytes;
  };
  const parts: string[] = [];
  if (form === 'table') {
    const head = await read(0, Math.min(HEAD, report.bytes));
    if (!head.ok) return head;
    parts.push(tableHead(head.value, head.value.length < HEAD));
  }
  const delimiter = form === 'table' ? delimiterOf(parts[0] ?? '') : '';
  for (const { offset, length, reason } of pieces) {
    const record = await read(offset, length);
    if (!record.ok) return record;
    parts.push(framed(form, record.value.replace(/\r?\n$/, ''), reason, delimiter));
  }
  return ok({
    blob: new Blob(form === 'array' ? ['[\n', parts.join(',\n'), '\n]\n'] : [`${parts.join('\n')}\n`], { type: 'text/plain' }),
    name: mendName(report.name, form),
    records: pieces.length,
    without,
  });
}

/** Where and why each record was rejected, as CSV for a person: formulas are neutralised, and nothing reads it back. */
export function reasonsFile(workspace: Workspace, batch: number): Result<MendFile> {
  const report = reportOfBatch(workspace.db, batch);
  if (report === undefined) return fail('store/raw-missing', 'The import is not in the workspace.');
  const rows = ['file,line,code,reason'];
  eachRejection(workspace.db, batch, ({ line, code, message }) => {
    rows.push([report.name, line, code, message].map(csvCell).join(','));
  });
  const name = `${report.name.split(/[\\/]| › /).at(-1) ?? report.name}.rejected-reasons.csv`;
  return ok({ blob: new Blob([`${rows.join('\r\n')}\r\n`], { type: 'text/csv' }), name, records: rows.length - 1, without: 0 });
}

/** Records in file order. What is wrong with several alerts of one record is said once, of the record. */
function piecesOf({ db }: Workspace, batch: number): { readonly pieces: readonly Piece[]; readonly without: number } {
  const byOffset = new Map<number, Piece>();
  let without = 0;
  eachRejection(db, batch, ({ line, message, offset, length }) => {
    if (offset === undefined || length === undefined || length <= 0) {
      without++;
      return;
    }
    const known = byOffset.get(offset);
    const reason = `line ${grouped(line)}: ${message}`;
    if (known === undefined) byOffset.set(offset, { offset, length, reason });
    else if (known.reason.length < 1_000) known.reason += ` ${message}`;
  });
  return { pieces: [...byOffset.values()].sort((a, b) => a.offset - b.offset), without };
}

function tableHead(head: string, whole: boolean): string {
  const shape = guessTable(head, whole);
  const { before, header } = headOfTable(head, shape?.skipLines ?? 0);
  return `${before}${REASON}${shape?.delimiter ?? ','}${header}`;
}
const delimiterOf = (head: string): string => {
  const at = head.lastIndexOf(REASON) + REASON.length;
  return head.slice(at, at + 1);
};

function framed(form: MendForm, record: string, reason: string, delimiter: string): string {
  if (form === 'table') return `${reasonCell(reason)}${delimiter}${record}`;
  if (form === 'ndjson') return `${reasonRecord(reason)}\n${record}`;
  return form === 'array' ? `${reasonRecord(reason)},\n${record}` : record;
}
