import type { Change, DecisionTable, Row } from './event.ts';

/**
 * Columns of each decision table beside its key, in the order of the schema. Everything that touches a row goes by this record;
 * a column it does not name cannot reach the database.
 */
export const DECISION_COLUMNS = {
  incident_decision: {
    name: 'text',
    severity: 'integer',
    status: 'text',
    classification: 'text',
    determination: 'text',
    assigned_to: 'text',
    tags: 'text',
    resolving_note: 'text',
    redirect_to: 'text',
    updated: 'integer',
  },
  alert_decision: { status: 'text', classification: 'text', determination: 'text', assigned_to: 'text', updated: 'integer' },
  entity_decision: { verdict: 'text', critical: 'integer', watched: 'integer', ignored: 'integer', note: 'text', updated: 'integer' },
  comment: { incident: 'text', author: 'text', at: 'integer', text: 'text' },
  override: { kind: 'text', a: 'text', b: 'text', at: 'integer', actor: 'text', note: 'text' },
  placement: { incident: 'text', at: 'integer', actor: 'text', reason: 'text' },
  setting: { value: 'text' },
} as const satisfies Readonly<Record<DecisionTable, Readonly<Record<string, 'text' | 'integer'>>>>;

/** Tables whose columns are decided one by one: an absent row and a row of nulls say the same. Rows of the others come and go whole. */
const LAYERED: readonly DecisionTable[] = ['incident_decision', 'alert_decision', 'entity_decision'];
const isLayered = (table: DecisionTable): boolean => LAYERED.includes(table);

type Cell = string | number | null;
const cell = (row: Row | null, column: string): Cell => (row !== null && Object.hasOwn(row, column) ? (row[column] ?? null) : null);

/** The row without its nulls: the one form in which rows stand in events. */
export function compact(row: Row): Row {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null));
}

export function sameRow(a: Row | null, b: Row | null): boolean {
  if (a === null || b === null) return a === b;
  return (
    Object.keys(a).every((column) => cell(a, column) === cell(b, column)) &&
    Object.keys(b).every((column) => cell(a, column) === cell(b, column))
  );
}

/** Columns that differ, `updated` apart: it follows the others. */
function changedColumns(table: DecisionTable, before: Row | null, after: Row | null): readonly string[] {
  return Object.keys(DECISION_COLUMNS[table]).filter((column) => column !== 'updated' && cell(before, column) !== cell(after, column));
}

/** The change that lays `fields` over the row; `undefined` when they say nothing new. A layered row left without a decision is removed. */
export function patch(table: DecisionTable, key: string, current: Row | null, fields: Row, at: number): Change | undefined {
  const before = current === null ? null : compact(current);
  const laid = compact({ ...before, ...fields });
  if (changedColumns(table, before, laid).length === 0) return undefined;
  const empty = isLayered(table) && Object.keys(laid).every((column) => column === 'updated');
  return { table, key, before, after: empty ? null : isLayered(table) ? { ...laid, updated: at } : laid };
}

/**
 * What takes `change` back, given the row as it stands now. The exact opposite when nothing has happened to the row since;
 * column by column when later changes touched other columns; `undefined` when they touched the same ones: that is a conflict.
 */
export function invert(change: Change, current: Row | null): Change | undefined {
  const { table, key, before, after } = change;
  if (sameRow(current, after)) return { table, key, before: after, after: before };
  if (!isLayered(table)) return undefined;
  const columns = changedColumns(table, before, after);
  if (columns.some((column) => cell(current, column) !== cell(after, column))) return undefined;
  const restored = compact({ ...current, ...Object.fromEntries(columns.map((column) => [column, cell(before, column)])) });
  const empty = Object.keys(restored).every((column) => column === 'updated');
  return { table, key, before: current === null ? null : compact(current), after: empty ? null : restored };
}

/** Says what is wrong with a change that came from outside; `undefined` when it fits the tables. */
export function faultOf(change: Change): string | undefined {
  if (!Object.hasOwn(DECISION_COLUMNS, change.table)) return `unknown table ${change.table}`;
  const columns: Readonly<Record<string, 'text' | 'integer'>> = DECISION_COLUMNS[change.table];
  for (const row of [change.before, change.after]) {
    for (const [column, value] of Object.entries(row ?? {})) {
      if (!Object.hasOwn(columns, column)) return `unknown column ${change.table}.${column}`;
      const fits = columns[column] === 'text' ? typeof value === 'string' : Number.isSafeInteger(value);
      if (value !== null && !fits) return `${change.table}.${column} is not ${columns[column] ?? ''}`;
    }
  }
  return undefined;
}
