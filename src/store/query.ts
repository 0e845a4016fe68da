import type { BindParams, Database, SqlValue } from 'sql.js';
import type { IdentityLink } from '../correlate/identity.ts';
import type { PriorityFacts } from '../correlate/priority.ts';
import type { WordedReason } from '../correlate/sentence.ts';
import type { EvidenceType } from '../domain/evidence.ts';
import type { PriorityFactor } from '../worker/api.ts';
import type { IncidentColumns } from './incident-columns.ts';
import type { Mirror } from './mirror.ts';
import { TermReader } from './term-reader.ts';

/** What the correlation says in words; the store knows only codes. */
export interface Words {
  readonly reasonText: (reason: WordedReason) => string;
  /** `gap` in µs; undefined where an alert has no time. */
  readonly linkSentence: (reasons: readonly WordedReason[], gap: number | undefined) => string;
  /** Why the correlation does not link over an entity, by its ENTITY_FLAGS; '' where it does. */
  readonly notLinking: (flags: number, type: EvidenceType) => string;
  /** Of the priority under the weights in force; their points add up to it. */
  readonly priorityFactors: (facts: PriorityFacts) => readonly PriorityFactor[];
}

/** What a query is asked of. */
export interface QueryContext {
  readonly db: Database;
  readonly mirror: Mirror;
  readonly incidents: IncidentColumns;
  readonly terms: TermReader;
  readonly words: Words;
  /** Why mentions were taken for one thing (rows of entities); replaced after each identity resolution. */
  identityLinks: readonly IdentityLink[];
  /** Results kept between queries, each under the revision it was made at. */
  readonly cache: Map<string, { readonly revision: string; readonly value: unknown }>;
}

export const queryContext = (db: Database, mirror: Mirror, incidents: IncidentColumns, words: Words): QueryContext => ({
  db,
  mirror,
  incidents,
  terms: new TermReader(db),
  words,
  identityLinks: [],
  cache: new Map(),
});

/** The value made at this revision, or a new one. Few keys: the oldest go. */
export function cached<T>(context: QueryContext, key: string, revision: string, make: () => T): T {
  const known = context.cache.get(key);
  if (known?.revision === revision) return known.value as T;
  const value = make();
  context.cache.delete(key);
  context.cache.set(key, { revision, value });
  for (const oldest of context.cache.keys()) {
    if (context.cache.size <= 64) break;
    context.cache.delete(oldest);
  }
  return value;
}

/** A column's type at compile time and its check at run time. */
export interface ColumnType<T> {
  readonly name: string;
  readonly accepts: (value: SqlValue) => boolean;
  readonly type?: T;
}
export const INT: ColumnType<number> = { name: 'integer', accepts: (value) => Number.isSafeInteger(value) };
export const INT_OR_NULL: ColumnType<number | null> = { name: 'integer or null', accepts: (value) => value === null || INT.accepts(value) };
export const REAL: ColumnType<number> = { name: 'real', accepts: (value) => typeof value === 'number' };
export const TEXT: ColumnType<string> = { name: 'text', accepts: (value) => typeof value === 'string' };
export const TEXT_OR_NULL: ColumnType<string | null> = { name: 'text or null', accepts: (value) => value === null || TEXT.accepts(value) };
export const BLOB: ColumnType<Uint8Array> = { name: 'blob', accepts: (value) => value instanceof Uint8Array };

type Columns = Readonly<Record<string, ColumnType<SqlValue>>>;
type Row<C extends Columns> = { readonly [K in keyof C]: C[K] extends ColumnType<infer T> ? T : never };

/** A statement whose column spec is both the type of its rows and their check. Values are bound; what varies in the text is ours. */
export interface SqlQuery<P, C extends Columns> {
  readonly columns: C;
  readonly sql: (params: P) => { readonly text: string; readonly bind: BindParams };
}
/** Curried, so that the parameters are stated and the columns inferred. */
export const defineQuery =
  <P>() =>
  <const C extends Columns>(query: SqlQuery<P, C>): SqlQuery<P, C> =>
    query;

/** All rows. Throws when the statement gives other columns than the query says: a fault of the program. */
export function ask<P, C extends Columns>(db: Database, query: SqlQuery<P, C>, params: P): Row<C>[] {
  const { text, bind } = query.sql(params);
  const wanted = Object.entries(query.columns);
  const statement = db.prepare(text);
  try {
    statement.bind(bind);
    const names = statement.getColumnNames();
    if (names.join() !== wanted.map(([name]) => name).join())
      throw new Error(`columns ${names.join()} where ${wanted.map(([name]) => name).join()} are due`);
    const rows: Row<C>[] = [];
    while (statement.step()) {
      const values = statement.get();
      const row: Record<string, SqlValue> = {};
      wanted.forEach(([name, type], i) => {
        const value = values[i] ?? null;
        if (!type.accepts(value)) throw new Error(`${name} is ${typeof value}, ${type.name} is due`);
        row[name] = value;
      });
      rows.push(row as Row<C>);
    }
    return rows;
  } finally {
    statement.free();
  }
}

/** Ids as one bound value, for `in (select value from json_each(?))`: any number of them, one statement text. */
export const idList = (ids: Iterable<number>): string => JSON.stringify([...ids]);

/** `%text%` for `like … escape '\'`, with the wildcards of the text taken as themselves. */
export const likeContains = (text: string): string => `%${text.replace(/[\\%_]/g, '\\$&')}%`;
