import { type PriorityBand, priorityBand, priority, type PriorityWeights } from '../correlate/priority.ts';
import { incidentRows } from '../store/queries/incident-rows.ts';
import { cached } from '../store/query.ts';
import { eachAggregate } from '../store/write/describe.ts';
import type { IncidentFacts } from '../store/write/incident-facts.ts';
import type { Bands, PriorityPreviewRow, RankedIncident } from './api.ts';
import { weightsWith } from './priority-weights.ts';
import type { Workspace } from './workspace.ts';

const SHOWN = 10;

/** Ranks all incidents under other weights. Facts are kept between questions: a slider asks many times. */
export function previewPriority(workspace: Workspace, chosen: Partial<PriorityWeights>): PriorityPreviewRow {
  const { context, db, mirror } = workspace;
  const weights = weightsWith(chosen);
  const facts = cached(context, 'incident-facts', `${mirror.revision} ${marksOf(workspace)}`, () => {
    const found: { readonly id: number; readonly facts: IncidentFacts }[] = [];
    eachAggregate(db, mirror, (id, sum) => found.push({ id, facts: sum.facts }));
    return found;
  });
  const ranks = facts.map((one) => ({
    id: one.id,
    before: priority(one.facts, workspace.weaver.weights).score,
    after: priority(one.facts, weights).score,
  }));
  const byBefore = ranks.toSorted((a, b) => b.before - a.before || a.id - b.id);
  const byAfter = ranks.toSorted((a, b) => b.after - a.after || a.id - b.id);
  const [tops, then] = [byBefore.slice(0, SHOWN), byAfter.slice(0, SHOWN)];
  const names = new Map(
    incidentRows(
      context,
      [...tops, ...then].map(({ id }) => id),
    ).map(({ id, name }) => [id, name]),
  );
  const ranked = (id: number, score: number, other: number, order: typeof ranks): RankedIncident => ({
    id,
    name: names.get(id) ?? '',
    priority: score,
    other,
    otherPlace: order.findIndex((one) => one.id === id) + 1,
  });
  return {
    incidents: ranks.length,
    before: bands(ranks.map(({ before }) => before)),
    after: bands(ranks.map(({ after }) => after)),
    rebanded: ranks.filter(({ before, after }) => priorityBand(before) !== priorityBand(after)).length,
    changed: ranks.filter(({ before, after }) => before !== after).length,
    topBefore: tops.map(({ id, before, after }) => ranked(id, before, after, byAfter)),
    topAfter: then.map(({ id, before, after }) => ranked(id, after, before, byBefore)),
  };
}

function bands(scores: readonly number[]): Bands {
  const count: Record<PriorityBand, number> = { top: 0, medium: 0, low: 0 };
  for (const score of scores) count[priorityBand(score)]++;
  return count;
}

/** Marks that facts count: a watched or critical thing more or less. */
function marksOf({ mirror }: Workspace): string {
  let sum = 0;
  for (let row = 0; row < mirror.entities.count; row++) {
    const marks = (mirror.entities.flags[row] ?? 0) & 48;
    if (marks !== 0) sum = (Math.imul(sum, 31) + row * 64 + marks) >>> 0;
  }
  return String(sum);
}
