import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { TACTICS } from '../../src/attack/tactics.ts';
import { INCIDENT_SORTS, INCIDENT_STATUSES, type IncidentSort } from '../../src/domain/incident.ts';
import { SEVERITIES, severityRank } from '../../src/domain/severity.ts';
import { IncidentColumns } from '../../src/store/incident-columns.ts';
import { runQuery } from '../../src/store/queries/catalogue.ts';
import { incidentRows } from '../../src/store/queries/incident-rows.ts';
import type { QueryContext } from '../../src/store/query.ts';
import { AlertWriter } from '../../src/store/write/alerts.ts';
import { refreshAfter } from '../../src/store/write/effective.ts';
import type { IncidentFilter, IncidentRow } from '../../src/worker/api.ts';
import { anyPlaced, at, device, placed, report, user } from '../helpers/alerts.ts';
import { correlateAs } from '../helpers/clusters.ts';
import { contextOf } from '../helpers/context.ts';
import { openTestWorkspace } from '../helpers/database.ts';

interface Decision {
  readonly nth: number;
  readonly status: string | null;
  readonly severity: number | null;
  readonly assigned_to: string | null;
  readonly tags: string | null;
  readonly classification: string | null;
  readonly name: string | null;
}
const maybe = <T>(...values: T[]): fc.Arbitrary<T | null> => fc.option(fc.constantFrom(...values));
const anyDecision: fc.Arbitrary<Decision> = fc.record({
  nth: fc.nat(9),
  status: maybe('new', 'inProgress', 'resolved', 'awaitingAction'),
  severity: maybe(0, 1, 2, 3, 4),
  assigned_to: maybe('ann', 'bob'),
  tags: maybe('["vip"]', '["vip","red team"]'),
  classification: maybe('truePositive', 'falsePositive'),
  name: maybe('Zebra', 'alpha', 'Alpha'),
});
const some = <T>(...values: T[]): fc.Arbitrary<T[] | undefined> => fc.option(fc.subarray(values), { nil: undefined });
const anyFilter: fc.Arbitrary<IncidentFilter> = fc
  .record({
    statuses: some(...INCIDENT_STATUSES),
    severities: some(...SEVERITIES),
    assignees: some('', 'ann'),
    products: some('Suricata', 'Wazuh', 'Nothing'),
    tactics: some('TA0001', 'TA0006'),
    tags: some('vip', 'red team'),
    classifications: some('unknown' as const, 'truePositive' as const),
    multipleProducts: fc.option(fc.boolean(), { nil: undefined }),
    posture: fc.option(fc.boolean(), { nil: undefined }),
    from: fc.option(fc.integer({ min: 0, max: 900 }).map(at), { nil: undefined }),
    to: fc.option(fc.integer({ min: 0, max: 900 }).map(at), { nil: undefined }),
    search: fc.option(fc.constantFrom('jane', 'alpha', '#2', '203.0.113', 'sha256:aa', '%', '  '), { nil: undefined }),
  })
  .map((filter) => Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined)));

/** A workspace of these alerts, dealt out to clusters, with these decisions. */
async function workspaceOf(
  alerts: Parameters<AlertWriter['write']>[0],
  deal: readonly number[],
  decisions: readonly Decision[],
): Promise<QueryContext> {
  const workspace = await openTestWorkspace();
  const { db, mirror } = workspace;
  const writer = new AlertWriter(db, mirror, 1);
  writer.write(alerts);
  writer.finish(report(), { at: at(1000) });
  const clusters = new Map<number, number[]>();
  for (let id = 1; id <= mirror.count; id++) {
    const cluster = deal[id % Math.max(1, deal.length)] ?? 0;
    clusters.set(cluster, [...(clusters.get(cluster) ?? []), id]);
  }
  const incidents = correlateAs(workspace, [...clusters.values()]);
  const keys = incidentRows(contextOf(workspace, incidents), [...incidents.id.subarray(0, incidents.count)]).map(({ key }) => key);
  for (const { nth, ...fields } of decisions) {
    const key = keys[nth];
    if (key === undefined) continue;
    db.run(
      'insert or replace into incident_decision (key, status, severity, assigned_to, tags, classification, name, updated) values (?, ?, ?, ?, ?, ?, ?, ?)',
      [key, fields.status, fields.severity, fields.assigned_to, fields.tags, fields.classification, fields.name, at(2000 + nth)],
    );
    // Orders are asked for in between, so that what an edit leaves standing is tested too.
    for (const sort of INCIDENT_SORTS) incidents.order(db, sort, nth % 2 === 0);
    refreshAfter(db, mirror, incidents, [{ table: 'incident_decision', key, before: null, after: { ...fields } }]);
  }
  return contextOf(workspace, incidents);
}

/** The plain way: every row is looked at, one by one. */
function shown(context: QueryContext, filter: IncidentFilter, but?: keyof IncidentFilter): IncidentRow[] {
  const { db, mirror, incidents } = context;
  const list = <T>(name: keyof IncidentFilter, wanted: readonly T[] | undefined): readonly T[] | undefined =>
    but === name || wanted?.length === 0 ? undefined : wanted;
  const search = filter.search?.trim().toLowerCase() ?? '';
  return incidentRows(context, [...incidents.id.subarray(0, incidents.count)]).filter((row) => {
    const statuses = list('statuses', filter.statuses);
    if (but !== 'statuses' && (statuses === undefined ? row.status === 'redirected' && search === '' : !statuses.includes(row.status)))
      return false;
    if (list('severities', filter.severities)?.includes(row.severity) === false) return false;
    if (list('assignees', filter.assignees)?.includes(row.assignedTo) === false) return false;
    if (list('products', filter.products)?.some((product) => row.products.includes(product)) === false) return false;
    if (list('tactics', filter.tactics)?.some((tactic) => row.tactics.includes(tactic)) === false) return false;
    if (list('tags', filter.tags)?.some((tag) => row.tags.includes(tag)) === false) return false;
    if (list('classifications', filter.classifications)?.includes(row.classification) === false) return false;
    if (filter.multipleProducts === true && row.products.length < 2) return false;
    const alerts = [...mirror.alertsOfIncident(row.id)];
    if (filter.posture !== true && search === '' && alerts.every((alert) => mirror.excluded[alert - 1] === 1)) return false;
    if (filter.from !== undefined && !(row.lastActivity !== null && row.lastActivity >= filter.from)) return false;
    if (filter.to !== undefined && !(row.firstActivity !== null && row.firstActivity <= filter.to)) return false;
    if (search === '') return true;
    if (search.startsWith('#')) return `#${row.id}` === search;
    const names = alerts.flatMap((alert) => {
      const found: string[] = [];
      mirror.eachRef(alert, (entity) => {
        const [label, key] = db.exec('select label, key from entity where id = ?', [entity])[0]?.values[0] ?? [];
        found.push(String(label), String(key));
      });
      return found;
    });
    return [row.name, ...names].some((name) => name.toLowerCase().includes(search));
  });
}

function sorted(rows: readonly IncidentRow[], sort: IncidentSort, descending: boolean): IncidentRow[] {
  const value = (row: IncidentRow): number | string => {
    switch (sort) {
      case 'name':
        return row.name.toLowerCase();
      case 'severity':
        return severityRank(row.severity);
      case 'status':
        return INCIDENT_STATUSES.indexOf(row.status);
      case 'assignedTo':
        return row.assignedTo;
      case 'firstActivity':
      case 'lastActivity':
        return row[sort] ?? -Infinity;
      default:
        return row[sort];
    }
  };
  return [...rows].sort((a, b) => {
    const [x, y] = [value(a), value(b)];
    if (x !== y) return x < y === descending ? 1 : -1;
    return (b.lastActivity ?? 0) - (a.lastActivity ?? 0) || a.id - b.id;
  });
}

test('page, ids, count and facets are those of looking at every incident', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(anyPlaced, { minLength: 1, maxLength: 25 }),
      fc.array(fc.nat(8), { minLength: 1, maxLength: 12 }),
      fc.array(anyDecision, { maxLength: 6 }),
      fc.array(fc.tuple(anyFilter, fc.constantFrom(...INCIDENT_SORTS), fc.boolean()), { minLength: 1, maxLength: 4 }),
      async (alerts, deal, decisions, questions) => {
        const context = await workspaceOf(alerts, deal, decisions);
        for (const [filter, sort, descending] of questions) {
          const rows = sorted(shown(context, filter), sort, descending);
          const page = { filter, sort, descending };
          expect(runQuery(context, 'incidentPage', { ...page, limit: 100, offset: 0 })).toEqual(rows);
          expect(runQuery(context, 'incidentPage', { ...page, limit: 2, offset: 1 })).toEqual(rows.slice(1, 3));
          expect(runQuery(context, 'incidentIds', page)).toEqual(rows.map(({ id }) => ({ id })));
          expect(runQuery(context, 'incidentCount', { filter })).toEqual([{ count: rows.length }]);
          const [facets] = runQuery(context, 'incidentFacets', { filter });
          const counted = (but: keyof IncidentFilter, values: (row: IncidentRow) => readonly string[]): Record<string, number> => {
            const counts: Record<string, number> = {};
            for (const row of shown(context, filter, but)) for (const value of values(row)) counts[value] = (counts[value] ?? 0) + 1;
            return counts;
          };
          const said = (list: readonly { value: string; count: number }[] | undefined): Record<string, number> =>
            Object.fromEntries((list ?? []).map(({ value, count }) => [value, count]));
          expect(facets?.total).toBe(rows.length);
          expect(said(facets?.statuses)).toEqual(counted('statuses', (row) => [row.status]));
          expect(said(facets?.severities)).toEqual(counted('severities', (row) => [row.severity]));
          expect(said(facets?.assignees)).toEqual(counted('assignees', (row) => [row.assignedTo]));
          expect(said(facets?.products)).toEqual(counted('products', (row) => row.products));
          expect(said(facets?.tactics)).toEqual(counted('tactics', (row) => row.tactics));
          expect(said(facets?.tags)).toEqual(counted('tags', (row) => row.tags));
          expect(said(facets?.classifications)).toEqual(counted('classifications', (row) => [row.classification]));
        }
        context.db.close();
      },
    ),
    { numRuns: 60 },
  );
});

describe('the order of facets', () => {
  test('severities from the gravest, tactics by the kill chain, products by count', async () => {
    const context = await workspaceOf(
      [
        placed({ externalId: '1', severity: 'low', tactics: ['TA0040'], product: 'B' }),
        placed({ externalId: '2', severity: 'high', tactics: ['TA0001'], product: 'A' }),
        placed({ externalId: '3', severity: 'high', tactics: ['TA0001'], product: 'B' }),
      ],
      [0, 1, 2],
      [],
    );
    const [facets] = runQuery(context, 'incidentFacets', { filter: {} });
    expect(facets?.severities).toEqual([
      { value: 'high', count: 2 },
      { value: 'low', count: 1 },
    ]);
    expect(facets?.tactics.map(({ value }) => value)).toEqual(
      TACTICS.map(({ id }) => id).filter((id) => id === 'TA0001' || id === 'TA0040'),
    );
    expect(facets?.products.map(({ value }) => value)).toEqual(['B', 'A']);
  });
});

test('overview and histogram count what the alerts say', async () => {
  const context = await workspaceOf(
    [
      placed({ externalId: '1', severity: 'high', firstActivity: at(0), lastActivity: at(90), evidence: [device('fs-01'), user('jane')] }),
      placed({ externalId: '2', severity: 'low', firstActivity: at(60), status: 'resolved', evidence: [device('fs-01')] }),
      placed({ externalId: '3', severity: 'low', firstActivity: at(99), kind: 'posture', evidence: [] }),
    ],
    [0, 1, 2],
    [],
  );
  expect(runQuery(context, 'overview', {})).toEqual([
    { alerts: 3, incidents: 3, openIncidents: 2, entities: 2, batches: 1, firstActivity: at(0), lastActivity: at(99), parts: [] },
  ]);
  const bins = runQuery(context, 'alertHistogram', { from: null, to: null, bins: 2 });
  expect(bins.map(({ counts }) => counts)).toEqual([
    [0, 0, 0, 0, 1],
    [0, 0, 2, 0, 0],
  ]);
  expect(bins[0]?.from).toBe(at(0));
  expect(runQuery(context, 'alertHistogram', { from: at(50), to: at(70), bins: 1 })[0]?.counts).toEqual([0, 0, 1, 0, 0]);
  expect(runQuery(context, 'incidentFacets', { filter: {} })[0]).toMatchObject({ total: 2, posture: 1 });
  const empty = await openTestWorkspace();
  expect(runQuery(contextOf(empty, IncidentColumns.load(empty.db)), 'alertHistogram', { from: null, to: null, bins: 10 })).toEqual([]);
});

test('earlier tags and owners, the most used first', async () => {
  const all = { status: null, severity: null, classification: null, name: null };
  const context = await workspaceOf(
    ['1', '2', '3'].map((externalId) => placed({ externalId })),
    [0, 1, 2],
    [
      { nth: 0, ...all, assigned_to: 'ann', tags: '["vip"]' },
      { nth: 1, ...all, assigned_to: 'bob', tags: '["vip","red team"]' },
      { nth: 2, ...all, assigned_to: 'bob', tags: null },
    ],
  );
  expect(runQuery(context, 'knownTags', {})).toEqual([
    { value: 'vip', count: 2 },
    { value: 'red team', count: 1 },
  ]);
  expect(runQuery(context, 'knownOwners', {})).toEqual([
    { value: 'bob', count: 2 },
    { value: 'ann', count: 1 },
  ]);
});
