import { describe, expect, test } from 'vitest';
import { ok, type Result } from '../../src/base/result.ts';
import type { Engine } from '../../src/client/engine.ts';
import { FileCheck } from '../../src/client/import-check.svelte.ts';
import { Settings } from '../../src/client/settings.svelte.ts';
import { triage } from '../../src/client/import-triage.ts';
import { diagnose } from '../../src/intake/doctor/diagnose.ts';
import { mappingImporter } from '../../src/intake/mapping/importer.ts';
import { IMPORTERS } from '../../src/intake/registry.ts';
import type { Diagnosis, ImportOptions } from '../../src/worker/api.ts';

/* The real doctor behind a stand-in of the worker: what is asked and what is kept is decided by real files. */

function engine(): Pick<Engine, 'diagnose'> & { readonly asked: ImportOptions[] } {
  const asked: ImportOptions[] = [];
  return {
    asked,
    async diagnose(files, options): Promise<Result<readonly Diagnosis[]>> {
      asked.push(options);
      const found: Diagnosis[] = [];
      for (const file of files)
        found.push(
          ...(await diagnose(file, {
            importers: IMPORTERS,
            now: Date.UTC(2026, 4, 1),
            assume: {
              ...(options.offsetMinutes !== undefined && { offsetMinutes: options.offsetMinutes }),
              ...(options.dayFirst !== undefined && { dayFirst: options.dayFirst }),
            },
            ...(options.mapping !== undefined && { mapping: mappingImporter(options.mapping) }),
          })),
        );
      return ok(found);
    },
  };
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

  test('a load that is too much for the machine is told before it begins, by what its head holds', async () => {
    const row = (await KNOWN.text()).repeat(2000);
    const large = file('large.ndjson', row);
    Object.defineProperty(large, 'size', { value: 600 << 20 });
    const small = () => Promise.resolve({ memory: 1, free: undefined });
    expect((await triage([large], engine(), new Settings(undefined), small)).tooMuch).toMatch(/1 GB of memory/);
    expect((await triage([KNOWN], engine(), new Settings(undefined), small)).tooMuch).toBeUndefined();
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
    const parts = { engine: engine(), memory: settings };
    const check = new FileCheck(1, HOUSE, false, parts);
    await check.start();
    const guess = check.guess;
    if (guess === undefined) throw new Error('no mapping was guessed');
    await check.setMapping({
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
    const check = new FileCheck(1, generic, true, { engine: engine(), memory: new Settings(undefined) });
    await check.start();
    expect([check.now[0]?.report.format, check.options.mapping]).toEqual(['generic', undefined]);
    expect(check.guess?.columns.device).toEqual(['Hostname']);
  });

  test('answers given while it reads are read together, once', async () => {
    const stand = engine();
    const check = new FileCheck(1, NAIVE, false, { engine: stand, memory: new Settings(undefined) });
    await check.start();
    const before = stand.asked.length;
    await Promise.all([check.answer({ dayFirst: true }), check.answer({ dayFirst: false }), check.answer({ year: 2025 })]);
    expect(stand.asked.length - before).toBeLessThanOrEqual(2);
    expect(stand.asked.at(-1)).toEqual({ dayFirst: false, year: 2025 });
  });

  test('a zone moves the times that are shown, and can be taken back', async () => {
    const settings = new Settings(undefined);
    const check = new FileCheck(1, NAIVE, false, { engine: engine(), memory: settings });
    await check.start();
    const utc = check.now[0]?.time?.first ?? 0;
    await check.setZone('Asia/Kathmandu');
    expect(utc - (check.now[0]?.time?.first ?? 0)).toBe(345 * 60_000_000);
    check.remember();
    expect(settings.sourceZone('suricata-fast')).toBe('Asia/Kathmandu');
    await check.setZone(undefined);
    expect(check.now[0]?.time?.first).toBe(utc);
  });
});
