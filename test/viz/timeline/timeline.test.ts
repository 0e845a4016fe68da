import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY, HOUR, MINUTE } from '../../../src/base/time.ts';
import { MARK_RADIUS, type PlacedMark, timelineLayout, type TimelineMark } from '../../../src/viz/timeline/layout.ts';
import { BREAK_WIDTH, mergeIntervals, timeScale } from '../../../src/viz/timeline/scale.ts';
import { offsetAt, ticksOf } from '../../../src/viz/timeline/ticks.ts';

const T0 = Date.UTC(2024, 2, 1, 9) * 1000;
const at = (offset: number) => ({ from: T0 + offset, to: T0 + offset });
const options = { breakGaps: true, margin: 20 };

describe('timeScale', () => {
  it('leaves an evenly spread story unbroken and fills the width', () => {
    const scale = timeScale(
      [0, 10, 25, 31, 44, 60].map((m) => at(m * MINUTE)),
      1000,
      options,
    );
    expect(scale.breaks).toEqual([]);
    expect(scale.segments[0]?.x0).toBe(20);
    expect(scale.segments[0]?.x1).toBe(980);
    expect(scale.x(T0 + 30 * MINUTE)).toBeCloseTo(500, 5);
  });

  it('breaks the axis at a silence that would take most of it, and gives the silence its true ends', () => {
    const busy = [0, 4, 9, 3 * 24 * 60, 3 * 24 * 60 + 6].map((m) => at(m * MINUTE));
    const scale = timeScale(busy, 1000, options);
    expect(scale.breaks).toHaveLength(1);
    const [gap] = scale.breaks;
    expect((gap?.x1 ?? 0) - (gap?.x0 ?? 0)).toBe(BREAK_WIDTH);
    const length = (gap?.to ?? 0) - (gap?.from ?? 0);
    expect(length).toBeGreaterThan(3 * DAY - 12 * MINUTE);
    expect(length).toBeLessThanOrEqual(3 * DAY - 9 * MINUTE);
    expect(timeScale(busy, 1000, { ...options, breakGaps: false }).breaks).toEqual([]);
  });

  it('stands on its feet with one moment, or none', () => {
    const one = timeScale([at(0)], 600, options);
    expect(one.x(T0)).toBeCloseTo(300, 3);
    expect(timeScale([], 600, options).segments).toHaveLength(1);
  });

  it('keeps the order of time and finds its way back (property)', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 40 * DAY }), { minLength: 1, maxLength: 60 }), (offsets) => {
        const scale = timeScale(offsets.map(at), 900, options);
        const sorted = offsets.map((o) => T0 + o).sort((a, b) => a - b);
        let before = Number.NEGATIVE_INFINITY;
        for (const t of sorted) {
          const x = scale.x(t);
          expect(x).toBeGreaterThanOrEqual(before);
          expect(x).toBeGreaterThanOrEqual(0);
          expect(x).toBeLessThanOrEqual(900);
          before = x;
          expect(Math.abs(scale.x(scale.t(x)) - x)).toBeLessThan(0.01);
        }
      }),
    );
  });

  it('joins intervals that touch', () => {
    expect(
      mergeIntervals([
        { from: 5, to: 9 },
        { from: 0, to: 6 },
        { from: 20, to: 20 },
      ]),
    ).toEqual([
      { from: 0, to: 9 },
      { from: 20, to: 20 },
    ]);
  });
});

describe('ticksOf', () => {
  it('stands on round times of the zone shown', () => {
    const scale = timeScale([at(0), at(6 * HOUR)], 900, options);
    const utc = ticksOf(scale, offsetAt('utc'));
    expect(utc.map((t) => t.label)).toContain('12:00');
    expect(utc[0]?.date).toBe('1 Mar 2024');
    const kathmandu = ticksOf(scale, offsetAt('Asia/Kathmandu'));
    expect(kathmandu.map((t) => t.label)).toContain('18:00');
    expect(kathmandu.every((t) => /:(00|30)$/.test(t.label))).toBe(true);
  });

  it('names the date again after a break, and never lets labels touch', () => {
    const scale = timeScale([at(0), at(5 * MINUTE), at(9 * DAY), at(9 * DAY + 7 * MINUTE)], 700, options);
    const ticks = ticksOf(scale, offsetAt('utc'));
    expect(ticks.filter((t) => t.date !== undefined).map((t) => t.date)).toEqual(['1 Mar 2024', '10 Mar']);
    ticks.slice(1).forEach((t, i) => expect(t.x - (ticks[i]?.x ?? 0)).toBeGreaterThan(50));
  });
});

const mark = (alert: number, offset: number, lane: number, extra: Partial<TimelineMark> = {}): TimelineMark => ({
  alert,
  title: `alert ${alert}`,
  severity: 'medium',
  ...at(offset),
  lane,
  ...extra,
});
const lanes = [
  { id: 1, type: 'device' as const, label: 'FS-01' },
  { id: 2, type: 'user' as const, label: 'jane' },
  { id: 3, type: 'device' as const, label: 'silent' },
];

describe('timelineLayout', () => {
  it('gives a lane to each asset that has marks, and the last to alerts that name none', () => {
    const layout = timelineLayout(lanes, [mark(1, 0, 2), mark(2, HOUR, 0), mark(3, HOUR, 99), mark(4, 2 * HOUR, 1)], {
      width: 800,
      breakGaps: true,
    });
    expect(layout.lanes.map((l) => [l.label, l.alerts])).toEqual([
      ['FS-01', 1],
      ['jane', 1],
      ['No asset named', 2],
    ]);
    layout.lanes.slice(1).forEach((l, i) => expect(l.y).toBe((layout.lanes[i]?.y ?? 0) + (layout.lanes[i]?.height ?? 0)));
    for (const m of layout.marks) expect(m.y).toBeLessThan(layout.height);
  });

  it('draws a duration from its first to its last activity', () => {
    const layout = timelineLayout(lanes, [mark(1, 0, 1, { to: T0 + HOUR }), mark(2, 2 * HOUR, 1)], { width: 800, breakGaps: true });
    const [first] = layout.marks;
    expect((first?.x2 ?? 0) - (first?.x ?? 0)).toBeCloseTo(((layout.marks[1]?.x ?? 0) - (first?.x ?? 0)) / 2, 0);
  });

  it('joins what would cover each other into one mark with the worst severity, loses no alert and never overlaps (property)', () => {
    const alerts = fc.array(
      fc.record({ offset: fc.integer({ min: 0, max: 2 * HOUR }), severity: fc.constantFrom('low' as const, 'high' as const) }),
      { minLength: 1, maxLength: 400 },
    );
    fc.assert(
      fc.property(alerts, (rows) => {
        const marks = rows.map((r, i) => mark(i, r.offset, 1, { severity: r.severity }));
        const layout = timelineLayout(lanes, marks, { width: 500, breakGaps: true });
        expect(layout.marks.flatMap((m) => m.alerts).sort((a, b) => a - b)).toEqual(marks.map((m) => m.alert));
        for (const m of layout.marks) expect(m.severity).toBe(m.alerts.some((a) => rows[a]?.severity === 'high') ? 'high' : 'low');
        const rowsOf = grouped(layout.marks);
        for (const row of rowsOf.values())
          row.slice(1).forEach((m, i) => {
            const before = row[i];
            const n = before?.alerts.length ?? 0;
            // The count of a cluster stands beside it, six px a digit.
            const count = n > 1 ? 2 + 6 * String(n).length : 0;
            expect(m.x - (before?.x ?? 0)).toBeGreaterThanOrEqual(2 * MARK_RADIUS + count);
          });
      }),
      { numRuns: 40 },
    );
  });

  it('gives the same picture whatever the order of the marks', () => {
    const marks = Array.from({ length: 50 }, (_, i) => mark(i, ((i * 7919) % 100) * MINUTE, (i % 3) + 1));
    const flat = (m: readonly TimelineMark[]) => timelineLayout(lanes, m, { width: 800, breakGaps: true }).marks;
    expect(flat([...marks].reverse())).toEqual(flat(marks));
  });
});

function grouped(marks: readonly PlacedMark[]): Map<number, PlacedMark[]> {
  const out = new Map<number, PlacedMark[]>();
  for (const m of marks) out.set(m.y, [...(out.get(m.y) ?? []), m]);
  return out;
}
