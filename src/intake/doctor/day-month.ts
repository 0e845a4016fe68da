import { parseTime } from '../../base/time.ts';

/** Which of the two first numbers of `1/2/2024` is the day, and how that is known. */
export interface DayMonth {
  readonly order: 'dayFirst' | 'monthFirst' | 'unsettled';
  readonly because: string;
}

const SLASHES = /^\s*(\d{1,2})([-/])(\d{1,2})\2\d{2,4}\b/;
/** So many steps between rows must speak for one reading, and the other must have so many times more steps backward. */
const STEPS = 5;
const TIMES = 4;

/** Settles it from dates in the order of their rows. Undefined: there are no such dates among them. */
export function settleDayMonth(texts: readonly string[]): DayMonth | undefined {
  const dates = texts.filter((text) => SLASHES.test(text));
  if (dates.length === 0) return undefined;
  let dayFirst = 0;
  let monthFirst = 0;
  for (const text of dates) {
    const [, first, , second] = SLASHES.exec(text) ?? [];
    if (Number(first) > 12) dayFirst++;
    else if (Number(second) > 12) monthFirst++;
  }
  if (dayFirst > 0 && monthFirst > 0)
    return {
      order: 'unsettled',
      because: `${dayFirst} dates can only be day/month and ${monthFirst} only month/day: the column mixes both`,
    };
  if (dayFirst > 0) return { order: 'dayFirst', because: `${dayFirst} of ${dates.length} dates begin with a number above 12` };
  if (monthFirst > 0) return { order: 'monthFirst', because: `${monthFirst} of ${dates.length} dates have a second number above 12` };
  if (dates.some((text) => /[AP]M\s*(?:Z|UTC|GMT|[+-]\d{2}:?\d{2})?\s*$/i.test(text)))
    return { order: 'monthFirst', because: 'the clock is of twelve hours, as it goes with month/day' };
  const byDay = turns(dates, true);
  const byMonth = turns(dates, false);
  if (byDay.steps >= STEPS && byMonth.back > TIMES * Math.max(1, byDay.back))
    return { order: 'dayFirst', because: `read so, the rows are in order; read as month/day, time would jump back ${byMonth.back} times` };
  if (byMonth.steps >= STEPS && byDay.back > TIMES * Math.max(1, byMonth.back))
    return { order: 'monthFirst', because: `read so, the rows are in order; read as day/month, time would jump back ${byDay.back} times` };
  return { order: 'unsettled', because: 'every date can be read both ways, and the order of the rows does not tell' };
}

/** Steps between neighbouring rows, and those against the way the file runs (up or down). */
function turns(dates: readonly string[], dayFirst: boolean): { readonly steps: number; readonly back: number } {
  const at = dates.map((text) => parseTime(text, { offsetMinutes: 0, year: 1970, dayFirst })?.at).filter((time) => time !== undefined);
  let up = 0;
  let down = 0;
  for (let i = 1; i < at.length; i++) {
    const step = (at[i] ?? 0) - (at[i - 1] ?? 0);
    if (step > 0) up++;
    else if (step < 0) down++;
  }
  return { steps: up + down, back: Math.min(up, down) };
}
