import { describe, expect, test } from 'vitest';
import { instantOfMillis } from '../../src/base/time.ts';
import { MENTIONS_MAX, type Identifier } from '../../src/domain/evidence.ts';
import type { RecordImporter } from '../../src/intake/importer.ts';
import { memorySource, take } from './sources.ts';
import { toy } from './toy.ts';

const notesOf = async (text: string, options: Parameters<typeof take>[1] = {}): Promise<readonly string[]> =>
  (await take(memorySource(text), options)).reports[0]?.notes ?? [];
const lines = (...records: readonly unknown[]): string => records.map((record) => `${JSON.stringify(record)}\n`).join('');

describe('incidents read without their alerts are said to be, with what to export instead', () => {
  const incident = (id: string, more: object = {}): object => ({
    '@odata.type': '#microsoft.graph.security.incident',
    id,
    displayName: 'Multi-stage incident',
    severity: 'high',
    status: 'active',
    createdDateTime: '2024-05-14T08:00:00Z',
    ...more,
  });
  const alert = { id: 'da1', title: 'A', severity: 'low', createdDateTime: '2024-05-14T08:00:00Z' };

  test('Graph incidents exported without $expand=alerts', async () => {
    const [note] = await notesOf(lines(incident('1'), incident('2')));
    expect(note).toContain('2 incidents of Microsoft Graph security incidents came without alerts');
    expect(note).toContain('$expand=alerts');
  });
  test('some of them alone', async () => {
    const [note] = await notesOf(lines(incident('1'), incident('2', { alerts: [alert] })));
    expect(note).toMatch(/^1 incident of/);
  });
  test('none, where all have theirs or were merged away', async () => {
    expect(await notesOf(lines(incident('1', { alerts: [alert] }), incident('2', { redirectIncidentId: '1' })))).toEqual([]);
  });
  test('the portal’s incident queue as CSV', async () => {
    const [note] = await notesOf('Incident name,Incident Id,Severity,Active alerts,Impacted assets\nA,1,High,2/2,ws-1\nB,2,Low,1/1,ws-2\n');
    expect(note).toContain('export the alerts queue');
  });
  test('Sentinel’s SecurityIncident', async () => {
    const [note] = await notesOf(
      'IncidentNumber,Title,Severity,Status,AlertIds,ProviderIncidentId\n7,A,High,New,"[""a""]",7\n8,B,Low,New,"[""b""]",8\n',
    );
    expect(note).toContain('SecurityAlert');
  });
});

describe('an alert that names more things than are kept', () => {
  const flooded: RecordImporter = {
    ...toy,
    read: (record, ctx) =>
      ctx.alert({
        title: typeof record['toy'] === 'string' ? record['toy'] : '',
        product: 'Toy',
        severity: 'low',
        firstActivity: instantOfMillis(0),
        evidence: Array.from({ length: Number(record['things']) }, (_, i) => ({
          type: 'ip',
          ids: [`ip:h${i % Number(record['different'] ?? 1e9)}` as Identifier],
          label: `h${i}`,
          roles: [],
        })),
      }),
  };
  const read = (...records: readonly object[]): ReturnType<typeof take> => take(memorySource(lines(...records)), { importers: [flooded] });

  test('keeps the first, and the report names the alert, its line and the number left out', async () => {
    const { reports, alerts } = await read({ toy: 'calm', things: 3 }, { toy: 'flood', things: MENTIONS_MAX + 904 });
    expect(alerts.map(({ draft }) => draft.evidence.length)).toEqual([3, MENTIONS_MAX]);
    expect(reports[0]?.notes).toEqual([
      'Line 2: “flood” names 5\u2009000 things; the first 4\u2009096 were kept, 904 were left out. They stand in its raw record.',
    ]);
  });
  test('does not count one thing that is named again and again', async () => {
    const { reports, alerts } = await read({ toy: 'echo', things: 9_000, different: 4_000 });
    expect(alerts[0]?.draft.evidence).toHaveLength(9_000);
    expect(reports[0]?.notes).toEqual([]);
  });
  test('tells the first twenty one by one, and of the others how many', async () => {
    const { reports } = await read(...Array.from({ length: 23 }, (_, i) => ({ toy: `f${i}`, things: MENTIONS_MAX + 1 })));
    expect(reports[0]?.notes).toHaveLength(21);
    expect(reports[0]?.notes.at(-1)).toMatch(/^3 further alerts name more than 4\u2009096 things each; 3 in all/);
  });
});

test('columns beyond the limit are said to be left out', async () => {
  const header = ['toy', 'at', 'id', 'more'];
  const notes = await notesOf(`${header.join(',')}\na,1,2,3\nb,1,2,3,4\n`, { importers: [toy], limits: { columns: 3 } });
  expect(notes.some((note) => note.startsWith('The header has 4 columns; the first 3 are read'))).toBe(true);
  expect(notes.some((note) => note.startsWith('2 of 2 rows have more than 3 cells'))).toBe(true);
});

test('a count beyond what is kept is said to be', async () => {
  const counted: RecordImporter = {
    ...toy,
    read: (_, ctx) =>
      ctx.alert({ title: 'x', product: 'Toy', severity: 'low', evidence: [], firstActivity: instantOfMillis(0), count: 2 ** 40 }),
  };
  expect(await notesOf(lines({ toy: 1 }), { importers: [counted] })).toEqual(['1 alert: a count beyond 4294967295, kept as that.']);
});
