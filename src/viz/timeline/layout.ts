import type { EvidenceType } from '../../domain/evidence.ts';
import { type Severity, severityRank } from '../../domain/severity.ts';
import { type AxisBreak, type Interval, timeScale, type TimeScale } from './scale.ts';

export interface TimelineLane {
  readonly id: number;
  readonly type: EvidenceType;
  readonly label: string;
}
/** An alert in the lane of one asset; times in µs. */
export interface TimelineMark {
  readonly alert: number;
  readonly title: string;
  readonly severity: Severity;
  readonly from: number;
  readonly to: number;
  /** 0: names no asset. */
  readonly lane: number;
}
export interface TimelineOptions {
  /** Width of the drawn axis, px: the pane's width times the zoom. */
  readonly width: number;
  readonly breakGaps: boolean;
}

/** One drawn mark: one alert, or several that would cover each other. */
export interface PlacedMark {
  readonly key: string;
  readonly x: number;
  /** End of its duration; equal to `x` for a moment. */
  readonly x2: number;
  readonly y: number;
  /** The worst of its alerts. */
  readonly severity: Severity;
  readonly alerts: readonly number[];
  readonly title: string;
  readonly from: number;
  readonly to: number;
}
export interface PlacedLane {
  readonly id: number;
  readonly type: EvidenceType | undefined;
  readonly label: string;
  readonly y: number;
  readonly height: number;
  readonly alerts: number;
}
export interface TimelineLayout {
  readonly scale: TimeScale;
  readonly breaks: readonly AxisBreak[];
  readonly lanes: readonly PlacedLane[];
  readonly marks: readonly PlacedMark[];
  /** Height of all lanes, px. */
  readonly height: number;
}

/** Half the width of a mark, px. */
export const MARK_RADIUS = 6;
const MARGIN = 20;
const ROW = 15;
const LANE_PADDING = 6;
const MOST_ROWS = 3;

interface Slot {
  readonly x: number;
  readonly row: number;
  x2: number;
  to: number;
  severity: Severity;
  readonly first: TimelineMark;
  readonly alerts: number[];
}

/** Lanes in the given order, those without a mark left out; the lane of alerts that name no asset comes last. */
export function timelineLayout(lanes: readonly TimelineLane[], marks: readonly TimelineMark[], options: TimelineOptions): TimelineLayout {
  const scale = timeScale(marks.map(interval), options.width, { breakGaps: options.breakGaps, margin: MARGIN });
  const byLane = new Map<number, TimelineMark[]>();
  const known = new Set(lanes.map((l) => l.id));
  for (const mark of marks) {
    const id = known.has(mark.lane) ? mark.lane : 0;
    const list = byLane.get(id);
    if (list) list.push(mark);
    else byLane.set(id, [mark]);
  }
  const all: readonly { id: number; type: EvidenceType | undefined; label: string }[] = [
    ...lanes,
    { id: 0, type: undefined, label: 'No asset named' },
  ];
  const placedLanes: PlacedLane[] = [];
  const placed: PlacedMark[] = [];
  let y = 0;
  for (const lane of all) {
    const own = byLane.get(lane.id);
    if (!own) continue;
    const slots = pack(own, scale);
    const rows = 1 + Math.max(...slots.map((s) => s.row));
    const height = rows * ROW + 2 * LANE_PADDING;
    for (const slot of slots) placed.push(placedMark(slot, lane.id, y + LANE_PADDING + slot.row * ROW + ROW / 2));
    const alerts = new Set(own.map((m) => m.alert)).size;
    placedLanes.push({ id: lane.id, type: lane.type, label: lane.label, y, height, alerts });
    y += height;
  }
  return { scale, breaks: scale.breaks, lanes: placedLanes, marks: placed, height: y };
}

const interval = (mark: TimelineMark): Interval => ({ from: mark.from, to: Math.max(mark.from, mark.to) });

/** px of a digit of the count beside a cluster. */
const DIGIT = 6;
/** Where the next mark of the row may stand, px: beside the mark, and beside its count where it is several. */
function freeFrom(slot: Slot | undefined): number {
  if (slot === undefined) return Number.NEGATIVE_INFINITY;
  const n = slot.alerts.length;
  return slot.x + 2 * MARK_RADIUS + (n > 1 ? 2 + DIGIT * String(n).length : 1);
}

/** First free row of three; what finds none joins the mark it would cover. A cluster stays within the width of its first mark. */
function pack(marks: readonly TimelineMark[], scale: TimeScale): Slot[] {
  const ends: (Slot | undefined)[] = [];
  const slots: Slot[] = [];
  const sorted = [...marks].sort((a, b) => a.from - b.from || severityRank(b.severity) - severityRank(a.severity) || a.alert - b.alert);
  for (const mark of sorted) {
    const x = Math.round(scale.x(mark.from) * 10) / 10;
    const x2 = mark.to > mark.from ? Math.round(scale.x(mark.to) * 10) / 10 : x;
    let row = 0;
    while (row < MOST_ROWS && x < freeFrom(ends[row])) row++;
    if (row < MOST_ROWS) {
      const slot: Slot = { x, x2, row, to: mark.to, severity: mark.severity, first: mark, alerts: [mark.alert] };
      ends[row] = slot;
      slots.push(slot);
      continue;
    }
    const cover = ends.reduce((best, s) => (s && (!best || s.x > best.x) ? s : best), undefined);
    if (!cover) continue;
    cover.alerts.push(mark.alert);
    cover.to = Math.max(cover.to, mark.to);
    cover.x2 = Math.max(cover.x2, x2);
    if (severityRank(mark.severity) > severityRank(cover.severity)) cover.severity = mark.severity;
  }
  return slots;
}

const placedMark = (slot: Slot, lane: number, y: number): PlacedMark => ({
  key: `${lane}:${slot.first.alert}`,
  x: slot.x,
  x2: slot.x2,
  y,
  severity: slot.severity,
  alerts: slot.alerts,
  title: slot.first.title,
  from: slot.first.from,
  to: slot.to,
});
