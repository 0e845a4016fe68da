import { defineQuery, idList, INT, TEXT } from '../query.ts';

export const incidentHeads = defineQuery<{ readonly ids: Iterable<number> }>()({
  columns: { id: INT, name: TEXT, severity: INT, status: TEXT },
  sql: ({ ids }) => ({
    text: 'select id, name, severity, status from incident where id in (select value from json_each(?))',
    bind: [idList(ids)],
  }),
});
