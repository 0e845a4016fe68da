import { TACTICS } from '../../attack/tactics.ts';
import { INCIDENT_STATUSES } from '../../domain/incident.ts';
import { SEVERITIES } from '../../domain/severity.ts';
import type { Facet, IncidentFacets, IncidentFilter, IncidentPageParams, IncidentRow } from '../../worker/api.ts';
import { CLASSIFICATIONS } from '../incident-columns.ts';
import type { QueryContext } from '../query.ts';
import { FAILS, judgeOf } from './incident-filter.ts';
import { incidentRows } from './incident-rows.ts';

export function incidentPage(
  context: QueryContext,
  { filter, sort, descending, limit, offset }: IncidentPageParams,
): readonly IncidentRow[] {
  const judge = judgeOf(context, filter);
  const ids: number[] = [];
  let passed = 0;
  for (const row of context.incidents.order(context.db, sort, descending)) {
    if (ids.length >= limit) break;
    if (judge(row) === 0 && passed++ >= offset) ids.push(context.incidents.id[row] ?? 0);
  }
  return incidentRows(context, ids);
}

export function incidentIds(
  context: QueryContext,
  { filter, sort, descending }: Omit<IncidentPageParams, 'limit' | 'offset'>,
): readonly { readonly id: number }[] {
  const judge = judgeOf(context, filter);
  const ids: { readonly id: number }[] = [];
  for (const row of context.incidents.order(context.db, sort, descending))
    if (judge(row) === 0) ids.push({ id: context.incidents.id[row] ?? 0 });
  return ids;
}

export function incidentCount(
  context: QueryContext,
  { filter }: { readonly filter: IncidentFilter },
): readonly { readonly count: number }[] {
  const judge = judgeOf(context, filter);
  let count = 0;
  for (let row = 0; row < context.incidents.count; row++) if (judge(row) === 0) count++;
  return [{ count }];
}

/** One pass: an incident counts in a facet when it fails no filter, or that facet's own alone. */
export function incidentFacets(context: QueryContext, { filter }: { readonly filter: IncidentFilter }): readonly IncidentFacets[] {
  const { incidents } = context;
  const judge = judgeOf(context, filter);
  const status = new Uint32Array(INCIDENT_STATUSES.length);
  const severity = new Uint32Array(SEVERITIES.length);
  const classification = new Uint32Array(CLASSIFICATIONS.length);
  const assignee = new Uint32Array(incidents.assignees.values.length);
  const products = new Uint32Array(incidents.productSets.values.length);
  const tags = new Uint32Array(incidents.tagSets.values.length);
  const tactics = new Uint32Array(TACTICS.length);
  let [total, posture] = [0, 0];
  const add = (counts: Uint32Array, at: number | undefined): void => {
    counts[at ?? 0] = (counts[at ?? 0] ?? 0) + 1;
  };
  for (let row = 0; row < incidents.count; row++) {
    const fails = judge(row);
    if (fails === 0) total++;
    if ((fails & ~FAILS.posture) === 0) posture += incidents.posture[row] ?? 0;
    if ((fails & ~FAILS.status) === 0) add(status, incidents.status[row]);
    if ((fails & ~FAILS.severity) === 0) add(severity, incidents.severity[row]);
    if ((fails & ~FAILS.classification) === 0) add(classification, incidents.classification[row]);
    if ((fails & ~FAILS.assignee) === 0) add(assignee, incidents.assignee[row]);
    if ((fails & ~FAILS.product) === 0) add(products, incidents.products[row]);
    if ((fails & ~FAILS.tag) === 0) add(tags, incidents.tags[row]);
    if ((fails & ~FAILS.tactic) === 0) {
      const mask = incidents.tactics[row] ?? 0;
      for (let bit = 0; bit < TACTICS.length; bit++) if ((mask & (1 << bit)) !== 0) add(tactics, bit);
    }
  }
  return [
    {
      total,
      posture,
      statuses: inRank(INCIDENT_STATUSES, status),
      severities: inRank(SEVERITIES, severity).reverse(),
      classifications: inRank(CLASSIFICATIONS, classification),
      tactics: inRank(
        TACTICS.map(({ id }) => id),
        tactics,
      ),
      assignees: byCount(
        incidents.assignees.values.map((name) => [name]),
        assignee,
      ),
      products: byCount(incidents.productSets.values, products),
      tags: byCount(incidents.tagSets.values, tags),
    },
  ];
}

const inRank = (values: readonly string[], counts: Uint32Array): Facet[] =>
  values.map((value, i) => ({ value, count: counts[i] ?? 0 })).filter(({ count }) => count > 0);

/** Counts of sets spread over their members; the most frequent first. */
export function byCount(sets: readonly (readonly string[])[], counts: Uint32Array): Facet[] {
  const sums = new Map<string, number>();
  sets.forEach((set, i) => {
    const count = counts[i] ?? 0;
    if (count > 0) for (const value of set) sums.set(value, (sums.get(value) ?? 0) + count);
  });
  return [...sums].map(([value, count]) => ({ value, count })).sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
}
