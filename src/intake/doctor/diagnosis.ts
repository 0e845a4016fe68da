import type { Instant } from '../../base/time.ts';
import type { Severity } from '../../domain/severity.ts';
import type { Guess } from '../mapping/guess.ts';
import type { IntakeReport } from '../report.ts';
import type { DayMonth } from './day-month.ts';
import type { TimeForm } from './time-form.ts';

export type FindingCode =
  | 'doctor/encoding'
  | 'doctor/naive-time'
  | 'doctor/no-year'
  | 'doctor/day-month'
  | 'doctor/no-time'
  | 'doctor/future-time'
  | 'doctor/long-numbers'
  | 'doctor/cells-cut'
  | 'doctor/local-dates'
  | 'doctor/duplicate-ids'
  | 'doctor/capped'
  | 'doctor/ends-early'
  | 'doctor/silent-source'
  | 'doctor/rejected'
  | 'doctor/partial';

/** One thing a person should know before the file is taken in. `ask`: a question that changes what is read. */
export interface Finding {
  readonly code: FindingCode;
  readonly level: 'info' | 'warning' | 'ask';
  readonly text: string;
  readonly remedy: string;
}

export interface TimeSample {
  readonly line: number;
  /** As it stands in the file. */
  readonly raw: string;
  readonly read: Instant;
}

export interface TimeDiagnosis {
  /** Where the times stand, as far as the first records tell it; undefined for lines without columns. */
  readonly column: string | undefined;
  readonly form: TimeForm;
  readonly zone: 'stated' | 'assumed';
  readonly dayMonth: DayMonth | undefined;
  /** Five, spread over the file. */
  readonly samples: readonly TimeSample[];
  readonly first: Instant | undefined;
  readonly last: Instant | undefined;
}

/** One of the first alerts, as it would be taken in. */
export interface AlertPreview {
  readonly line: number;
  readonly title: string;
  readonly severity: Severity;
  readonly time: Instant | undefined;
  readonly product: string;
  /** `device FS-01`, `ip 203.0.113.7` … */
  readonly entities: readonly string[];
}

/** What a file is, how it is read and what is wrong with it, with nothing taken in. Plain data. */
export interface Diagnosis {
  readonly report: IntakeReport;
  /** False when reading stopped at `maxBytes`: counts are of the part read. */
  readonly isComplete: boolean;
  /** Of the file's bytes as they lie on the disk, how many were read: 0–1; 1 when it was read to its end. */
  readonly share: number;
  readonly time: TimeDiagnosis | undefined;
  /** What the columns could be, when no importer knows the records. */
  readonly mapping: Guess | undefined;
  readonly findings: readonly Finding[];
  /** The first five. */
  readonly preview: readonly AlertPreview[];
}
