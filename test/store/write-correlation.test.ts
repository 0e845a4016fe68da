import { beforeEach, describe, expect, test } from 'vitest';
import type { Change, Row } from '../../src/journal/event.ts';
import { IncidentColumns } from '../../src/store/incident-columns.ts';
import { Mirror } from '../../src/store/mirror.ts';
import { unpackReasons } from '../../src/store/reasons.ts';
import { blob, firstRow } from '../../src/store/rows.ts';
import { AlertWriter, nextBatchId } from '../../src/store/write/alerts.ts';
import { writeCorrelation } from '../../src/store/write/correlation.ts';
import { recountDecided, refreshAfter } from '../../src/store/write/effective.ts';
import { at, device, ip, placed, report, user } from '../helpers/alerts.ts';
import { clustered, correlateAs } from '../helpers/clusters.ts';
import { NO_FLAGS, openTestWorkspace, type TestWorkspace } from '../helpers/database.ts';

let workspace: TestWorkspace;
let incidents: IncidentColumns;

function importAlerts(alerts: readonly Parameters<typeof placed>[0][], time = 1000): void {
  const writer = new AlertWriter(workspace.db, workspace.mirror, nextBatchId(workspace.db));
  writer.write(alerts.map((alert) => placed(alert)));
  writer.finish(report(), { at: at(time) });
}

beforeEach(async () => {
  workspace = await openTestWorkspace();
  importAlerts([
    {
      externalId: '1',
      title: 'One',
      severity: 'low',
      firstActivity: at(10),
      evidence: [device('fs-01'), user('jane'), ip('203.0.113.7')],
      tactics: ['TA0001'],
    },
    {
      externalId: '2',
      title: 'Two',
      severity: 'high',
      firstActivity: at(20),
      lastActivity: at(30),
      evidence: [device('fs-01'), user('john')],
      product: 'Other',
      tactics: ['TA0006'],
    },
    { externalId: '3', title: 'Three', firstActivity: at(5), evidence: [device('dc-03')], status: 'resolved' },
    { externalId: '4', title: 'Four', firstActivity: at(40), evidence: [] },
  ]);
  incidents = correlateAs(workspace, [[3], [1, 2], [4]]);
});

const rows = (): unknown =>
  workspace.db.exec('select id, key, name, severity, status, alerts, active_alerts, redirect_to from incident order by id')[0]?.values;
const names = (): unknown => workspace.db.exec('select id, key, name, alerts from incident order by id')[0]?.values;
const key = (alert: number): string => `i-${workspace.mirror.keyOf(alert)}`;

/** What a reducer does: writes the row, then asks for the refresh. */
function decide(table: Change['table'], name: string, after: Row): readonly string[] {
  const columns = Object.keys(after);
  workspace.db.run(`insert or replace into ${table} (key, ${columns.join(', ')}) values (?${', ?'.repeat(columns.length)})`, [
    name,
    ...Object.values(after),
  ]);
  return refreshAfter(workspace.db, workspace.mirror, incidents, [{ table, key: name, before: null, after }]);
}

test('incidents get their aggregates, links and reasons', () => {
  const { db, mirror } = workspace;
  expect(rows()).toEqual([
    [1, key(3), 'Three', 3, 'resolved', 1, 0, null],
    [2, key(1), 'Two', 4, 'new', 2, 2, null],
    [3, key(4), 'Four', 3, 'new', 1, 1, null],
  ]);
  const row = firstRow(
    db,
    'select entities, assets, asset_count, products, tactics, first_activity, last_activity, priority, created from incident where id = 2',
  );
  // fs-01 (entity 1) is named by two alerts, jane (2) and john (4) by one each.
  expect(row).toEqual([4, '[1,2,4]', 3, '["Other","Test product"]', (1 << 2) | (1 << 7), at(10), at(30), 2, at(1000)]);
  const [linkTo, score, reasons] = firstRow(db, 'select link_to, score, reasons from membership where alert = 2') ?? [];
  expect([linkTo, score, unpackReasons(blob(reasons))]).toEqual([1, 0.5, [{ code: 12, entity: 1, weight: 0.5 }]]);
  expect([...mirror.incident.subarray(0, 4)]).toEqual([2, 2, 1, 3]);
  expect([...mirror.linkTo.subarray(0, 4)]).toEqual([0, 1, 0, 0]);
  expect(mirror.linkStrength[1]).toBe(0.5);
  expect([...mirror.alertsOfIncident(2)]).toEqual([1, 2]);
  expect([...Mirror.load(db, NO_FLAGS).incident.subarray(0, 4)]).toEqual([2, 2, 1, 3]);
});

describe('decisions', () => {
  test('lie over the base, come off again, and reach the queue’s columns', () => {
    const tables = decide('incident_decision', key(1), {
      name: 'Mine',
      severity: 1,
      status: 'inProgress',
      tags: '["vip"]',
      assigned_to: 'ann',
      updated: at(2000),
    });
    expect(tables).toContain('incident');
    expect(
      firstRow(
        workspace.db,
        'select name, severity, severity_overridden, status, tags, assigned_to, last_update from incident where id = 2',
      ),
    ).toEqual(['Mine', 1, 1, 'inProgress', '["vip"]', 'ann', at(2000)]);
    expect(said(incidents)).toEqual(said(IncidentColumns.load(workspace.db)));
    workspace.db.run('delete from incident_decision');
    refreshAfter(workspace.db, workspace.mirror, incidents, [{ table: 'incident_decision', key: key(1), before: {}, after: null }]);
    expect(firstRow(workspace.db, 'select name, severity, severity_overridden, status from incident where id = 2')).toEqual([
      'Two',
      4,
      0,
      'new',
    ]);
    expect(said(incidents)).toEqual(said(IncidentColumns.load(workspace.db)));
  });

  test('on alerts change the count of active ones, and the status of an incident nobody has decided on', () => {
    const { mirror } = workspace;
    expect(decide('alert_decision', mirror.keyOf(1), { status: 'inProgress' })).toContain('incident');
    expect(firstRow(workspace.db, 'select active_alerts, status from incident where id = 2')).toEqual([2, 'inProgress']);
    decide('alert_decision', mirror.keyOf(1), { status: 'resolved' });
    decide('alert_decision', mirror.keyOf(2), { status: 'resolved' });
    expect(firstRow(workspace.db, 'select active_alerts, status from incident where id = 2')).toEqual([0, 'resolved']);
    workspace.db.run('delete from alert_decision');
    refreshAfter(workspace.db, mirror, incidents, [{ table: 'alert_decision', key: mirror.keyOf(1), before: {}, after: null }]);
    expect(firstRow(workspace.db, 'select active_alerts, status from incident where id = 2')).toEqual([2, 'new']);
    expect(said(incidents)).toEqual(said(IncidentColumns.load(workspace.db)));
  });

  test('replayed over an older snapshot are counted when the workspace opens', () => {
    const { db, mirror } = workspace;
    db.run("insert into alert_decision (key, status) values (?, 'resolved'), (?, 'resolved')", [mirror.keyOf(1), mirror.keyOf(2)]);
    recountDecided(db, Mirror.load(db, NO_FLAGS));
    expect(firstRow(db, 'select active_alerts, status from incident where id = 2')).toEqual([0, 'resolved']);
  });

  test('a comment moves the last update; a critical asset goes first', () => {
    decide('comment', 'c1', { incident: key(1), author: 'ann', at: at(3000), text: 'look' });
    expect(firstRow(workspace.db, 'select last_update from incident where id = 2')).toEqual([at(3000)]);
    const john = String(firstRow(workspace.db, "select key from entity where label like 'john%'")?.[0]);
    decide('entity_decision', john, { critical: 1 });
    expect(workspace.mirror.entities.isCritical(4)).toBe(true);
    correlateAs(workspace, [[3], [1, 2], [4]], incidents);
    expect(firstRow(workspace.db, 'select assets from incident where id = 2')).toEqual(['[4,1,2]']);
  });
});

describe('another run', () => {
  test('keeps the number and the decisions where an earlier alert now founds the incident', () => {
    decide('incident_decision', key(1), { name: 'Mine' });
    importAlerts([{ externalId: '5', title: 'Five', firstActivity: at(1), evidence: [device('fs-01')] }], 2000);
    correlateAs(workspace, [[5, 1, 2], [3], [4]], incidents);
    expect(rows()).toEqual([
      [1, key(3), 'Three', 3, 'resolved', 1, 0, null],
      [2, key(1), 'Mine', 4, 'new', 3, 3, null],
      [3, key(4), 'Four', 3, 'new', 1, 1, null],
    ]);
    expect(firstRow(workspace.db, 'select created, last_update from incident where id = 2')).toEqual([at(1000), at(2000)]);
  });

  test('of incidents that flow together the decided one stays; an undecided one goes and its number stays its own', () => {
    decide('incident_decision', key(4), { name: 'Mine' });
    correlateAs(
      workspace,
      [
        [3, 4],
        [1, 2],
      ],
      incidents,
    );
    expect(rows()).toEqual([
      [2, key(1), 'Two', 4, 'new', 2, 2, null],
      [3, key(4), 'Mine', 3, 'new', 2, 1, null],
    ]);
    correlateAs(workspace, [[3], [1, 2], [4]], incidents);
    expect(names()).toEqual([
      [1, key(3), 'Three', 1],
      [2, key(1), 'Two', 2],
      [3, key(4), 'Mine', 1],
    ]);
  });

  test('an incident with decisions that was poured into another stays, empty, and points there', () => {
    decide('incident_decision', key(4), { name: 'Mine' });
    decide('incident_decision', key(3), { name: 'Also mine', status: 'inProgress' });
    correlateAs(
      workspace,
      [
        [3, 4],
        [1, 2],
      ],
      incidents,
    );
    expect(rows()).toEqual([
      [1, key(3), 'Also mine', 3, 'inProgress', 2, 1, null],
      [2, key(1), 'Two', 4, 'new', 2, 2, null],
      [3, key(4), 'Mine', 3, 'redirected', 0, 0, key(3)],
    ]);
    // A merge by hand names its target: that one stays, though its number is the higher.
    // What it was ranked by may go with the last import that has it.
    expect(workspace.db.exec('select priority, judged from incident where id = 3')[0]?.values).toEqual([[0, '[]']]);
    decide('incident_decision', key(3), { name: 'Also mine', redirect_to: key(4) });
    correlateAs(
      workspace,
      [
        [3, 4],
        [1, 2],
      ],
      incidents,
    );
    expect(rows()).toEqual([
      [1, key(3), 'Also mine', 3, 'redirected', 0, 0, key(4)],
      [2, key(1), 'Two', 4, 'new', 2, 2, null],
      [3, key(4), 'Mine', 3, 'new', 2, 1, null],
    ]);
  });

  test('an alert placed by hand is where the person put it, and says so', () => {
    const alert = workspace.mirror.keyOf(4);
    workspace.db.run("insert into placement values (?, ?, 1, 'ann', 'same host')", [alert, key(1)]);
    correlateAs(workspace, [[3], [1, 2], [4]], incidents);
    expect(names()).toEqual([
      [1, key(3), 'Three', 1],
      [2, key(1), 'Two', 3],
    ]);
    expect(unpackReasons(blob(firstRow(workspace.db, 'select reasons from membership where alert = 4')?.[0]))).toMatchObject([
      { code: 17 },
    ]);
  });

  test('an alert placed into an incident of its own founds it', () => {
    workspace.db.run("insert into placement values (?, 'i-split-1', 1, 'ann', null)", [workspace.mirror.keyOf(2)]);
    correlateAs(workspace, [[3], [1, 2], [4]], incidents);
    expect(names()).toEqual([
      [1, key(3), 'Three', 1],
      [2, key(1), 'One', 1],
      [3, key(4), 'Four', 1],
      [4, 'i-split-1', 'Two', 1],
    ]);
  });
});

test('held-back merges are kept as pairs of incidents', () => {
  const result = { ...clustered(4, [[3], [1, 2], [4]]), suggestions: [{ a: 0, b: 1, via: 2, score: 0.25 }] };
  writeCorrelation(workspace.db, workspace.mirror, incidents, result, () => ({ name: 'x', priority: 0 }));
  expect(workspace.db.exec('select * from suggestion')[0]?.values).toEqual([[1, 2, 3, 0.25]]);
});

/** The columns in words: numbers given in order of appearance may differ. */
function said(columns: IncidentColumns): unknown {
  return Array.from({ length: columns.count }, (_, row) => [
    columns.id[row],
    columns.status[row],
    columns.severity[row],
    columns.classification[row],
    columns.priority[row],
    columns.alerts[row],
    columns.activeAlerts[row],
    columns.first[row],
    columns.last[row],
    columns.update[row],
    columns.tactics[row],
    columns.productSets.values[columns.products[row] ?? 0],
    columns.tagSets.values[columns.tags[row] ?? 0],
    columns.assignees.values[columns.assignee[row] ?? 0],
  ]);
}
