import { expect, test } from 'vitest';
import { memoryPersistence } from '../../../src/store/persist/memory.ts';
import { correlateDocument } from '../../../src/worker/correlate-document.ts';
import { loadSql } from '../../../src/worker/sql-node.ts';
import { Workspace } from '../../../src/worker/workspace.ts';
import { DEMOS } from './demos.ts';
import { intrusion } from './intrusion.ts';

interface Document {
  readonly alerts: readonly { readonly id: string; readonly title: string; readonly time: string }[];
  readonly incidents: readonly { readonly alerts: readonly string[]; readonly title: string }[];
}

async function woven(id: string): Promise<Document> {
  const opened = await Workspace.open({
    sql: await loadSql(),
    persistence: memoryPersistence(),
    codec: undefined,
    keep: false,
    actor: () => 'test',
  });
  if (!opened.ok) throw new Error(opened.error.message);
  const sources = Object.entries(DEMOS.find((demo) => demo.id === id)?.files ?? {}).map(([name, text]) => {
    const blob = new Blob([text]);
    return { name, size: blob.size, stream: () => blob.stream() };
  });
  const { files, timings } = await opened.value.importSources(sources, { isCancelled: () => false });
  const { readMs, storeMs, correlateMs, totalMs } = timings;
  return JSON.parse(
    [...correlateDocument(opened.value.db, files, { readMs, storeMs, correlateMs, totalMs }, { alerts: true })].join(''),
  ) as Document;
}

test('the story is one incident of all of its alerts, and none of the false alarms around it', async () => {
  const { alerts, incidents } = await woven('story');
  expect(alerts).toHaveLength(60);
  const own = intrusion.graph.length + intrusion.suricata.length + intrusion.wazuh.length + intrusion.elastic.length;
  const worst = incidents[0]?.alerts ?? [];
  const times = alerts.filter(({ id }) => worst.includes(id)).map(({ time }) => time);
  // The intrusion begins with the mail and ends with the last upload; false alarms of the day lie before and after as well.
  expect(times.filter((time) => time < '2026-03-10T07:52' || time > '2026-03-10T10:42')).toEqual([]);
  expect(worst).toHaveLength(own);
  expect(incidents.length).toBeGreaterThan(4);
});

test('the noisy fortnight: the twelve attacks do not weld the noise together', async () => {
  const { alerts, incidents } = await woven('noisy');
  expect(alerts.length).toBeGreaterThan(9900);
  expect(Math.max(...incidents.map((incident) => incident.alerts.length))).toBeLessThan(alerts.length / 20);
  const words = incidents.slice(0, 20).map(({ title }) => title);
  expect(words.filter((title) => title.startsWith('Multi-stage')).length).toBeGreaterThan(7);
});
