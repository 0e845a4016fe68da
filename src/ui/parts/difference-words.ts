import { plural } from '../../base/text.ts';
import type { PreviewRow } from '../../worker/api.ts';

type Moves = Pick<PreviewRow, 'mergeCount' | 'splitCount' | 'moveCount'>;
type Counts = Moves & Partial<Pick<PreviewRow, 'raised' | 'withdrawn'>>;

export const movesNothing = ({ mergeCount, splitCount, moveCount }: Moves): boolean => mergeCount + splitCount + moveCount === 0;

/** `3 merges, 2 splits, 14 alerts move, 1 alert raised`; what does not happen is left out. */
export function differenceWords(counts: Counts): string {
  const { mergeCount, splitCount, moveCount, raised = 0, withdrawn = 0 } = counts;
  if (movesNothing(counts) && raised + withdrawn === 0) return 'No incident would change';
  return [
    ...(mergeCount > 0 ? [plural(mergeCount, 'merge')] : []),
    ...(splitCount > 0 ? [plural(splitCount, 'split')] : []),
    ...(moveCount > 0 ? [`${plural(moveCount, 'alert')} ${moveCount === 1 ? 'moves' : 'move'}`] : []),
    ...(raised > 0 ? [`${plural(raised, 'alert')} raised`] : []),
    ...(withdrawn > 0 ? [`${plural(withdrawn, 'raised alert')} withdrawn`] : []),
  ].join(', ');
}
