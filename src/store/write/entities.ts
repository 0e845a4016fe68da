import type { Database, Statement } from 'sql.js';
import { evidenceTypeCode, type Attributes, type AttributeValue, type Evidence } from '../../domain/evidence.ts';
import { withRoom } from '../columns.ts';
import { type EntityColumns, entityKey, NO_ATTRIBUTES, parseAttributes } from '../entity-table.ts';
import { firstRow, text } from '../rows.ts';

/** Finds or adds the entity an evidence names. What a later record states beyond the attributes known is added to them. */
export class EntityWriter {
  readonly #db: Database;
  readonly #columns: EntityColumns;
  readonly #insert: Statement;
  readonly #update: Statement;
  /** By entity id, names of the attributes known, as bits; bit 0: they have been read. The last bit stands for all names beyond the 30th. */
  #known = new Uint32Array(1024);
  readonly #names = new Map<string, number>();

  constructor(db: Database, columns: EntityColumns) {
    this.#db = db;
    this.#columns = columns;
    this.#insert = db.prepare('insert into entity (id, key, type, label, attributes) values (?, ?, ?, ?, ?)');
    this.#update = db.prepare('update entity set attributes = ? where id = ?');
  }

  id(evidence: Evidence): number {
    const known = this.#columns.find(evidence.type, evidence.ids);
    if (known !== 0) {
      if (evidence.attributes !== undefined) this.#addAttributes(known, evidence.attributes);
      return known;
    }
    const attributes = evidence.attributes ?? NO_ATTRIBUTES;
    const id = this.#columns.append(evidence);
    const json = evidence.attributes === undefined ? null : JSON.stringify(attributes);
    this.#insert.run([
      id,
      entityKey(evidence.type, evidence.ids),
      evidenceTypeCode(evidence.type),
      evidence.label,
      json === '{}' ? null : json,
    ]);
    this.#know(id, attributes);
    return id;
  }

  free(): void {
    this.#insert.free();
    this.#update.free();
  }

  #addAttributes(id: number, more: Attributes): void {
    const wanted = this.#bits(more);
    if ((wanted & ~(this.#known[id] ?? 0)) === 0) return;
    const before = parseAttributes(text(firstRow(this.#db, 'select attributes from entity where id = ?', [id])?.[0]));
    const all = merged(before, more);
    this.#know(id, all);
    if (Object.keys(all).length > Object.keys(before).length) this.#update.run([JSON.stringify(all), id]);
  }

  #know(id: number, attributes: Attributes): void {
    this.#known = withRoom(this.#known, id + 1);
    this.#known[id] = this.#bits(attributes);
  }

  #bits(attributes: Attributes): number {
    let bits = 1;
    for (const name of Object.keys(attributes)) {
      let bit = this.#names.get(name);
      if (bit === undefined) {
        bit = Math.min(this.#names.size + 1, 31);
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
