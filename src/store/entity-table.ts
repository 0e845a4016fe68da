import type { Database } from 'sql.js';
import type { ENTITY_FLAGS } from '../correlate/model.ts';
import { EVIDENCE_TYPES, type Attributes, type EvidenceType, type Identifier } from '../domain/evidence.ts';
import type { ListName, Rule } from '../domain/rule.ts';
import { withRoom } from './columns.ts';
import { KeyTable, PieceHash } from './key-table.ts';
import { ListMatcher } from './list-matcher.ts';
import { eachRow, int, text } from './rows.ts';
import { readRules } from './rules.ts';

/** What the correlation's flags are computed from. */
export interface EntityFacts {
  readonly type: EvidenceType;
  readonly ids: readonly Identifier[];
}
export type FlagsOf = (facts: EntityFacts) => number;

/** Bits laid over by decisions of a person. */
const DECIDED: Pick<typeof ENTITY_FLAGS, 'ignored' | 'critical' | 'watched'> = { ignored: 8, critical: 16, watched: 32 };
const BUILTIN: (typeof ENTITY_FLAGS)['builtin'] = 2;
export const LIST_BITS: Readonly<Record<ListName, number>> = {
  ignore: DECIDED.ignored,
  critical: DECIDED.critical,
  watch: DECIDED.watched,
};
const DECIDED_MASK = DECIDED.ignored | DECIDED.critical | DECIDED.watched;

const UNIT = '\u001f';
export const entityKey = (type: EvidenceType, ids: readonly string[]): string => `${type}|${ids.join(UNIT)}`;
export const idsOfKey = (key: string): Identifier[] => key.slice(key.indexOf('|') + 1).split(UNIT) as Identifier[];
export const NO_ATTRIBUTES: Attributes = {};
export const parseAttributes = (json: string): Attributes => (json === '' ? NO_ATTRIBUTES : (JSON.parse(json) as Attributes));

/** Entities as columns; entity id - 1 is the row. */
export class EntityColumns {
  count = 0;
  /** Position in EVIDENCE_TYPES. */
  type = new Uint8Array(1024);
  /** ENTITY_FLAGS, decisions included. */
  flags = new Uint16Array(1024);
  /** Row of the entity this one is resolved to: itself where no other mention is the same thing. */
  canonical = new Uint32Array(1024);

  readonly #flagsOf: FlagsOf;
  readonly #ids = new KeyTable();
  readonly #hash = new PieceHash();

  constructor(flagsOf: FlagsOf) {
    this.#flagsOf = flagsOf;
  }

  static load(db: Database, flagsOf: FlagsOf): EntityColumns {
    const columns = new EntityColumns(flagsOf);
    eachRow(db, 'select key, type from entity order by id', [], (row) => {
      columns.append({ type: EVIDENCE_TYPES[int(row[1])] ?? 'generic', ids: idsOfKey(text(row[0])) });
    });
    columns.refreshDecisions(db);
    return columns;
  }

  /** 0 when the entity is not known. */
  idOf(key: string): number {
    const { high, low } = this.#hash.start().add(key).end();
    return this.#ids.get(high, low);
  }

  /** The same without the key being made. */
  find(type: EvidenceType, ids: readonly string[]): number {
    const { high, low } = this.#hashOf(type, ids);
    return this.#ids.get(high, low);
  }

  /** Adds an entity and gives its id. */
  append(facts: EntityFacts): number {
    const row = this.count++;
    this.type = withRoom(this.type, this.count);
    this.flags = withRoom(this.flags, this.count);
    this.canonical = withRoom(this.canonical, this.count);
    this.type[row] = EVIDENCE_TYPES.indexOf(facts.type);
    this.flags[row] = this.#flagsOf(facts);
    this.canonical[row] = row;
    const { high, low } = this.#hashOf(facts.type, facts.ids);
    this.#ids.set(high, low, row + 1);
    return row + 1;
  }

  #hashOf(type: EvidenceType, ids: readonly string[]): PieceHash {
    const hash = this.#hash.start().add(type).add('|');
    for (let i = 0; i < ids.length; i++) {
      if (i > 0) hash.add(UNIT);
      hash.add(ids[i] ?? '');
    }
    return hash.end();
  }

  /** Lays `entity_decision` and the lists over the flags; call after a reducer has changed them, or after an identity resolution. */
  refreshDecisions(db: Database): void {
    this.flags.set(this.flagsUnder(db, readRules(db)));
  }

  /** Flags as these rules and the decisions would have them. What is decided of one mention holds for the thing it is resolved to. */
  flagsUnder(db: Database, rules: readonly Rule[], canonical: Uint32Array = this.canonical): Uint16Array {
    const flags = this.flags.slice(0, this.count);
    for (let row = 0; row < this.count; row++) flags[row] = (flags[row] ?? 0) & ~DECIDED_MASK;
    const lay = (row: number, bits: number): void => {
      const thing = canonical[row] ?? row;
      flags[row] = (flags[row] ?? 0) | bits;
      flags[thing] = (flags[thing] ?? 0) | bits;
    };
    eachRow(db, 'select key, ignored, critical, watched from entity_decision', [], (row) => {
      const id = this.idOf(text(row[0]));
      if (id === 0) return;
      lay(
        id - 1,
        (int(row[1]) === 0 ? 0 : DECIDED.ignored) | (int(row[2]) === 0 ? 0 : DECIDED.critical) | (int(row[3]) === 0 ? 0 : DECIDED.watched),
      );
    });
    const matcher = new ListMatcher(rules, LIST_BITS);
    if (!matcher.empty) {
      eachRow(db, 'select id, type, key from entity', [], (row) => {
        const type = EVIDENCE_TYPES[int(row[1])] ?? 'generic';
        matcher.eachMatch(type, idsOfKey(text(row[2])), (_, bit) => lay(int(row[0]) - 1, bit));
      });
    }
    return flags;
  }

  /** For the mirror, which has more to do then. */
  setCanonical(rows: Uint32Array): void {
    for (let row = 0; row < this.count; row++) this.canonical[row] = row < rows.length ? (rows[row] ?? row) : row;
  }

  /** Id of the entity this id is resolved to. */
  canonicalId(id: number): number {
    return (this.canonical[id - 1] ?? id - 1) + 1;
  }

  /** SYSTEM, root, loopback …: the same on each machine, and no asset of anyone. */
  isBuiltin(id: number): boolean {
    return ((this.flags[id - 1] ?? 0) & BUILTIN) !== 0;
  }

  isCritical(id: number): boolean {
    return ((this.flags[id - 1] ?? 0) & DECIDED.critical) !== 0;
  }
  isIgnored(id: number): boolean {
    return ((this.flags[id - 1] ?? 0) & DECIDED.ignored) !== 0;
  }
  isWatched(id: number): boolean {
    return ((this.flags[id - 1] ?? 0) & DECIDED.watched) !== 0;
  }
}
