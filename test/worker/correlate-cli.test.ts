import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

interface Document {
  readonly version: number;
  readonly files: readonly {
    readonly name: string;
    readonly format: string | null;
    readonly alerts: number;
    readonly duplicates: number;
    readonly rejectedCount: number;
    readonly error: { readonly code: string } | null;
  }[];
  readonly alerts: readonly {
    readonly id: string;
    readonly externalId: string | null;
    readonly file: number;
    readonly line: number;
    readonly time: string;
    readonly incident: string;
  }[];
  readonly incidents: readonly {
    readonly id: string;
    readonly alerts: readonly string[];
    readonly priority: number;
    readonly links: readonly { readonly a: string; readonly b: string; readonly reasons: readonly { readonly code: string }[] }[];
  }[];
}

const run = (...args: string[]): Promise<{ readonly status: number; readonly out: string; readonly err: string }> =>
  new Promise((resolve) => {
    execFile(process.execPath, ['--import', 'tsx', 'src/worker/cli.ts', ...args], { maxBuffer: 1e9 }, (error, out, err) => {
      resolve({ status: error === null ? 0 : Number(error.code), out, err });
    });
  });
const documentOf = (out: string): Document => JSON.parse(out) as Document;

const alert = (id: string, minute: number, host: string): string =>
  JSON.stringify({
    id,
    time: `2024-03-01T09:${String(minute).padStart(2, '0')}:11.123456Z`,
    title: `Detection ${id}`,
    severity: 'high',
    product: 'P',
    tactics: ['Execution'],
    entities: [
      { type: 'device', value: `fqdn:${host}.example.com`, role: 'target' },
      { type: 'file', value: `sha256:${host.padEnd(64, '0').replace(/[^0-9a-f]/g, 'a')}` },
    ],
  });

describe('npm run correlate', () => {
  test('prints one document in which every alert is in one incident and the links span it', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'alertweave-'));
    const one = join(dir, 'one.ndjson');
    const two = join(dir, 'two.ndjson');
    await writeFile(one, [alert('a', 1, 'ws-1'), '{"broken', alert('b', 3, 'ws-1')].join('\n'));
    await writeFile(two, [alert('c', 4, 'ws-1'), alert('d', 30, 'ws-2'), alert('a', 1, 'ws-1')].join('\n'));
    const { status, out } = await run(one, two);
    expect(status).toBe(0);
    const document = documentOf(out);
    expect(
      document.files.map(({ name, format, alerts, duplicates, rejectedCount }) => [name, format, alerts, duplicates, rejectedCount]),
    ).toEqual([
      ['one.ndjson', 'alertweave-alerts', 2, 0, 1],
      ['two.ndjson', 'alertweave-alerts', 2, 1, 0],
    ]);
    expect(document.alerts.map(({ externalId, file, line }) => [externalId, file, line])).toEqual([
      ['a', 0, 1],
      ['b', 0, 3],
      ['c', 1, 1],
      ['d', 1, 2],
    ]);
    expect(document.alerts[0]?.time).toBe('2024-03-01T09:01:11.123456Z');
    expect(document.incidents.flatMap((incident) => incident.alerts).sort()).toEqual(document.alerts.map(({ id }) => id).sort());
    expect(document.incidents).toHaveLength(2);
    for (const incident of document.incidents) {
      expect(incident.links).toHaveLength(incident.alerts.length - 1);
      const reached = new Set([incident.alerts[0]]);
      for (let i = 0; i < incident.links.length; i++)
        for (const { a, b } of incident.links) if (reached.has(a) || reached.has(b)) reached.add(a).add(b);
      expect(reached.size).toBe(incident.alerts.length);
      for (const link of incident.links) expect(link.reasons.length).toBeGreaterThan(0);
    }
  });

  test('the order of the files changes nothing but their indices', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'alertweave-'));
    const paths = ['x', 'y', 'z'].map((name) => join(dir, `${name}.ndjson`));
    for (const [i, path] of paths.entries()) await writeFile(path, [alert(`a${i}`, i, 'ws-1'), alert(`b${i}`, 20 + i, 'ws-2')].join('\n'));
    const [forward, backward] = await Promise.all([run(...paths), run(...[...paths].reverse())]);
    const groups = (out: string): string[] =>
      documentOf(out)
        .incidents.map((incident) => [...incident.alerts].sort().join(' '))
        .sort();
    expect(groups(backward.out)).toEqual(groups(forward.out));
  });

  test('a time slice and a sample: what is left out is counted, and the document says what was asked', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'alertweave-'));
    const path = join(dir, 'day.ndjson');
    await writeFile(path, Array.from({ length: 40 }, (_, i) => alert(`a${i}`, i, 'ws-1')).join('\n'));
    const slice = documentOf((await run('--from', '2024-03-01 09:10', '--to', '2024-03-01T10:20+01:00', path)).out);
    expect(slice.files[0]).toMatchObject({ alerts: 10, ignored: 30, only: { from: '2024-03-01T09:10:00Z', to: '2024-03-01T09:20:00Z' } });
    const sample = documentOf((await run('--sample', '4', path)).out);
    expect(sample.files[0]).toMatchObject({ ignored: 40 - sample.alerts.length, only: { every: 4 } });
    for (const wrong of [
      ['--from', 'soon'],
      ['--sample', '0'],
      ['--from', '2024-03-02', '--to', '2024-03-01'],
    ])
      expect((await run(...wrong, path)).status).toBe(2);
  });

  test('incidents of the file are woven anew, kept, or kept and added to', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'alertweave-'));
    const path = join(dir, 'incidents.ndjson');
    const of = (line: string, incident: string): string => JSON.stringify({ ...(JSON.parse(line) as object), incident });
    await writeFile(path, [of(alert('a', 1, 'ws-1'), 'x'), of(alert('b', 2, 'ws-1'), 'y'), alert('c', 3, 'ws-1')].join('\n'));
    const sizes = async (...options: string[]): Promise<number[]> =>
      documentOf((await run(...options, path)).out)
        .incidents.map(({ alerts }) => alerts.length)
        .sort();
    const [anew, kept, added, wrong] = await Promise.all([
      sizes(),
      sizes('--source-incidents', 'keep'),
      sizes('--respect-source-incidents'),
      run('--source-incidents', 'some', path),
    ]);
    expect([anew, kept, added]).toEqual([[3], [1, 1, 1], [1, 2]]);
    expect(wrong.status).toBe(2);
  });

  test('alerts of our own are raised only when asked for, and say by what', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'alertweave-'));
    const path = join(dir, 'phish.ndjson');
    const of = (id: string, minute: number, technique: string): string =>
      JSON.stringify({
        ...(JSON.parse(alert(id, minute, 'ws-1')) as object),
        techniques: [technique],
        entities: [{ type: 'user', value: 'upn:j@example.com' }],
      });
    await writeFile(path, [of('m', 1, 'T1566'), of('s', 9, 'T1078')].join('\n'));
    const [plain, asked, wrong] = await Promise.all([
      run(path),
      run('--raise-alerts', 'phish-sign-in', path),
      run('--raise-alerts', 'phish', path),
    ]);
    expect(wrong.status).toBe(2);
    expect(plain.out).not.toContain('raisedBy');
    const [before, after] = [documentOf(plain.out), documentOf(asked.out)];
    const keys = before.alerts.map(({ id }) => id);
    expect(after.alerts.filter((one) => !('raisedBy' in one)).map(({ id }) => id)).toEqual(keys);
    expect(after.alerts.find((one) => 'raisedBy' in one)).toMatchObject({
      title: 'Odd sign-in after a phishing mail',
      file: null,
      line: null,
      incident: after.alerts[0]?.incident,
      raisedBy: { rule: 'phish-sign-in', steps: keys.map((key) => [key]) },
    });
    expect(after.incidents[0]?.alerts).toHaveLength(3);
    expect(after.files[0]?.alerts).toBe(2);
  });

  test('wrong arguments end with 2, unreadable files with 1 and an entry in files', async () => {
    expect((await run()).status).toBe(2);
    expect((await run('--profile', 'loose', 'x')).status).toBe(2);
    const missing = await run('/nowhere/missing.json');
    expect(missing.status).toBe(1);
    expect(documentOf(missing.out).files[0]?.error).not.toBeNull();
  });
});

const SAMPLES = new URL('../../../shared/samples/', import.meta.url).pathname;

/** Real exports stand beside the project; where they are absent this is skipped. */
describe.skipIf(!existsSync(SAMPLES))('a real export of Sentinel, and the incidents Microsoft made of it', () => {
  test('are the very same: the taken-over mailbox from the mail by the odd sign-in to the fraud, the theft from two machines too', async () => {
    const labels = await readFile(join(SAMPLES, 'labels/excytin_alert_to_incident_dev.tsv'), 'utf8');
    const theirs = new Map(labels.split('\n').map((line) => line.split('\t').slice(0, 2) as [string, string]));
    const { out } = await run(join(SAMPLES, 'sentinel_securityalert_csv/excytin_SecurityAlert_dev.csv'));
    const pairs = documentOf(out).alerts.map(({ incident, externalId }) => ({ ours: incident, theirs: theirs.get(externalId ?? '') }));
    expect(pairs.filter((pair) => pair.theirs !== undefined)).toHaveLength(115);
    const oursOf = (incident: string): Set<string> => new Set(pairs.filter((pair) => pair.theirs === incident).map(({ ours }) => ours));
    const all = [...new Set(pairs.map((pair) => pair.theirs ?? ''))].map(oursOf);
    expect(all.flatMap((ours) => [...ours])).toHaveLength(new Set(pairs.map(({ ours }) => ours)).size);
    expect(all.map((ours) => ours.size)).toEqual([1, 1, 1, 1]);
  });
});
