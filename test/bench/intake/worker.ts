import Papa from 'papaparse';
import initSqlJs from 'sql.js';
import wasm from 'sql.js/dist/sql-wasm-browser.wasm?url';
import { readFile } from '../../../src/intake/read-file.ts';
import { IMPORTERS } from '../../../src/intake/registry.ts';
import { evidenceFlags } from '../../../src/correlate/flags.ts';
import { Mirror } from '../../../src/store/mirror.ts';
import { openDatabase } from '../../../src/store/open.ts';
import { Interners } from '../../../src/store/write/interners.ts';
import { readSource } from '../../../src/worker/intake-job.ts';

/** What is timed, each on one file from its first byte to its last. */
export type Work =
  /** `TextDecoderStream`, cut into lines, `JSON.parse` of each. */
  | 'lines'
  /** `JSON.parse` of the whole text. */
  | 'whole'
  /** papaparse over the file in pieces, rows as objects. */
  | 'papaparse'
  /** Our intake, its alerts taken and dropped. */
  | 'intake'
  /** Our intake and our store: everything of an import but the raw records and the correlation. */
  | 'store';
export interface Request {
  readonly work: Work;
  readonly file: File;
}
export interface Answer {
  readonly ms: number;
  /** Lines, rows or alerts. */
  readonly count: number;
  /** Bytes of the database, where there is one. */
  readonly database?: number;
}

async function lines(file: File): Promise<number> {
  let count = 0;
  let rest = '';
  const reader = file.stream().pipeThrough(new TextDecoderStream()).getReader();
  const take = (line: string): void => {
    if (JSON.parse(line) !== null) count++;
  };
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    const cut = (rest + part.value).split('\n');
    rest = cut.pop() ?? '';
    cut.forEach(take);
  }
  if (rest !== '') take(rest);
  return count;
}

const whole = async (file: File): Promise<number> => (JSON.parse(await file.text()) as { value: readonly unknown[] }).value.length;

function papaparse(file: File): Promise<number> {
  return new Promise((resolve, reject) => {
    let count = 0;
    Papa.parse(file, {
      header: true,
      chunk: ({ data }) => void (count += data.length),
      complete: () => resolve(count),
      error: reject,
    });
  });
}

async function intake(file: File): Promise<number> {
  let count = 0;
  await readFile(
    file,
    { importers: IMPORTERS },
    {
      alerts: (batch) => void (count += batch.length),
      incidents: () => undefined,
    },
  );
  return count;
}

async function store(file: File): Promise<{ readonly count: number; readonly database: number }> {
  const opened = openDatabase(await initSqlJs({ locateFile: () => wasm }));
  if (!opened.ok) throw new Error(opened.error.message);
  const db = opened.value;
  const mirror = Mirror.load(db, (facts) => evidenceFlags(facts));
  const interners = new Interners(db, mirror);
  await readSource(file, { db, mirror, interners, raw: undefined, isCancelled: () => false, spent: { storeMs: 0 } });
  interners.free();
  const [[pages = 0] = []] = db.exec('pragma page_count')[0]?.values as number[][];
  const [[size = 0] = []] = db.exec('pragma page_size')[0]?.values as number[][];
  db.close();
  return { count: mirror.count, database: pages * size };
}

async function timed({ work, file }: Request): Promise<Answer> {
  const start = performance.now();
  const done = await { lines, whole, papaparse, intake, store }[work](file);
  const ms = performance.now() - start;
  return typeof done === 'number' ? { ms, count: done } : { ms, ...done };
}

self.onmessage = ({ data }: MessageEvent<Request>): void => {
  void timed(data).then(
    (answer) => self.postMessage(answer),
    (error: unknown) => self.postMessage({ error: String(error) }),
  );
};

self.postMessage('ready');
