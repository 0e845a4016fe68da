/** A row of a decision table before and after: the reversible atom every event is made of. `null` = the row does not exist. */
export interface Change {
  readonly table: DecisionTable;
  /** Stable key: an alert key, an incident key, a comment id … never a row number. */
  readonly key: string;
  readonly before: Row | null;
  readonly after: Row | null;
}
export type Row = Readonly<Record<string, string | number | null>>;

/** Tables that only reducers write. Their rows are named by stable keys. */
export const DECISION_TABLES = [
  'incident_decision',
  'alert_decision',
  'entity_decision',
  'comment',
  'override',
  'placement',
  'setting',
] as const;
export type DecisionTable = (typeof DECISION_TABLES)[number];

export const EVENT_KINDS = [
  'file.imported',
  'import.removed',
  'import.restored',
  'incident.changed',
  'incident.commented',
  'incident.merged',
  'alert.changed',
  'alert.moved',
  'incident.split',
  'entity.changed',
  'override.added',
  'override.removed',
  'setting.changed',
  'correlation.ran',
  'event.undone',
  'event.redone',
] as const;
export type EventKind = (typeof EVENT_KINDS)[number];

/** A decision or a system act. Plain and versioned; appended once, never changed. */
export interface JournalEvent {
  readonly v: 1;
  /** Unique across workspaces: UUID. */
  readonly id: string;
  /** 1, 2, 3 … in this workspace. */
  readonly seq: number;
  /** µs since 1970, UTC. */
  readonly at: number;
  readonly actor: string;
  readonly kind: EventKind;
  /** One sentence in the past tense, for the Activities tab: `Status changed from New to In progress`. */
  readonly summary: string;
  /** Incident keys whose activity log shows this event. */
  readonly subjects: readonly string[];
  readonly changes: readonly Change[];
  /** For event.undone and event.redone: the id of the event meant. */
  readonly target?: string;
  /** SHA-256 (hex) of the event before, '' for the first. */
  readonly prev: string;
  /** SHA-256 (hex) of this event without this field. */
  readonly hash: string;
}
