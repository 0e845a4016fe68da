import { expect, test } from 'vitest';
import { ask, defineQuery, idList, INT, likeContains, TEXT, TEXT_OR_NULL } from '../../src/store/query.ts';
import { openTestDatabase } from '../helpers/database.ts';

const settings = defineQuery<{ readonly like: string }>()({
  columns: { key: TEXT, value: TEXT_OR_NULL },
  sql: ({ like }) => ({ text: "select key, value from setting where key like ? escape '\\' order by key", bind: [likeContains(like)] }),
});

test('a query gives typed rows, and its values are bound', async () => {
  const db = await openTestDatabase();
  db.run("insert into setting values ('a_b', null), ('axb', '1'), ('100%', '2')");
  const rows = ask(db, settings, { like: '' });
  const value: string | null | undefined = rows[0]?.value;
  expect(value).toBe('2');
  // The wildcards of a search are the characters a person typed.
  expect(ask(db, settings, { like: 'a_b' })).toEqual([{ key: 'a_b', value: null }]);
  expect(ask(db, settings, { like: '%' })).toEqual([{ key: '100%', value: '2' }]);
  expect(ask(db, settings, { like: "'; drop table setting; --" })).toEqual([]);
});

test('a statement that gives other columns or types than it says is a fault', async () => {
  const db = await openTestDatabase();
  const wrongName = defineQuery<Record<string, never>>()({ columns: { id: INT }, sql: () => ({ text: 'select 1 as other', bind: [] }) });
  const wrongType = defineQuery<Record<string, never>>()({ columns: { id: INT }, sql: () => ({ text: "select 'x' as id", bind: [] }) });
  expect(() => ask(db, wrongName, {})).toThrow('columns other where id are due');
  expect(() => ask(db, wrongType, {})).toThrow('id is string, integer is due');
});

test('any number of ids is one bound value', async () => {
  const db = await openTestDatabase();
  const numbers = defineQuery<{ readonly ids: Iterable<number> }>()({
    columns: { n: INT },
    sql: ({ ids }) => ({ text: 'select count(*) as n from json_each(?)', bind: [idList(ids)] }),
  });
  expect(ask(db, numbers, { ids: Uint32Array.from({ length: 50_000 }, (_, i) => i) })).toEqual([{ n: 50_000 }]);
});
