import { reasonCode } from '../domain/reason.ts';
import { type Bounds, isFresh, join, mayJoin } from './cluster.ts';
import type { DecidedLinks } from './decide.ts';
import type { Stories } from './fold.ts';
import type { CorrelationInput } from './model.ts';

/** Makes links that rest on no weighed evidence, between canonical positions. Nothing kept apart is joined by them. */
export class UnweighedLinks {
  constructor(
    readonly stories: Stories,
    readonly bounds: Bounds,
    readonly decided: DecidedLinks,
  ) {}

  connect(a: number, b: number, code: number, entity = 0): void {
    const [to, from] = [this.stories.storyOf[a] as number, this.stories.storyOf[b] as number];
    const [x, y] = [this.bounds.sets.find(to), this.bounds.sets.find(from)];
    if (x === y || !mayJoin(this.bounds, x, y) || !isFresh(this.bounds, from, to)) return;
    join(this.bounds, x, y, from, to, 1);
    this.decided.add(a, b, code, -1, entity);
  }
}

/** Own groups of detectors, before evidence is weighed: it says nothing about them. */
export function joinGroups({ group, count }: CorrelationInput, order: Uint32Array, links: UnweighedLinks): void {
  if (group === undefined) return;
  const last = new Map<number, number>();
  for (let c = 0; c < count; c++) {
    const label = group[order[c] as number] as number;
    if (label === 0) continue;
    const other = last.get(label);
    last.set(label, c);
    if (other !== undefined) links.connect(other, c, reasonCode('repeatedAlertOccurrence'));
  }
}

/** Known orders of events, after evidence was weighed: an incident that grew by them would draw in what it only passes by. */
export function joinSequences({ sequences = [] }: CorrelationInput, position: Uint32Array, links: UnweighedLinks): void {
  for (const { from, to, entity } of sequences)
    links.connect(position[from] as number, position[to] as number, reasonCode('eventSequence'), entity + 1);
}
