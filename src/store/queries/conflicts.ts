import type { ConflictRow } from '../../worker/api.ts';
import { ask, defineQuery, INT, type QueryContext, TEXT } from '../query.ts';
import type { DecidedField } from '../write/source-changes.ts';

const FIELDS: Readonly<Record<DecidedField, ConflictRow['field']>> = {
  status: 'status',
  classification: 'classification',
  determination: 'determination',
  assigned_to: 'assignedTo',
};

// The name of the setting is `keptKey` of domain/kept.ts.
/** Open as long as the decision is the one that was met, its source says something else, and nobody has said which of both holds. */
const openChanges = defineQuery<Record<string, never>>()({
  columns: { key: TEXT, field: TEXT, was: TEXT, theirs: TEXT, mine: TEXT, file: TEXT, at: INT },
  sql: () => ({
    text: `select s.key, s.field, s.was, s.theirs, s.mine, b.name as file, b.at from source_change s
      join alert_decision d on d.key = s.key
      join batch b on b.id = s.batch and b.removed = 0
      where s.mine = case s.field when 'status' then d.status when 'classification' then d.classification
          when 'determination' then d.determination else d.assigned_to end
        and not exists (select 1 from setting k where k.key = 'kept/' || s.key || '/' || s.field and k.value = s.theirs)
      order by b.id desc, s.key limit 1000`,
    bind: [],
  }),
});

/** Where a newer record and a decision differ, the newest import first. */
export function conflicts({ db, mirror, terms }: QueryContext): readonly ConflictRow[] {
  return ask(db, openChanges, {}).flatMap(({ key, field, ...row }) => {
    const alert = mirror.find(key);
    const name = (FIELDS as Readonly<Record<string, ConflictRow['field'] | undefined>>)[field];
    if (alert === 0 || name === undefined) return [];
    const at = alert - 1;
    return [
      {
        ...row,
        alert,
        field: name,
        incident: mirror.incident[at] ?? 0,
        title: terms.word(mirror.title[at] ?? 0),
        product: terms.word(mirror.productTerms[mirror.product[at] ?? 0] ?? 0),
      },
    ];
  });
}
