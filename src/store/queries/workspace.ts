import { INCIDENT_STATUSES } from '../../domain/incident.ts';
import type { IntakeReport } from '../../intake/report.ts';
import type { Slice } from '../../intake/slice.ts';
import type { BatchRow, Facet, HistogramBin, HistogramParams, Overview } from '../../worker/api.ts';
import { ask, defineQuery, INT, type QueryContext, TEXT } from '../query.ts';
import { FAILS, judgeOf } from './incident-filter.ts';
import { byCount } from './queue.ts';

const SEVERITY_RANKS = 5;
const MOST_BINS = 2000;

const batchCount = defineQuery<Record<string, never>>()({
  columns: { n: INT },
  sql: () => ({ text: 'select count(*) as n from batch where removed = 0', bind: [] }),
});

/** Files taken in as a part, and not as a whole later on: the same name and size, read to its end. */
const partialBatches = defineQuery<Record<string, never>>()({
  columns: { name: TEXT, only: TEXT },
  sql: () => ({
    text: `select name, json_extract(report, '$.only') as only from batch
      where removed = 0 and json_extract(report, '$.only') is not null and not exists (
        select 1 from batch later where later.removed = 0 and later.id > batch.id and later.name = batch.name and later.bytes = batch.bytes
          and json_extract(later.report, '$.only') is null
          and json_extract(later.report, '$.error') is null and json_extract(later.report, '$.cancelled') = 0)
      order by id limit 1000`,
    bind: [],
  }),
});
const parts = (db: QueryContext['db']): Overview['parts'] => {
  const found = new Map(
    ask(db, partialBatches, {}).map(({ name, only }) => [`${name}\n${only}`, { name, only: JSON.parse(only) as Slice }]),
  );
  return [...found.values()];
};

export function overview(context: QueryContext): readonly Overview[] {
  const { db, mirror, incidents } = context;
  const judge = judgeOf(context, {});
  const open = INCIDENT_STATUSES.map((status) => status !== 'resolved' && status !== 'redirected');
  let [shown, opened, entities] = [0, 0, 0];
  for (let row = 0; row < incidents.count; row++) {
    if ((judge(row) & ~FAILS.posture) !== 0) continue;
    shown++;
    if (open[incidents.status[row] ?? 0] === true) opened++;
  }
  for (let row = 0; row < mirror.entities.count; row++) if (mirror.entities.canonical[row] === row) entities++;
  const range = timeRange(context);
  return [
    {
      alerts: mirror.count,
      incidents: shown,
      openIncidents: opened,
      entities,
      batches: ask(db, batchCount, {})[0]?.n ?? 0,
      firstActivity: range?.from ?? null,
      lastActivity: range?.to ?? null,
      parts: parts(db),
    },
  ];
}

function timeRange({ mirror }: QueryContext): { readonly from: number; readonly to: number } | undefined {
  let [from, to] = [Infinity, -Infinity];
  for (let i = 0; i < mirror.count; i++) {
    const first = mirror.time[i] ?? Number.NaN;
    const last = mirror.lastTime[i] ?? Number.NaN;
    if (first < from) from = first;
    if (last > to) to = last;
  }
  return from === Infinity ? undefined : { from, to };
}

/** Alerts by their first activity, per severity rank. The last bin holds its upper edge. Nothing where no alert has a time. */
export function alertHistogram(context: QueryContext, { from, to, bins }: HistogramParams): readonly HistogramBin[] {
  const { mirror } = context;
  const range = timeRange(context);
  const start = from ?? range?.from;
  const end = to ?? range?.to;
  const wanted = Math.max(1, Math.min(MOST_BINS, Math.floor(bins)));
  if (start === undefined || end === undefined || end < start) return [];
  const width = Math.max(1, Math.ceil((end - start + 1) / wanted));
  const counts = new Uint32Array(wanted * SEVERITY_RANKS);
  for (let i = 0; i < mirror.count; i++) {
    const at = mirror.time[i] ?? Number.NaN;
    // Not `<`: a missing time is NaN.
    if (!(at >= start && at <= end)) continue;
    const cell = Math.floor((at - start) / width) * SEVERITY_RANKS + (mirror.severity[i] ?? 0);
    counts[cell] = (counts[cell] ?? 0) + 1;
  }
  return Array.from({ length: wanted }, (_, bin) => ({
    from: start + bin * width,
    to: start + (bin + 1) * width,
    counts: [...counts.subarray(bin * SEVERITY_RANKS, (bin + 1) * SEVERITY_RANKS)],
  }));
}

export const batchRows = defineQuery<Record<string, never>>()({
  columns: { id: INT, at: INT, added: INT, updated: INT, duplicates: INT, report: TEXT },
  sql: () => ({ text: 'select id, at, added, updated, duplicates, report from batch where removed = 0 order by id desc', bind: [] }),
});
/** Newest first. */
export const batches = ({ db }: QueryContext): readonly BatchRow[] =>
  ask(db, batchRows, {}).map(({ report, ...row }) => ({ ...(JSON.parse(report) as IntakeReport), ...row }));

export function knownTags({ incidents }: QueryContext): readonly Facet[] {
  return byCount(incidents.tagSets.values, used(incidents.count, incidents.tags, incidents.tagSets.values.length));
}
export function knownOwners({ incidents }: QueryContext): readonly Facet[] {
  const names = incidents.assignees.values.map((name) => (name === '' ? [] : [name]));
  return byCount(names, used(incidents.count, incidents.assignee, names.length));
}
function used(count: number, column: Uint32Array, values: number): Uint32Array {
  const counts = new Uint32Array(values);
  for (let row = 0; row < count; row++) counts[column[row] ?? 0] = (counts[column[row] ?? 0] ?? 0) + 1;
  return counts;
}
