import { csvCell } from '../../base/text.ts';
import type { Diagnosis } from '../../worker/api.ts';

type Report = Pick<Diagnosis['report'], 'name' | 'container' | 'encoding' | 'rejected' | 'rejectedCount'>;

/** The listed rejections as CSV: where, what and why. */
export function rejectedCsv({ name, rejected }: Report): string {
  const rows = rejected.map(({ line, code, message }) => [name, line, code, message].map(csvCell).join(','));
  return `${['file,line,code,reason', ...rows].join('\r\n')}\r\n`;
}

/** Whether the rejected bytes can be cut out of the file as it lies on the disk: places are told in its decoded form. */
export function canMend({ name, container, encoding, rejected }: Report): boolean {
  return (
    !name.includes(' › ') &&
    !/›|zip|xlsx|spreadsheet/i.test(container) &&
    /^(utf-8|ascii)/i.test(encoding) &&
    rejected.some(({ length }) => length !== undefined && length > 0)
  );
}

/** The rejected records alone, as a file to mend and drop again: a table keeps its header, records of a JSON document stand one a line. */
export async function mendFile(file: Blob, report: Report): Promise<string> {
  const table = /csv|table|tsv|comma|semicolon|tab/i.test(report.container);
  const parts: string[] = [];
  if (table) parts.push(await firstLine(file));
  for (const { offset, length } of report.rejected) {
    if (offset === undefined || length === undefined || length <= 0) continue;
    const text = (await file.slice(offset, offset + length).text()).replace(/^\uFEFF/, '').trim();
    if (text !== '') parts.push(text);
  }
  return `${parts.join('\n')}\n`;
}

async function firstLine(file: Blob): Promise<string> {
  const head = (await file.slice(0, 64 * 1024).text()).replace(/^\uFEFF/, '');
  const end = head.search(/\r?\n/);
  return end < 0 ? head : head.slice(0, end);
}

/** `alerts.csv` → `alerts.rejected.csv` */
export function mendName(name: string): string {
  const dot = name.lastIndexOf('.');
  return dot <= 0 ? `${name}.rejected` : `${name.slice(0, dot)}.rejected${name.slice(dot)}`;
}
