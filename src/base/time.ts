import type { Brand } from './brand.ts';

/** Microseconds since 1970-01-01T00:00:00Z, an integer. Exact in a JS number until the year 2255. */
export type Instant = Brand<number, 'Instant'>;
/** Microseconds. */
export type Duration = Brand<number, 'Duration'>;

export const SECOND = 1_000_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

export const instant = (micros: number): Instant => Math.round(micros) as Instant;
export const instantOfMillis = (millis: number): Instant => Math.round(millis * 1000) as Instant;

/** What a naive time (no zone, or no year) is taken to mean. */
export interface TimeAssumptions {
  /** Minutes east of UTC for a time without a zone. */
  readonly offsetMinutes: number;
  /** Year of a time without one. */
  readonly year: number;
  /** Order of `1/2/2024`. */
  readonly dayFirst: boolean;
}
export const UTC_ASSUMED: TimeAssumptions = { offsetMinutes: 0, year: 1970, dayFirst: false };

export interface ParsedTime {
  readonly at: Instant;
  readonly assumed: readonly ('zone' | 'year' | 'dayMonth')[];
}

const SURE: readonly never[] = [];
const ISO =
  /^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?:[T ]\s*(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d+))?)?)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{2})?$/i;

/**
 * Reads a time as the products in docs/formats write it: ISO 8601 with 0–9 fractional digits and any offset form, `M/D/YYYY, h:mm:ss.fff AM`,
 * `D.M.YYYY`, `MM-DD-YYYY`, `YYYY/MM/DD`, `20240301T091011Z`, `MM/DD-HH:MM:SS.ffffff` (no year), `MM/DD/YYYY-HH:MM:SS.ffffff`,
 * `Mar 18, 2022 @ 20:34:37.854`, `01/May/2024:10:00:00 +0000`, `May 1, 2024, 10:00:00 PM`, `Aug 10 09:26:47`, `Mon Aug 10 2020 09:26:47`,
 * and numbers as seconds, ms, µs, ns or FILETIME by magnitude. Digits after the sixth are cut, not rounded.
 * `undefined` when the text is no time.
 */
export function parseTime(value: string | number, assume: TimeAssumptions = UTC_ASSUMED): ParsedTime | undefined {
  if (typeof value === 'number') return ofNumber(value);
  const trimmed = value.trim();
  if (trimmed.length < 5 || trimmed.length > 64) return undefined;
  const usual = usualIso(trimmed);
  if (usual !== undefined) return usual;
  const text = ISO.test(trimmed) ? trimmed : plain(trimmed);
  const iso = ISO.exec(text);
  if (iso) {
    const [, y, , mo, d, h, mi, s, f, zone] = iso;
    return civil(Number(y), Number(mo), Number(d), Number(h ?? 0), Number(mi ?? 0), Number(s ?? 0), f, zone, assume, SURE);
  }
  if (/^-?\d+(?:\.\d+)?$/.test(text)) return ofDigits(text);
  return american(text, assume) ?? named(text, assume);
}

/** Without what Go writes after an offset (`+0000 UTC m=+0.1`) and .NET around milliseconds; ISO 8601's basic form spelled out. */
function plain(text: string): string {
  if (text.startsWith('/Date(')) return text.replace(/^\/Date\((\d+)(?:[+-]\d{4})?\)\/$/, '$1');
  const basic = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\D.*)?$/.exec(text);
  if (basic !== null) return `${basic.slice(1, 4).join('-')}T${basic.slice(4, 7).join(':')}${basic[7] ?? ''}`;
  return text.replace(/([+-]\d{2}:?\d{2}) [A-Z]{3,5}(?: m=\S+)?$/, '$1');
}

/** `2024-03-01T09:10:11Z` with any fraction, the form nearly all products write, read by its digits; undefined for every other form. */
function usualIso(text: string): ParsedTime | undefined {
  const last = text.length - 1;
  if (last < 19 || text.charCodeAt(last) !== 90 || text.charCodeAt(4) !== 45 || text.charCodeAt(7) !== 45 || text.charCodeAt(10) !== 84)
    return undefined;
  if (text.charCodeAt(13) !== 58 || text.charCodeAt(16) !== 58) return undefined;
  let fraction = 0;
  if (last > 19) {
    if (text.charCodeAt(19) !== 46 || last === 20) return undefined;
    for (let i = 20; i < Math.max(last, 26); i++) {
      const digit = i < last ? text.charCodeAt(i) - 48 : 0;
      if (digit < 0 || digit > 9) return undefined;
      if (i < 26) fraction = fraction * 10 + digit;
    }
  }
  const year = 100 * twoDigits(text, 0) + twoDigits(text, 2);
  const month = twoDigits(text, 5);
  const day = twoDigits(text, 8);
  const hour = twoDigits(text, 11);
  const minute = twoDigits(text, 14);
  const second = twoDigits(text, 17);
  if (!(year >= 0 && month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month) && hour <= 24 && minute <= 59 && second <= 60))
    return undefined;
  return { at: (Date.UTC(year, month - 1, day, hour, minute, second) * 1000 + fraction) as Instant, assumed: SURE };
}

/** NaN where one of both is no digit. */
function twoDigits(text: string, at: number): number {
  const tens = text.charCodeAt(at) - 48;
  const ones = text.charCodeAt(at + 1) - 48;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN;
}

function ofDigits(text: string): ParsedTime | undefined {
  const dot = text.indexOf('.');
  const whole = dot < 0 ? text : text.slice(0, dot);
  if (dot >= 0 && whole.length <= 10) {
    const seconds = Number(whole);
    if (seconds < 1e8) return undefined;
    return { at: (seconds * SECOND + micros(text.slice(dot + 1))) as Instant, assumed: SURE };
  }
  return ofNumber(Number(text));
}

function ofNumber(value: number): ParsedTime | undefined {
  if (!Number.isFinite(value)) return undefined;
  const of = (at: number): ParsedTime => ({ at: Math.round(at) as Instant, assumed: SURE });
  if (value >= 1e8 && value < 1e10) return of(value * 1e6);
  if (value >= 1e11 && value < 1e13) return of(value * 1e3);
  if (value >= 1e14 && value < 1e16) return of(value);
  if (value >= 1.16e17 && value < 1.6e17) return of((value - 116_444_736_000_000_000) / 10);
  if (value >= 1e18 && value < 1e19) return of(value / 1e3);
  return undefined;
}

const AMERICAN =
  /^(\d{1,2})([-/.])(\d{1,2})(?:\2(\d{2,4}))?(?:[-, T]\s*(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d+))?)?\s*([AP]M)?)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?$/i;

function american(text: string, assume: TimeAssumptions): ParsedTime | undefined {
  const m = AMERICAN.exec(text);
  if (!m) return undefined;
  const [, a, mark, b, y, h, mi, s, f, half, zone] = m;
  // `1-2` and `1.2.24` are versions and numbers before they are dates.
  if (mark !== '/' && y?.length !== 4) return undefined;
  const first = Number(a);
  const second = Number(b);
  const assumed: ('zone' | 'year' | 'dayMonth')[] = [];
  if (y === undefined) assumed.push('year');
  const dayFirst = mark === '.' || assume.dayFirst;
  // Snort 3 puts the year of option -y first (`24/03/01-09:10:11.5`), Snort 2 last.
  if (mark === '/' && first > 12 && y?.length === 2 && /^\d\d\/\d\d\/\d\d-/.test(text))
    return civil(2000 + first, second, Number(y), hourOf(h, half), Number(mi ?? 0), Number(s ?? 0), f, zone, assume, SURE);
  let month = dayFirst ? second : first;
  let day = dayFirst ? first : second;
  if (month > 12 && day <= 12) [month, day] = [day, month];
  else if (day <= 12 && y !== undefined && half === undefined && mark !== '.' && !/^\d+\/\d+\/\d+-/.test(text)) assumed.push('dayMonth');
  const year = y === undefined ? assume.year : y.length <= 2 ? 2000 + Number(y) : Number(y);
  return civil(year, month, day, hourOf(h, half), Number(mi ?? 0), Number(s ?? 0), f, zone, assume, assumed);
}

const hourOf = (hour: string | undefined, half: string | undefined): number =>
  half === undefined ? Number(hour ?? 0) : (Number(hour ?? 0) % 12) + (/p/i.test(half) ? 12 : 0);

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const NAMED =
  /^(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,?\s+)?(?:(\d{4})\s+)?(?:(\d{1,2})[ /-])?([a-z]{3})[a-z]*[ /-](?:(\d{1,2}),?\s*)?(?:(\d{4})[,:]?)?\s*(?:@\s*|at\s+)?(\d{1,2}):(\d{2})(?::(\d{2}))?(?:[.,](\d+))?\s*([AP]M)?\s*(?:(Z|UTC|GMT|[+-]\d{2}:?\d{2})|[A-Z]{3,4})?(?:\s+(\d{4}))?$/i;

function named(text: string, assume: TimeAssumptions): ParsedTime | undefined {
  const m = NAMED.exec(text);
  if (!m) return undefined;
  const [, y0, d0, name, d1, y1, h, mi, s, f, half, zone, y2] = m;
  const month = MONTHS.indexOf((name ?? '').toLowerCase()) + 1;
  const day = Number(d0 ?? d1 ?? Number.NaN);
  if (month === 0 || !Number.isFinite(day)) return undefined;
  const stated = y0 ?? y1 ?? y2;
  const year = stated === undefined ? assume.year : Number(stated);
  return civil(year, month, day, hourOf(h, half), Number(mi), Number(s ?? 0), f, zone, assume, stated === undefined ? ['year'] : SURE);
}

function civil(
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
  fraction: string | undefined,
  zone: string | undefined,
  assume: TimeAssumptions,
  assumedSoFar: readonly ('zone' | 'year' | 'dayMonth')[],
): ParsedTime | undefined {
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month) || hour > 24 || minute > 59 || second > 60) return undefined;
  const offset = zone === undefined ? assume.offsetMinutes : offsetOf(zone);
  const millis = Date.UTC(year, month - 1, day, hour, minute, second) - offset * 60_000;
  if (!Number.isFinite(millis)) return undefined;
  const at = (millis * 1000 + micros(fraction)) as Instant;
  return { at, assumed: zone === undefined ? [...assumedSoFar, 'zone'] : assumedSoFar };
}

const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const daysIn = (year: number, month: number): number =>
  month === 2 && (year % 4 === 0 ? year % 100 !== 0 || year % 400 === 0 : false) ? 29 : (DAYS[month - 1] ?? 0);

const micros = (fraction: string | undefined): number => (fraction === undefined ? 0 : Number(fraction.slice(0, 6).padEnd(6, '0')));

function offsetOf(zone: string): number {
  if (/^[a-z]/i.test(zone)) return 0;
  const digits = zone.slice(1).replace(':', '').padEnd(4, '0');
  const minutes = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2));
  return zone.startsWith('-') ? -minutes : minutes;
}

/** RFC 3339 in UTC with microseconds where there are any: `2024-03-01T09:10:11Z`, `…11.123456Z`. */
export function toIso(at: Instant): string {
  const millis = Math.floor(at / 1000);
  const rest = at - Math.floor(at / SECOND) * SECOND;
  const head = new Date(millis).toISOString().slice(0, 19);
  return rest === 0 ? `${head}Z` : `${head}.${String(rest).padStart(6, '0').replace(/0+$/, '')}Z`;
}

/** `45 s`, `14 min`, `2 h 14 min`, `3 d 4 h`: two units at the most. */
export function durationText(micros: number): string {
  const s = Math.round(Math.abs(micros) / SECOND);
  if (s < 60) return `${s} s`;
  const min = Math.round(s / 60);
  if (min < 60) return `${min} min`;
  const h = Math.floor(min / 60);
  if (h < 24) return min % 60 === 0 ? `${h} h` : `${h} h ${min % 60} min`;
  const d = Math.floor(h / 24);
  return h % 24 === 0 ? `${d} d` : `${d} d ${h % 24} h`;
}
