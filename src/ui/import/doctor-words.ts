import { grouped, plural } from '../../base/text.ts';
import { bytesText } from '../../client/bytes.ts';
import { questionsOf } from '../../client/import-questions.ts';
import type { Diagnosis, ImportOptions } from '../../worker/api.ts';

type Finding = Diagnosis['findings'][number];

export const LEVEL_WORDS: Readonly<Record<Finding['level'], string>> = { ask: 'Question', warning: 'Warning', info: 'Note' };
const ORDER: readonly Finding['level'][] = ['ask', 'warning', 'info'];

/** `120 records: 118 alerts, 2 rejected`; of a part, that is said first. */
export function countsText({ report, isComplete }: Diagnosis): string {
  const parts = [
    plural(report.alerts, 'alert'),
    ...(report.sourceIncidents > 0 ? [plural(report.sourceIncidents, 'source incident')] : []),
    ...(report.ignored > 0 ? [`${grouped(report.ignored)} ignored`] : []),
    ...(report.rejectedCount > 0 ? [`${grouped(report.rejectedCount)} rejected`] : []),
  ].join(', ');
  const counted = `${plural(report.records, 'record')}: ${parts}`;
  return isComplete ? counted : `In the first ${bytesText(report.bytes)}, which is all that was looked at: ${counted}`;
}

/** What is still to say, gravest first: a question that has its answer is gone. */
export function openFindings({ findings }: Diagnosis, options: ImportOptions): readonly Finding[] {
  const settled = (code: Finding['code']): boolean =>
    (code === 'doctor/day-month' && options.dayFirst !== undefined) ||
    (code === 'doctor/naive-time' && options.offsetMinutes !== undefined) ||
    (code === 'doctor/no-year' && options.year !== undefined);
  return findings
    .filter(({ code, level }) => level !== 'ask' || !settled(code))
    .toSorted((a, b) => ORDER.indexOf(a.level) - ORDER.indexOf(b.level));
}

/** What stands between a file and its import, in words; undefined when nothing does. */
export function missingAnswer(subject: Diagnosis, now: readonly Diagnosis[], options: ImportOptions): string | undefined {
  const questions = questionsOf(subject);
  if (questions.format && options.as === undefined) return 'Choose the format.';
  if (questions.dayMonth && options.dayFirst === undefined) return 'Say whether the day or the month comes first.';
  if (subject.report.format === null && questions.mapping && (options.mapping?.columns.title ?? []).length === 0)
    return 'Choose the column of the title.';
  if (now.every(({ report }) => report.alerts + report.sourceIncidents === 0)) return 'As it stands, no alert can be read.';
  return undefined;
}
