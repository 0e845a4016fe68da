import { plural } from '../../base/text.ts';
import type { PreviewRow } from '../../worker/api.ts';

type Counts = Pick<PreviewRow, 'mergeCount' | 'splitCount' | 'moveCount'>;

export const changesNothing = ({ mergeCount, splitCount, moveCount }: Counts): boolean => mergeCount + splitCount + moveCount === 0;

/** `3 merges, 2 splits, 14 alerts move`; what does not happen is left out. */
export function differenceWords(counts: Counts): string {
  const { mergeCount, splitCount, moveCount } = counts;
  if (changesNothing(counts)) return 'No incident would change';
  return [
    ...(mergeCount > 0 ? [plural(mergeCount, 'merge')] : []),
    ...(splitCount > 0 ? [plural(splitCount, 'split')] : []),
    ...(moveCount > 0 ? [`${plural(moveCount, 'alert')} ${moveCount === 1 ? 'moves' : 'move'}`] : []),
  ].join(', ');
}
