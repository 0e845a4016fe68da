import type { Confidence } from '../../importer.ts';
/** What stands before the payload of a syslog line. */
export interface SyslogHead {
  readonly time?: string;
  readonly host?: string;
}

const MONTH = '(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)';
const CLOCK = '\\d{1,2}:\\d{2}:\\d{2}(?:[.,]\\d+)?';
const HEAD = new RegExp(
  `^(?:<\\d{1,3}>)?\\s*(?:\\d{1,2}\\s+)?(\\d{4}-\\d{2}-\\d{2}[T ]${CLOCK}(?: ?(?:Z|UTC|GMT|[+-]\\d{2}:?\\d{2}))?|(?:[A-Z][a-z]{2},?\\s+)?${MONTH}\\s+\\d{1,2}(?:,?\\s+\\d{4})?\\s+${CLOCK}(?:\\s+\\d{4})?|${MONTH}\\s+\\d{1,2}\\s+\\d{4}\\s+${CLOCK})(?:\\s+([^\\s:]+|[0-9a-f:.]+))?`,
);

/** Time and sender of RFC 3164, RFC 5424 and the forms of relays in between; `undefined` fields where the text states none. */
export function syslogHead(before: string): SyslogHead {
  const m = HEAD.exec(before.trimStart());
  if (m === null) return {};
  const host = m[2];
  return {
    ...(m[1] !== undefined && { time: m[1].replace(/\s+/g, ' ') }),
    ...(host !== undefined && host !== '-' && { host }),
  };
}

/** Looks like what a syslog daemon writes before a message, not like a cell of a table or a member of a JSON text. */
export const isSyslogHead = (before: string): boolean => before.length <= 300 && !/["{}]|,\S*,/.test(before);

/** How surely this is a log of events behind syslog heads. `startOf`: where in a line the event begins, −1 for none. */
export function confidenceOfEvents(head: string, startOf: (line: string) => number): Confidence {
  let events = 0;
  let others = 0;
  for (const line of head.split('\n', 400)) {
    const at = startOf(line);
    if (at >= 0 && isSyslogHead(line.slice(0, at))) events++;
    else if (line.trim() !== '') others++;
  }
  if (events === 0) return 0;
  return events >= others ? 100 : events * 4 >= others ? 75 : 25;
}
