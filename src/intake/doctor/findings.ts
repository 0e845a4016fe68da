import type { Instant } from '../../base/time.ts';
import { DAY, durationText, instantOfMillis, toIso } from '../../base/time.ts';
import { grouped, plural } from '../../base/text.ts';
import type { IntakeReport } from '../report.ts';
import type { Finding, FindingCode, TimeDiagnosis } from './diagnosis.ts';
import type { Seen } from './seen.ts';
import { silentSources } from './silence.ts';

export interface Case {
  readonly report: IntakeReport;
  readonly seen: Seen;
  readonly time: TimeDiagnosis | undefined;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly isComplete: boolean;
}
type Findings = readonly Finding[];

const MB = 1024 * 1024;
/** The last alert may be so much of the asked time before its end. */
const GAP_SHARE = 0.1;
const SILENT_SHOWN = 5;

/** What a person should know of a file before it is taken in, in the order of its discovery. */
export const findingsOf = (one: Case): Findings => [
  ...lookedAt(one),
  ...fromNotes(one),
  ...assumptions(one),
  ...dates(one),
  ...timesOff(one),
  ...repeated(one),
  ...endsEarly(one),
  ...silent(one),
  ...rejected(one),
];

const finding = (code: FindingCode, level: Finding['level'], text: string, remedy: string): Finding => ({ code, level, text, remedy });

const lookedAt = ({ isComplete, report }: Case): Findings =>
  isComplete
    ? []
    : [
        finding(
          'doctor/partial',
          'info',
          `Only the first ${Math.round(report.bytes / MB)} MB were looked at.`,
          'The whole file is read when it is taken in.',
        ),
      ];

/** Notes of the readers, and what to do where the note does not say it itself. */
const NOTES: readonly (readonly [RegExp, FindingCode, string])[] = [
  [/Windows-1252/, 'doctor/encoding', ''],
  [/1\.2E\+15/, 'doctor/long-numbers', ''],
  [/32 767/, 'doctor/cells-cut', 'Export again, and do not open the file in a spreadsheet.'],
  [/^Exactly /, 'doctor/capped', 'Narrow the time range, or split the export.'],
];

/** What the readers noted. A capped export lacks what lies beyond its rows: their time says which end that is. */
function fromNotes({ report, seen: { earliest, latest } }: Case): Findings {
  const findings: Finding[] = [];
  const span =
    earliest === undefined || latest === undefined
      ? ''
      : ` Its alerts are from ${toIso(earliest)} to ${toIso(latest)}: is that the time you asked for?`;
  for (const note of report.notes) {
    const [, code, remedy] = NOTES.find(([pattern]) => pattern.test(note)) ?? [];
    if (code !== undefined && remedy !== undefined)
      findings.push(finding(code, 'warning', code === 'doctor/capped' ? note + span : note, remedy));
  }
  return findings;
}

function assumptions({ seen: { naive, noYear, alerts }, time }: Case): Findings {
  const sample = time?.samples[0]?.raw ?? '';
  const findings: Finding[] = [];
  if (naive > 0)
    findings.push(
      finding(
        'doctor/naive-time',
        'ask',
        `${plural(naive, 'time')} of ${grouped(alerts)} state no zone, as “${sample}”.`,
        'Say the zone of the source; it is remembered. Until then they are read as UTC.',
      ),
    );
  if (noYear > 0)
    findings.push(
      finding(
        'doctor/no-year',
        'ask',
        `${plural(noYear, 'time')} of ${grouped(alerts)} state no year.`,
        'Say the year; until then it is the one in which the file was last changed.',
      ),
    );
  return findings;
}

function dates({ time }: Case): Findings {
  if (time === undefined) return [];
  const { dayMonth, samples, form } = time;
  const findings: Finding[] = [];
  if (dayMonth?.order === 'unsettled')
    findings.push(
      finding(
        'doctor/day-month',
        'ask',
        `Dates such as “${samples[0]?.raw ?? ''}”: ${dayMonth.because}.`,
        'Say whether the day or the month comes first.',
      ),
    );
  else if (dayMonth !== undefined)
    findings.push(
      finding(
        'doctor/day-month',
        'info',
        `Dates are ${dayMonth.order === 'dayFirst' ? 'day/month' : 'month/day'}: ${dayMonth.because}.`,
        '',
      ),
    );
  if (form === 'slashes with year' && samples.every(({ raw }) => !/:\d{2}:\d{2}/.test(raw)))
    findings.push(
      finding(
        'doctor/local-dates',
        'warning',
        'Times have no seconds and are written as a spreadsheet writes them in its own zone: it may have changed them.',
        'Export again, and do not save the file from a spreadsheet.',
      ),
    );
  return findings;
}

function timesOff({ seen, now }: Case): Findings {
  const findings: Finding[] = [];
  if (seen.untimed > 0)
    findings.push(
      finding(
        'doctor/no-time',
        'warning',
        `${plural(seen.untimed, 'alert')} of ${grouped(seen.alerts)} have no time that can be read.`,
        'They are kept, but stand in no time range.',
      ),
    );
  const tomorrow = (instantOfMillis(now) + DAY) as Instant;
  if (seen.latest !== undefined && seen.latest > tomorrow)
    findings.push(
      finding(
        'doctor/future-time',
        'warning',
        `${plural(seen.times.filter(({ read }) => read > tomorrow).length, 'alert')} lie in the future, up to ${toIso(seen.latest)}.`,
        'Look at the zone, the order of day and month, and the clock of the source.',
      ),
    );
  return findings;
}

const repeated = ({ seen }: Case): Findings =>
  seen.repeated === 0
    ? []
    : [
        finding(
          'doctor/duplicate-ids',
          'info',
          `${plural(seen.repeated, 'alert')} repeat the id of an earlier one in the file.`,
          'Each is kept once, in its newest version.',
        ),
      ];

/** The time that was asked for goes on long after the last alert: the export may have been cut off. */
function endsEarly({ report: { only }, seen: { earliest, latest }, isComplete }: Case): Findings {
  if (!isComplete || only?.to === undefined || latest === undefined) return [];
  const gap = only.to - latest;
  if (gap <= GAP_SHARE * (only.to - (only.from ?? earliest ?? latest))) return [];
  return [
    finding(
      'doctor/ends-early',
      'warning',
      `The last alert begins at ${toIso(latest)}, ${durationText(gap)} before the end you chose.`,
      'Was nothing seen after it, or was the export cut off?',
    ),
  ];
}

const silent = ({ seen }: Case): Findings =>
  silentSources(seen.bySource)
    .slice(0, SILENT_SHOWN)
    .map(({ source, last, silent: pause, usual }) =>
      finding(
        'doctor/silent-source',
        'warning',
        `${source} falls silent after ${toIso(last)}: ${durationText(pause)} before the file ends, though its pauses are mostly under ${durationText(usual)}.`,
        'Was its export cut off, or did the source fail?',
      ),
    );

const rejected = ({ report }: Case): Findings =>
  report.rejectedCount === 0
    ? []
    : [
        finding(
          'doctor/rejected',
          'warning',
          `${plural(report.rejectedCount, 'record')} cannot be read.`,
          'Download them, mend them and drop them again.',
        ),
      ];
