import type { SequenceRule } from '../../correlate/sequences/rule.ts';
import { severityOfRank } from '../../domain/severity.ts';
import type { RaisedBy, RaisedStep } from '../../worker/api.ts';
import { ask, defineQuery, type QueryContext, TEXT } from '../query.ts';

const raisedByKey = defineQuery<{ readonly key: string }>()({
  columns: { rule: TEXT, steps: TEXT },
  sql: ({ key }) => ({ text: 'select rule, steps from raised where key = ?', bind: [key] }),
});

/** What a raised alert was raised by: the rule, and the alerts at each of its steps; null for an alert of a file. */
export function raisedBy(context: QueryContext, id: number): RaisedBy | null {
  const { db, mirror } = context;
  if (id <= mirror.observed) return null;
  const [row] = ask(db, raisedByKey, { key: mirror.keyOf(id) });
  if (row === undefined) return null;
  const rule = JSON.parse(row.rule) as SequenceRule;
  const keys = JSON.parse(row.steps) as readonly (readonly string[])[];
  return { rule, steps: rule.steps.map((step, i) => stepOf(context, step, keys, i)) };
}

function stepOf(
  { mirror, terms }: QueryContext,
  step: SequenceRule['steps'][number],
  keys: readonly (readonly string[])[],
  i: number,
): RaisedStep {
  const idsAt = (at: number): number[] => (keys[at] ?? []).map((key) => mirror.find(key)).filter((id) => id !== 0);
  const firstAt = (at: number): number => mirror.time[(idsAt(at)[0] ?? 0) - 1] ?? Number.NaN;
  const gap = i === 0 ? Number.NaN : firstAt(i) - firstAt(i - 1);
  return {
    step,
    gap: Number.isNaN(gap) ? null : gap,
    alerts: idsAt(i).map((id) => ({
      id,
      incident: mirror.incident[id - 1] ?? 0,
      title: terms.word(mirror.title[id - 1] ?? 0),
      product: terms.word(mirror.productTerms[mirror.product[id - 1] ?? 0] ?? 0),
      severity: severityOfRank(mirror.severity[id - 1] ?? 0),
      firstActivity: mirror.time[id - 1] ?? null,
    })),
  };
}
