import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MENTIONS_MAX, type Identifier } from '../../src/domain/evidence.ts';
import type { PlacedAlert } from '../../src/intake/report.ts';
import { rolesOfMask, unpackRefs, verdictOf } from '../../src/store/refs.ts';
import { blob, firstRow } from '../../src/store/rows.ts';
import { AlertWriter, nextBatchId, type WriteCounts } from '../../src/store/write/alerts.ts';
import { writeSourceIncidents } from '../../src/store/write/source-incidents.ts';
import { anyPlaced, at, device, ip, placed, report, user } from '../helpers/alerts.ts';
import { openTestWorkspace, type TestWorkspace } from '../helpers/database.ts';

function importFile({ db, mirror }: TestWorkspace, file: readonly PlacedAlert[], name = 'alerts.json'): WriteCounts {
  const writer = new AlertWriter(db, mirror, nextBatchId(db));
  writer.write(file.slice(0, 2));
  writer.write(file.slice(2));
  return writer.finish(report(name), { at: at(1000) });
}

/** What is stored of an alert, in words. */
function stored({ db }: TestWorkspace, externalId: string): Record<string, unknown> {
  const row = firstRow(
    db,
    `select t.text, p.text, a.severity, a.status, a.first_activity, a.last_activity, a.partial, a.repeats, a.batch, a.line, a.refs
     from alert a join term t on t.id = a.title join prose p on p.id = a.description where external_id = ?`,
    [externalId],
  );
  const [title, description, severity, status, first, last, partial, repeats, batch, line, refs] = row ?? [];
  const labels = unpackRefs(blob(refs)).map((ref) => {
    const label = String(firstRow(db, 'select label from entity where id = ?', [ref.entity])?.[0]);
    return `${label} ${rolesOfMask(ref.roles).join('+')} ${verdictOf(ref.state)}`;
  });
  return { title, description, severity, status, first, last, partial, repeats, batch, line, evidence: labels.sort() };
}

const everything = ({ db }: TestWorkspace): unknown =>
  db.exec('select * from alert order by id; select * from entity; select * from term; select * from prose');

describe('the same file twice', () => {
  test('adds nothing, whatever is in it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(anyPlaced, { maxLength: 20, selector: (one) => one.draft.externalId ?? one }), async (file) => {
        const workspace = await openTestWorkspace();
        const first = importFile(workspace, file);
        expect(first).toEqual({ added: file.length, updated: 0, duplicates: 0 });
        const before = everything(workspace);
        expect(importFile(workspace, file)).toEqual({ added: 0, updated: 0, duplicates: file.length });
        expect(everything(workspace)).toEqual(before);
        workspace.db.close();
      }),
      { numRuns: 60 },
    );
  });

  test('two records of one file that say the same and have no id are two occurrences, and stay two', async () => {
    const workspace = await openTestWorkspace();
    const file = [placed({}, 1), placed({}, 2), placed({ title: 'Another' }, 3)];
    expect(importFile(workspace, file)).toEqual({ added: 3, updated: 0, duplicates: 0 });
    expect(importFile(workspace, file)).toEqual({ added: 0, updated: 0, duplicates: 3 });
    expect(importFile(workspace, file.slice(0, 1))).toEqual({ added: 0, updated: 0, duplicates: 1 });
  });
});

test('a file that says two things of one alert without a version updates nothing when it is read again', async () => {
  const workspace = await openTestWorkspace();
  const file = [placed({ externalId: '1', severity: 'low' }), placed({ externalId: '1', severity: 'high' })];
  expect(importFile(workspace, file)).toEqual({ added: 1, updated: 0, duplicates: 1 });
  expect(importFile(workspace, file)).toEqual({ added: 0, updated: 0, duplicates: 2 });
  expect(stored(workspace, '1')).toMatchObject({ severity: 4 });
});

describe('identity', () => {
  test('one id in two formats of one scope is one alert; in two scopes it is two', async () => {
    const workspace = await openTestWorkspace();
    importFile(workspace, [placed({ externalId: 'da1', idScope: 'microsoft' }, 1, 'graph')]);
    expect(importFile(workspace, [placed({ externalId: 'da1', idScope: 'microsoft' }, 1, 'hunting')])).toMatchObject({ added: 0 });
    expect(importFile(workspace, [placed({ externalId: 'da1' }, 1, 'other')])).toMatchObject({ added: 1 });
  });

  test('an alert of Sentinel that links to the Defender portal is the one Graph tells of, whichever comes first', async () => {
    const id = 'da019e64d3-70c9-4596-9e68-c0a1f0fc2ffc_1';
    const row = placed(
      {
        externalId: '8844d981-1a9a-d893-aa55-acb124bcb188',
        idScope: 'sentinel',
        alias: { scope: 'microsoft', id },
        url: `https://security.microsoft.com/alerts/${id}?tid=1`,
        updated: at(1),
      },
      1,
      'sentinel-securityalert',
    );
    const graph = placed({ externalId: id, idScope: 'microsoft', updated: at(2), evidence: [device('fs-01')] }, 1, 'graph-alerts-v2');
    for (const files of [
      [row, graph, row],
      [graph, row, graph],
    ]) {
      const workspace = await openTestWorkspace();
      expect(files.map((file) => importFile(workspace, [file]).added)).toEqual([1, 0, 0]);
      expect(workspace.mirror.count).toBe(1);
    }
    const own = placed({
      externalId: '01a23e9a-b69c-ee97-c5f0-447aaa91df7a',
      idScope: 'sentinel',
      alias: { scope: 'microsoft', id: 'sn01a23e9a-b69c-ee97-c5f0-447aaa91df7a' },
    });
    const workspace = await openTestWorkspace();
    importFile(workspace, [own]);
    const told = placed({ externalId: 'sn01a23e9a-b69c-ee97-c5f0-447aaa91df7a', idScope: 'microsoft' }, 1, 'graph-alerts-v2');
    expect(importFile(workspace, [told])).toMatchObject({ added: 0 });
  });

  test('a key stated by an own export wins, and the product’s own file finds it again', async () => {
    const workspace = await openTestWorkspace();
    importFile(workspace, [placed({ externalId: 'x', idScope: 'microsoft' }, 1, 'graph')]);
    const key = workspace.mirror.keyOf(1);
    expect(importFile(workspace, [placed({ key, externalId: 'x' }, 1, 'alertweave-alerts')])).toMatchObject({ added: 0 });
    expect(importFile(workspace, [placed({ key: 'not a key', externalId: 'y' }, 1, 'alertweave-alerts')])).toMatchObject({ added: 1 });
  });

  test('two ids that meet in one hash stay two alerts', async () => {
    const workspace = await openTestWorkspace();
    importFile(workspace, [placed({ externalId: 'first' })]);
    // The stored id is made another one: what a hash collision looks like from inside.
    workspace.db.run("update alert set external_id = 'collides'");
    const file = [placed({ externalId: 'first' })];
    expect(importFile(workspace, file)).toEqual({ added: 1, updated: 0, duplicates: 0 });
    expect(importFile(workspace, file)).toEqual({ added: 0, updated: 0, duplicates: 1 });
  });
});

describe('versions', () => {
  const old = placed({ externalId: '1', updated: at(1), severity: 'low', status: 'new', description: 'first words' }, 5);
  const newer = placed(
    { externalId: '1', updated: at(2), severity: 'high', status: 'resolved', evidence: [device('fs-01'), ip('203.0.113.7')] },
    9,
  );

  test('a newer record updates the evidence and leaves decisions alone', async () => {
    const workspace = await openTestWorkspace();
    importFile(workspace, [old]);
    const key = workspace.mirror.keyOf(1);
    workspace.db.run("insert into alert_decision (key, status, assigned_to) values (?, 'inProgress', 'ann')", [key]);
    workspace.mirror.refreshDecisions(workspace.db);
    expect(importFile(workspace, [newer])).toEqual({ added: 0, updated: 1, duplicates: 0 });
    expect(stored(workspace, '1')).toMatchObject({ severity: 4, status: 3, description: 'first words', batch: 2, line: 9 });
    expect(stored(workspace, '1')['evidence']).toHaveLength(3);
    expect(workspace.mirror.severity[0]).toBe(4);
    expect(workspace.mirror.status[0]).toBe(2);
    expect(workspace.db.exec('select key, status, assigned_to from alert_decision')[0]?.values).toEqual([[key, 'inProgress', 'ann']]);
  });

  test('an older record is a duplicate', async () => {
    const workspace = await openTestWorkspace();
    importFile(workspace, [{ ...newer, draft: { ...newer.draft, description: 'words' } }]);
    const before = stored(workspace, '1');
    expect(importFile(workspace, [{ ...old, draft: { ...old.draft, evidence: [device('fs-01')] } }])).toEqual({
      added: 0,
      updated: 0,
      duplicates: 1,
    });
    expect(stored(workspace, '1')).toEqual(before);
  });

  test('without versions, other content is an update', async () => {
    const workspace = await openTestWorkspace();
    importFile(workspace, [placed({ externalId: '1', severity: 'low' })]);
    expect(importFile(workspace, [placed({ externalId: '1', severity: 'high' })])).toEqual({ added: 0, updated: 1, duplicates: 0 });
    expect(stored(workspace, '1')).toMatchObject({ severity: 4 });
  });
});

describe('parts of an alert', () => {
  const whole = placed({ externalId: '1', idScope: 'microsoft', description: 'words', evidence: [] }, 3, 'alert-info');
  const part = (line: number, evidence: PlacedAlert['draft']['evidence']): PlacedAlert => ({
    draft: {
      externalId: '1',
      idScope: 'microsoft',
      title: '',
      severity: 'unknown',
      product: '',
      firstActivity: at(line),
      evidence,
      partial: true,
    },
    place: { line, offset: -1, length: -1 },
    format: 'alert-evidence',
  });
  const parts = [
    part(11, [user('jane')]),
    part(12, [{ ...device('fs-01', ['source']), verdict: 'malicious' }]),
    part(13, [{ ...device('fs-01', ['impacted']), verdict: 'suspicious' }]),
  ];

  test('meet the whole in whatever order the files come', async () => {
    const [a, b] = [await openTestWorkspace(), await openTestWorkspace()];
    expect(importFile(a, [whole])).toEqual({ added: 1, updated: 0, duplicates: 0 });
    expect(importFile(a, parts)).toEqual({ added: 0, updated: 1, duplicates: 2 });
    expect(importFile(b, [...parts].reverse())).toEqual({ added: 1, updated: 0, duplicates: 2 });
    expect(stored(b, '1')).toMatchObject({ partial: 1, title: '', first: at(11) });
    expect(importFile(b, [whole])).toEqual({ added: 0, updated: 1, duplicates: 0 });
    const [one, other] = [stored(a, '1'), stored(b, '1')];
    expect({ ...one, batch: 0 }).toEqual({ ...other, batch: 0 });
    expect(one).toMatchObject({ title: 'Suspicious sign-in', description: 'words', partial: 0, line: 3, first: at(0) });
    expect(one['evidence']).toEqual(['FS-01 source+impacted malicious', 'jane@contoso.com impacted unknown']);
    for (const workspace of [a, b]) {
      expect(importFile(workspace, parts)).toEqual({ added: 0, updated: 0, duplicates: 3 });
      expect(importFile(workspace, [whole])).toEqual({ added: 0, updated: 0, duplicates: 1 });
    }
  });
});

describe('entities', () => {
  test('are interned after the site, and gather attributes', async () => {
    const workspace = await openTestWorkspace();
    importFile(workspace, [
      placed({ externalId: '1', evidence: [ip('10.0.0.5')], site: 'berlin' }),
      placed({ externalId: '2', evidence: [ip('10.0.0.5')], site: 'oslo' }),
      placed({ externalId: '3', evidence: [{ ...ip('203.0.113.7'), attributes: { country: 'NL' } }], site: 'oslo' }),
      placed({ externalId: '4', evidence: [{ ...ip('203.0.113.7'), attributes: { country: 'DE', asn: 3320 } }], site: 'berlin' }),
    ]);
    const rows = workspace.db.exec('select key, attributes from entity order by id')[0]?.values;
    expect(rows).toEqual([
      ['ip|ip:10.0.0.5@@berlin', '{"site":"berlin"}'],
      ['ip|ip:10.0.0.5@@oslo', '{"site":"oslo"}'],
      ['ip|ip:203.0.113.7', '{"country":"NL","asn":3320}'],
    ]);
  });

  test('attributes are gathered across sessions', async () => {
    const workspace = await openTestWorkspace();
    importFile(workspace, [placed({ externalId: '1', evidence: [{ ...ip('203.0.113.7'), attributes: { country: 'NL' } }] })]);
    importFile(workspace, [placed({ externalId: '2', evidence: [{ ...ip('203.0.113.7'), attributes: { asn: 1 } }] })]);
    expect(workspace.db.exec('select attributes from entity')[0]?.values).toEqual([['{"asn":1,"country":"NL"}']]);
  });

  test('an alert that names one thing twice refers to it once; a flood of mentions is cut', async () => {
    const workspace = await openTestWorkspace();
    const flood = Array.from({ length: MENTIONS_MAX + 50 }, (_, i) => ({ ...ip('203.0.113.7'), ids: [`ip:host-${i}` as Identifier] }));
    importFile(workspace, [
      placed({ externalId: '1', evidence: [ip('203.0.113.7', ['source']), ip('203.0.113.7', ['attacker'])] }),
      placed({ externalId: '2', evidence: flood }),
    ]);
    expect(stored(workspace, '1')['evidence']).toEqual(['203.0.113.7 source+attacker unknown']);
    expect(workspace.mirror.refSize[1]).toBe(MENTIONS_MAX);
  });
});

test('a hostile record is text: nothing of it becomes a statement or a prototype', async () => {
  const workspace = await openTestWorkspace();
  const attributes = JSON.parse('{"__proto__": "x", "constructor": "y"}') as Record<string, string>;
  importFile(workspace, [
    placed({ externalId: "'); drop table alert; --", title: "'); drop table alert; --", evidence: [{ ...ip('203.0.113.7'), attributes }] }),
  ]);
  importFile(workspace, [placed({ externalId: '2', evidence: [{ ...ip('203.0.113.7'), attributes: { asn: 1 } }] })]);
  expect(workspace.mirror.count).toBe(2);
  expect(workspace.db.exec('select attributes from entity')[0]?.values).toEqual([['{"asn":1,"__proto__":"x","constructor":"y"}']]);
});

test('a batch keeps its report and its counts', async () => {
  const { db, mirror } = await openTestWorkspace();
  const writer = new AlertWriter(db, mirror, nextBatchId(db));
  writer.write([placed({ externalId: '1' }), placed({ externalId: '1' })]);
  writer.finish(report('one.json'), { at: at(3), sha256: 'ff' });
  expect(db.exec('select id, at, name, bytes, sha256, format, added, updated, duplicates from batch')[0]?.values).toEqual([
    [1, at(3), 'one.json', 1000, 'ff', 'test-format', 1, 0, 1],
  ]);
  expect(nextBatchId(db)).toBe(2);
});

test('an import that breaks off keeps its number and its rows; one that wrote nothing leaves nothing', async () => {
  const { db, mirror } = await openTestWorkspace();
  const empty = new AlertWriter(db, mirror, nextBatchId(db));
  empty.free();
  expect(nextBatchId(db)).toBe(1);
  const broken = new AlertWriter(db, mirror, nextBatchId(db));
  broken.write([placed({ externalId: '1' })]);
  broken.free();
  expect(nextBatchId(db)).toBe(2);
  expect(db.exec("select id, name, json_extract(report, '$.error.code') from batch")[0]?.values).toEqual([
    [1, 'Interrupted import', 'intake/interrupted'],
  ]);
});

test('of a source incident the newest version is kept', async () => {
  const { db } = await openTestWorkspace();
  const incident = (updated: number, title: string): Parameters<typeof writeSourceIncidents>[1][number] => ({
    draft: { externalId: '77', idScope: 'microsoft', title, severity: 'high', updated: at(updated) },
    place: { line: 1, offset: -1, length: -1 },
    format: 'graph-incidents',
  });
  writeSourceIncidents(db, [incident(2, 'new'), incident(1, 'old')], 1);
  writeSourceIncidents(db, [incident(3, 'newest')], 2);
  expect(db.exec("select key, json_extract(data, '$.title'), batch from source_incident")[0]?.values).toEqual([
    ['microsoft:77', 'newest', 2],
  ]);
});
