import { evidenceTypeCode } from '../../domain/evidence.ts';
import type { ParamsOf, RowOf } from '../../worker/api.ts';
import { idsOfKey } from '../entity-table.ts';
import { ask, defineQuery, INT, likeContains, type QueryContext, TEXT } from '../query.ts';

/** Mentions looked at of those that fit: the rest is found by a longer search text. */
const MOST_LOOKED_AT = 2000;

const mentionsLike = defineQuery<{ readonly search: string; readonly type: number }>()({
  columns: { id: INT, key: TEXT, label: TEXT },
  sql: ({ search, type }) => ({
    text: `select id, key, label from entity where type = $type and (label like $text escape '\\' or key like $text escape '\\')
           order by id limit ${MOST_LOOKED_AT}`,
    bind: { $type: type, $text: likeContains(search) },
  }),
});

/** Things of a type that are called so, each once, those of most alerts first. */
export function entitiesLike(
  { db, mirror }: QueryContext,
  { search, type, limit }: ParamsOf<'entitiesLike'>,
): readonly RowOf<'entitiesLike'>[] {
  const things = new Map<number, { label: string; identifiers: Set<string> }>();
  for (const { id, key, label } of ask(db, mentionsLike, { search: search.trim(), type: evidenceTypeCode(type) })) {
    const thing = mirror.entities.canonicalId(id);
    const known = things.get(thing);
    if (known === undefined) things.set(thing, { label, identifiers: new Set(idsOfKey(key)) });
    else for (const one of idsOfKey(key)) known.identifiers.add(one);
  }
  return [...things]
    .map(([id, { label, identifiers }]) => ({ id, label, identifiers: [...identifiers], alerts: mirror.alertsOf(id).length }))
    .sort((a, b) => b.alerts - a.alerts || a.id - b.id)
    .slice(0, limit);
}
