import { createReadStream, createWriteStream, existsSync, renameSync, statSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { Zip, ZipDeflate } from 'fflate';
import { alertLines } from '../generate.ts';
import { eveLines, securityAlertRows } from './records.ts';

/* Files for the bench, made once a machine. The same records in several containers, so that a ratio compares containers and nothing else. */

const VERSION = 1;

export interface BenchFile {
  readonly name: string;
  readonly path: string;
  readonly bytes: number;
}

async function madeOnce(name: string, write: (path: string) => Promise<void>): Promise<BenchFile> {
  const path = join(tmpdir(), `alertweave-intake-v${VERSION}-${name}`);
  if (!existsSync(path)) {
    await write(`${path}.part`);
    renameSync(`${path}.part`, path);
  }
  return { name, path, bytes: statSync(path).size };
}

/** Writes pieces until they have come to so many bytes. */
async function writeUpTo(path: string, bytes: number, pieces: Iterable<string>, tail = ''): Promise<void> {
  const out = createWriteStream(path);
  let written = 0;
  for (const piece of pieces) {
    if (!out.write(piece)) await once(out, 'drain');
    written += piece.length;
    if (written >= bytes) break;
  }
  out.end(tail);
  await once(out, 'close');
}

function* lines(records: Iterable<string>): Generator<string> {
  for (const record of records) yield `${record}\n`;
}
function* page(records: Iterable<string>): Generator<string> {
  let before = '{"@odata.context":"https://graph.microsoft.com/v1.0/$metadata#security/alerts_v2","value":[';
  for (const record of records) {
    yield before + record;
    before = ',';
  }
}
function* table(rows: Iterable<readonly string[]>): Generator<string> {
  for (const row of rows) yield `${row.map((cell) => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',')}\n`;
}

/** So many records that a file of the wished size is certain to be filled. */
const plenty = (bytes: number): number => Math.ceil(bytes / 2000);

export const graphNdjson = (bytes: number): Promise<BenchFile> =>
  madeOnce(`graph-${bytes}.ndjson`, (path) => writeUpTo(path, bytes, lines(alertLines(plenty(bytes)))));
export const graphPage = (bytes: number): Promise<BenchFile> =>
  madeOnce(`graph-${bytes}.json`, (path) => writeUpTo(path, bytes, page(alertLines(plenty(bytes))), ']}'));
export const eveNdjson = (bytes: number): Promise<BenchFile> =>
  madeOnce(`eve-${bytes}.ndjson`, (path) => writeUpTo(path, bytes, lines(eveLines())));
export const sentinelCsv = (bytes: number): Promise<BenchFile> =>
  madeOnce(`sentinel-${bytes}.csv`, (path) => writeUpTo(path, bytes, table(securityAlertRows())));

export const gzipped = ({ name, path }: BenchFile): Promise<BenchFile> =>
  madeOnce(`${name}.gz`, (to) => pipeline(createReadStream(path), createGzip(), createWriteStream(to)));

export const zipped = ({ name, path }: BenchFile): Promise<BenchFile> =>
  madeOnce(`${name}.zip`, async (to) => {
    const out = createWriteStream(to);
    const zip = new Zip((error, chunk, final) => {
      if (error) out.destroy(error);
      else if (final) out.end(chunk);
      else out.write(chunk);
    });
    const member = new ZipDeflate(name);
    zip.add(member);
    for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
      member.push(chunk as Buffer);
      if (out.writableNeedDrain) await once(out, 'drain');
    }
    member.push(new Uint8Array(0), true);
    zip.end();
    await once(out, 'close');
  });
