import { utcTickInterval, utcTicks } from 'd3';
import { DAY, HOUR, MINUTE, SECOND } from '../../base/time.ts';
import type { TimeScale } from './scale.ts';

export interface Tick {
  readonly x: number;
  readonly label: string;
  /** The date, on the first tick of a segment and where it changes; with its year the first time and where that changes. */
  readonly date: string | undefined;
}

/** Minutes east of UTC at an instant, in the zone shown. */
export type OffsetAt = (at: number) => number;

/** Offset of a zone by what its calendar says. `utc`, `local` (of this computer) or an IANA name. */
export function offsetAt(zone: string): OffsetAt {
  if (zone === 'utc') return () => 0;
  if (zone === 'local') return (at) => -new Date(at / 1000).getTimezoneOffset();
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  return (at) => {
    const millis = Math.floor(at / 1000);
    const part: Partial<Record<Intl.DateTimeFormatPartTypes, string>> = {};
    for (const p of format.formatToParts(millis)) part[p.type] = p.value;
    const civil = Date.UTC(
      Number(part.year),
      Number(part.month) - 1,
      Number(part.day),
      Number(part.hour),
      Number(part.minute),
      Number(part.second),
    );
    return Math.round((civil - Math.floor(millis / 1000) * 1000) / 60_000);
  };
}

const LABEL_ROOM = 74;

/** Ticks on round times of the zone, as many as have room for their labels. */
export function ticksOf(scale: TimeScale, offset: OffsetAt): readonly Tick[] {
  const out: Tick[] = [];
  let lastDate = '';
  let lastX = Number.NEGATIVE_INFINITY;
  scale.segments.forEach((segment, i) => {
    const shift = offset(segment.from) * MINUTE;
    const start = new Date((segment.from + shift) / 1000);
    const stop = new Date((segment.to + shift) / 1000);
    const room = Math.max(1, Math.floor((segment.x1 - segment.x0) / LABEL_ROOM));
    const step = stepOf(start, stop, room);
    let opening = true;
    for (const tick of utcTicks(start, stop, room)) {
      const x = Math.round(scale.x(tick.getTime() * 1000 - shift) * 10) / 10;
      if (x - lastX < LABEL_ROOM * 0.8) continue;
      const year = String(tick.getUTCFullYear());
      const date = step >= DAY ? year : `${dayText(tick)} ${year}`;
      const isNew = date !== lastDate || (opening && i > 0);
      const said = step < DAY && lastDate.endsWith(year) ? dayText(tick) : date;
      out.push({ x, label: clockText(tick, step), date: isNew ? said : undefined });
      opening = false;
      lastDate = date;
      lastX = x;
    }
  });
  return out;
}

/** µs between two ticks. */
function stepOf(start: Date, stop: Date, room: number): number {
  const interval = utcTickInterval(start, stop, room);
  if (!interval) return MINUTE;
  const first = interval.ceil(start);
  return (interval.offset(first, 1).getTime() - first.getTime()) * 1000;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const two = (n: number): string => String(n).padStart(2, '0');

function clockText(tick: Date, step: number): string {
  if (step >= 28 * DAY) return MONTHS[tick.getUTCMonth()] ?? '';
  if (step >= DAY) return dayText(tick);
  const clock = `${two(tick.getUTCHours())}:${two(tick.getUTCMinutes())}`;
  if (step >= MINUTE || step >= HOUR) return clock;
  if (step >= SECOND) return `${clock}:${two(tick.getUTCSeconds())}`;
  return `${clock}:${two(tick.getUTCSeconds())}.${String(tick.getUTCMilliseconds()).padStart(3, '0')}`;
}

const dayText = (tick: Date): string => `${tick.getUTCDate()} ${MONTHS[tick.getUTCMonth()] ?? ''}`;
