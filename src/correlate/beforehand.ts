import { reasonCode } from '../domain/reason.ts';
import { type Bounds, join, mayJoin } from './cluster.ts';
import type { DecidedLinks } from './decide.ts';
import type { Stories } from './fold.ts';
import type { CorrelationInput } from './model.ts';

/** Links that are made before evidence is weighed and after what was decided: own groups of detectors. Nothing kept apart is joined by them. */
export function joinBeforehand(input: CorrelationInput, order: Uint32Array, stories: Stories, bounds: Bounds, decided: DecidedLinks): void {
  const { group } = input;
  if (group === undefined) return;
  const repeated = reasonCode('repeatedAlertOccurrence');
  const last = new Map<number, number>();
  for (let c = 0; c < input.count; c++) {
    const label = group[order[c] as number] as number;
    if (label === 0) continue;
    const other = last.get(label);
    last.set(label, c);
    if (other === undefined) continue;
    const [from, to] = [stories.storyOf[c] as number, stories.storyOf[other] as number];
    const [x, y] = [bounds.sets.find(to), bounds.sets.find(from)];
    if (x === y || !mayJoin(bounds, x, y)) continue;
    join(bounds, x, y, from, to, 1);
    decided.add(other, c, repeated);
  }
}
