import type { DrawnGraph } from '../../viz/entity-graph/graph.ts';
import { type Lit, litBy, type Picked, samePick } from './lit.ts';
import type { StoryIndex } from './story-index.ts';

/** One selection for list, graph, timeline and details: picking in one lights the others. */
export class StorySelection {
  picked = $state.raw<Picked | undefined>(undefined);
  #trail: readonly Picked[] = [];
  readonly #index: () => StoryIndex;
  readonly #graph: () => DrawnGraph;
  readonly lit: Lit = $derived.by(() => litBy(this.picked, this.#index(), this.#graph()));

  constructor(index: () => StoryIndex, graph: () => DrawnGraph) {
    this.#index = index;
    this.#graph = graph;
  }

  get alert(): number | undefined {
    return this.picked?.kind === 'alert' ? this.picked.id : undefined;
  }

  pick(next: Picked): void {
    const now = this.picked;
    if (now !== undefined && samePick(now, next)) {
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
}
