import { grouped, plural } from '../../base/text.ts';
import { bytesText } from '../../client/bytes.ts';
import { questionsOf } from '../../client/import-questions.ts';
import type { AnswerGroup } from '../../client/answer-group.svelte.ts';
import type { FileCheck } from '../../client/import-check.svelte.ts';
import type { TimeSeen } from '../../client/import-triage.ts';
import type { Diagnosis, ReadAnswers } from '../../worker/api.ts';

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
export function openFindings({ findings }: Diagnosis, answers: ReadAnswers): readonly Finding[] {
  const settled = (code: Finding['code']): boolean =>
    (code === 'doctor/day-month' && answers.dayFirst !== undefined) ||
    (code === 'doctor/naive-time' && answers.offsetMinutes !== undefined) ||
    (code === 'doctor/no-year' && answers.year !== undefined);
  return findings
    .filter(({ code, level }) => level !== 'ask' || !settled(code))
    .toSorted((a, b) => ORDER.indexOf(a.level) - ORDER.indexOf(b.level));
}

/** What stands between a text and its being read, in words; undefined when nothing does. */
export function missingAnswer({
  subject,
  questions,
  answers,
  now,
}: Pick<AnswerGroup, 'subject' | 'questions' | 'answers' | 'now'>): string | undefined {
  if (questions.format && answers.as === undefined && answers.mapping === undefined) return 'Choose the format.';
  // Columns that are mapped by hand bring times of their own.
  const dated = questions.dayMonth || now.some((one) => questionsOf(one).dayMonth);
  if (dated && answers.dayFirst === undefined) return 'Say whether the day or the month comes first.';
  const byColumns = questions.mapping || (questions.format && answers.as === undefined);
  if (subject.report.format === null && byColumns && (answers.mapping?.columns.title ?? []).length === 0)
    return 'Choose the column of the title.';
  if (now.every(({ report }) => report.alerts + report.sourceIncidents === 0)) return 'As it stands, no alert can be read.';
  return undefined;
}

/**
 * What stands between a file and its import. Of an archive only dates must be settled: members without a format or a title are not read, and are
 * told in the report.
 */
export function missingOf(check: FileCheck): string | undefined {
  if (check.first === undefined || check.looking) return undefined;
  const open = check.groups.map((group) => ({ group, missing: missingAnswer(group) })).filter(({ missing }) => missing !== undefined);
  if (check.first.length === 1) return open[0]?.missing;
  const dates = open.find(({ missing }) => missing?.startsWith('Say whether') === true);
  if (dates !== undefined) return `${memberName(dates.group.names[0] ?? '')}: ${lower(dates.missing ?? '')}`;
  return check.canImport ? undefined : 'As it stands, no alert can be read.';
}

/** Members of an archive that would not be read as it is answered now. */
export const unreadMembers = (check: FileCheck): number =>
  check.first === undefined || check.first.length === 1
    ? 0
    : check.groups.filter((group) => missingAnswer(group) !== undefined).reduce((sum, { names }) => sum + names.length, 0);

/** `a.csv` of `export.zip › in/a.csv`. */
export const memberName = (name: string): string => name.slice(name.indexOf(' › ') + 3);
const lower = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

export const isReady = (check: FileCheck): boolean => check.canImport && check.isPartSound && missingOf(check) === undefined;

/** The range of times that was seen: of the whole look where it saw any, else of what the answers brought. */
export function timeSeen(first: readonly Diagnosis[], now: readonly Diagnosis[]): TimeSeen {
  const ends = (all: readonly Diagnosis[]): readonly number[] =>
    all.flatMap(({ time }) => [time?.first, time?.last]).filter((at) => at !== undefined);
  const seen = ends(first).length > 0 ? ends(first) : ends(now);
  return seen.length === 0 ? { first: undefined, last: undefined } : { first: Math.min(...seen), last: Math.max(...seen) };
}
