import { EVIDENCE_TYPES } from '../../domain/evidence.ts';
import { isList, LISTS, type ListName } from '../../domain/rule.ts';
import { idsOfKey, LIST_BITS } from '../entity-table.ts';
import { ListMatcher } from '../list-matcher.ts';
import { cached, type QueryContext } from '../query.ts';
import { eachRow, int, text } from '../rows.ts';
import { readRules } from '../rules.ts';

/** By rule of a list: the things of this workspace it names, by canonical entity id. */
export function thingsOfRules(context: QueryContext): ReadonlyMap<string, ReadonlySet<number>> {
  const { db, mirror } = context;
  const rules = readRules(db).filter(({ kind }) => isList(kind));
  return cached(context, 'list-things', `${mirror.revision} ${rules.map(({ key }) => key).join(' ')}`, () => {
    const found = new Map<string, Set<number>>();
    const matcher = new ListMatcher(rules, LIST_BITS);
    if (matcher.empty) return found;
    eachRow(db, 'select id, type, key from entity', [], (row) => {
      const id = mirror.entities.canonicalId(int(row[0]));
      matcher.eachMatch(EVIDENCE_TYPES[int(row[1])] ?? 'generic', idsOfKey(text(row[2])), ({ key }) => {
        const known = found.get(key);
        if (known === undefined) found.set(key, new Set([id]));
        else known.add(id);
      });
    });
    return found;
  });
}

/** Rules of lists that name an entity. */
export function listedBy(context: QueryContext, entity: number): readonly { readonly list: ListName; readonly key: string }[] {
  const things = thingsOfRules(context);
  return LISTS.flatMap((list) =>
    [...things].filter(([key, ids]) => key.startsWith(`${list}:`) && ids.has(entity)).map(([key]) => ({ list, key })),
  );
}
