import { describe, expect, test } from 'vitest';
import type { Decision } from '../../src/journal/decision.ts';
import { MemoryDisk } from '../../src/store/persist/memory.ts';
import type { AlertDetail, AlertRow, IncidentDetail, Overview, PreviewRow } from '../../src/worker/api.ts';
import { exportAlerts } from '../../src/worker/export.ts';
import { removeImports } from '../../src/worker/import-removal.ts';
import type { Workspace } from '../../src/worker/workspace.ts';
import { alertLine, user } from '../helpers/alert-line.ts';
import { ask, done, open, queue, rows, run, source } from '../helpers/workspace.ts';

/* Alerts that the correlation raises itself when a known order of events is seen to its end. */

const mail = (id: string, hour: number, to: string, technique = 'T1566.002'): string =>
  alertLine(id, (hour - 9) * 60, [{ type: 'mailbox', value: `mail:${to}@example.com`, role: 'target' }], {
    title: `Mail ${id}`,
    severity: 'low',
    product: 'Mail',
    category: 'Initial access',
    techniques: [technique],
  });
const account = (id: string, hour: number, who: string, technique: string, more: object = {}): string =>
  alertLine(id, (hour - 9) * 60, [user(who)], {
    title: `Account ${id}`,
    severity: 'low',
    product: 'Directory',
    category: 'Execution',
    techniques: [technique],
    ...more,
  });
const PHISH = [mail('m', 8, 'jane'), account('c', 9, 'jane', 'T1204.001'), account('s', 11, 'jane', 'T1078')];
const choose = (...raise: string[]): Decision => ({
  kind: 'setting.change',
  key: 'sequences',
  value: JSON.stringify({ off: [], raise, own: [] }),
});
async function raising(lines: readonly string[], ...rules: string[]): Promise<Workspace> {
  const workspace = await open(new MemoryDisk());
  await done(workspace, choose(...rules));
  await workspace.importSources([source('a.ndjson', ...lines)], run);
  return workspace;
}
const ours = ({ mirror }: Workspace): number[] => Array.from({ length: mirror.count - mirror.observed }, (_, i) => mirror.observed + 1 + i);
const detail = (workspace: Workspace, id: number): Promise<AlertDetail> => ask<AlertDetail>(workspace, 'alertDetail', { id });
const all = async (workspace: Workspace): Promise<string> => {
  const exported = exportAlerts(workspace, null);
  if (!exported.ok) throw new Error(exported.error.message);
  return exported.value.text();
};

describe('alerts of our own', () => {
  test('none is raised until a rule is told to', async () => {
    const workspace = await raising(PHISH);
    expect(ours(workspace)).toEqual([]);
    expect(queue(workspace).map(({ alerts }) => alerts)).toEqual([3]);
    expect((await ask<Overview>(workspace, 'overview', {})).alerts).toBe(3);
  });

  test('one stands in the incident of its alerts, says what it is, and explains itself', async () => {
    const workspace = await raising(PHISH, 'phish-click-sign-in');
    const [id = 0, ...more] = ours(workspace);
    expect(more).toEqual([]);
    const alert = await detail(workspace, id);
    const [incident] = queue(workspace);
    expect(alert).toMatchObject({
      title: 'Account taken over after a phishing mail was opened',
      severity: 'high',
      product: 'Alertweave',
      detectionSource: 'Correlation',
      rule: 'phish-click-sign-in',
      category: 'Execution',
      raised: true,
      incident: incident?.id,
    });
    expect(alert.techniques.map((one) => one.id)).toEqual(['T1078', 'T1204.001', 'T1566.002']);
    expect(alert.evidence.map(({ identifiers }) => identifiers[0]).sort()).toEqual(['mail:jane@example.com', 'upn:jane@example.com']);
    expect(alert.raisedBy?.steps.map(({ alerts, gap }) => [alerts.map(({ title }) => title).join(), gap])).toEqual([
      ['Mail m', null],
      ['Account c', 3_600_000_000],
      ['Account s', 7_200_000_000],
    ]);
    expect([incident?.alerts, incident?.severity]).toEqual([4, 'high']);
    expect(incident?.products).toEqual(['Directory', 'Mail', 'Alertweave']);
    const list = await rows(workspace, 'incidentAlerts', { incident: incident?.id ?? 0, limit: 9, offset: 0 });
    expect(list.map((row: AlertRow) => row.raised)).toEqual([false, true, false, false]);
  });

  test('it moves no other alert, and its word counts for nothing: links, names and priorities are those without it', async () => {
    const told = (workspace: Workspace): unknown => [
      workspace.db.exec(`select alert, incident, link_to, score, hex(reasons) from membership where alert <= ${workspace.mirror.observed}`),
      workspace.db.exec('select key, name, priority, judged, entities, tactics, first_activity, last_activity from incident'),
    ];
    const lines = [...PHISH, mail('m2', 12, 'bob'), account('x', 13, 'bob', 'T1059'), account('c2', 14, 'bob', 'T1204')];
    const quiet = await raising(lines);
    const loud = await raising(lines, 'phish-click', 'phish-sign-in', 'phish-click-sign-in');
    expect(ours(loud)).toHaveLength(4);
    expect(told(loud)).toEqual(told(quiet));
  });

  test('repeats of a step are one alert; it keeps its key, and what was decided, as more comes in', async () => {
    const workspace = await raising(PHISH, 'phish-sign-in');
    const [id = 0] = ours(workspace);
    const { key } = await detail(workspace, id);
    await done(workspace, { kind: 'alert.change', ids: [id], changes: { status: 'inProgress', assignedTo: 'Ann' } });
    const totals = await workspace.importSources(
      [source('b.ndjson', account('s2', 12, 'jane', 'T1078'), account('z', 30, 'eve', 'T1059'))],
      run,
    );
    expect([totals.added, totals.raised]).toEqual([2, { raised: [], withdrawn: [] }]);
    const [now = 0, ...more] = ours(workspace);
    expect([now, more]).toEqual([id + 2, []]);
    expect(await detail(workspace, now)).toMatchObject({ key, status: 'inProgress', assignedTo: 'Ann' });
    expect((await detail(workspace, now)).raisedBy?.steps[1]?.alerts.map(({ title }) => title)).toEqual(['Account s', 'Account s2']);
    workspace.weaver.all();
    expect(await detail(workspace, now)).toMatchObject({ key, status: 'inProgress', assignedTo: 'Ann' });
    expect(await rows(workspace, 'batches', {}).then((list) => list.map(({ added }) => added))).toEqual([2, 3]);
  });

  test('when its sequence is gone it goes, which is told, and a decision on it waits', async () => {
    const workspace = await open(new MemoryDisk());
    await done(workspace, choose('phish-sign-in'));
    await workspace.importSources([source('a.ndjson', mail('m', 8, 'jane'))], run);
    const totals = await workspace.importSources([source('b.ndjson', account('s', 11, 'jane', 'T1078'))], run);
    expect(totals.raised.raised.map(({ title }) => title)).toEqual(['Odd sign-in after a phishing mail']);
    const log = await rows(workspace, 'incidentActivities', { incident: queue(workspace)[0]?.id ?? 0, limit: 9 });
    expect(log.map(({ summary }) => summary)).toContain('1 alert raised by sequence rules: Odd sign-in after a phishing mail');
    const [id = 0] = ours(workspace);
    await done(workspace, { kind: 'alert.change', ids: [id], changes: { assignedTo: 'Ann' } });
    const gone = await removeImports(workspace, [2]);
    expect(gone).toMatchObject({ ok: true, value: { alerts: 1 } });
    expect(ours(workspace)).toEqual([]);
    const said = workspace.db.exec("select summary from event where kind = 'correlation.ran' order by seq")[0]?.values.flat();
    expect(said?.filter((one) => String(one).includes('raised'))).toEqual([
      '1 alert raised by sequence rules: Odd sign-in after a phishing mail',
      '1 raised alert withdrawn, the sequence is no longer there: Odd sign-in after a phishing mail',
    ]);
    await workspace.importSources([source('b.ndjson', account('s', 11, 'jane', 'T1078'))], run);
    expect(await detail(workspace, ours(workspace)[0] ?? 0)).toMatchObject({ assignedTo: 'Ann' });
  });

  test('an import that brings nothing new leaves it where it is', async () => {
    const workspace = await raising(PHISH, 'phish-sign-in');
    const before = workspace.db.exec('select * from membership order by alert');
    await workspace.importSources([source('a.ndjson', ...PHISH)], run);
    expect(workspace.db.exec('select * from membership order by alert')).toEqual(before);
    expect(await detail(workspace, ours(workspace)[0] ?? 0)).toMatchObject({ raised: true, incident: queue(workspace)[0]?.id });
  });

  test('is tried before: how many would come and go', async () => {
    const workspace = await raising(PHISH, 'phish-sign-in');
    const trial = (raise: readonly string[], off: readonly string[] = []) =>
      ask<PreviewRow>(workspace, 'previewCorrelation', { sequences: { off, raise, own: [] } });
    expect(await trial(['phish-sign-in', 'phish-click', 'guess-sign-in'])).toMatchObject({ raised: 1, withdrawn: 0, moveCount: 0 });
    expect(await trial(['phish-sign-in'], ['phish-sign-in'])).toMatchObject({ raised: 0, withdrawn: 1 });
  });

  test('follows its last alert by hand, is moved by hand, and is in no rule of pairs', async () => {
    const workspace = await raising(PHISH, 'phish-sign-in');
    const [id = 0] = ours(workspace);
    const home = queue(workspace)[0]?.id ?? 0;
    await done(workspace, { kind: 'alert.move', ids: [3], to: null });
    expect((await detail(workspace, id)).incident).toBe((await detail(workspace, 3)).incident);
    expect((await detail(workspace, id)).incident).not.toBe(home);
    await done(workspace, { kind: 'alert.move', ids: [id], to: null });
    const alone = await ask<IncidentDetail>(workspace, 'incidentDetail', { id: (await detail(workspace, id)).incident });
    expect([alone.alerts, alone.name]).toEqual([1, expect.stringContaining('Odd sign-in after a phishing mail')]);
    expect(await workspace.decide({ kind: 'override.add', rule: 'mustLink', a: id, b: 1 })).toMatchObject({
      error: { code: 'journal/raised' },
    });
    expect(await rows(workspace, 'behindLink', { alert: id })).toEqual([{ id }]);
    for (let i = 0; i < 2; i++) await workspace.undo();
    expect((await detail(workspace, id)).incident).toBe(home);
  });

  test('is resolved where all its alerts are in the files', async () => {
    const lines = PHISH.map((line) => JSON.stringify({ ...(JSON.parse(line) as object), status: 'resolved' }));
    const workspace = await raising(lines, 'phish-sign-in');
    expect(queue(workspace)[0]).toMatchObject({ status: 'resolved', activeAlerts: 0, alerts: 4 });
  });

  test('leaves as what it is, and is no evidence where it comes in again', async () => {
    const workspace = await raising(PHISH, 'phish-sign-in');
    const text = await all(workspace);
    const line = text.split('\n').map((one) => (one === '' ? {} : (JSON.parse(one) as Record<string, unknown>)));
    const exported = line.find(({ product }) => product === 'Alertweave');
    const keys = line.filter(({ id }) => id === 'm' || id === 's').map(({ alertweave }) => [(alertweave as { key: string }).key]);
    expect(exported).toMatchObject({
      detectionSource: 'Correlation',
      description: 'Phishing mail delivered, then an odd sign-in of its recipient',
      alertweave: { raised: { rule: 'phish-sign-in', steps: keys } },
    });
    const other = await open(new MemoryDisk());
    const [file] = (await other.importSources([source('export.ndjson', text)], run)).files;
    expect([file?.counts.added, file?.report.ignored]).toEqual([3, 1]);
    expect((await workspace.importSources([source('export.ndjson', text)], run)).added).toBe(0);
    expect(ours(workspace)).toHaveLength(1);
  });

  test('is there when the workspace is opened again, from a snapshot and from the journal alone', async () => {
    const disk = new MemoryDisk();
    const first = await open(disk);
    await first.importSources([source('a.ndjson', ...PHISH)], run);
    await done(first, choose('phish-sign-in'));
    const [id = 0] = ours(first);
    const alert = await detail(first, id);
    const second = await open(disk.restart());
    expect(await detail(second, id)).toEqual(alert);
    await second.snapshot();
    const third = await open(disk.restart());
    expect(await detail(third, id)).toEqual(alert);
    await third.undo();
    expect(ours(third)).toEqual([]);
  });
});
