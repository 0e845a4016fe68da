import type { Database } from 'sql.js';
import { firstRow, text } from './rows.ts';

/** The words behind term ids, read as they are asked for and kept. A term never changes. */
export class TermReader {
  readonly #db: Database;
  readonly #known = new Map<number, string>([[0, '']]);

  constructor(db: Database) {
    this.#db = db;
  }

  word(id: number): string {
    const known = this.#known.get(id);
    if (known !== undefined) return known;
    const word = text(firstRow(this.#db, 'select text from term where id = ?', [id])?.[0]);
    if (this.#known.size > 50_000) this.#known.clear();
    this.#known.set(id, word);
    return word;
  }
}
