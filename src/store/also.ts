import type { Database } from 'sql.js';
import { ByteReader, ByteWriter } from './bytes.ts';
import { highOf, lowOf } from './key-table.ts';
import { blob, eachRow, firstRow } from './rows.ts';

/** An alert stands in this batch as well, at this place: the row of the alert names another. */
export interface Also {
  readonly key: string;
  readonly batch: number;
  readonly line: number;
  readonly offset: number;
  readonly length: number;
}

function packAlso(all: readonly Also[]): Uint8Array {
  const writer = new ByteWriter();
  for (const { key, batch, line, offset, length } of all)
    for (const value of [highOf(key, 1), lowOf(key, 1), batch, line, offset + 1, length]) writer.varint(value);
  return writer.take();
}

function* unpackAlso(bytes: Uint8Array): Generator<Also> {
  const reader = new ByteReader(bytes);
  const hex = (half: number): string => half.toString(16).padStart(8, '0');
  while (!reader.done) {
    const key = `a${hex(reader.varint())}${hex(reader.varint())}`;
    yield { key, batch: reader.varint(), line: reader.varint(), offset: reader.varint() - 1, length: reader.varint() };
  }
}

/** Where alerts stand besides the place their row names, in imports that are in the workspace. */
export function readAlso(db: Database): Also[] {
  const all: Also[] = [];
  eachRow(db, 'select also from batch where removed = 0 and also is not null order by id', [], (row) => {
    for (const one of unpackAlso(blob(row[0]))) all.push(one);
  });
  return all;
}

/** Keeps the whole list, each in the row of the batch it is of. */
export function writeAlso(db: Database, all: readonly Also[]): void {
  db.run('update batch set also = null');
  addAlso(db, all);
}

/** Adds to the list. */
export function addAlso(db: Database, more: readonly Also[]): void {
  const byBatch = new Map<number, Also[]>();
  for (const one of more) {
    const list = byBatch.get(one.batch);
    if (list === undefined) byBatch.set(one.batch, [one]);
    else list.push(one);
  }
  for (const [batch, list] of byBatch) {
    const before = blob(firstRow(db, 'select also from batch where id = ?', [batch])?.[0] ?? new Uint8Array(0));
    const added = packAlso(list);
    const both = new Uint8Array(before.length + added.length);
    both.set(before);
    both.set(added, before.length);
    db.run('update batch set also = ? where id = ?', [both, batch]);
  }
}
