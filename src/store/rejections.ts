import type { Database, Statement } from 'sql.js';
import type { IntakeReport, Rejection } from '../intake/report.ts';
import type { RejectCode } from '../intake/importer.ts';
import { inTransaction } from './open.ts';
import { eachRow, firstRow, int, intOrNull, text } from './rows.ts';

const HELD = 5_000;

/** Keeps every rejected record of one batch; the report lists the first hundred. */
export class RejectionWriter {
  readonly #db: Database;
  readonly #batch: number;
  #held: Rejection[] = [];
  #written = 0;

  constructor(db: Database, batch: number) {
    this.#db = db;
    this.#batch = batch;
  }

  add(rejection: Rejection): void {
    this.#held.push(rejection);
    if (this.#held.length >= HELD) this.flush();
  }

  flush(): void {
    if (this.#held.length === 0) return;
    inTransaction(this.#db, () => {
      const insert: Statement = this.#db.prepare('insert into rejected values (?, ?, ?, ?, ?, ?, ?)');
      try {
        for (const { line, code, message, offset, length } of this.#held)
          insert.run([this.#batch, ++this.#written, line, code, message, offset ?? null, length ?? null]);
      } finally {
        insert.free();
      }
    });
    this.#held = [];
  }
}

/** The rejected records of a batch in the order in which they were met. */
export function eachRejection(db: Database, batch: number, visit: (rejection: Rejection) => void): void {
  eachRow(db, 'select line, code, message, byte_offset, byte_length from rejected where batch = ? order by n', [batch], (row) => {
    const [offset, length] = [intOrNull(row[3]), intOrNull(row[4])];
    visit({
      line: int(row[0]),
      code: text(row[1]) as RejectCode,
      message: text(row[2]),
      ...(offset !== null && length !== null && { offset, length }),
    });
  });
}

export function reportOfBatch(db: Database, batch: number): IntakeReport | undefined {
  const json = firstRow(db, 'select report from batch where id = ?', [batch])?.[0];
  return json === undefined ? undefined : (JSON.parse(text(json)) as IntakeReport);
}
