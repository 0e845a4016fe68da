import { episodesOf } from '../correlate/sequences/episodes.ts';
import { type SequenceRule, SEQUENCES } from '../correlate/sequences/rule.ts';
import { linksOf, seenSequences } from '../correlate/sequences/match.ts';
import { readSetting } from '../store/correlation-rows.ts';
import type { SequenceRuleRow } from './api.ts';
import { sequenceFacts } from './correlation-input.ts';
import { input } from './correlation-questions.ts';
import { SEQUENCE_SETTING, sequencesOfSetting } from './sequence-choice.ts';
import type { Workspace } from './workspace.ts';

/** All sequence rules, ours first, with what each finds in this workspace. */
export function sequenceRows(workspace: Workspace): SequenceRuleRow[] {
  const { off, own, raise } = sequencesOfSetting(readSetting(workspace.db, SEQUENCE_SETTING));
  const facts = sequenceFacts(workspace.db, workspace.mirror);
  const foundBy = (rule: SequenceRule): Pick<SequenceRuleRow, 'links' | 'episodes'> => {
    const seen = seenSequences(input(workspace), [rule], facts);
    return { links: seen.flatMap(linksOf).length, episodes: episodesOf(seen).length };
  };
  return [...SEQUENCES, ...own].map((rule) => ({
    rule,
    own: own.includes(rule),
    off: off.includes(rule.id),
    raising: rule.raises !== undefined && raise.includes(rule.id),
    ...foundBy(rule),
  }));
}
