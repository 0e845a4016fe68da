import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Decision } from '../../src/journal/decision.ts';
import { evidenceFlags } from '../../src/correlate/flags.ts';
import { IncidentColumns } from '../../src/store/incident-columns.ts';
import { Mirror } from '../../src/store/mirror.ts';
import { MemoryDisk } from '../../src/store/persist/memory.ts';
import { eachRow, firstRow } from '../../src/store/rows.ts';
import { eachAggregate } from '../../src/store/write/describe.ts';
import { removeImports } from '../../src/worker/import-removal.ts';
import type { Workspace } from '../../src/worker/workspace.ts';
import { line } from '../helpers/alert-line.ts';
import { open, run, source } from '../helpers/workspace.ts';

/* A few alerts into a workspace that is large enough for what is around them to be all that is weighed. */

const LARGE = 150;
const some = fc.record({ minute: fc.nat(900), host: fc.nat(40), user: fc.nat(40) });
type Some = typeof some extends fc.Arbitrary<infer T> ? T : never;
const lines = (alerts: readonly Some[], from: number): string[] =>
  alerts.map(({ minute, host, user }, i) => line(`d${(from + i) % 7}-${from + i}`, minute, `ws-${host}`, `user${user}`));

async function large(base: readonly Some[], disk = new MemoryDisk()): Promise<Workspace> {
  const workspace = await open(disk, { leastStanding: LARGE });
  await workspace.importSources([source('base.ndjson', ...lines(base, 0))], run);
  return workspace;
}
async function decide(workspace: Workspace, decision: Decision): Promise<void> {
  const decided = await workspace.decide(decision);
  expect(decided).toMatchObject({ ok: true });
  if (decided.ok) workspace.touched(decided.value);
}
const add = (workspace: Workspace, alerts: readonly Some[]): Promise<unknown> =>
  workspace.importSources([source(`more-${workspace.mirror.observed}.ndjson`, ...lines(alerts, workspace.mirror.observed))], run);

describe('a few alerts into a large workspace', () => {
  test('what is written is what stands: mirror, queue, sums of each incident, one tree each; what was shown together stays so', async () => {
    const cases = fc.record({
      base: fc.array(some, { minLength: LARGE, maxLength: LARGE }),
      more: fc.array(fc.array(some, { minLength: 1, maxLength: 1 }), { minLength: 3, maxLength: 3 }),
      resolved: fc.nat(),
    });
    await fc.assert(
      fc.asyncProperty(cases, async ({ base, more, resolved }) => {
        const workspace = await large(base);
        const id = workspace.incidents.id[resolved % workspace.incidents.count] ?? 0;
        await decide(workspace, { kind: 'incident.change', ids: [id], changes: { status: 'resolved' } });
        const size = workspace.mirror.alertsOfIncident(id).length;
        for (const alerts of more) {
          const before = workspace.mirror.incident.slice(0, workspace.mirror.count);
          await add(workspace, alerts);
          expect(workspace.weaver.lastWeave?.around).toBe(true);
          expectTogether(before, workspace.mirror.incident);
          expectInStep(workspace);
        }
        expect(workspace.mirror.alertsOfIncident(id)).toHaveLength(size);
        workspace.close();
      }),
      { numRuns: 12 },
    );
  });

  test('incidents that a new alert brings together keep the number of the one a person worked on; the other points to it', async () => {
    const apart = Array.from({ length: LARGE - 4 }, (_, i): Some => ({ minute: 300 + (i % 500), host: 100 + i, user: 100 + i }));
    const pair = (minute: number, host: number): Some[] => [
      { minute, host, user: host },
      { minute: minute + 1, host, user: host },
    ];
    const workspace = await large([...pair(0, 1), ...pair(2, 2), ...apart]);
    const [one = 0, , other = 0] = workspace.mirror.incident;
    expect(one).not.toBe(other);
    await decide(workspace, { kind: 'incident.comment', id: other, text: 'Seen before.' });
    await decide(workspace, { kind: 'incident.change', ids: [one], changes: { assignedTo: 'Ann' } });
    const bridge = [1, 2].flatMap((host) => [
      { type: 'device', value: `fqdn:ws-${host}.example.com`, role: 'target' },
      { type: 'user', value: `upn:user${host}@example.com`, role: 'target' },
    ]);
    const alert = { ...(JSON.parse(line('bridge', 4, 'x', 'x')) as object), entities: bridge };
    await workspace.importSources([source('bridge.ndjson', JSON.stringify(alert))], run);
    expect(workspace.weaver.lastWeave?.around).toBe(true);
    expect(new Set([0, 1, 2, 3, workspace.mirror.observed - 1].map((row) => workspace.mirror.incident[row])).size).toBe(1);
    expectInStep(workspace);
    const gone = workspace.mirror.incident[0] === one ? other : one;
    expect(firstRow(workspace.db, 'select alerts, status from incident where id = ?', [gone])).toEqual([0, 'redirected']);
    workspace.close();
  });

  test('what a person has placed stays; all is woven where new alerts come near to it, and only there', async () => {
    const workspace = await large(Array.from({ length: LARGE }, (_, i): Some => ({ minute: i, host: i % 30, user: i % 30 })));
    await decide(workspace, { kind: 'alert.move', ids: [3], to: null });
    const alone = workspace.mirror.incident[2] ?? 0;
    await add(workspace, [{ minute: 5, host: 61, user: 61 }]);
    expect(workspace.weaver.lastWeave?.around).toBe(true);
    await add(workspace, [{ minute: 7, host: 2, user: 2 }]);
    expect(workspace.weaver.lastWeave?.around).toBe(false);
    expect([...workspace.mirror.alertsOfIncident(alone)]).toContain(3);
    workspace.close();
  });

  test('a bend taken back gives what an addition left, and so does a page opened anew', async () => {
    const disk = new MemoryDisk();
    const base = Array.from({ length: LARGE }, (_, i): Some => ({ minute: i, host: i % 30, user: i % 30 }));
    const workspace = await large(base, disk);
    await add(workspace, [{ minute: 160, host: 3, user: 4 }]);
    expect(workspace.weaver.lastWeave?.around).toBe(true);
    const stands = ({ mirror }: Workspace): number[][] =>
      [mirror.incident, mirror.linkTo].map((column) => [...column.subarray(0, mirror.count)]);
    const before = stands(workspace);
    await decide(workspace, { kind: 'setting.change', key: 'correlation', value: JSON.stringify({ profile: 'strict', types: {} }) });
    expect(stands(workspace)).not.toEqual(before);
    expect((await workspace.undo()).ok).toBe(true);
    expect(stands(workspace)).toEqual(before);
    expect(stands(await open(disk.restart()))).toEqual(before);
    workspace.close();
  });

  test('an incident that comes back has the number it had, and stands in its place in the queue', async () => {
    const workspace = await large(Array.from({ length: LARGE }, (_, i): Some => ({ minute: i, host: i % 30, user: i % 30 })));
    const lone = source('lone.ndjson', line('lone', 200, 'ws-70', 'user70'));
    await workspace.importSources([lone], run);
    const number = workspace.mirror.incident[LARGE];
    await add(workspace, [{ minute: 300, host: 80, user: 80 }]);
    expect((await removeImports(workspace, [2])).ok).toBe(true);
    await workspace.importSources([lone], run);
    expect(workspace.weaver.lastWeave?.around).toBe(true);
    expect(workspace.mirror.incident[workspace.mirror.observed - 1]).toBe(number);
    expectInStep(workspace);
    workspace.close();
  });

  test('all is woven where much is new, and where a file now says that two known things are one', async () => {
    const workspace = await large(Array.from({ length: LARGE }, (_, i): Some => ({ minute: i, host: i % 30, user: i % 30 })));
    await add(
      workspace,
      Array.from({ length: 4 }, (_, i): Some => ({ minute: 200 + i, host: 60, user: 60 })),
    );
    expect(workspace.weaver.lastWeave?.around).toBe(false);
    const both = {
      type: 'device',
      value: 'fqdn:ws-1.example.com',
      role: 'target',
      ids: ['fqdn:ws-1.example.com', 'fqdn:ws-2.example.com'],
    };
    const alert = { ...(JSON.parse(line('alias', 300, 'x', 'x')) as object), entities: [both] };
    await workspace.importSources([source('alias.ndjson', JSON.stringify(alert))], run);
    expect([workspace.weaver.lastWeave?.alerts, workspace.weaver.lastWeave?.around]).toEqual([1, false]);
    workspace.close();
  });
});

function expectTogether(before: Uint32Array, after: Uint32Array): void {
  const home = new Map<number, number>();
  before.forEach((was, row) => {
    expect(home.get(was) ?? after[row]).toBe(after[row]);
    home.set(was, after[row] ?? 0);
  });
}

/** What is held in memory is what a reload would read, and what each incident's row says is what its alerts say. */
function expectInStep({ db, mirror, incidents }: Workspace): void {
  const read = Mirror.load(db, evidenceFlags);
  const { count } = mirror;
  expect(read.incident.subarray(0, count)).toEqual(mirror.incident.subarray(0, count));
  expect(read.linkTo.subarray(0, count)).toEqual(mirror.linkTo.subarray(0, count));
  const queue = IncidentColumns.load(db);
  expect(incidents.count).toBe(queue.count);
  for (const column of ['id', 'status', 'severity', 'priority', 'alerts', 'activeAlerts', 'first', 'last', 'tactics'] as const)
    expect(incidents[column].subarray(0, queue.count)).toEqual(queue[column].subarray(0, queue.count));
  const rows = new Map<unknown, unknown>();
  eachRow(
    db,
    'select id, alerts, entities, asset_count, base_severity, tactics, first_activity, last_activity from incident where alerts > 0',
    [],
    (row) => rows.set(row[0], row.slice(1)),
  );
  let incidentsSeen = 0;
  eachAggregate(db, mirror, (id, sum) => {
    incidentsSeen++;
    expect(rows.get(id)).toEqual([
      sum.alerts,
      sum.entities,
      sum.assetCount,
      sum.severity,
      sum.tactics,
      sum.firstActivity,
      sum.lastActivity,
    ]);
  });
  expect(rows.size).toBe(incidentsSeen);
  const firsts = new Map<number, number>();
  for (let row = 0; row < count; row++) {
    let at = row;
    for (let steps = 0; (mirror.linkTo[at] ?? 0) > 0; at = (mirror.linkTo[at] ?? 0) - 1) expect(++steps).toBeLessThan(count);
    const id = mirror.incident[row] ?? 0;
    expect(mirror.incident[at]).toBe(id);
    expect(firsts.get(id) ?? at).toBe(at);
    firsts.set(id, at);
  }
}
