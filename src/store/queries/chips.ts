import { EVIDENCE_TYPES, isAsset } from '../../domain/evidence.ts';
import type { AssetChip } from '../../worker/api.ts';
import { roleMask } from '../refs.ts';
import { ask, defineQuery, idList, INT, type QueryContext, TEXT } from '../query.ts';

export const entityLabels = defineQuery<{ readonly ids: Iterable<number> }>()({
  columns: { id: INT, type: INT, label: TEXT },
  sql: ({ ids }) => ({ text: 'select id, type, label from entity where id in (select value from json_each(?))', bind: [idList(ids)] }),
});

/** Chips of entities, by id. */
export function chipsOf({ db }: Pick<QueryContext, 'db'>, ids: Iterable<number>): Map<number, AssetChip> {
  const chips = new Map<number, AssetChip>();
  for (const { id, type, label } of ask(db, entityLabels, { ids: new Set(ids) }))
    chips.set(id, { id, type: EVIDENCE_TYPES[type] ?? 'generic', label });
  return chips;
}

export const inOrder = (chips: ReadonlyMap<number, AssetChip>, ids: readonly number[]): AssetChip[] =>
  ids.map((id) => chips.get(id)).filter((chip) => chip !== undefined);

const SENSOR = roleMask(['sensor']);

/** Canonical entity ids that an alert names: the assets alone, built-in accounts aside; in the order of the file. */
export function assetsOfAlert({ mirror }: Pick<QueryContext, 'mirror'>, alert: number): number[] {
  const found: number[] = [];
  mirror.eachRef(alert, (entity, roles) => {
    // A sensor is where it was seen, not what it is about.
    if (roles === SENSOR) return;
    const id = mirror.entities.canonicalId(entity);
    const type = EVIDENCE_TYPES[mirror.entities.type[id - 1] ?? 0] ?? 'generic';
    if (isAsset(type) && !mirror.entities.isBuiltin(id) && !found.includes(id)) found.push(id);
  });
  return found;
}
