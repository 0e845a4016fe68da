import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { IMPORTERS } from '../../src/intake/registry.ts';
import type { ReadOptions } from '../../src/intake/job.ts';
import type { ByteSource } from '../../src/intake/report.ts';
import { diffExports } from '../../src/worker/diff-exports.ts';
import type { ExportDiff } from '../../src/worker/export-diff.ts';
import { memorySource } from '../intake/sources.ts';

interface Record {
  readonly id: string;
  readonly severity?: string;
  readonly status?: string;
  readonly assignedTo?: string | null;
  readonly classification?: string | null;
  readonly title?: string;
  readonly lastUpdateDateTime?: string;
}
const TIME = '2024-03-01T09:00:00.000Z';
const graph = (given: Record): string =>
  JSON.stringify({
    providerAlertId: given.id,
    severity: 'high',
    status: 'new',
    classification: null,
    determination: null,
    assignedTo: null,
    title: `Alert ${given.id}`,
    serviceSource: 'microsoftDefenderForEndpoint',
    detectionSource: 'antivirus',
    productName: 'Microsoft Defender for Endpoint',
    alertWebUrl: `https://security.microsoft.com/alerts/${given.id}`,
    createdDateTime: TIME,
    firstActivityDateTime: TIME,
    lastUpdateDateTime: TIME,
    evidence: [],
    ...given,
  });
const file = (name: string, ...records: readonly Record[]) => memorySource(records.map((one) => `${graph(one)}\n`).join(''), name);

const compared = (source: ByteSource, options: Partial<ReadOptions> = {}) => ({ source, options: { importers: IMPORTERS, ...options } });
async function diff(before: ByteSource, after: ByteSource): Promise<ExportDiff> {
  const result = await diffExports(compared(before), compared(after));
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

describe('two exports of one product', () => {
  test('tell what came, what went, and what was decided meanwhile, before and after', async () => {
    const monday = file('monday.json', { id: 'a' }, { id: 'b' }, { id: 'c' }, { id: 'd', assignedTo: 'amira@example.com' });
    const tuesday = file(
      'tuesday.json',
      { id: 'b', status: 'resolved', assignedTo: 'amira@example.com', classification: 'falsePositive' },
      { id: 'c' },
      { id: 'd', severity: 'low' },
      { id: 'e' },
    );
    const found = await diff(monday, tuesday);
    expect(found).toMatchObject({ added: 1, changed: 2, vanished: 1, same: 1 });
    expect(found.rows.added.map(({ id }) => id)).toEqual(['e']);
    expect(found.rows.vanished.map(({ id }) => id)).toEqual(['a']);
    expect(
      found.rows.changed.map(({ id, changes }) => [id, ...changes.map((one) => `${one.field}: ${one.before} → ${one.after}`)]),
    ).toEqual([
      ['b', 'status: new → resolved', 'assignedTo:  → amira@example.com', 'classification:  → falsePositive'],
      ['d', 'severity: high → low', 'assignedTo: amira@example.com → '],
    ]);
    expect(found.changedBy).toEqual({ severity: 1, status: 1, assignedTo: 2, classification: 1 });
    expect(found.before).toMatchObject({ name: 'monday.json', alerts: 4, unnamed: 0, doubts: [] });
  });

  test('of several records of one alert the newest is compared', async () => {
    const twice = file(
      'x',
      { id: 'a', status: 'resolved', lastUpdateDateTime: '2024-03-02T00:00:00Z' },
      { id: 'a', status: 'new', lastUpdateDateTime: '2024-03-01T00:00:00Z' },
    );
    expect(await diff(twice, file('y', { id: 'a', status: 'resolved' }))).toMatchObject({ changed: 0, same: 1 });
  });

  test('what an analyst may open in a spreadsheet holds no formula', async () => {
    const { csv } = await diff(file('x', { id: 'b' }), file('y', { id: 'a', title: '=HYPERLINK("http://evil.example")' }));
    const lines = (await csv.text()).split('\r\n');
    expect(lines[0]).toMatch(/^Difference,Alert id,Title/);
    expect(lines.slice(1).sort()).toEqual([
      '',
      `New,a,"'=HYPERLINK(""http://evil.example"")",Microsoft Defender for Endpoint,2024-03-01T09:00:00Z,,high,,new,,,,`,
      'Vanished,b,Alert b,Microsoft Defender for Endpoint,2024-03-01T09:00:00Z,high,,new,,,,,',
    ]);
  });

  test('a comparison that is stopped says so and compares nothing', async () => {
    const many = file('many.json', ...Array.from({ length: 3000 }, (_, i) => ({ id: `n${i}` })));
    const result = await diffExports(compared(many, { isCancelled: () => true }), compared(many));
    expect(result).toMatchObject({ ok: false, error: { code: 'worker/cancelled' } });
  });

  test('a file without alerts is named with its fault; one read in part leaves a doubt', async () => {
    const result = await diffExports(compared(file('x', { id: 'a' })), compared(memorySource('', 'empty.json')));
    expect(result).toMatchObject({ ok: false, error: { code: 'intake/empty', details: { file: 'empty.json' } } });
    const cut = memorySource(`${graph({ id: 'a' })}\n${graph({ id: 'b' }).slice(0, 90)}`, 'cut.json');
    const found = await diff(file('x', { id: 'a' }, { id: 'b' }), cut);
    expect(found).toMatchObject({ vanished: 1, after: { doubts: ['1 record could not be read.'] } });
  });
});

test('what another format does not carry has not changed', async () => {
  const hunting = JSON.stringify({
    Timestamp: TIME,
    AlertId: 'a',
    Title: 'Alert a',
    Category: 'Malware',
    Severity: 'Low',
    ServiceSource: 'Microsoft Defender for Endpoint',
    DetectionSource: 'Antivirus',
    AttackTechniques: '',
  });
  const found = await diff(file('x', { id: 'a', classification: 'truePositive', status: 'resolved' }), memorySource(`${hunting}\n`, 'y'));
  expect(found.rows.changed.map(({ changes }) => changes)).toEqual([[{ field: 'severity', before: 'high', after: 'low' }]]);
  expect(found.after.formats).not.toEqual(found.before.formats);
});

const record = fc.record({
  id: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
  severity: fc.constantFrom('low', 'medium', 'high'),
  status: fc.constantFrom('new', 'inProgress', 'resolved'),
  assignedTo: fc.constantFrom(null, 'amira', 'ben'),
  classification: fc.constantFrom(null, 'truePositive', 'falsePositive'),
});
const records = fc.array(record, { minLength: 1, maxLength: 12 });

test('an export differs in nothing from itself, and two exports the other way round in the opposite', async () => {
  await fc.assert(
    fc.asyncProperty(records, records, async (a, b) => {
      expect(await diff(file('a', ...a), file('a', ...a))).toMatchObject({ added: 0, changed: 0, vanished: 0 });
      const [there, back] = [await diff(file('a', ...a), file('b', ...b)), await diff(file('b', ...b), file('a', ...a))];
      const ids = (rows: readonly { readonly id: string }[]): readonly string[] => rows.map(({ id }) => id).sort();
      expect(ids(there.rows.added)).toEqual(ids(back.rows.vanished));
      expect(ids(there.rows.vanished)).toEqual(ids(back.rows.added));
      const changes = (found: ExportDiff, swap: boolean): readonly string[] =>
        found.rows.changed
          .flatMap(({ id, changes }) =>
            changes.map(({ field, before, after }) => `${id} ${field} ${swap ? after : before} ${swap ? before : after}`),
          )
          .sort();
      expect(changes(there, false)).toEqual(changes(back, true));
      expect(there.same).toBe(back.same);
    }),
    { numRuns: 60 },
  );
});
