const formats = new Map<string, Intl.DateTimeFormat>();

/** Minutes east of UTC in the zone when its clocks show the civil time that `naive` (µs, read as UTC) spells. */
export function offsetOf(zone: string, naive: number): number {
  if (zone === 'utc') return 0;
  const millis = Math.floor(naive / 1000);
  const guess = offsetAt(zone, millis);
  // The first look asks at the wrong moment, off by the offset itself; the second is right but for the hour that a change of clocks repeats.
  return offsetAt(zone, millis - guess * 60_000);
}

function offsetAt(zone: string, millis: number): number {
  let format = formats.get(zone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en', { ...(zone === 'local' ? {} : { timeZone: zone }), timeZoneName: 'longOffset' });
    formats.set(zone, format);
  }
  const name = format.formatToParts(millis).find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const match = /GMT([+-])(\d{1,2}):?(\d{2})?/.exec(name);
  if (match === null) return 0;
  const minutes = Number(match[2]) * 60 + Number(match[3] ?? 0);
  return match[1] === '-' ? -minutes : minutes;
}

/** `UTC+05:45` */
export function offsetText(minutes: number): string {
  const size = Math.abs(minutes);
  const pad = (n: number): string => String(n).padStart(2, '0');
  return minutes === 0 ? 'UTC' : `UTC${minutes < 0 ? '−' : '+'}${pad(Math.floor(size / 60))}:${pad(size % 60)}`;
}
