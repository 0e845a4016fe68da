import type { IncidentSort } from '../../domain/incident.ts';

export type ColumnId =
  | 'priority'
  | 'id'
  | 'name'
  | 'severity'
  | 'status'
  | 'alerts'
  | 'assets'
  | 'tactics'
  | 'products'
  | 'firstActivity'
  | 'lastActivity'
  | 'lastUpdate'
  | 'assignedTo'
  | 'tags'
  | 'classification';

export interface Column {
  readonly id: ColumnId;
  readonly label: string;
  /** What the heading's tooltip adds. */
  readonly hint?: string;
  /** px; undefined: takes what is left. */
  readonly width: number | undefined;
  readonly sort?: IncidentSort;
  /** Whether the first click sorts the largest first. */
  readonly largestFirst?: boolean;
  readonly shown: boolean;
  readonly number?: boolean;
}

export const COLUMNS: readonly Column[] = [
  {
    id: 'priority',
    label: 'Prio',
    hint: 'Local priority, 0 to 100; open the row to see its factors',
    width: 64,
    sort: 'priority',
    largestFirst: true,
    shown: true,
    number: true,
  },
  { id: 'id', label: 'Id', width: 64, shown: false },
  { id: 'name', label: 'Incident', width: undefined, sort: 'name', shown: true },
  { id: 'severity', label: 'Severity', width: 120, sort: 'severity', largestFirst: true, shown: true },
  { id: 'status', label: 'Status', width: 116, sort: 'status', shown: true },
  {
    id: 'alerts',
    label: 'Alerts',
    hint: 'Open alerts of all alerts',
    width: 74,
    sort: 'alerts',
    largestFirst: true,
    shown: true,
    number: true,
  },
  { id: 'assets', label: 'Impacted assets', width: 176, shown: true },
  { id: 'tactics', label: 'Tactics', hint: 'ATT&CK tactics in kill-chain order', width: 128, shown: false },
  { id: 'products', label: 'Sources', width: 134, shown: true },
  { id: 'firstActivity', label: 'First activity', width: 148, sort: 'firstActivity', largestFirst: true, shown: false },
  { id: 'lastActivity', label: 'Last activity', width: 148, sort: 'lastActivity', largestFirst: true, shown: true },
  { id: 'lastUpdate', label: 'Last update', width: 148, sort: 'lastUpdate', largestFirst: true, shown: false },
  { id: 'assignedTo', label: 'Assigned to', width: 100, sort: 'assignedTo', shown: true },
  { id: 'tags', label: 'Tags', width: 120, shown: false },
  { id: 'classification', label: 'Classification', width: 160, shown: false },
];

/** Which of the usual columns go first where there is little room. */
const GIVE_WAY: readonly ColumnId[] = ['products', 'assignedTo', 'assets', 'lastActivity', 'status'];
export const NAME_MIN = 220;
const TICK_WIDTH = 36;

/**
 * The columns to draw, in order. The name is always among them: it leads to the incident. Columns that a person chose all stand,
 * and the table scrolls; the usual ones give way where `width` px are too few.
 */
export function shownColumns(chosen: readonly string[] | undefined, width: number): readonly Column[] {
  if (chosen !== undefined) return COLUMNS.filter((column) => column.id === 'name' || chosen.includes(column.id));
  let columns = COLUMNS.filter((column) => column.shown);
  for (const id of GIVE_WAY) {
    if (widthOf(columns) <= width) break;
    columns = columns.filter((column) => column.id !== id);
  }
  return columns;
}

/** px that a table of these columns needs. */
export const widthOf = (columns: readonly Column[]): number =>
  columns.reduce((sum, column) => sum + (column.width ?? NAME_MIN), TICK_WIDTH);
