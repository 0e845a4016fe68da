import { gzipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import type { ByteSource } from '../../src/intake/report.ts';
import { deflate } from '../../src/store/persist/deflate.ts';
import { memoryPersistence } from '../../src/store/persist/memory.ts';
import { mendFile, reasonsFile } from '../../src/worker/mend-file.ts';
import { loadSql } from '../../src/worker/sql-node.ts';
import { Workspace } from '../../src/worker/workspace.ts';

const source = (name: string, content: string | Uint8Array): ByteSource => {
  const blob = new Blob([content as BlobPart]);
  return { name, size: blob.size, stream: () => blob.stream() };
};
async function open(codec: typeof deflate | null = deflate): Promise<Workspace> {
  const opened = await Workspace.open({
    sql: await loadSql(),
    persistence: memoryPersistence(),
    codec: codec ?? undefined,
    keep: true,
    actor: () => 'Ann',
  });
  if (!opened.ok) throw new Error(opened.error.message);
  return opened.value;
}
const run = { isCancelled: () => false };
const importOf = async (workspace: Workspace, file: ByteSource): ReturnType<Workspace['importSources']> =>
  workspace.importSources([file], run);
async function mendOf(
  workspace: Workspace,
  batch: number,
): Promise<{ readonly text: string; readonly name: string; readonly records: number }> {
  const made = await mendFile(workspace, batch);
  if (!made.ok) throw new Error(made.error.message);
  return { text: await made.value.blob.text(), name: made.value.name, records: made.value.records };
}

const ROWS = 240;
const good = (i: number): string =>
  JSON.stringify({ id: `a${i}`, time: '2024-03-01T09:00:00Z', title: `Detection ${i}`, severity: 'high', product: 'P' });
const bad = (i: number): string => good(i).replace('"title":"Detection', '"title": =cmd"Detection');
const mixed = Array.from({ length: ROWS }, (_, i) => (i % 2 === 0 ? good(i) : bad(i)));
const CSV_HEAD = 'Alert name;Severity;Alert ID;First activity;Impacted assets;Status';
const csvGood = (i: number): string => `"Alert; ${i}";High;da${i};2024-05-14T08:11:00Z;ws-${i};New`;
/** A stray quotation mark. */
const csvBad = (i: number): string => csvGood(i).replace(';High', ';"High').replace('"Alert; ', 'Alert ');

const FORMS: Readonly<
  Record<string, { readonly name: string; readonly text: string; readonly mend: string; readonly heal: (text: string) => string }>
> = {
  NDJSON: {
    name: 'a.ndjson',
    text: mixed.join('\n'),
    mend: 'a.rejected.ndjson',
    heal: (text) => text.replaceAll('"title": =cmd"', '"title":"'),
  },
  'a JSON array': {
    name: 'b.json',
    text: `[\n${mixed.join(',\n')}\n]\n`,
    mend: 'b.rejected.json',
    heal: (text) => text.replaceAll('"title": =cmd"', '"title":"'),
  },
  'CSV with its own delimiter and a preamble': {
    name: 'c.csv',
    text: `sep=;\n${CSV_HEAD}\n${Array.from({ length: ROWS }, (_, i) => (i < ROWS / 2 ? csvGood(i) : csvBad(i))).join('\r\n')}\r\n`,
    mend: 'c.rejected.csv',
    heal: (text) => text.replaceAll(';"High', ';High'),
  },
};

describe.each(Object.entries(FORMS))('%s', (_, { name, text, mend, heal }) => {
  test.each(['as it is', 'packed'])(
    '%s: all rejected records are in the mend file; mended and dropped it gives the missing alerts, once',
    async (packing) => {
      const workspace = await open();
      const packed = packing === 'packed' ? gzipSync(new TextEncoder().encode(text)) : text;
      const first = await importOf(workspace, source(packing === 'packed' ? `${name}.gz` : name, packed));
      expect(first.added).toBe(ROWS / 2);
      const { batch, report } = first.files[0] ?? { batch: 0, report: undefined };
      expect(report?.rejectedCount).toBe(ROWS / 2);
      expect(report?.rejected).toHaveLength(100);

      const file = await mendOf(workspace, batch);
      expect(file).toMatchObject({ name: mend, records: ROWS / 2 });
      // Unmended it gives nothing, and fails as before.
      expect(await importOf(workspace, source(file.name, file.text))).toMatchObject({ added: 0, updated: 0 });

      const healed = await importOf(workspace, source(file.name, heal(file.text)));
      expect(healed).toMatchObject({ added: ROWS / 2, updated: 0, duplicates: 0 });
      expect(healed.files[0]?.report.rejected).toEqual([]);
      expect(workspace.mirror.count).toBe(ROWS);
      expect(await importOf(workspace, source(file.name, heal(file.text)))).toMatchObject({ added: 0, duplicates: ROWS / 2 });
    },
  );
});

test('rows stand to the byte as in the file, formulas too; the reason beside them is neutralised', async () => {
  const workspace = await open();
  const rows = [csvGood(0), `=1+1;"High;da1;2024-05-14T08:11:00Z;@SUM(A1);New`, csvGood(2), csvGood(3)];
  const { files } = await importOf(workspace, source('f.csv', `${CSV_HEAD}\n${rows.join('\n')}\n`));
  const { text } = await mendOf(workspace, files[0]?.batch ?? 0);
  const [head, row] = text.split('\n');
  expect(head).toBe(`alertweave_reason;${CSV_HEAD}`);
  expect(row?.endsWith(`;${rows[1] ?? ''}`)).toBe(true);
  expect(row).toMatch(/^"line 3: A quotation mark/);
});

test('log lines come without reasons between them; those are in the list', async () => {
  const workspace = await open();
  const line = 'CEF:0|Acme|Guard|1.0|100|Worm stopped|9|src=10.0.0.1 rt=1715674318000';
  const { files } = await importOf(workspace, source('g.log', `${line}\nCEF:0|broken\n${line}\n`));
  const batch = files[0]?.batch ?? 0;
  expect(await mendOf(workspace, batch)).toEqual({ text: 'CEF:0|broken\n', name: 'g.rejected.log', records: 1 });
  const reasons = reasonsFile(workspace, batch);
  if (!reasons.ok) throw new Error(reasons.error.message);
  expect(await reasons.value.blob.text()).toMatch(/^file,line,code,reason\r\ng\.log,2,intake\//);
});

test('the list of reasons holds all of them', async () => {
  const workspace = await open();
  const { files } = await importOf(workspace, source('a.ndjson', mixed.join('\n')));
  const reasons = reasonsFile(workspace, files[0]?.batch ?? 0);
  expect(reasons.ok && reasons.value.records).toBe(ROWS / 2);
});

test('where raw records are not kept the answer says so', async () => {
  const workspace = await open(null);
  const { files } = await importOf(workspace, source('a.ndjson', mixed.join('\n')));
  expect(await mendFile(workspace, files[0]?.batch ?? 0)).toMatchObject({ ok: false, error: { code: 'store/raw-missing' } });
});
