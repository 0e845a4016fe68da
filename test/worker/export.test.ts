import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { ByteSource } from '../../src/intake/report.ts';
import { memoryPersistence } from '../../src/store/persist/memory.ts';
import type { ExportedAlert } from '../../src/domain/exported-alert.ts';
import { eachExport } from '../../src/store/export-rows.ts';
import { exportAlerts } from '../../src/worker/export.ts';
import { loadSql } from '../../src/worker/sql-node.ts';
import { Workspace } from '../../src/worker/workspace.ts';

const FIXTURES = new URL('../fixtures/', import.meta.url).pathname;
async function open(): Promise<Workspace> {
  const opened = await Workspace.open({
    sql: await loadSql(),
    persistence: memoryPersistence(),
    codec: undefined,
    keep: false,
    actor: () => 'Ann',
  });
  if (!opened.ok) throw new Error(opened.error.message);
  return opened.value;
}
const source = (name: string, blob: Blob): ByteSource => ({
  name,
  size: blob.size,
  modified: 1_715_000_000_000,
  stream: () => blob.stream(),
});
const all = (workspace: Workspace): readonly Omit<ExportedAlert, 'incident'>[] => {
  const found: Omit<ExportedAlert, 'incident'>[] = [];
  eachExport(workspace.db, null, ({ incident: _, ...alert }) => found.push(alert));
  return found;
};

test('what Alertweave exports and reads again is the same alerts, down to each entity', async () => {
  const files = readdirSync(FIXTURES)
    .filter((id) => /^(?:graph-alerts-v2|suricata-eve|wazuh|elastic|hayabusa|alertweave-alerts|mde-alerts)$/.test(id))
    .flatMap((id) =>
      readdirSync(`${FIXTURES}${id}`)
        .filter((name) => !name.endsWith('.md'))
        .map((name) => source(name, new Blob([readFileSync(`${FIXTURES}${id}/${name}`)]))),
    );
  const first = await open();
  const read = await first.importSources(files, { isCancelled: () => false });
  expect(read.added).toBeGreaterThan(20);
  const exported = exportAlerts(first, null);
  if (!exported.ok) throw new Error(exported.error.message);
  const second = await open();
  const again = await second.importSources([source('export.ndjson', exported.value)], { isCancelled: () => false });
  expect(again.files[0]?.report).toMatchObject({ format: 'alertweave-alerts', rejectedCount: 0, error: null });
  expect(again.added).toBe(read.added);
  const plain = (alerts: readonly Omit<ExportedAlert, 'incident'>[]): unknown =>
    alerts.map((alert) => ({
      ...alert,
      classification: alert.classification || 'unknown',
      determination: alert.determination || 'unknown',
    }));
  expect(plain(all(second))).toEqual(plain(all(first)));
  const known = await first.importSources([source('export.ndjson', exported.value)], { isCancelled: () => false });
  expect({ added: known.added, duplicates: known.duplicates + known.updated }).toEqual({ added: 0, duplicates: read.added });
});
