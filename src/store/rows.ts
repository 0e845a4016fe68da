import type { BindParams, Database, SqlValue } from 'sql.js';

export type SqlRow = readonly SqlValue[];

/** Runs a statement and gives each row as an array of values; for internal reads of many rows. Views use `defineQuery`. */
export function eachRow(db: Database, sql: string, bind: BindParams, visit: (row: SqlRow) => void): void {
  const statement = db.prepare(sql);
  try {
    statement.bind(bind);
    while (statement.step()) visit(statement.get());
  } finally {
    statement.free();
  }
}

export function firstRow(db: Database, sql: string, bind: BindParams = []): SqlRow | undefined {
  const statement = db.prepare(sql);
  try {
    statement.bind(bind);
    return statement.step() ? statement.get() : undefined;
  } finally {
    statement.free();
  }
}

export const int = (value: SqlValue | undefined): number => (typeof value === 'number' ? value : 0);
export const text = (value: SqlValue | undefined): string => (typeof value === 'string' ? value : '');
export const intOrNull = (value: SqlValue | undefined): number | null => (typeof value === 'number' ? value : null);
export const textOrNull = (value: SqlValue | undefined): string | null => (typeof value === 'string' ? value : null);
export const blob = (value: SqlValue | undefined): Uint8Array => (value instanceof Uint8Array ? value : new Uint8Array());
