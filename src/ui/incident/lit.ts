import type { DrawnGraph } from '../../viz/entity-graph/graph.ts';
import type { StoryIndex } from './story-index.ts';

/** What is picked. `why`: the link of an alert was asked for. A `link` of the address is an alert with `why`. */
export type Picked =
  | { readonly kind: 'alert'; readonly id: number; readonly why: boolean }
  | { readonly kind: 'entity'; readonly id: number }
  | { readonly kind: 'edge'; readonly key: string }
  | { readonly kind: 'group'; readonly key: string };

export interface Lit {
  readonly alerts: ReadonlySet<number>;
  readonly entities: ReadonlySet<number>;
  readonly edges: ReadonlySet<string>;
}
const NONE: Lit = { alerts: new Set(), entities: new Set(), edges: new Set() };

/** What a pick lights in list, graph and timeline. */
export function litBy(picked: Picked | undefined, index: StoryIndex, graph: DrawnGraph): Lit {
  if (picked === undefined) return NONE;
  const { alertsOf, entitiesOf } = index;
  const { nodes, edges } = graph;
  switch (picked.kind) {
    case 'alert':
      return {
        alerts: new Set([picked.id]),
        entities: new Set(entitiesOf.get(picked.id)),
        edges: new Set(edges.filter((e) => e.alertIds.includes(picked.id)).map((e) => e.key)),
      };
    case 'entity': {
      const node = nodes.find((n) => n.members.some((m) => m.id === picked.id));
      return {
        alerts: new Set(alertsOf.get(picked.id)),
        entities: new Set([picked.id]),
        edges: new Set(node ? edges.filter((e) => e.source === node.key || e.target === node.key).map((e) => e.key) : []),
      };
    }
    case 'group': {
      const node = nodes.find((n) => n.key === picked.key);
      return node === undefined
        ? NONE
        : {
            alerts: new Set(node.alertIds),
            entities: new Set(node.members.map((m) => m.id)),
            edges: new Set(edges.filter((e) => e.source === node.key || e.target === node.key).map((e) => e.key)),
          };
    }
    case 'edge': {
      const edge = edges.find((e) => e.key === picked.key);
      if (edge === undefined) return NONE;
      const ends = nodes.filter((n) => n.key === edge.source || n.key === edge.target);
      return {
        alerts: new Set(edge.alertIds),
        entities: new Set(ends.flatMap((n) => n.members.map((m) => m.id))),
        edges: new Set([edge.key]),
      };
    }
  }
}

export const samePick = (a: Picked, b: Picked): boolean => a.kind === b.kind && ('id' in a ? a.id : a.key) === ('id' in b ? b.id : b.key);
