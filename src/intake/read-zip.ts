import { expandedFeed } from './bytes/budget.ts';
import { guessEncoding } from './bytes/encoding.ts';
import type { ByteFeed } from './bytes/feed.ts';
import { concat, withHead } from './bytes/feed.ts';
import type { ZipMember } from './bytes/zip.ts';
import { zipMembers } from './bytes/zip.ts';
import type { Job } from './job.ts';
import { readText } from './read-text.ts';
import { Stop } from './stop.ts';
import { openWorkbook } from './xlsx/workbook.ts';
import { sheetFeed } from './xlsx/sheet.ts';

export interface Entries {
  read(name: string, feed: ByteFeed, packed: readonly string[]): Promise<void>;
  refuse(name: string, packed: readonly string[], code: string, message: string): Promise<void>;
  /** Ends with a report also when the bytes cannot be had. */
  guarded(name: string, packed: readonly string[], work: () => Promise<void>): Promise<void>;
}

const MB = 1024 * 1024;
const HEAD = 256 * 1024;
const WORKBOOK_MAX = 256 * MB;

const DOCUMENTS: readonly (readonly [RegExp, string, string])[] = [
  [/^word\//, 'a Word document', 'Export the alerts as JSON or CSV and drop that file.'],
  [/^ppt\//, 'a PowerPoint document', 'Export the alerts as JSON or CSV and drop that file.'],
  [/^mimetype$/, 'an OpenDocument file', 'Save the sheet as CSV (UTF-8) or XLSX and drop that.'],
];
/** Members of Office documents that do not tell which kind it is. */
const OFFICE = /^(?:\[Content_Types\]\.xml$|_rels\/|docProps\/|customXml\/)/;
const WORKBOOK = /^xl\//;
const PARTS = /^xl\/(?:workbook\.xml|_rels\/workbook\.xml\.rels|sharedStrings\.xml|styles\.xml|worksheets\/[^/]+\.xml)$/;
const LITTER = /(?:^|\/)(?:__MACOSX\/|\.DS_Store$|\._|Thumbs\.db$)|\/$/;

/** Each file of an archive, or each sheet of a workbook. Which of both is told by the names within. */
export async function readZip(job: Job, name: string, feed: ByteFeed, packed: readonly string[], entries: Entries): Promise<void> {
  let members = 0;
  let parts: Map<string, Uint8Array> | undefined;
  let office = true;
  for await (const member of zipMembers(feed)) {
    if (job.cancelled) return;
    if (parts !== undefined || (office && WORKBOOK.test(member.name))) {
      parts ??= new Map();
      if (PARTS.test(member.name)) parts.set(member.name, await partOf(job, member, parts));
      continue;
    }
    if (office && OFFICE.test(member.name)) continue;
    const document = office ? DOCUMENTS.find(([pattern]) => pattern.test(member.name)) : undefined;
    if (document !== undefined) return entries.refuse(name, packed, 'intake/binary', `This looks like ${document[1]}. ${document[2]}`);
    office = false;
    if (LITTER.test(member.name)) continue;
    members++;
    if (++job.members > job.limits.members) {
      return entries.refuse(
        name,
        packed,
        'intake/too-large',
        `The archive holds more than ${job.limits.members} files; those after it were not read. Split the archive.`,
      );
    }
    const path = `${name} › ${member.name}`;
    const { problem } = member;
    if (problem !== undefined) await entries.refuse(path, packed, problem.code, problem.message);
    else await entries.guarded(path, packed, () => entries.read(path, expandedFeed(job, member.feed), packed));
    if (job.exhausted) return;
  }
  if (parts !== undefined) return readWorkbook(job, name, parts, packed, entries);
  if (members === 0) await entries.refuse(name, packed, 'intake/empty', 'The archive holds no files.');
}

async function partOf(job: Job, member: ZipMember, parts: ReadonlyMap<string, Uint8Array>): Promise<Uint8Array> {
  if (member.problem !== undefined) throw new Stop(member.problem.code, member.problem.message);
  let size = 0;
  for (const part of parts.values()) size += part.length;
  const chunks: Uint8Array[] = [];
  const feed = expandedFeed(job, member.feed);
  for (let chunk = await feed.next(); chunk !== undefined; chunk = await feed.next()) {
    size += chunk.length;
    if (size > WORKBOOK_MAX)
      throw new Stop(
        'intake/too-large',
        `The workbook unpacks to more than ${WORKBOOK_MAX / MB} MB. Save its sheets as CSV (UTF-8) and drop those.`,
      );
    chunks.push(chunk);
    if (!(await job.goOn())) break;
  }
  return concat(chunks);
}

async function readWorkbook(
  job: Job,
  name: string,
  parts: ReadonlyMap<string, Uint8Array>,
  packed: readonly string[],
  entries: Entries,
): Promise<void> {
  const decoder = new TextDecoder();
  const texts = new Map(
    [...parts].filter(([path]) => !path.startsWith('xl/worksheets/')).map(([path, bytes]) => [path, decoder.decode(bytes)]),
  );
  const workbook = openWorkbook(texts);
  if (workbook === undefined)
    return entries.refuse(
      name,
      packed,
      'intake/bad-archive',
      'This looks like an Excel workbook, but its list of sheets is missing. Save the sheet as CSV (UTF-8).',
    );
  const kind = [...packed.slice(0, -1), 'XLSX'];
  let read = 0;
  for (const sheet of workbook.sheets) {
    const bytes = parts.get(sheet.path);
    if (bytes === undefined || job.cancelled) continue;
    const path = `${name} › ${sheet.name}`;
    const { head, ended, feed } = await withHead(sheetFeed(decoder.decode(bytes), workbook), HEAD);
    if (head.every((byte) => byte === 10 || byte === 0x2c)) continue;
    read++;
    await entries.guarded(path, kind, () => readText(job, path, { head, whole: ended, feed, encoding: guessEncoding(head), packed: kind }));
  }
  if (read === 0) await entries.refuse(name, kind, 'intake/empty', 'The workbook holds no filled sheet.');
}
