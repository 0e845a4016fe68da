import type { Database, Statement } from 'sql.js';
import { hash64 } from '../../base/hash.ts';
import { highOf, KeyTable, lowOf } from '../key-table.ts';
import { eachRow, int, text } from '../rows.ts';

/** Gives each distinct word of the workspace a number, and writes new ones to `term`. 0 is the empty word. */
export class Terms {
  readonly #ids = new Map<string, number>();
  readonly #insert: Statement;
  #next = 0;

  constructor(db: Database) {
    eachRow(db, 'select id, text from term', [], (row) => {
      this.#ids.set(text(row[1]), int(row[0]));
      this.#next = Math.max(this.#next, int(row[0]) + 1);
    });
    this.#insert = db.prepare('insert into term values (?, ?)');
  }

  id(word: string | undefined): number {
    if (word === undefined || word === '') return 0;
    const known = this.#ids.get(word);
    if (known !== undefined) return known;
    const id = this.#next++;
    this.#insert.run([id, word]);
    this.#ids.set(word, id);
    return id;
  }

  free(): void {
    this.#insert.free();
  }
}

/** The same for long texts; it keeps 64-bit hashes instead of the texts, seeded anew in each session so that no file can prepare a collision. */
export class Prose {
  readonly #ids = new KeyTable();
  readonly #seed = Math.random().toString(36);
  readonly #insert: Statement;
  #next = 0;

  constructor(db: Database) {
    eachRow(db, 'select id, text from prose', [], (row) => {
      const hash = hash64(this.#seed + text(row[1]));
      if (int(row[0]) > 0) this.#ids.set(highOf(hash), lowOf(hash), int(row[0]));
      this.#next = Math.max(this.#next, int(row[0]) + 1);
    });
    this.#insert = db.prepare('insert into prose values (?, ?)');
  }

  id(prose: string | undefined): number {
    if (prose === undefined || prose === '') return 0;
    const hash = hash64(this.#seed + prose);
    const known = this.#ids.get(highOf(hash), lowOf(hash));
    if (known !== 0) return known;
    const id = this.#next++;
    this.#insert.run([id, prose]);
    this.#ids.set(highOf(hash), lowOf(hash), id);
    return id;
  }

  free(): void {
    this.#insert.free();
  }
}
