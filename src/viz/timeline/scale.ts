import { SECOND } from '../../base/time.ts';

export interface Interval {
  readonly from: number;
  readonly to: number;
}
/** A stretch of the axis on which time runs evenly. */
export interface Segment extends Interval {
  readonly x0: number;
  readonly x1: number;
}
/** Time left out between two segments, drawn as a break with its length in words. */
export interface AxisBreak extends Interval {
  readonly x0: number;
  readonly x1: number;
}
export interface TimeScale {
  readonly segments: readonly Segment[];
  readonly breaks: readonly AxisBreak[];
  /** µs → px. */
  x(at: number): number;
  /** px → µs; inside a break, the nearer end of it. */
  t(x: number): number;
}

export const BREAK_WIDTH = 44;
const MOST_BREAKS = 8;
/** A gap is left out when it is so many times longer than everything that stays on the axis. */
const SILENCE = 4;
const SEGMENT_FLOOR = 48;

/**
 * An axis that leaves out long silences, and only those: an evenly spread incident keeps an unbroken axis. `margin`: px free on both sides.
 */
export function timeScale(
  busy: readonly Interval[],
  width: number,
  options: { readonly breakGaps: boolean; readonly margin: number },
): TimeScale {
  const stretches = split(busy, options.breakGaps);
  const durations = stretches.map((s) => s.to - s.from);
  const total = durations.reduce((a, b) => a + b, 0);
  const room = Math.max(10 * stretches.length, width - 2 * options.margin - BREAK_WIDTH * (stretches.length - 1));
  const floor = Math.min(SEGMENT_FLOOR, room / stretches.length / 2);
  const segments: Segment[] = [];
  const breaks: AxisBreak[] = [];
  let x = options.margin;
  stretches.forEach((stretch, i) => {
    const before = segments.at(-1);
    if (before) {
      breaks.push({ from: before.to, to: stretch.from, x0: x, x1: x + BREAK_WIDTH });
      x += BREAK_WIDTH;
    }
    const share = total > 0 ? (durations[i] ?? 0) / total : 1 / stretches.length;
    const wide = floor + (room - floor * stretches.length) * share;
    segments.push({ from: stretch.from, to: stretch.to, x0: x, x1: x + wide });
    x += wide;
  });
  return { segments, breaks, x: (at) => project(segments, at), t: (px) => unproject(segments, px) };
}

/** Whether an axis over these would leave anything out. */
export const hasSilences = (busy: readonly Interval[]): boolean => split(busy, true).length > 1;

/** Busy stretches with the long gaps cut out; padded so that a mark never stands on an edge. */
function split(busy: readonly Interval[], breakGaps: boolean): Interval[] {
  const merged = mergeIntervals(busy);
  const first = merged[0];
  const last = merged.at(-1);
  if (!first || !last) return [{ from: 0, to: SECOND }];
  const gaps = merged.slice(1).map((next, i) => ({ after: i, length: next.from - (merged[i]?.to ?? next.from) }));
  const { cut, remaining } = breakGaps ? silences(gaps, last.to - first.from) : { cut: new Set<number>(), remaining: last.to - first.from };
  const out: { from: number; to: number }[] = [{ from: first.from, to: first.to }];
  merged.slice(1).forEach((next, i) => {
    const current = out.at(-1);
    if (!current || cut.has(i)) out.push({ from: next.from, to: next.to });
    else current.to = Math.max(current.to, next.to);
  });
  const pad = Math.max(SECOND, remaining * 0.015);
  return out.map((s) => ({ from: s.from - pad, to: s.to + pad }));
}

/** The most gaps of which even the shortest is several times as long as all that would remain. */
function silences(
  gaps: readonly { readonly after: number; readonly length: number }[],
  span: number,
): { cut: ReadonlySet<number>; remaining: number } {
  const longest = [...gaps].sort((a, b) => b.length - a.length || a.after - b.after).slice(0, MOST_BREAKS);
  let taken = 0;
  let left = span;
  let remaining = span;
  longest.forEach((gap, i) => {
    left -= gap.length;
    if (left > 0 && gap.length > SILENCE * left) {
      taken = i + 1;
      remaining = left;
    }
  });
  return { cut: new Set(longest.slice(0, taken).map((g) => g.after)), remaining };
}

/** Sorted, overlapping ones joined. */
export function mergeIntervals(intervals: readonly Interval[]): Interval[] {
  const out: { from: number; to: number }[] = [];
  for (const next of [...intervals].sort((a, b) => a.from - b.from)) {
    const current = out.at(-1);
    if (current && next.from <= current.to) current.to = Math.max(current.to, next.to);
    else out.push({ from: next.from, to: Math.max(next.from, next.to) });
  }
  return out;
}

function project(segments: readonly Segment[], at: number): number {
  let before: Segment | undefined;
  for (const s of segments) {
    if (at < s.from) return before ? lerp(at, before.to, s.from, before.x1, s.x0) : s.x0;
    if (at <= s.to) return lerp(at, s.from, s.to, s.x0, s.x1);
    before = s;
  }
  return before?.x1 ?? 0;
}

function unproject(segments: readonly Segment[], x: number): number {
  let before: Segment | undefined;
  for (const s of segments) {
    if (x < s.x0) return before === undefined || s.x0 - x < x - before.x1 ? s.from : before.to;
    if (x <= s.x1) return Math.round(lerp(x, s.x0, s.x1, s.from, s.to));
    before = s;
  }
  return before?.to ?? 0;
}

const lerp = (v: number, a: number, b: number, x: number, y: number): number => (b === a ? (x + y) / 2 : x + ((v - a) / (b - a)) * (y - x));
