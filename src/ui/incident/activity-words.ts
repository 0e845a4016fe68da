import type { ActivityRow } from '../../worker/api.ts';

/** What kinds of events a person filters by. */
export const ACTIVITY_GROUPS = [
  { id: 'all', label: 'All activities', kinds: undefined },
  { id: 'triage', label: 'Triage', kinds: ['incident.changed'] },
  {
    id: 'alerts',
    label: 'Alerts and links',
    kinds: ['alert.changed', 'alert.moved', 'incident.merged', 'incident.split', 'override.added', 'override.removed'],
  },
  { id: 'comments', label: 'Comments', kinds: ['incident.commented'] },
  {
    id: 'system',
    label: 'Imports and correlation',
    kinds: ['file.imported', 'import.removed', 'import.restored', 'correlation.ran', 'setting.changed', 'entity.changed'],
  },
] as const;
export type ActivityGroup = (typeof ACTIVITY_GROUPS)[number]['id'];

export interface ActivityFilter {
  readonly group: ActivityGroup;
  /** undefined: anybody. */
  readonly actor: string | undefined;
  readonly undone: boolean;
}

/** Newest first. Lines that were taken back are shown only when asked for; the taking back itself always is. */
export function shownActivities(rows: readonly ActivityRow[], filter: ActivityFilter): readonly ActivityRow[] {
  const kinds: readonly string[] | undefined = ACTIVITY_GROUPS.find((g) => g.id === filter.group)?.kinds;
  return rows
    .filter(
      (row) =>
        (kinds === undefined || kinds.includes(row.kind)) &&
        (filter.actor === undefined || row.actor === filter.actor) &&
        (filter.undone || !row.undone),
    )
    .sort((a, b) => b.seq - a.seq);
}

const FIELDS: Readonly<Record<string, string>> = {
  name: 'Name',
  severity: 'Severity',
  status: 'Status',
  classification: 'Classification',
  determination: 'Determination',
  assignedTo: 'Assigned to',
  assigned_to: 'Assigned to',
  tags: 'Tags',
  resolvingNote: 'Resolving note',
  resolving_note: 'Resolving note',
};
export const fieldWord = (field: string): string => (Object.hasOwn(FIELDS, field) ? (FIELDS[field] ?? field) : field);

/** Alike changes of many rows as one, in the order of their first. */
export function alike(changes: ActivityRow['changes']): readonly (ActivityRow['changes'][number] & { readonly times: number })[] {
  const found = new Map<string, ActivityRow['changes'][number] & { times: number }>();
  for (const change of changes) {
    const key = JSON.stringify(change);
    const one = found.get(key);
    if (one === undefined) found.set(key, { ...change, times: 1 });
    else one.times++;
  }
  return [...found.values()];
}

export const actorsOf = (rows: readonly ActivityRow[]): readonly string[] => [...new Set(rows.map((row) => row.actor))].sort();
