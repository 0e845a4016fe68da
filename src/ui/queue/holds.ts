import { REASON_LABELS, type ReasonCode } from '../../domain/reason.ts';
import type { AlertRow, AssetChip } from '../../worker/api.ts';

/** Something that holds an incident together: a shared thing (or a reason without one) and how many alerts came in by it. */
export interface Hold {
  readonly key: string;
  readonly entity: AssetChip | null;
  /** The reasons in words, strongest first. */
  readonly reasons: readonly string[];
  readonly alerts: number;
  readonly weight: number;
}

/** What the links of these alerts rest on, shared things first; then that which brought in most alerts, and among equals the strongest. */
export function holdsOf(alerts: readonly AlertRow[]): readonly Hold[] {
  const found = new Map<string, { entity: AssetChip | null; codes: Map<ReasonCode, number>; alerts: Set<number>; weight: number }>();
  for (const alert of alerts)
    for (const reason of alert.link?.reasons ?? []) {
      const key = reason.entity === null ? reason.code : `e${reason.entity.id}`;
      const hold = found.get(key) ?? { entity: reason.entity, codes: new Map<ReasonCode, number>(), alerts: new Set<number>(), weight: 0 };
      hold.codes.set(reason.code, Math.max(hold.codes.get(reason.code) ?? 0, reason.weight));
      hold.alerts.add(alert.id);
      hold.weight = Math.max(hold.weight, reason.weight);
      found.set(key, hold);
    }
  return [...found]
    .map(([key, { entity, codes, alerts: linked, weight }]) => ({
      key,
      entity,
      reasons: [...codes].toSorted((a, b) => b[1] - a[1]).map(([code]) => REASON_LABELS[code]),
      alerts: linked.size,
      weight,
    }))
    .toSorted(
      (a, b) =>
        Number(a.entity === null) - Number(b.entity === null) || b.alerts - a.alerts || b.weight - a.weight || (a.key < b.key ? -1 : 1),
    );
}
