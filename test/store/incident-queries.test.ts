import { beforeAll, describe, expect, test } from 'vitest';
import type { Evidence, EvidenceRole, Identifier } from '../../src/domain/evidence.ts';
import type { Severity } from '../../src/domain/severity.ts';
import { alertDetail } from '../../src/store/queries/alert-detail.ts';
import { runLooseQuery, runQuery } from '../../src/store/queries/catalogue.ts';
import type { QueryContext } from '../../src/store/query.ts';
import { AlertWriter } from '../../src/store/write/alerts.ts';
import { refreshAfter } from '../../src/store/write/effective.ts';
import { at, device, ip, placed, report, user } from '../helpers/alerts.ts';
import { correlateAs } from '../helpers/clusters.ts';
import { contextOf } from '../helpers/context.ts';
import { openTestWorkspace, type TestWorkspace } from '../helpers/database.ts';

const thing = (type: Evidence['type'], id: string, roles: readonly EvidenceRole[] = [], over: Partial<Evidence> = {}): Evidence => ({
  type,
  ids: [id as Identifier],
  label: id.slice(id.indexOf(':') + 1),
  roles,
  ...over,
});
const powershell = thing('process', 'process:fs-01/77');
const dropper = thing('file', 'sha256:aa', ['suspicious'], { verdict: 'malicious', remediation: 'active' });

let workspace: TestWorkspace;
let context: QueryContext;

beforeAll(async () => {
  workspace = await openTestWorkspace(({ ids }) => (ids[0] === 'name:system' ? 2 : 0));
  const { db, mirror } = workspace;
  const writer = new AlertWriter(db, mirror, 1);
  writer.write([
    placed(
      {
        externalId: 'da1',
        idScope: 'microsoft',
        title: 'Phishing mail',
        severity: 'low',
        severityText: 'Low',
        firstActivity: at(0),
        tactics: ['TA0001'],
        techniques: ['T1566', 'T1078'],
        evidence: [user('jane'), ip('203.0.113.7'), thing('user', 'name:system')],
        description: 'Somebody clicked',
        recommendedActions: 'Ask them',
        url: 'https://example.test/da1',
        threatName: 'Emotet',
        sourceIncident: '77',
        assignedTo: 'exporter',
        timeText: '2024-03-01 09:00',
        timeAssumed: ['zone'],
        rule: 'r-1',
      },
      12,
    ),
    placed({
      externalId: 'da2',
      title: 'Suspicious PowerShell',
      severity: 'high',
      firstActivity: at(14),
      lastActivity: at(20),
      tactics: ['TA0002'],
      techniques: ['T1078'],
      product: 'Other product',
      evidence: [device('fs-01'), user('jane'), powershell, dropper],
      count: 3,
    }),
    placed({
      externalId: 'da3',
      title: 'Suspicious PowerShell',
      severity: 'medium',
      firstActivity: at(30),
      product: 'Other product',
      evidence: [device('fs-01'), ip('203.0.113.7', ['commandAndControl']), { ...dropper, verdict: 'suspicious', remediation: 'blocked' }],
      status: 'resolved',
    }),
    placed({ externalId: 'da4', title: 'Elsewhere', firstActivity: at(500), evidence: [ip('203.0.113.7'), device('ws-09')] }),
    {
      draft: { title: 'Undated', severity: 'low', product: 'Other product', externalId: 'da5', evidence: [device('fs-01')] },
      place: { line: 5, offset: -1, length: -1 },
      format: 'f',
    },
  ]);
  writer.finish(report('alerts.json'), { at: at(1000) });
  const incidents = correlateAs(workspace, [[1, 2, 3, 5], [4]]);
  context = contextOf(workspace, incidents);
});

const entity = (label: string): number =>
  Number(workspace.db.exec('select id from entity where label = ? collate nocase', [label])[0]?.values[0]?.[0]);

test('factors that an earlier version wrote in words are read as they stand', () => {
  const factors = [{ label: 'Severity', points: 50, explanation: 'The gravest detection is of high severity' }];
  const { db } = workspace;
  const [kept] = db.exec('select judged from incident where id = 2')[0]?.values[0] ?? [];
  db.run('update incident set judged = ? where id = 2', [JSON.stringify(factors)]);
  expect(runQuery(context, 'incidentDetail', { id: 2 })[0]?.factors).toEqual(factors);
  db.run('update incident set judged = ? where id = 2', [kept ?? null]);
});

test('an incident says what it is, in counts that can be opened', () => {
  const [detail] = runQuery(context, 'incidentDetail', { id: 1 });
  expect(detail).toMatchObject({
    id: 1,
    name: 'Suspicious PowerShell',
    namePinned: false,
    severity: 'high',
    alerts: 4,
    activeAlerts: 3,
    entities: 6,
    assetCount: 2,
    products: ['Other product', 'Test product'],
    tactics: ['TA0001', 'TA0002'],
    redirectedTo: null,
    detectors: 3,
    factors: [
      { label: 'Phishing mail', points: 1, explanation: '2 products' },
      { label: 'Suspicious PowerShell', points: 2, explanation: '2 products' },
      { label: 'Undated', points: 1, explanation: '2 products' },
    ],
    techniques: [
      { id: 'T1078', name: 'Valid Accounts', alerts: 2 },
      { id: 'T1566', name: 'Phishing', alerts: 1 },
    ],
    tacticCounts: [
      { id: 'TA0001', name: 'Initial access', alerts: 1 },
      { id: 'TA0002', name: 'Execution', alerts: 1 },
    ],
  });
  expect(detail?.assets.map(({ label }) => label)).toEqual(['FS-01', 'jane@contoso.com']);
  expect(detail?.summary).toEqual([
    '4 alerts of 3 kinds of detection from Other product and Test product within 30 min.',
    'It touches 2 assets: FS-01 and jane@contoso.com.',
    'It begins with “Phishing mail”; the first of high severity is “Suspicious PowerShell”.',
    'Its 2 tactics reach from Initial access to Execution.',
    '1 thing in it is called malicious: aa.',
    '1 alert of 4 is resolved.',
  ]);
  expect(runQuery(context, 'incidentDetail', { id: 99 })).toEqual([]);
});

test('of several alerts of one severity none is called the gravest; where none states a severity, that is said', async () => {
  const begins = async (severities: readonly Severity[]): Promise<string | undefined> => {
    const one = await openTestWorkspace();
    const writer = new AlertWriter(one.db, one.mirror, 1);
    writer.write(severities.map((severity, i) => placed({ externalId: `s${i}`, title: `Alert ${i}`, severity, firstActivity: at(i) })));
    writer.finish(report('tied.json'), { at: at(1000) });
    const tied = contextOf(one, correlateAs(one, [severities.map((_, i) => i + 1)]));
    return runQuery(tied, 'incidentDetail', { id: 1 })[0]?.summary.find((sentence) => sentence.startsWith('It begins'));
  };
  expect(await begins(['high', 'low', 'high'])).toBe('It begins with “Alert 0”, of high severity; none is graver.');
  expect(await begins(['low', 'high', 'high'])).toBe('It begins with “Alert 0”; the first of high severity is “Alert 1”.');
  expect(await begins(['unknown', 'unknown'])).toBe('It begins with “Alert 0”; no alert states a severity.');
});

test('its alerts come in time order, each with the reason it is there', () => {
  const rows = runQuery(context, 'incidentAlerts', { incident: 1, limit: 10, offset: 0 });
  expect(rows.map(({ title, count, status }) => [title, count, status])).toEqual([
    ['Phishing mail', 1, 'unknown'],
    ['Suspicious PowerShell', 3, 'unknown'],
    ['Suspicious PowerShell', 1, 'resolved'],
    ['Undated', 1, 'unknown'],
  ]);
  expect(rows[0]?.link).toBeNull();
  expect(rows[1]?.link).toEqual({
    toAlert: 1,
    toTitle: 'Phishing mail',
    gap: 14 * 60_000_000,
    score: 0.5,
    reasons: [
      { code: 'sameAsset', weight: 0.5, entity: { id: 1, type: 'user', label: 'jane@contoso.com' }, text: 'sameAsset jane@contoso.com' },
    ],
    sentence: `sameAsset ${14 * 60_000_000}`,
  });
  expect(rows[3]?.link).toMatchObject({ gap: null, sentence: 'sameAsset never' });
  // SYSTEM is nobody's asset.
  expect(rows[0]?.assets.map(({ label }) => label)).toEqual(['jane@contoso.com']);
  expect(runQuery(context, 'incidentAlerts', { incident: 1, limit: 2, offset: 1 })).toEqual(rows.slice(1, 3));
});

test('its evidence is gathered over its alerts; assets first, then by gravity', () => {
  const rows = runQuery(context, 'incidentEvidence', { incident: 1, limit: 50 });
  expect(rows.map(({ label, alerts, incidents, verdict, remediation }) => [label, alerts, incidents, verdict, remediation])).toEqual([
    ['FS-01', 3, 1, 'unknown', 'none'],
    ['jane@contoso.com', 2, 1, 'unknown', 'none'],
    ['aa', 2, 1, 'malicious', 'blocked'],
    ['203.0.113.7', 2, 2, 'unknown', 'none'],
    ['system', 1, 1, 'unknown', 'none'],
    ['fs-01/77', 1, 1, 'unknown', 'none'],
  ]);
  expect(rows[3]).toMatchObject({
    roles: ['source', 'commandAndControl'],
    firstSeen: at(0),
    lastSeen: at(30),
    identifiers: ['ip:203.0.113.7'],
  });
  expect(runQuery(context, 'incidentEvidence', { incident: 1, limit: 2 })).toEqual(rows.slice(0, 2));
});

test('a verdict of a person wins over the products’', () => {
  const { db, mirror } = workspace;
  const key = 'file|sha256:aa';
  const change = { table: 'entity_decision', key, before: null, after: { verdict: 'noThreatsFound', critical: 1 } } as const;
  db.run("insert into entity_decision (key, verdict, critical) values (?, 'noThreatsFound', 1)", [key]);
  refreshAfter(db, mirror, context.incidents, [change]);
  expect(runQuery(context, 'entityDetail', { id: entity('aa') })[0]).toMatchObject({ verdict: 'noThreatsFound', critical: true });
  db.run('delete from entity_decision');
  refreshAfter(db, mirror, context.incidents, [{ ...change, before: change.after, after: null }]);
  expect(runQuery(context, 'entityDetail', { id: entity('aa') })[0]).toMatchObject({ verdict: 'malicious', critical: false });
});

describe('the graph', () => {
  test('ties what the alerts name by what they say of it', () => {
    const [graph] = runQuery(context, 'incidentGraph', { incident: 1, maxNodes: 50 });
    const label = (id: number): string => graph?.nodes.find((node) => node.id === id)?.label ?? '?';
    expect(
      graph?.edges.map(({ source, target, relation, alerts }) => `${label(source)} ${relation} ${label(target)} (${alerts.join()})`).sort(),
    ).toEqual([
      'FS-01 connected to 203.0.113.7 (3)',
      'aa found on FS-01 (3)',
      'aa image of fs-01/77 (2)',
      'fs-01/77 ran on FS-01 (2)',
      'jane@contoso.com signed in from 203.0.113.7 (1)',
      'jane@contoso.com signed in to FS-01 (2)',
    ]);
    expect(graph?.nodes.map((node) => node.label)).not.toContain('system');
    expect(graph?.hidden).toBe(1);
    expect(graph?.nodes.find((node) => node.label === 'FS-01')).toMatchObject({ alerts: 3, alertIds: [2, 3, 5], folded: 0 });
    expect(graph?.nodes.find((node) => node.label === 'aa')).toMatchObject({ verdict: 'malicious' });
  });

  test('says of a process when it was started, where that can be read', async () => {
    const many = await openTestWorkspace();
    const writer = new AlertWriter(many.db, many.mirror, 1);
    const started = ['2024-03-01T09:10:11Z', 'yesterday', undefined].map((attribute, i) =>
      thing('process', `proc:fs-01/7@${i}`, [], {
        label: 'cmd.exe (7)',
        ...(attribute !== undefined && { attributes: { started: attribute } }),
      }),
    );
    writer.write([placed({ externalId: '1', evidence: [device('fs-01'), ...started] })]);
    writer.finish(report(), { at: 1 });
    const [graph] = runQuery(contextOf(many, correlateAs(many, [[1]])), 'incidentGraph', { incident: 1, maxNodes: 9 });
    expect(graph?.nodes.map(({ type, startedAt }) => [type, startedAt])).toEqual([
      ['device', null],
      ['process', Date.UTC(2024, 2, 1, 9, 10, 11) * 1000],
      ['process', null],
      ['process', null],
    ]);
  });

  test('folds what hangs alike on one thing, and says how much it leaves out', async () => {
    const many = await openTestWorkspace();
    const writer = new AlertWriter(many.db, many.mirror, 1);
    const files = Array.from({ length: 30 }, (_, i) => thing('file', `sha256:${i}`));
    writer.write([
      placed({ externalId: '1', evidence: [device('fs-01'), ...files] }),
      placed({ externalId: '2', evidence: [device('fs-01'), ip('203.0.113.7'), ip('198.51.100.2')] }),
    ]);
    writer.finish(report(), { at: 1 });
    const ask = contextOf(many, correlateAs(many, [[1, 2]]));
    const [graph] = runQuery(ask, 'incidentGraph', { incident: 1, maxNodes: 3 });
    expect(graph?.nodes.map(({ label, folded }) => [label, folded])).toEqual([
      ['FS-01', 0],
      ['0', 29],
      ['203.0.113.7', 1],
    ]);
    expect(graph?.edges).toHaveLength(2);
    expect(graph?.hidden).toBe(0);
    const [tight] = runQuery(ask, 'incidentGraph', { incident: 1, maxNodes: 2 });
    expect([tight?.nodes.length, tight?.hidden]).toEqual([2, 2]);
  });
});

test('the timeline has a lane per asset, and says what it leaves out', () => {
  const [timeline] = runQuery(context, 'incidentTimeline', { incident: 1, limit: 10 });
  expect(timeline?.lanes.map(({ label }) => label)).toEqual(['jane@contoso.com', 'FS-01']);
  expect(timeline?.marks.map(({ alert, from, to, lane }) => [alert, from, to, lane])).toEqual([
    [1, at(0), at(0), entity('jane@contoso.com')],
    [2, at(14), at(20), entity('FS-01')],
    [3, at(30), at(30), entity('FS-01')],
  ]);
  expect([timeline?.undated, timeline?.hidden]).toEqual([1, 0]);
  const [short] = runQuery(context, 'incidentTimeline', { incident: 1, limit: 2 });
  expect(short?.marks.map(({ alert }) => alert)).toEqual([2, 3]);
  expect(short?.hidden).toBe(1);
});

test('a sensor gets no lane and no chip: it is where the alert was seen', async () => {
  const seen = await openTestWorkspace();
  const writer = new AlertWriter(seen.db, seen.mirror, 1);
  writer.write([placed({ externalId: '1', evidence: [device('sensor-1', ['sensor']), ip('203.0.113.7')] })]);
  writer.finish(report(), { at: 1 });
  const ask = contextOf(seen, correlateAs(seen, [[1]]));
  expect(runQuery(ask, 'incidentTimeline', { incident: 1, limit: 9 })[0]).toMatchObject({ lanes: [], marks: [{ lane: 0 }] });
  expect(runQuery(ask, 'incidentAlerts', { incident: 1, limit: 9, offset: 0 })[0]?.assets).toEqual([]);
  expect(runQuery(ask, 'incidentPage', { filter: {}, sort: 'name', descending: false, limit: 9, offset: 0 })[0]?.assetCount).toBe(0);
});

test('an alert is shown with everything its record states, and decisions over it', () => {
  const [alert] = alertDetail(context, { id: 1 });
  expect(alert).toMatchObject({
    id: 1,
    incident: 1,
    title: 'Phishing mail',
    externalId: 'da1',
    description: 'Somebody clicked',
    recommendedActions: 'Ask them',
    severityText: 'Low',
    classification: 'unknown',
    assignedTo: 'exporter',
    imported: at(1000),
    timeText: '2024-03-01 09:00',
    techniques: [
      { id: 'T1566', name: 'Phishing' },
      { id: 'T1078', name: 'Valid Accounts' },
    ],
    rule: 'r-1',
    url: 'https://example.test/da1',
    threatName: 'Emotet',
    sourceIncident: '77',
    file: { name: 'alerts.json', format: 'test-format', line: 12, offset: 1200 },
  });
  expect(alert?.timeAssumed).toContain('no zone');
  expect(alert?.evidence.map(({ label, roles, alerts }) => [label, roles, alerts])).toEqual([
    ['jane@contoso.com', ['impacted'], 2],
    ['203.0.113.7', ['source'], 3],
    ['system', [], 1],
  ]);
  const { db, mirror } = workspace;
  const after = { assigned_to: 'ann', status: 'inProgress', classification: 'truePositive' };
  db.run("insert into alert_decision (key, assigned_to, status, classification) values (?, 'ann', 'inProgress', 'truePositive')", [
    mirror.keyOf(1),
  ]);
  refreshAfter(db, mirror, context.incidents, [{ table: 'alert_decision', key: mirror.keyOf(1), before: null, after }]);
  expect(alertDetail(context, { id: 1 })[0]).toMatchObject({
    assignedTo: 'ann',
    status: 'inProgress',
    classification: 'truePositive',
  });
  expect(alertDetail(context, { id: 99 })).toEqual([]);
});

test('an entity is shown with all it is called, where it turns up, and why it is one thing', () => {
  const address = entity('203.0.113.7');
  expect(runQuery(context, 'entityDetail', { id: address })[0]).toMatchObject({
    label: '203.0.113.7',
    alerts: 3,
    incidents: 2,
    firstSeen: at(0),
    lastSeen: at(500),
    incidentList: [
      { id: 1, alerts: 2 },
      { id: 2, alerts: 1, name: 'Elsewhere' },
    ],
    notLinking: '',
    aliases: [],
  });
  expect(runQuery(context, 'entityDetail', { id: address })[0]?.recentAlerts.map(({ title }) => title)).toEqual([
    'Elsewhere',
    'Suspicious PowerShell',
    'Phishing mail',
  ]);
  expect(runQuery(context, 'entityDetail', { id: entity('system') })[0]?.notLinking).toBe('flags 2');
  // ws-09 turns out to be fs-01.
  const [a, b] = [entity('FS-01') - 1, entity('WS-09') - 1];
  const canonical = Uint32Array.from({ length: workspace.mirror.entities.count }, (_, row) => (row === b ? a : row));
  workspace.mirror.setCanonical(canonical);
  context.identityLinks = [{ a, b, via: 'agent:7' as Identifier, how: 'stated' }];
  expect(runQuery(context, 'entityDetail', { id: b + 1 })[0]).toMatchObject({
    id: a + 1,
    alerts: 4,
    identifiers: ['fqdn:fs-01.contoso.com', 'netbios:fs-01', 'fqdn:ws-09.contoso.com', 'netbios:ws-09'],
    attributes: [{ name: 'os', value: 'Windows 11' }],
    aliases: [{ label: 'WS-09', because: 'both state 7' }],
  });
  workspace.mirror.setCanonical(canonical.map((_, row) => row));
  expect(runQuery(context, 'entityDetail', { id: 0 })).toEqual([]);
});

test('the files of the workspace, newest first, with their reports', () => {
  expect(runQuery(context, 'batches', {})).toEqual([
    { ...report('alerts.json'), id: 1, at: at(1000), added: 5, updated: 0, duplicates: 0 },
  ]);
});

test('a name that is not in the catalogue is an expected failure, also one of Object', () => {
  expect(runLooseQuery(context, 'overview', {})).toMatchObject({ ok: true });
  for (const name of ['rawRecord', 'nothing', 'constructor', '__proto__'])
    expect(runLooseQuery(context, name, {})).toMatchObject({ ok: false, error: { code: 'query/unknown' } });
});
