import type { Diagnosis } from '../worker/api.ts';

/** So much of a file is enough to tell what it is. */
const END = 128 * 1024;

/** The head of a file; the file itself where it is small, or where a head says nothing: archives that are listed at their end. */
export async function headOf(file: File): Promise<File> {
  if (file.size <= END) return file;
  const magic = new Uint8Array(await file.slice(0, 2).arrayBuffer());
  if (magic[0] === 0x50 && magic[1] === 0x4b) return file;
  return new File([file.slice(0, END)], file.name, { lastModified: file.lastModified });
}

/** The last records of a file of lines, under its header if it has one; undefined where a file cannot be cut at its lines. */
export async function tailOf(file: File, { report }: Diagnosis): Promise<File | undefined> {
  if (file.size <= END || !/^(?:NDJSON|CSV|TSV|text)/.test(report.container) || !/^(?:utf-8|ascii)/i.test(report.encoding))
    return undefined;
  const text = await file.slice(file.size - END).text();
  const start = text.indexOf('\n') + 1;
  const header = /^[CT]SV/.test(report.container) ? ((await file.slice(0, END).text()).split('\n', 1)[0] ?? '') + '\n' : '';
  return start === 0 ? undefined : new File([header, text.slice(start)], file.name, { lastModified: file.lastModified });
}
