import type { Database, Statement } from 'sql.js';
import { evidenceTypeCode, type Attributes, type AttributeValue, type Evidence } from '../../domain/evidence.ts';
import { type EntityColumns, entityKey, NO_ATTRIBUTES, parseAttributes } from '../entity-table.ts';
import { firstRow, text } from '../rows.ts';

/** Finds or adds the entity an evidence names. What a later record states beyond the attributes known is added to them. */
export class EntityWriter {
  readonly #db: Database;
  readonly #columns: EntityColumns;
  readonly #insert: Statement;
  readonly #update: Statement;
  /** Names of the attributes known, as bits; absent: not read yet. The last bit stands for all names beyond the 31st. */
  readonly #known = new Map<number, number>();
  readonly #names = new Map<string, number>();

  constructor(db: Database, columns: EntityColumns) {
    this.#db = db;
    this.#columns = columns;
    this.#insert = db.prepare('insert into entity (id, key, type, label, attributes) values (?, ?, ?, ?, ?)');
    this.#update = db.prepare('update entity set attributes = ? where id = ?');
  }

  id(evidence: Evidence): number {
    const key = entityKey(evidence.type, evidence.ids);
    const known = this.#columns.idOf(key);
    if (known !== 0) {
      if (evidence.attributes !== undefined) this.#addAttributes(known, evidence.attributes);
      return known;
    }
    const attributes = evidence.attributes ?? NO_ATTRIBUTES;
    const id = this.#columns.append(key, { type: evidence.type, ids: evidence.ids, label: evidence.label, attributes });
    const json = evidence.attributes === undefined ? null : JSON.stringify(attributes);
    this.#insert.run([id, key, evidenceTypeCode(evidence.type), evidence.label, json === '{}' ? null : json]);
    this.#known.set(id, this.#bits(attributes));
    return id;
  }

  free(): void {
    this.#insert.free();
    this.#update.free();
  }

  #addAttributes(id: number, more: Attributes): void {
    const wanted = this.#bits(more);
    const known = this.#known.get(id);
    if (known !== undefined && (wanted & ~known) === 0) return;
    const before = parseAttributes(text(firstRow(this.#db, 'select attributes from entity where id = ?', [id])?.[0]));
    const all = merged(before, more);
    this.#known.set(id, this.#bits(all));
    if (Object.keys(all).length > Object.keys(before).length) this.#update.run([JSON.stringify(all), id]);
  }

  #bits(attributes: Attributes): number {
    let bits = 0;
    for (const name of Object.keys(attributes)) {
      let bit = this.#names.get(name);
      if (bit === undefined) {
        bit = Math.min(this.#names.size, 31);
        this.#names.set(name, bit);
      }
      bits |= 1 << bit;
    }
    return bits;
  }
}

function merged(known: Attributes, more: Attributes): Attributes {
  const all = Object.create(null) as Record<string, AttributeValue>;
  for (const source of [more, known]) for (const [name, value] of Object.entries(source)) all[name] = value;
  return all;
}
