import { reasonCode } from '../domain/reason.ts';
import { type Bounds, isFresh, join, mayJoin } from './cluster.ts';
import type { DecidedLinks } from './decide.ts';
import type { Stories } from './fold.ts';
import type { CorrelationInput } from './model.ts';

/**
 * Links that are made before evidence is weighed and after what was decided: own groups of detectors, known orders of events. Nothing kept apart is
 * joined by them.
 */
export function joinBeforehand(
  input: CorrelationInput,
  order: Uint32Array,
  position: Uint32Array,
  stories: Stories,
  bounds: Bounds,
  decided: DecidedLinks,
): void {
  const connect = (a: number, b: number, code: number, entity = 0): void => {
    const [to, from] = [stories.storyOf[a] as number, stories.storyOf[b] as number];
    const [x, y] = [bounds.sets.find(to), bounds.sets.find(from)];
    if (x === y || !mayJoin(bounds, x, y) || !isFresh(bounds, from, to)) return;
    join(bounds, x, y, from, to, 1);
    decided.add(a, b, code, -1, entity);
  };
  const { group, sequences = [] } = input;
  if (group !== undefined) {
    const last = new Map<number, number>();
    for (let c = 0; c < input.count; c++) {
      const label = group[order[c] as number] as number;
      if (label === 0) continue;
      const other = last.get(label);
      last.set(label, c);
      if (other !== undefined) connect(other, c, reasonCode('repeatedAlertOccurrence'));
    }
  }
  for (const { from, to, entity } of sequences)
    connect(position[from] as number, position[to] as number, reasonCode('eventSequence'), entity + 1);
}
