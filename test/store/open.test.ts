import { expect, test } from 'vitest';
import { inTransaction, openDatabase, SCHEMA_VERSION } from '../../src/store/open.ts';
import { loadSql, openTestDatabase } from '../helpers/database.ts';

test('a new workspace has this build’s schema, and opens again from its image', async () => {
  const db = await openTestDatabase();
  db.run("insert into setting values ('zone', 'UTC')");
  const again = await openTestDatabase(db.export());
  expect(again.exec('pragma user_version')[0]?.values).toEqual([[SCHEMA_VERSION]]);
  expect(again.exec('pragma page_size')[0]?.values).toEqual([[16384]]);
  expect(again.exec('select * from setting')[0]?.values).toEqual([['zone', 'UTC']]);
});

test('a workspace of before incidents kept the numbers of their priority opens with the words they had', async () => {
  const db = await openTestDatabase();
  db.run('alter table incident rename column judged to factors');
  db.run('pragma user_version = 5');
  const before = `insert into incident (key, base_name, base_severity, base_status, base_update, priority, factors, alerts, active_alerts, entities, assets,
    asset_count, products, tactics, posture, created, name, severity, severity_overridden, status, classification, determination, assigned_to, tags,
    resolving_note, last_update)
    values ('i-1', 'x', 1, 'new', 1, 1, '[{"label":"Severity"}]', 1, 1, 1, '[]', 0, '[]', 0, 0, 1, 'x', 1, 0, 'new', 'unknown', 'unknown', '', '[]', '', 1)`;
  db.run(before);
  const again = await openTestDatabase(db.export());
  expect(again.exec('select judged from incident')[0]?.values).toEqual([['[{"label":"Severity"}]']]);
});

test('a workspace of a later build is refused by a code', async () => {
  const db = await openTestDatabase();
  db.run(`pragma user_version = ${SCHEMA_VERSION + 1}`);
  const opened = openDatabase(await loadSql(), db.export());
  expect(opened).toMatchObject({ ok: false, error: { code: 'store/newer-workspace', details: { version: SCHEMA_VERSION + 1 } } });
});

test('what is no workspace is refused by a code', async () => {
  const SQL = await loadSql();
  expect(openDatabase(SQL, new TextEncoder().encode('not a database at all '.repeat(100)))).toMatchObject({
    error: { code: 'store/damaged' },
  });
  const other = new SQL.Database();
  other.run('create table t (a)');
  expect(openDatabase(SQL, other.export())).toMatchObject({ error: { code: 'store/damaged' } });
});

test('a transaction that throws leaves nothing behind', async () => {
  const db = await openTestDatabase();
  expect(() =>
    inTransaction(db, () => {
      db.run("insert into setting values ('a', '1')");
      throw new Error('stop');
    }),
  ).toThrow('stop');
  expect(db.exec('select * from setting')).toEqual([]);
});
