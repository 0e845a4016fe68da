import type { Instant } from '../../base/time.ts';
import { HOUR } from '../../base/time.ts';

export interface Silence {
  readonly source: string;
  readonly last: Instant;
  /** Microseconds from its last alert to the last of the file. */
  readonly silent: number;
  /** Its usual pause: nine in ten are shorter. */
  readonly usual: number;
}

const ENOUGH = 20;
const TIMES = 10;

/** Sources that spoke regularly and then no more, long before the file ends: an export that stopped, or a sensor that died. */
export function silentSources(timesBySource: ReadonlyMap<string, readonly number[]>): readonly Silence[] {
  let end = Number.NEGATIVE_INFINITY;
  for (const times of timesBySource.values()) for (const at of times) if (at > end) end = at;
  const silences: Silence[] = [];
  for (const [source, unsorted] of timesBySource) {
    if (unsorted.length < ENOUGH) continue;
    const times = Float64Array.from(unsorted).sort();
    const gaps = times
      .subarray(1)
      .map((at, i) => at - (times[i] ?? 0))
      .sort();
    const usual = gaps[Math.floor(gaps.length * 0.9)] ?? 0;
    const longest = gaps[gaps.length - 1] ?? 0;
    const last = times[times.length - 1] ?? 0;
    const silent = end - last;
    if (silent > Math.max(TIMES * usual, 2 * longest, HOUR)) silences.push({ source, last: last as Instant, silent, usual });
  }
  return silences.sort((a, b) => b.silent - a.silent);
}
