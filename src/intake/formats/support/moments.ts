import type { Json } from '../../../base/json.ts';
import { type Instant, type ParsedTime, parseTime, type TimeAssumptions } from '../../../base/time.ts';
import type { AlertDraft } from '../../../domain/alert.ts';

type Times = Pick<AlertDraft, 'firstActivity' | 'lastActivity' | 'detected' | 'updated' | 'timeText' | 'timeAssumed'>;
type Writable = { -readonly [K in keyof Times]: Times[K] };
type Moment = Json | undefined;

export interface Moments {
  readonly first?: Moment;
  readonly last?: Moment;
  readonly detected?: Moment;
  readonly updated?: Moment;
}

/** A time as a record states it. Dates before 1970 are placeholders (`0001-01-01T00:00:00`, `1601-01-01`) and count as none. */
export function momentOf(value: Moment, assume: TimeAssumptions): ParsedTime | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  if (typeof value === 'string' && (value.startsWith('0001-') || value.startsWith('1/1/0001') || value.startsWith('01/01/0001')))
    return undefined;
  const parsed = parseTime(value, assume);
  return parsed === undefined || parsed.at < 0 ? undefined : parsed;
}
export const instantOf = (value: Moment, assume: TimeAssumptions): Instant | undefined => momentOf(value, assume)?.at;

/**
 * The times of an alert. `zoneKnown`: the format defines the zone (UTC as the caller passes it in `assume`), so that a time without one is no guess.
 * The time of activity is the first that can be read of first, last, detected; its text is kept as it stood.
 */
export const timesOf = (moments: Moments, assume: TimeAssumptions, zoneKnown = false): Times => setTimes({}, moments, assume, zoneKnown);

/** The same, added to a draft. */
export function setTimes(draft: Writable, moments: Moments, assume: TimeAssumptions, zoneKnown = false): Times {
  const last = momentOf(moments.last, assume);
  // An activity of which only the end is stated began no later.
  const first = momentOf(moments.first, assume) ?? last;
  const detected = momentOf(moments.detected, assume);
  const updated = moments.updated === moments.detected ? detected : momentOf(moments.updated, assume);
  const assumed = (first ?? last ?? detected ?? updated)?.assumed ?? [];
  const kept = zoneKnown && assumed.length > 0 ? assumed.filter((what) => what !== 'zone') : assumed;
  if (first !== undefined) draft.firstActivity = first.at;
  if (last !== undefined) draft.lastActivity = last.at;
  if (detected !== undefined) draft.detected = detected.at;
  if (updated !== undefined) draft.updated = updated.at;
  const text = filled(moments.first) ?? filled(moments.last) ?? filled(moments.detected) ?? filled(moments.updated);
  if (typeof text === 'string' || typeof text === 'number') draft.timeText = String(text);
  if (kept.length > 0) draft.timeAssumed = kept;
  return draft;
}

const filled = (value: Moment): Moment => (value === '' ? undefined : value);
