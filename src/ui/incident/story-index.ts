import type { AlertRow, IncidentGraph, IncidentTimeline } from '../../worker/api.ts';

/** What is joined to what in one incident: built once from its graph, timeline and alerts, asked on every selection. */
export interface StoryIndex {
  readonly alertsOf: ReadonlyMap<number, readonly number[]>;
  readonly entitiesOf: ReadonlyMap<number, readonly number[]>;
  /** µs of an alert's first activity, where it has one. */
  readonly timeOf: ReadonlyMap<number, number>;
  /** Alert ids in the order in which they happened; those without a time last. */
  readonly order: readonly number[];
}

export function storyIndex(
  graph: IncidentGraph | undefined,
  timeline: IncidentTimeline | undefined,
  alerts: readonly AlertRow[],
): StoryIndex {
  const pairs = new Pairs();
  for (const node of graph?.nodes ?? []) for (const alert of node.alertIds) pairs.add(node.id, alert);
  for (const edge of graph?.edges ?? [])
    for (const alert of edge.alerts) {
      pairs.add(edge.source, alert);
      pairs.add(edge.target, alert);
    }
  const timeOf = new Map<number, number>();
  const undated = new Set<number>();
  for (const mark of timeline?.marks ?? []) {
    timeOf.set(mark.alert, mark.from);
    if (mark.lane !== 0) pairs.add(mark.lane, mark.alert);
  }
  for (const row of alerts) {
    if (row.firstActivity !== null) timeOf.set(row.id, row.firstActivity);
    else if (!timeOf.has(row.id)) undated.add(row.id);
    for (const asset of row.assets) pairs.add(asset.id, row.id);
  }
  const dated = [...timeOf].sort((a, b) => a[1] - b[1] || a[0] - b[0]).map(([id]) => id);
  return {
    alertsOf: pairs.sorted(pairs.alerts),
    entitiesOf: pairs.sorted(pairs.entities),
    timeOf,
    order: [...dated, ...[...undated].sort((a, b) => a - b)],
  };
}

class Pairs {
  readonly alerts = new Map<number, Set<number>>();
  readonly entities = new Map<number, Set<number>>();

  add(entity: number, alert: number): void {
    put(this.alerts, entity, alert);
    put(this.entities, alert, entity);
  }
  sorted(map: ReadonlyMap<number, ReadonlySet<number>>): ReadonlyMap<number, readonly number[]> {
    return new Map([...map].map(([key, values]) => [key, [...values].sort((a, b) => a - b)]));
  }
}

function put(map: Map<number, Set<number>>, key: number, value: number): void {
  const known = map.get(key);
  if (known) known.add(value);
  else map.set(key, new Set([value]));
}

export const firstOf = (order: readonly number[], count: number): ReadonlySet<number> => new Set(order.slice(0, count));
