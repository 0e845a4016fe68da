import { expect, test } from 'vitest';
import { incidentActivities, incidentComments, journal } from '../../src/store/queries/activities.ts';
import { AlertWriter } from '../../src/store/write/alerts.ts';
import { at, device, placed, report } from '../helpers/alerts.ts';
import { correlateAs } from '../helpers/clusters.ts';
import { contextOf } from '../helpers/context.ts';
import { openTestWorkspace } from '../helpers/database.ts';

test('activities and comments of an incident, in words', async () => {
  const workspace = await openTestWorkspace();
  const { db, mirror } = workspace;
  const writer = new AlertWriter(db, mirror, 1);
  writer.write([placed({ externalId: 'a', title: 'One', evidence: [device('ws-1')] })]);
  writer.finish(report('a.json'), { at: at(1000) });
  const context = contextOf(workspace, correlateAs(workspace, [[1]]));
  const key = String(db.exec('select key from incident where id = 1')[0]?.values[0]?.[0]);
  const changes = [
    {
      table: 'incident_decision',
      key,
      before: { severity: 4, tags: '["a"]', updated: 1 },
      after: { severity: 2, tags: '["a","b"]', status: 'inProgress', classification: 'truePositive', updated: 2 },
    },
  ];
  const insert = 'insert into event (seq, id, at, actor, kind, summary, changes, target, undone) values (?, ?, ?, ?, ?, ?, ?, null, ?)';
  db.run(insert, [1, 'e1', at(1), 'ann', 'incident.changed', 'Changed', JSON.stringify(changes), 1]);
  db.run(insert, [2, 'e2', at(2), 'bob', 'incident.commented', 'Commented', '[]', 0]);
  db.run(insert, [3, 'e3', at(3), 'bob', 'incident.commented', 'Another', '[]', 0]);
  db.run("insert into event_subject values (?, 1), (?, 2), ('i-other', 3)", [key, key]);
  db.run("insert into comment values ('c2', ?, 'ann', 20, 'later'), ('c1', ?, 'bob', 10, 'first'), ('c3', 'i-other', 'ann', 1, 'x')", [
    key,
    key,
  ]);
  expect(incidentActivities(context, { incident: 1, limit: 10 })).toEqual([
    { id: 'e2', seq: 2, at: at(2), actor: 'bob', kind: 'incident.commented', summary: 'Commented', undone: false, changes: [] },
    {
      id: 'e1',
      seq: 1,
      at: at(1),
      actor: 'ann',
      kind: 'incident.changed',
      summary: 'Changed',
      undone: true,
      changes: [
        { field: 'Severity', before: 'high', after: 'low' },
        { field: 'Status', before: '', after: 'In progress' },
        { field: 'Classification', before: '', after: 'True positive' },
        { field: 'Tags', before: 'a', after: 'a, b' },
      ],
    },
  ]);
  expect(incidentActivities(context, { incident: 1, limit: 1 })).toHaveLength(1);
  const moves = [
    { table: 'placement', key: 'a-1', before: null, after: { incident: key } },
    { table: 'placement', key: 'a-2', before: { incident: 'i-gone' }, after: { incident: key } },
    { table: 'comment', key: 'c1', before: null, after: { incident: key, text: 'first' } },
  ];
  db.run(insert, [4, 'e4', at(4), 'ann', 'incident.merged', 'Merged', JSON.stringify(moves), 0]);
  db.run('insert into event_subject values (?, 4)', [key]);
  expect(incidentActivities(context, { incident: 1, limit: 1 })[0]?.changes).toEqual([
    { field: 'Incident', before: 'as correlated', after: '#1' },
    { field: 'Incident', before: 'one that is gone', after: '#1' },
    { field: 'Comment', before: '', after: 'first' },
  ]);
  const told = journal(context, { kinds: [], limit: 3 });
  expect(told.map(({ seq, incidents }) => [seq, incidents])).toEqual([
    [4, [1]],
    [3, []],
    [2, [1]],
  ]);
  expect(journal(context, { kinds: ['incident.changed'], limit: 3 })).toEqual([
    { id: 'e1', seq: 1, at: at(1), actor: 'ann', kind: 'incident.changed', summary: 'Changed', undone: true, incidents: [1] },
  ]);
  expect(journal(context, { kinds: ['setting.changed'], limit: 3 })).toEqual([]);
  expect(incidentComments(context, { incident: 1 })).toEqual([
    { id: 'c1', at: 10, author: 'bob', text: 'first' },
    { id: 'c2', at: 20, author: 'ann', text: 'later' },
  ]);
});
