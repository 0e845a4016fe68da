/** The forms in which products write times, by how they look. */
export type TimeForm =
  | 'ISO 8601 with zone'
  | 'ISO 8601 without zone'
  | 'date alone'
  | 'seconds since 1970'
  | 'milliseconds since 1970'
  | 'microseconds since 1970'
  | 'nanoseconds since 1970'
  | 'Windows FILETIME'
  | 'slashes with year'
  | 'slashes without year'
  | 'month by name'
  | 'unknown';

export function timeFormOf(text: string): TimeForm {
  const clean = text.trim();
  if (/^-?\d+(?:\.\d+)?$/.test(clean)) return numberForm(Number(clean));
  if (/^\d{4}-\d{1,2}-\d{1,2}$/.test(clean)) return 'date alone';
  if (/^\d{4}-\d{1,2}-\d{1,2}[T ]/.test(clean)) return hasZone(clean) ? 'ISO 8601 with zone' : 'ISO 8601 without zone';
  if (/^\d{1,2}\/\d{1,2}\/\d{2,4}/.test(clean)) return 'slashes with year';
  if (/^\d{1,2}\/\d{1,2}[- ]/.test(clean)) return 'slashes without year';
  return /[a-z]{3}/i.test(clean) && /\d{1,2}:\d{2}/.test(clean) ? 'month by name' : 'unknown';
}

const hasZone = (text: string): boolean => /(?:Z|UTC|GMT|[+-]\d{2}:?\d{2}|:\d{2}(?:\.\d+)?\s*[+-]\d{2})$/i.test(text.trim());

function numberForm(value: number): TimeForm {
  if (value >= 1e8 && value < 1e10) return 'seconds since 1970';
  if (value >= 1e11 && value < 1e13) return 'milliseconds since 1970';
  if (value >= 1e14 && value < 1e16) return 'microseconds since 1970';
  if (value >= 1.16e17 && value < 1.6e17) return 'Windows FILETIME';
  return value >= 1e18 && value < 1e19 ? 'nanoseconds since 1970' : 'unknown';
}
