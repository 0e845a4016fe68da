import { SECOND } from '../base/time.ts';

/**
 * The one formatter of times on the page: axis, table, pane and export agree. Instants are µs UTC; `null` and `undefined` give `–`.
 * A zone is `utc`, `local` or an IANA name.
 */
export type TimeStyle =
  /** `2024-03-01 09:10`, for tables */
  | 'minute'
  /** `2024-03-01 09:10:11`, for panes */
  | 'second'
  /** `2024-03-01 09:10:11.123456`, as exact as the source */
  | 'exact'
  /** `2024-03-01` */
  | 'date'
  /** `09:10:11` */
  | 'clock';

const formats = new Map<string, Intl.DateTimeFormat>();
function formatOf(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-GB', {
      ...(zone === 'local' ? {} : { timeZone: zone === 'utc' ? 'UTC' : zone }),
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
    formats.set(zone, format);
  }
  return format;
}

interface Civil {
  readonly date: string;
  readonly hour: string;
  readonly minute: string;
  readonly second: string;
}

function civil(at: number, zone: string): Civil {
  if (zone === 'utc') {
    // Twenty times quicker than Intl, and most of what a table draws.
    const iso = new Date(Math.floor(at / 1000)).toISOString();
    if (iso.length === 24) return { date: iso.slice(0, 10), hour: iso.slice(11, 13), minute: iso.slice(14, 16), second: iso.slice(17, 19) };
  }
  const parts: Record<string, string> = {};
  for (const part of formatOf(zone).formatToParts(Math.floor(at / 1000))) parts[part.type] = part.value;
  const year = (parts['year'] ?? '').padStart(4, '0');
  return {
    date: `${year}-${parts['month'] ?? ''}-${parts['day'] ?? ''}`,
    hour: parts['hour'] ?? '',
    minute: parts['minute'] ?? '',
    second: parts['second'] ?? '',
  };
}

export function formatTime(at: number | null | undefined, zone: string, style: TimeStyle = 'minute'): string {
  if (at === null || at === undefined || !(Math.abs(at) <= 8.64e18)) return '–';
  const { date, hour, minute, second } = civil(at, zone);
  switch (style) {
    case 'date':
      return date;
    case 'minute':
      return `${date} ${hour}:${minute}`;
    case 'second':
      return `${date} ${hour}:${minute}:${second}`;
    case 'clock':
      return `${hour}:${minute}:${second}`;
    case 'exact': {
      const rest = at - Math.floor(at / SECOND) * SECOND;
      const fraction = rest === 0 ? '' : `.${String(rest).padStart(6, '0').replace(/0+$/, '')}`;
      return `${date} ${hour}:${minute}:${second}${fraction}`;
    }
  }
}

/** `2024-03-01 09:10 – 11:25`: the date is said once when it is the same day. */
export function formatSpan(from: number | null | undefined, to: number | null | undefined, zone: string): string {
  if (from === null || from === undefined) return formatTime(to, zone);
  if (to === null || to === undefined) return formatTime(from, zone);
  const a = formatTime(from, zone);
  const b = formatTime(to, zone);
  if (a === b) return a;
  return a.slice(0, 10) === b.slice(0, 10) ? `${a} – ${b.slice(11)}` : `${a} – ${b}`;
}

/** The zone as it is named beside times: `UTC`, `Europe/Berlin`. */
export function zoneName(zone: string): string {
  if (zone === 'utc') return 'UTC';
  return zone === 'local' ? new Intl.DateTimeFormat().resolvedOptions().timeZone : zone;
}
