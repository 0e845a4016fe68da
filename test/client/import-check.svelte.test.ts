import { describe, expect, test } from 'vitest';
import { gzipSync } from 'node:zlib';
import { strToU8, zipSync } from 'fflate';
import { must } from '../../src/base/assert.ts';
import { type Instant, toIso } from '../../src/base/time.ts';
import { hash64 } from '../../src/base/hash.ts';
import { ok, type Result } from '../../src/base/result.ts';
import type { Engine } from '../../src/client/engine.ts';
import type { AnswerGroup } from '../../src/client/answer-group.svelte.ts';
import { FileCheck } from '../../src/client/import-check.svelte.ts';
import { Settings } from '../../src/client/settings.svelte.ts';
import { triage } from '../../src/client/import-triage.ts';
import { diagnose } from '../../src/intake/doctor/diagnose.ts';
import { IMPORTERS } from '../../src/intake/registry.ts';
import type { Diagnosis, ImportOptions } from '../../src/worker/api.ts';
import { readOptions } from '../../src/worker/read-options.ts';

/* The real doctor behind a stand-in of the worker: what is asked and what is kept is decided by real files. */

function engine(): Pick<Engine, 'diagnose'> & { readonly asked: ImportOptions[] } {
  const asked: ImportOptions[] = [];
  return {
    asked,
    async diagnose(files, options): Promise<Result<readonly Diagnosis[]>> {
      asked.push(options);
      const found: Diagnosis[] = [];
      for (const file of files)
        found.push(...(await diagnose(file, { importers: IMPORTERS, now: Date.UTC(2026, 4, 1), ...(await readOptions(options)) })));
      return ok(found);
    },
  };
}
const judge = (): Promise<undefined> => Promise.resolve(undefined);
function only(check: FileCheck): AnswerGroup {
  const [group] = check.groups;
  if (group === undefined || check.groups.length > 1) throw new Error('not one group');
  return group;
}
const file = (name: string, text: string): File => new File([text], name, { lastModified: Date.UTC(2026, 3, 1) });
const HOUSE = file(
  'house.csv',
  'stamp,what happened,grade,box\n2026-03-10 09:00:00,Odd login,high,FS-01\n2026-03-10 09:05:00,Odd copy,low,FS-02\n',
);
const KNOWN = file(
  'known.ndjson',
  '{"time":"2026-03-10T09:00:00Z","title":"A","severity":"high","entities":[{"type":"device","value":"FS-01"}]}\n',
);
const NAIVE = file(
  'fast.log',
  '03/10/2026-09:00:00.000000  [**] [1:2001219:20] ET SCAN Potential SSH Scan [**] [Classification: Attempted Information Leak] [Priority: 2] {TCP} 192.0.2.1:4711 -> 198.51.100.2:22\n',
);

describe('which files wait', () => {
  test('a known one goes straight in, with no option', async () => {
    const found = await triage([KNOWN], engine(), new Settings(undefined));
    expect(found.ask).toEqual([]);
    expect(found.groups).toEqual([{ files: [KNOWN], options: {} }]);
    expect(found.assumed).toEqual([]);
  });

  test('times without a zone do not hold a file back, but are told', async () => {
    const found = await triage([NAIVE], engine(), new Settings(undefined));
    expect(found.ask).toEqual([]);
    expect(found.assumed).toEqual([NAIVE]);
  });

  test('a remembered zone is used at the offset of the time of the file', async () => {
    const settings = new Settings(undefined);
    settings.setSourceZone('suricata-fast', 'America/New_York');
    const found = await triage([NAIVE], engine(), settings);
    // 10 March 2026 is in summer time there.
    expect(found.groups[0]?.options).toEqual({ offsetMinutes: -240 });
    expect(found.assumed).toEqual([]);
  });

  test('how much a file holds is reckoned from its head, packed or not, and its time range from both ends', async () => {
    const rows = Array.from(
      { length: 20_000 },
      (_, i) =>
        `{"id":"n${i}","time":"${new Date(Date.UTC(2026, 2, 10) + i * 60_000).toISOString()}","title":"Odd login ${hash64(String(i))}","severity":"high"}\n`,
    ).join('');
    const zipped = new File([gzipSync(rows)], 'large.ndjson.gz');
    for (const large of [file('large.ndjson', rows), zipped]) {
      const { load, seen } = await triage([large], engine(), new Settings(undefined));
      expect(load).toMatchObject({ bytes: large.size });
      expect(load.alerts / 20_000).toBeGreaterThan(0.8);
      expect(load.alerts / 20_000).toBeLessThan(1.2);
      const { first, last } = await seen();
      expect(first).toBe(Date.UTC(2026, 2, 10) * 1000);
      // What is packed cannot be looked at from its end.
      if (large !== zipped) expect(last).toBe((Date.UTC(2026, 2, 10) + 19_999 * 60_000) * 1000);
    }
  });

  test('dates that can be either hold it back, unless its writer always has the month first', async () => {
    const dated = file(
      'dated.csv',
      'AlertName,Timestamp,Severity,Hostname,SourceIp\nA,3/4/2026 9:00:00,high,FS-01,192.0.2.1\nB,3/4/2026 9:00:01,high,FS-01,192.0.2.1\n',
    );
    expect((await triage([dated], engine(), new Settings(undefined))).ask).toEqual([dated]);
  });
});

describe('one file that waits', () => {
  test('a mapping once settled is used for the next file of the kind', async () => {
    const settings = new Settings(undefined);
    const parts = { engine: engine(), memory: settings, judge };
    const check = new FileCheck(1, HOUSE, false, parts);
    await check.start();
    const { guess } = only(check);
    if (guess === undefined) throw new Error('no mapping was guessed');
    await only(check).setMapping({
      ...guess,
      columns: { title: ['what happened'], time: ['stamp'], severity: ['grade'], device: ['box'] },
    });
    expect(check.canImport).toBe(true);
    expect(check.now[0]?.preview.map(({ title, severity, entities }) => [title, severity, entities])).toEqual([
      ['Odd login', 'high', ['device FS-01']],
      ['Odd copy', 'low', ['device FS-02']],
    ]);
    check.remember();
    const found = await triage([HOUSE], engine(), settings);
    expect(found.ask).toEqual([]);
    expect(found.assumed).toEqual([HOUSE]);
    const open = file('house.csv', 'stamp,what happened,grade,box\n3/4/2026 09:00:00,Odd login,high,FS-01\n');
    expect((await triage([open], engine(), settings)).ask).toEqual([open]);
    expect(found.groups[0]?.options.mapping?.columns.device).toEqual(['box']);
  });

  test('columns that tell enough are left to themselves until somebody changes one', async () => {
    const generic = file('g.csv', 'AlertName,Timestamp,Severity,Hostname\nOdd,2026-03-10T09:00:00Z,high,FS-01\n');
    const check = new FileCheck(1, generic, true, { engine: engine(), memory: new Settings(undefined), judge });
    await check.start();
    expect([check.now[0]?.report.format, check.options.mapping]).toEqual(['generic', undefined]);
    expect(only(check).guess?.columns.device).toEqual(['Hostname']);
  });

  test('answers given while it reads are read together, once', async () => {
    const stand = engine();
    const check = new FileCheck(1, NAIVE, false, { engine: stand, memory: new Settings(undefined), judge });
    await check.start();
    const before = stand.asked.length;
    const group = only(check);
    await Promise.all([group.answer({ dayFirst: true }), group.answer({ dayFirst: false }), group.answer({ year: 2025 })]);
    expect(stand.asked.length - before).toBeLessThanOrEqual(2);
    expect(stand.asked.at(-1)).toEqual({ dayFirst: false, year: 2025 });
  });

  test('a zone moves the times that are shown, and can be taken back', async () => {
    const settings = new Settings(undefined);
    const check = new FileCheck(1, NAIVE, false, { engine: engine(), memory: settings, judge });
    await check.start();
    const utc = check.now[0]?.time?.first ?? 0;
    await only(check).setZone('Asia/Kathmandu');
    expect(utc - (check.now[0]?.time?.first ?? 0)).toBe(345 * 60_000_000);
    check.remember();
    expect(settings.sourceZone('suricata-fast')).toBe('Asia/Kathmandu');
    await only(check).setZone(undefined);
    expect(check.now[0]?.time?.first).toBe(utc);
  });
});

describe('an archive', () => {
  const dated = (day: string): Uint8Array => strToU8(`AlertName,Timestamp,Severity,Hostname\nOdd login,${day}/2026 9:00:00,high,FS-01\n`);
  const archive = (): File =>
    new File(
      [
        zipSync({
          'a.csv': dated('3/4'),
          'b.csv': dated('5/6'),
          'house.csv': strToU8('stamp,what happened,grade,box\n2026-03-10 09:00:00,Odd share,high,FS-09\n'),
          'known.ndjson': strToU8('{"time":"2026-03-10T09:00:00Z","title":"A","severity":"high"}\n'),
        }),
      ],
      'export.zip',
    );
  const started = async (settings = new Settings(undefined)): Promise<FileCheck> => {
    const check = new FileCheck(1, archive(), false, { engine: engine(), memory: settings, judge });
    await check.start();
    return check;
  };
  const times = (check: FileCheck): readonly unknown[] =>
    check.now.map(({ report, time }) => [
      report.name.replace('export.zip › ', ''),
      time === undefined ? '' : toIso(time.first ?? (0 as Instant)).slice(0, 10),
    ]);

  test('is asked about member by member, those that are alike together', async () => {
    const check = await started();
    expect(check.groups.map(({ names }) => names.map((name) => name.slice(13)))).toEqual([['a.csv', 'b.csv'], ['house.csv']]);
    expect(check.quiet).toEqual(['export.zip › known.ndjson']);
    const [dates, house] = check.groups;
    await dates?.answer({ dayFirst: true });
    await house?.answer({ mapping: { ...must(house.guess, 'guess'), columns: { title: ['what happened'], time: ['stamp'] } } });
    expect(times(check)).toEqual([
      ['a.csv', '2026-04-03'],
      ['b.csv', '2026-06-05'],
      ['house.csv', '2026-03-10'],
      ['known.ndjson', '2026-03-10'],
    ]);
    expect(check.now.map(({ report }) => report.alerts)).toEqual([1, 1, 1, 1]);
  });

  test('members that are alike can be answered each by itself, and the same again', async () => {
    const check = await started();
    const [dates] = check.groups;
    check.split(must(dates, 'group'));
    const [a, b] = check.groups;
    await a?.answer({ dayFirst: true });
    await b?.answer({ dayFirst: false });
    expect(times(check).slice(0, 2)).toEqual([
      ['a.csv', '2026-04-03'],
      ['b.csv', '2026-05-06'],
    ]);
    expect(check.alike(must(a, 'group'))).toEqual([b]);
    await check.join(must(a, 'group'));
    expect(times(check).slice(0, 2)).toEqual([
      ['a.csv', '2026-04-03'],
      ['b.csv', '2026-06-05'],
    ]);
  });

  test('answers are remembered by what each member is: the next archive goes straight in', async () => {
    const settings = new Settings(undefined);
    const check = await started(settings);
    const [dates, house] = check.groups;
    await dates?.answer({ mapping: must(dates.guess, 'guess'), dayFirst: true });
    await house?.answer({ mapping: { ...must(house.guess, 'guess'), columns: { title: ['what happened'], time: ['stamp'] } } });
    check.remember();
    const found = await triage([archive()], engine(), settings);
    expect(found.ask).toEqual([]);
    expect(found.groups[0]?.options.members?.map(({ name }) => name)).toEqual(
      ['a.csv', 'b.csv', 'house.csv'].map((name) => `export.zip › ${name}`),
    );
  });

  test('a part is wanted of all members', async () => {
    const check = await started();
    const all = check.load.alerts;
    await check.take({ from: Date.UTC(2030, 0, 1) * 1000 });
    expect(check.now.every(({ report }) => report.alerts === 0)).toBe(true);
    expect(check.load.alerts).toBe(all);
    await check.take(undefined);
    expect(check.options).not.toHaveProperty('only');
  });
});
