import { hash64 } from '../base/hash.ts';
import type { Instant } from '../base/time.ts';
import { toIso } from '../base/time.ts';
import type { AlertDraft } from '../domain/alert.ts';

/** A part of a file: alerts that begin within a time range (both ends within), and of those one in so many. */
export interface Slice {
  readonly from?: Instant;
  readonly to?: Instant;
  /** Whole, 1 or more. */
  readonly every?: number;
}

export const OUTSIDE = 'alert outside of the chosen time';
export const UNSAMPLED = 'alert left out of the sample';

/** Decides which alerts of one file belong to the part. Holds a count and nothing of the file. */
export class Slicer {
  readonly #only: Slice;
  #unnamed = 0;

  constructor(only: Slice) {
    this.#only = only;
  }

  /**
   * Why the alert is left out; undefined when it belongs to the part. An alert without time is within every range. Of alerts with an id the id
   * decides, by its hash, so that all records of an alert, and every export of it, fare alike; of those without one every nth is taken.
   */
  leavesOut(draft: AlertDraft): typeof OUTSIDE | typeof UNSAMPLED | undefined {
    const { from, to, every = 1 } = this.#only;
    const at = draft.firstActivity ?? draft.lastActivity ?? draft.detected;
    if (at !== undefined && ((from !== undefined && at < from) || (to !== undefined && at > to))) return OUTSIDE;
    if (every <= 1) return undefined;
    const id = draft.externalId ?? draft.key;
    const turn = id === undefined || id === '' ? this.#unnamed++ : Number.parseInt(hash64(id).slice(-8), 16);
    return turn % every === 0 ? undefined : UNSAMPLED;
  }
}

export const isPart = ({ from, to, every = 1 }: Slice): boolean => from !== undefined || to !== undefined || every > 1;

/** What was taken, in sentences for the report. */
export function sliceNotes({ from, to, every = 1 }: Slice): readonly string[] {
  const notes: string[] = [];
  if (from !== undefined || to !== undefined) {
    const range = [from === undefined ? '' : `from ${toIso(from)}`, to === undefined ? '' : `to ${toIso(to)}`].filter((end) => end !== '');
    notes.push(
      `Only a time slice was taken in: alerts that begin ${range.join(' ')}, and those without a time. The others are counted as ignored.`,
    );
  }
  if (every > 1)
    notes.push(
      `Only a sample was taken in: one alert in ${every}, by a hash of its id (of alerts without an id every ${ordinal(every)}), so that the same file gives the same sample. Counts, rates and links are those of the sample, not of the file.`,
    );
  return notes;
}

function ordinal(n: number): string {
  const teens = n % 100 >= 11 && n % 100 <= 13;
  return `${n}${teens ? 'th' : (['th', 'st', 'nd', 'rd'][n % 10] ?? 'th')}`;
}
