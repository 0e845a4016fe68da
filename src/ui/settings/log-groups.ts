interface Group {
  readonly id: string;
  readonly label: string;
  /** None: all. */
  readonly kinds: readonly string[];
}

/** By what the lines of the log are told apart. */
export const LOG_GROUPS = [
  { id: 'all', label: 'Everything', kinds: [] },
  { id: 'rules', label: 'Rules, lists and settings', kinds: ['override.added', 'override.removed', 'setting.changed', 'entity.changed'] },
  { id: 'imports', label: 'Imports and correlation', kinds: ['file.imported', 'import.removed', 'import.restored', 'correlation.ran'] },
  {
    id: 'cases',
    label: 'Incidents and alerts',
    kinds: ['incident.changed', 'incident.commented', 'incident.merged', 'incident.split', 'alert.changed', 'alert.moved'],
  },
  { id: 'undo', label: 'Undone and redone', kinds: ['event.undone', 'event.redone'] },
] as const satisfies readonly Group[];
export type LogGroup = (typeof LOG_GROUPS)[number]['id'];
