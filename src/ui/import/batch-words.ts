import { plural } from '../../base/text.ts';
import type { BatchRow } from '../../worker/api.ts';

export type BatchOutcome = 'read' | 'partly' | 'nothing' | 'failed' | 'cancelled';

/** How a file fared, in one word. */
export function outcomeOf(batch: BatchRow): BatchOutcome {
  if (batch.cancelled) return 'cancelled';
  if (batch.error !== null) return batch.alerts > 0 ? 'partly' : 'failed';
  if (batch.rejectedCount > 0) return 'partly';
  return batch.alerts + batch.sourceIncidents === 0 ? 'nothing' : 'read';
}

export interface Count {
  readonly value: number;
  readonly words: string;
  readonly why: string;
}

/** What became of the records, largest concern last; counts of nothing are left out, but for the alerts kept. */
export function countsOf(batch: BatchRow): readonly Count[] {
  const all: Count[] = [
    { value: batch.added, words: plural(batch.added, 'alert added', 'alerts added'), why: 'New in this workspace' },
    {
      value: batch.updated,
      words: `${plural(batch.updated, 'alert')} updated`,
      why: 'A newer version of an alert that was here; decisions were left alone',
    },
    { value: batch.duplicates, words: plural(batch.duplicates, 'duplicate'), why: 'Already here in this or a newer version' },
    {
      value: batch.sourceIncidents,
      words: plural(batch.sourceIncidents, 'source incident'),
      why: 'Incidents of the exporting product: their words are kept, its grouping is not followed',
    },
    { value: batch.ignored, words: `${plural(batch.ignored, 'record')} ignored`, why: 'Well-formed, but no alerts' },
    {
      value: batch.rejectedCount,
      words: `${plural(batch.rejectedCount, 'record')} rejected`,
      why: 'Should have been alerts, but could not be read',
    },
  ];
  return all.filter((count, i) => i === 0 || count.value > 0);
}
