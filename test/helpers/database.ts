import initSqlJs, { type Database, type SqlJsStatic } from 'sql.js';
import type { FlagsOf } from '../../src/store/entity-table.ts';
import { Mirror } from '../../src/store/mirror.ts';
import { openDatabase } from '../../src/store/open.ts';

let loaded: Promise<SqlJsStatic> | undefined;
/** The real SQLite of the page, in Node. */
export const loadSql = (): Promise<SqlJsStatic> => (loaded ??= initSqlJs());

/** A workspace database: empty, or an image. Throws where the page would show an error. */
export async function openTestDatabase(bytes?: Uint8Array): Promise<Database> {
  const opened = openDatabase(await loadSql(), bytes);
  if (!opened.ok) throw new Error(opened.error.message);
  return opened.value;
}

export const NO_FLAGS: FlagsOf = () => 0;

export interface TestWorkspace {
  readonly db: Database;
  readonly mirror: Mirror;
}
export async function openTestWorkspace(flagsOf: FlagsOf = NO_FLAGS): Promise<TestWorkspace> {
  const db = await openTestDatabase();
  return { db, mirror: Mirror.load(db, flagsOf) };
}
