import { MINUTE, parseTime } from '../../base/time.ts';
import type { TimeSeen } from '../../client/import-triage.ts';
import { formatTime } from '../../client/time-format.ts';
import type { PartWanted } from '../../worker/api.ts';

/** As typed. */
export interface PartForm {
  readonly slice: boolean;
  readonly from: string;
  readonly to: string;
  readonly sample: boolean;
  readonly every: string;
}
const MOST = 1_000_000;

/** The part as the form shows it first; the ends are those that were seen, to the minute and outward. */
export function formOf(part: PartWanted | undefined, seen: TimeSeen, every: number): PartForm {
  const [first, last] = [part?.from ?? seen.first, part?.to ?? seen.last];
  return {
    slice: part?.from !== undefined || part?.to !== undefined,
    from: first === undefined ? '' : formatTime(first, 'utc'),
    to: last === undefined ? '' : formatTime(Math.ceil(last / MINUTE) * MINUTE, 'utc'),
    sample: (part?.every ?? 1) > 1,
    every: String(part?.every ?? every),
  };
}

/** What the form asks for, or why it cannot be done. An end left empty is open. */
export function partOf({ slice, from, to, sample, every }: PartForm): {
  readonly part?: PartWanted;
  readonly problem?: 'times' | 'order' | 'every';
} {
  const ends = [from, to].map((text) => (slice && text.trim() !== '' ? (parseTime(text)?.at ?? null) : undefined));
  const [start, end] = ends;
  if (start === null || end === null || (slice && start === undefined && end === undefined)) return { problem: 'times' };
  if (start !== undefined && end !== undefined && start >= end) return { problem: 'order' };
  const n = Number(every);
  if (sample && !(Number.isInteger(n) && n >= 2 && n <= MOST)) return { problem: 'every' };
  if (!slice && !sample) return {};
  return { part: { ...(start !== undefined && { from: start }), ...(end !== undefined && { to: end }), ...(sample && { every: n }) } };
}
