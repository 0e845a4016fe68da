import type { Database, SqlJsStatic } from 'sql.js';
import { fail, ok, type Result } from '../base/result.ts';
import { initial } from './migrations/0001-initial.ts';
import { imports } from './migrations/0002-imports.ts';
import { keptWeave } from './migrations/0003-kept-weave.ts';
import { sourceChanges } from './migrations/0004-source-changes.ts';
import { raised } from './migrations/0005-raised.ts';
import { judged } from './migrations/0006-judged.ts';

/** In order; the n-th takes a workspace from version n to n + 1. Append only. */
const MIGRATIONS: readonly string[] = [initial, imports, keptWeave, sourceChanges, raised, judged];
export const SCHEMA_VERSION = MIGRATIONS.length;

// A rollback needs the journal; in memory it costs nothing measurable, for bulk rows go to fresh pages.
const PRAGMAS = `
  pragma journal_mode = memory;
  pragma synchronous = off;
  pragma locking_mode = exclusive;
  pragma cache_size = -65536;
  pragma temp_store = memory;
`;

/**
 * A workspace database brought to this build's schema: a new one, or the image of a snapshot.
 * Errors: `store/newer-workspace` when a later build wrote it, `store/damaged` when it cannot be read.
 */
export function openDatabase(SQL: SqlJsStatic, bytes?: Uint8Array): Result<Database> {
  let db: Database | undefined;
  try {
    db = new SQL.Database(bytes);
    if (bytes === undefined) db.run('pragma page_size = 16384');
    db.run(PRAGMAS);
    const version = Number(db.exec('pragma user_version')[0]?.values[0]?.[0] ?? 0);
    if (version > SCHEMA_VERSION) {
      db.close();
      return fail('store/newer-workspace', `the workspace has version ${version}, this build knows ${SCHEMA_VERSION}`, {
        version,
        known: SCHEMA_VERSION,
      });
    }
    if (version === 0 && Number(db.exec('select count(*) from sqlite_schema')[0]?.values[0]?.[0]) > 0) {
      db.close();
      return fail('store/damaged', 'the file is a database, but not a workspace of this program');
    }
    migrate(db, version);
    return ok(db);
  } catch (error) {
    db?.close();
    return fail('store/damaged', `the workspace cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function migrate(db: Database, from: number): void {
  for (let version = from; version < SCHEMA_VERSION; version++) {
    inTransaction(db, () => {
      db.exec(MIGRATIONS[version] ?? '');
      db.run(`pragma user_version = ${version + 1}`);
    });
  }
}

/** Runs `work` in one transaction: all of it, or after a throw nothing. */
export function inTransaction<T>(db: Database, work: () => T): T {
  db.run('begin');
  try {
    const value = work();
    db.run('commit');
    return value;
  } catch (error) {
    db.run('rollback');
    throw error;
  }
}
