import type { Diagnosis } from '../worker/api.ts';

/** What only a person can settle about a file. */
export interface Questions {
  readonly format: boolean;
  readonly mapping: boolean;
  readonly dayMonth: boolean;
  readonly zone: boolean;
  readonly year: boolean;
}

/** Their writers print the month first wherever they run (alert_fast and fast.log: `MM/DD`), whatever the rows leave open. */
const MONTH_FIRST: ReadonlySet<string> = new Set(['snort-alert-csv', 'snort-alert-fast', 'snort-alert-full', 'suricata-fast']);

export function questionsOf(diagnosis: Diagnosis): Questions {
  const { report, findings, mapping, time } = diagnosis;
  const asked = new Set(findings.filter(({ level }) => level === 'ask').map(({ code }) => code));
  const known = report.format !== null && MONTH_FIRST.has(report.format);
  return {
    format: report.candidates.length > 1,
    mapping: mapping !== undefined && report.candidates.length < 2,
    dayMonth: time?.dayMonth?.order === 'unsettled' && !known,
    zone: asked.has('doctor/naive-time'),
    year: asked.has('doctor/no-year'),
  };
}

/**
 * Whether the file must wait for an answer: several formats fit; none does, but its columns look like those of alerts;
 * day and month cannot be told apart. A zone or a year is not waited for: times are read as UTC, and that is said.
 */
export function mustAsk(diagnosis: Diagnosis): boolean {
  const { report, mapping } = diagnosis;
  const questions = questionsOf(diagnosis);
  if (questions.format || questions.dayMonth) return true;
  if (report.format !== null || mapping === undefined || report.error?.code !== 'intake/unknown-format') return false;
  const { title, time, severity } = mapping.spec.columns;
  const fields = Object.keys(mapping.spec.columns).length;
  return (
    mapping.missing.length === 0 ||
    (severity !== undefined && (title !== undefined || time !== undefined)) ||
    (time !== undefined && fields > 2)
  );
}
