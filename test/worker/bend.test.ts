import { describe, expect, test } from 'vitest';
import { detectorKey, modeText, type DetectorModeName } from '../../src/domain/detector-mode.ts';
import { MemoryDisk } from '../../src/store/persist/memory.ts';
import { runQuery } from '../../src/store/queries/catalogue.ts';
import type { EntityDetail, PreviewRow } from '../../src/worker/api.ts';
import type { Workspace } from '../../src/worker/workspace.ts';
import { alertLine, device, line } from '../helpers/alert-line.ts';
import { ask, done, open, queue, rows, run, source } from '../helpers/workspace.ts';

const user = (...ids: string[]) => ({ type: 'user', ids, value: ids[0], label: ids[0], role: 'target' });
async function workspaceOf(...lines: string[]): Promise<Workspace> {
  const workspace = await open(new MemoryDisk());
  await workspace.importSources([source('a.ndjson', ...lines)], run);
  return workspace;
}
const entityOf = (workspace: Workspace, label: string): EntityDetail => {
  for (let id = 1; id <= workspace.mirror.entities.count; id++) {
    const [row] = runQuery(workspace.context, 'entityDetail', { id });
    if (row?.label === label) return row;
  }
  throw new Error(`no ${label}`);
};

describe('incidents of the file', () => {
  const of = (id: string, minute: number, incident?: string): string =>
    alertLine(id, minute, [device('ws-1'), user('upn:jane@example.com')], incident === undefined ? {} : { incident });
  const choose = (value: object): Parameters<Workspace['decide']>[0] => ({
    kind: 'setting.change',
    key: 'correlation',
    value: JSON.stringify({ profile: 'normal', types: {}, ...value }),
  });
  const sizes = (workspace: Workspace): number[] =>
    queue(workspace)
      .map(({ alerts }) => alerts)
      .sort();

  test('kept ones stay as they are in later imports; a setting of an earlier version keeps and suggests', async () => {
    const workspace = await workspaceOf(of('a', 0, 'x'), of('b', 1, 'y'), of('c', 2));
    expect(sizes(workspace)).toEqual([3]);
    await done(workspace, choose({ sourceIncidents: 'keep' }));
    expect(sizes(workspace)).toEqual([1, 1, 1]);
    await workspace.importSources([source('b.ndjson', of('d', 3, 'x'), of('e', 4, 'z'), of('f', 5))], run);
    expect(sizes(workspace)).toEqual([1, 1, 2, 2]);
    const kept = sizes(workspace);
    await done(workspace, choose({ respectSourceIncidents: true }));
    expect(workspace.weaver.options.sourceIncidents).toBe('suggest');
    expect(queue(workspace)).toHaveLength(3);
    await workspace.undo();
    expect(workspace.weaver.options.sourceIncidents).toBe('keep');
    expect(sizes(workspace)).toEqual(kept);
    const tried = await ask<PreviewRow>(workspace, 'previewCorrelation', { sourceIncidents: 'ignore' });
    expect([tried.before, tried.after]).toEqual([4, 1]);
  });
});

test('the incident that alerts are moved to carries on, also where more alerts come than it has; the trial says so', async () => {
  const workspace = await workspaceOf(line('a', 0, 'ws-1', 'jane'), line('b', 2, 'ws-1', 'jane'), line('c', 4, 'ws-9', 'omar'));
  const [from, to] = queue(workspace);
  expect([from?.alerts, to?.alerts]).toEqual([2, 1]);
  const trial = { place: { alerts: [1, 2], to: to?.id } };
  expect(await ask<PreviewRow>(workspace, 'previewCorrelation', trial)).toMatchObject({
    mergeCount: 1,
    merges: [{ into: { id: to?.id, alerts: 3 } }],
  });
  await done(workspace, { kind: 'alert.move', ids: [1, 2], to: to?.id ?? 0, reasons: [] });
  expect(queue(workspace).map(({ id, alerts }) => [id, alerts])).toEqual([[to?.id, 3]]);
});

describe('lists', () => {
  const two = (): Promise<Workspace> =>
    workspaceOf(line('a', 0, 'ws-1', 'svc'), line('b', 2, 'ws-1', 'svc'), line('c', 4, 'ws-9', 'svc'), line('d', 6, 'ws-9', 'svc'));

  test('a trial says how many of the incidents that would gain or lose alerts are resolved, and which', async () => {
    const workspace = await two();
    const [one] = queue(workspace);
    await done(workspace, { kind: 'incident.change', ids: [one?.id ?? 0], changes: { status: 'resolved' } });
    const tried = await ask<PreviewRow>(workspace, 'previewCorrelation', { addRules: [{ kind: 'ignore', a: 'user', b: 'name:svc' }] });
    expect(tried).toMatchObject({ splitCount: 1, resolvedCount: 1, splits: [{ of: { id: one?.id, resolved: true } }] });
    expect(await ask<PreviewRow>(workspace, 'previewCorrelation', {})).toMatchObject({ splitCount: 0, resolvedCount: 0 });
  });

  test('an alert that names several things of one entry counts once', async () => {
    const ip = (value: string) => ({ type: 'ip', value });
    const workspace = await workspaceOf(
      alertLine('a', 0, [ip('10.1.0.1'), ip('10.1.0.2')]),
      alertLine('b', 1, [ip('10.1.0.2'), ip('10.2.0.1')]),
      alertLine('c', 2, [ip('10.2.0.1')]),
    );
    await done(workspace, { kind: 'rules.change', add: [{ kind: 'watch', a: 'ip', b: 'ip:10.1.0.0/16' }] });
    expect(await rows(workspace, 'listEntries', { list: 'watch', search: '', limit: 9 })).toMatchObject([{ things: 2, alerts: 2 }]);
  });

  test('an entry of the ignore list splits what hung by it; undo restores the very same', async () => {
    const workspace = await two();
    const before = queue(workspace);
    expect(before).toHaveLength(1);
    const rule = { kind: 'ignore', a: 'user', b: 'name:svc' } as const;
    const tried = await ask<PreviewRow>(workspace, 'previewCorrelation', { addRules: [rule] });
    expect(tried).toMatchObject({ before: 1, after: 2, splitCount: 1, resolvedCount: 0 });
    expect(queue(workspace)).toEqual(before);
    await done(workspace, { kind: 'rules.change', add: [rule] });
    expect(queue(workspace)).toHaveLength(2);
    expect(await rows(workspace, 'listEntries', { list: 'ignore', search: '', limit: 10 })).toMatchObject([
      { id: 'name:svc', things: 1, alerts: 4, actor: 'Ann' },
    ]);
    expect(entityOf(workspace, 'svc@example.com')).toMatchObject({ ignored: true, listed: [{ list: 'ignore' }] });
    expect((await workspace.undo()).ok).toBe(true);
    expect(queue(workspace)).toEqual(before);
  });

  test('an entry waits for what a later import brings, networks too', async () => {
    const workspace = await workspaceOf(line('z', 900, 'ws-7', 'omar'));
    await done(workspace, { kind: 'rules.change', add: [{ kind: 'watch', a: 'ip', b: 'ip:203.0.113.0/24' }] });
    expect(queue(workspace)[0]).toMatchObject({ watched: 0 });
    await workspace.importSources(
      [
        source(
          'b.ndjson',
          alertLine('n', 0, [{ type: 'ip', value: '203.0.113.9' }]),
          alertLine('m', 1200, [{ type: 'ip', value: '198.51.100.9' }]),
        ),
      ],
      run,
    );
    expect(queue(workspace).filter(({ watched }) => watched === 1)).toHaveLength(1);
    const watched = runQuery(workspace.context, 'incidentPage', {
      filter: { watched: true },
      sort: 'priority',
      descending: true,
      limit: 9,
      offset: 0,
    });
    expect(watched).toHaveLength(1);
  });

  test('a critical thing raises the priority at once, and lets it fall when it leaves the list', async () => {
    const workspace = await two();
    const [before] = queue(workspace);
    const rule = { kind: 'critical', a: 'device', b: 'netbios:ws-9' } as const;
    await done(workspace, { kind: 'rules.change', add: [rule] });
    const [after] = queue(workspace);
    expect(after?.priority).toBeGreaterThan(before?.priority ?? 100);
    const [detail] = runQuery(workspace.context, 'incidentDetail', { id: after?.id ?? 0 });
    expect(detail?.factors.map(({ label }) => label)).toContain('Critical assets');
    expect(detail?.factors.reduce((sum, { points }) => sum + points, 0)).toBe(after?.priority);
    await done(workspace, { kind: 'rules.change', remove: [`critical:device|netbios:ws-9`] });
    expect(queue(workspace)).toEqual([before]);
  });

  test.each([
    ['by a tag', { displayName: 'Ransomware', systemTags: ['Attack Disruption'] }, true],
    ['by its title', { displayName: 'BEC financial fraud attack (attack disruption)' }, true],
    ['not at all', { displayName: 'On attack disruption, a report' }, false],
  ])('an attack of which the exporter says %s that it disrupted it weighs more', async (_, said, isDisrupted) => {
    const workspace = await workspaceOf(
      JSON.stringify({
        '@odata.type': '#microsoft.graph.security.incident',
        id: '7',
        customTags: [],
        lastUpdateDateTime: '2024-03-01T10:00:00Z',
        alerts: [{ '@odata.type': '#microsoft.graph.security.alert', id: 'g1', title: 'Ransomware behaviour', severity: 'high' }],
        ...said,
      }),
    );
    const [row] = queue(workspace);
    const factors = runQuery(workspace.context, 'incidentDetail', { id: row?.id ?? 0 })[0]?.factors ?? [];
    expect(factors.some(({ label }) => label === 'Attack disruption')).toBe(isDisrupted);
    expect(factors.reduce((sum, { points }) => sum + points, 0)).toBe(row?.priority);
  });

  test('a list that stands after the page was closed ranks as before', async () => {
    const disk = new MemoryDisk();
    const first = await open(disk);
    await first.importSources([source('a.ndjson', line('a', 0, 'ws-1', 'jane'))], run);
    await done(first, { kind: 'rules.change', add: [{ kind: 'critical', a: 'user', b: 'upn:jane@example.com' }] });
    expect(queue(await open(disk.restart()))).toEqual(queue(first));
  });
});

describe('rules about two alerts', () => {
  test('are listed with who, when and where, and each can be taken back', async () => {
    const workspace = await workspaceOf(line('a', 0, 'ws-1', 'jane'), line('c', 700, 'ws-9', 'omar'));
    const before = queue(workspace);
    await done(workspace, { kind: 'override.add', rule: 'mustLink', a: 1, b: 2, note: 'same actor' });
    const [rule] = await rows(workspace, 'linkRules', {});
    expect(rule).toMatchObject({ kind: 'mustLink', note: 'same actor', actor: 'Ann' });
    expect([rule?.a.title, rule?.b.title].sort()).toEqual(['Detection a', 'Detection c']);
    expect(rule?.a.incident?.id).toBe(rule?.b.incident?.id);
    await done(workspace, { kind: 'rules.change', remove: [rule?.key ?? ''] });
    expect(queue(workspace)).toEqual(before);
    expect((await workspace.undo()).ok).toBe(true);
    expect(queue(workspace)).toHaveLength(1);
  });
});

describe('identity', () => {
  const shared = (): Promise<Workspace> =>
    workspaceOf(
      alertLine('a', 0, [user('upn:jane@example.com', 'sid:s-1-5-21-1'), device('ws-1')]),
      alertLine('b', 2, [user('upn:jane@example.com', 'sid:s-1-5-21-1'), device('ws-1')]),
      alertLine('c', 300, [user('upn:bob@example.com', 'sid:s-1-5-21-1'), device('ws-9')]),
      alertLine('d', 302, [user('upn:bob@example.com', 'sid:s-1-5-21-1'), device('ws-9')]),
    );

  test('a merge of two names says why, is taken apart with a trial, survives an import, and comes back by undo', async () => {
    const workspace = await shared();
    const jane = entityOf(workspace, 'upn:jane@example.com');
    const [alias] = jane.aliases;
    expect(alias).toMatchObject({ because: 'both state s-1-5-21-1' });
    expect(alias?.apart.map(({ kind }) => kind)).toEqual(['twoThings', 'noIdentity']);
    for (const rule of alias?.apart ?? []) {
      const tried = await ask<PreviewRow>(workspace, 'previewCorrelation', { addRules: [rule] });
      await done(workspace, { kind: 'rules.change', add: [rule] });
      expect(queue(workspace)).toHaveLength(tried.after);
      expect(entityOf(workspace, 'upn:jane@example.com').aliases).toEqual([]);
      await workspace.importSources(
        [source('n.ndjson', alertLine(`n${rule.kind}`, 4000, [user('upn:bob@example.com', 'upn:b2@example.com', 'sid:s-1-5-21-1')]))],
        run,
      );
      expect(entityOf(workspace, 'upn:jane@example.com').identifiers).not.toContain('upn:bob@example.com');
      await workspace.undo();
      expect(entityOf(workspace, 'upn:jane@example.com').identifiers).toContain('upn:bob@example.com');
    }
  });

  test('two names are said to be the same, and two again', async () => {
    const workspace = await workspaceOf(
      alertLine('a', 0, [user('upn:jane@example.com'), device('ws-1')]),
      alertLine('b', 3, [user('upn:j.doe@example.org'), device('ws-9')]),
    );
    const before = queue(workspace);
    const pair = ['user|upn:jane@example.com', 'user|upn:j.doe@example.org'] as const;
    await done(workspace, { kind: 'rules.change', add: [{ kind: 'sameThing', a: pair[0], b: pair[1] }] });
    expect(queue(workspace)).toHaveLength(1);
    const [alias] = entityOf(workspace, 'upn:jane@example.com').aliases;
    expect(alias?.apart).toMatchObject([{ kind: 'twoThings' }]);
    await done(workspace, { kind: 'rules.change', add: alias?.apart ?? [] });
    expect(queue(workspace)).toEqual(before);
    expect(await rows(workspace, 'identityRules', {})).toMatchObject([{ kind: 'twoThings' }]);
    await workspace.undo();
    await workspace.undo();
    expect(queue(workspace)).toEqual(before);
  });
});

describe('detectors', () => {
  const noisy = (more: object = {}): Promise<Workspace> =>
    workspaceOf(
      ...['a', 'b', 'c', 'd'].map((id, i) =>
        alertLine(id, i, [device('ws-1')], { title: i < 2 ? 'Port scan' : 'Malware', ...(i < 2 ? more : {}) }),
      ),
    );
  const sizes = (workspace: Workspace): number[] =>
    queue(workspace)
      .map(({ alerts }) => alerts)
      .sort();

  test.each<[DetectorModeName, number[]]>([
    ['alone', [1, 1, 2]],
    ['byRule', [2, 2]],
    ['byEntities', [2, 2]],
    ['correlate', [4]],
  ])('%s: its alerts stand so, and undo restores the very same', async (mode, expected) => {
    const workspace = await noisy();
    const before = queue(workspace);
    expect(sizes(workspace)).toEqual([4]);
    const rule = { kind: 'detector', a: detectorKey('P', 'Port scan'), b: modeText({ mode, hours: 5, types: [] }) } as const;
    const tried = await ask<PreviewRow>(workspace, 'previewCorrelation', { addRules: [rule] });
    expect(tried.after).toBe(expected.length);
    await done(workspace, { kind: 'rules.change', add: [rule] });
    expect(sizes(workspace)).toEqual(expected);
    await workspace.undo();
    expect(queue(workspace)).toEqual(before);
  });

  test('a rule that asks for it in its description is left out, and taken in where a person says so', async () => {
    const workspace = await noisy({ description: ' # dont_corr # Scans of our own scanner' });
    expect(sizes(workspace)).toEqual([1, 1, 2]);
    expect(await rows(workspace, 'detectors', { search: 'scan', limit: 5 })).toMatchObject([
      { rule: 'Port scan', alerts: 2, incidents: 2, tag: 'exclude', mode: null },
    ]);
    const rule = { kind: 'detector', a: detectorKey('P', 'Port scan'), b: modeText({ mode: 'correlate', hours: 5, types: [] }) } as const;
    await done(workspace, { kind: 'rules.change', add: [rule] });
    expect(sizes(workspace)).toEqual([4]);
  });
});
