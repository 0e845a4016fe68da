import { ask, defineQuery, idList, INT, type QueryContext } from '../query.ts';

export const resolvedOf = defineQuery<{ readonly ids: Iterable<number> }>()({
  columns: { count: INT },
  sql: ({ ids }) => ({
    text: "select count(*) as count from incident where status = 'resolved' and id in (select value from json_each(?))",
    bind: [idList(ids)],
  }),
});

/** How many of these incidents are resolved. */
export const resolvedCount = ({ db }: Pick<QueryContext, 'db'>, ids: Iterable<number>): number =>
  ask(db, resolvedOf, { ids })[0]?.count ?? 0;
