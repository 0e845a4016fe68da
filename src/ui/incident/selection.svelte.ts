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

/** One selection for list, graph, timeline and details: picking in one lights the others. */
export class StorySelection {
  picked = $state.raw<Picked | undefined>(undefined);
  #trail: readonly Picked[] = [];
  readonly #index: () => StoryIndex;
  readonly #graph: () => DrawnGraph;
  readonly lit: Lit = $derived.by(() => this.#litBy(this.picked));

  constructor(index: () => StoryIndex, graph: () => DrawnGraph) {
    this.#index = index;
    this.#graph = graph;
  }

  get alert(): number | undefined {
    return this.picked?.kind === 'alert' ? this.picked.id : undefined;
  }

  pick(next: Picked): void {
    const now = this.picked;
    if (now !== undefined && same(now, next)) {
      this.picked = next;
      return;
    }
    if (now !== undefined) this.#trail = [...this.#trail.slice(-19), now];
    this.picked = next;
  }

  /** Follows the address without leaving a trail. */
  adopt(next: Picked | undefined): void {
    this.picked = next;
  }

  /** Back to what was picked before, at last to nothing. False when nothing was picked. */
  stepBack(): boolean {
    if (this.picked === undefined) return false;
    this.picked = this.#trail.at(-1);
    this.#trail = this.#trail.slice(0, -1);
    return true;
  }

  clear(): void {
    this.picked = undefined;
    this.#trail = [];
  }

  #litBy(picked: Picked | undefined): Lit {
    if (picked === undefined) return NONE;
    const { alertsOf, entitiesOf } = this.#index();
    const { nodes, edges } = this.#graph();
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
}

const same = (a: Picked, b: Picked): boolean => a.kind === b.kind && ('id' in a ? a.id : a.key) === ('id' in b ? b.id : b.key);
