import { DECISION_TABLES, type DecisionTable } from '../../journal/event.ts';
import { DECISION_COLUMNS } from '../../journal/rows.ts';

// SQL text is made from these constants once; names that arrive in an event only ever pick from them.
const perTable = <T>(of: (table: DecisionTable, columns: readonly string[]) => T): Readonly<Record<DecisionTable, T>> =>
  Object.fromEntries(DECISION_TABLES.map((table) => [table, of(table, Object.keys(DECISION_COLUMNS[table]))])) as Record<DecisionTable, T>;

export const DECISION_COLUMN_NAMES = perTable((_, columns) => columns);
export const SELECT_ROW = perTable((table, columns) => `select ${columns.join(', ')} from ${table} where key = ?`);
export const PUT_ROW = perTable(
  (table, columns) => `insert or replace into ${table} (key, ${columns.join(', ')}) values (?${', ?'.repeat(columns.length)})`,
);
export const DELETE_ROW = perTable((table) => `delete from ${table} where key = ?`);
