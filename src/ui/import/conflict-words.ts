import { DETERMINATION_LABELS } from '../../domain/classification.ts';
import type { Command, ConflictRow } from '../../worker/api.ts';
import { FIELD_LABELS, fieldWord } from './diff-words.ts';

export const conflictField = (field: ConflictRow['field']): string => (field === 'determination' ? 'Determination' : FIELD_LABELS[field]);

/** A value of a decided field in the portal's words. */
export function conflictValue(field: ConflictRow['field'], value: string): string {
  if (field !== 'determination') return fieldWord(field, value);
  const words: Readonly<Record<string, string>> = DETERMINATION_LABELS;
  return Object.hasOwn(words, value) ? (words[value] ?? value) : value === '' ? 'Not set' : value;
}

export const keepMine = (rows: readonly ConflictRow[]): Command => ({
  kind: 'alert.keep',
  against: rows.map(({ alert, field, theirs }) => ({ id: alert, field, theirs })),
});

type AlertChange = Extract<Command, { readonly kind: 'alert.change' }>;
/** What the newer records say becomes the decision: one command for all alerts of which they say the same. */
export function takeTheirs(rows: readonly ConflictRow[]): readonly AlertChange[] {
  const byAlert = new Map<number, Record<string, string>>();
  for (const { alert, field, theirs } of rows) byAlert.set(alert, { ...byAlert.get(alert), [field]: theirs });
  const bySaying = new Map<string, { readonly ids: number[]; readonly changes: AlertChange['changes'] }>();
  for (const [alert, changes] of byAlert) {
    const saying = JSON.stringify(Object.entries(changes).sort());
    const known = bySaying.get(saying);
    // The values are those of the model: the store read them out of checked records.
    if (known === undefined) bySaying.set(saying, { ids: [alert], changes: changes });
    else known.ids.push(alert);
  }
  return [...bySaying.values()].map(({ ids, changes }) => ({ kind: 'alert.change', ids, changes }));
}
