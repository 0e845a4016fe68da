import { ENTITY_FLAGS } from '../correlate/model.ts';
import { priority, type PriorityWeights } from '../correlate/priority.ts';
import { linkSentence, reasonText } from '../correlate/sentence.ts';
import type { Words } from '../store/query.ts';

/** The correlation's words, for the store's answers. `weights`: those in force. */
export const wordsWith = (weights: () => PriorityWeights): Words => ({
  priorityFactors: (facts) => priority(facts, weights()).factors,
  reasonText,
  linkSentence,
  notLinking: (flags) => {
    if ((flags & ENTITY_FLAGS.ignored) !== 0) return 'On your ignore list: it never links alerts.';
    if ((flags & ENTITY_FLAGS.builtin) !== 0) return 'A built-in or placeholder name that is the same everywhere: it never links alerts.';
    const weak = [
      (flags & ENTITY_FLAGS.weak) !== 0 ? 'it is known by name only' : '',
      (flags & ENTITY_FLAGS.privateAddress) !== 0 ? 'it is a private address that other networks use too' : '',
      (flags & ENTITY_FLAGS.imageOnly) !== 0 ? 'it is known only as the image of a process' : '',
    ].filter((part) => part !== '');
    return weak.length === 0 ? '' : `It links weakly: ${weak.join('; ')}.`;
  },
});
