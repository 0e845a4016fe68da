import type { Instant } from '../../base/time.ts';
import { DAY, durationText, instantOfMillis, toIso } from '../../base/time.ts';
import { grouped, plural } from '../../base/text.ts';
import type { AlertDraft } from '../../domain/alert.ts';
import type { ReadOptions } from '../job.ts';
import { guessMapping } from '../mapping/guess.ts';
import { GENERIC } from '../mapping/importer.ts';
import { pathsOf } from '../mapping/values.ts';
import { readFile } from '../read-file.ts';
import { STOPPED } from '../read-text.ts';
import type { ByteSource, IntakeReport, PlacedAlert } from '../report.ts';
import { sampleRecords } from '../sample.ts';
import { sniffText } from '../text/sniff.ts';
import type { AlertPreview, Diagnosis, Finding, FindingCode, TimeDiagnosis, TimeSample } from './diagnosis.ts';
import { settleDayMonth } from './day-month.ts';
import { silentSources } from './silence.ts';
import { timeFormOf } from './time-form.ts';

export interface DoctorOptions extends ReadOptions {
  /** Reading stops there, and the diagnosis says so. Default 256 MB. */
  readonly maxBytes?: number;
  /** Milliseconds since 1970: what counts as the future. */
  readonly now: number;
}

const MB = 1024 * 1024;
const HEAD = 256 * 1024;
const SAMPLES = 5;
const PREVIEWED = 5;
/** Times kept for the order of rows and for rhythms. */
const KEPT = 200_000;

/** Reads a file without taking anything in, and says what it is, how its times are read, and what is wrong with it. One diagnosis a report. */
export async function diagnose(source: ByteSource, options: DoctorOptions): Promise<readonly Diagnosis[]> {
  const maxBytes = options.maxBytes ?? 256 * MB;
  const out: Omit<Diagnosis, 'share'>[] = [];
  let seen = new Seen();
  let done = 0;
  let stored = 0;
  let stopped = false;
  await readFile(
    source,
    {
      ...options,
      onProgress: (progress) => {
        stored = progress.doneBytes;
        options.onProgress?.(progress);
      },
      isCancelled: () => {
        stopped ||= done > maxBytes;
        return stopped || options.isCancelled?.() === true;
      },
    },
    {
      begin: () => {
        seen = new Seen();
      },
      raw: (bytes) => {
        done += bytes.length;
        seen.head(bytes);
      },
      alerts: (batch) => seen.take(batch),
      incidents: () => undefined,
      end: async (report) => {
        const isComplete = !(stopped && report.cancelled);
        // Nobody stopped it: only so much was to be looked at.
        const told = isComplete ? report : { ...report, cancelled: false, notes: report.notes.filter((note) => note !== STOPPED) };
        out.push(await diagnosisOf(told, seen, options.now, isComplete));
      },
    },
  );
  const share = out.every(({ isComplete }) => isComplete) || source.size <= 0 ? 1 : Math.min(1, stored / source.size);
  return out.map((diagnosis) => ({ ...diagnosis, share }));
}

class Seen {
  readonly times: { readonly line: number; readonly raw: string; readonly read: Instant }[] = [];
  readonly bySource = new Map<string, number[]>();
  readonly ids = new Set<string>();
  repeated = 0;
  alerts = 0;
  untimed = 0;
  future = 0;
  noYear = 0;
  naive = 0;
  latest: Instant | undefined;
  earliest: Instant | undefined;
  headText = '';
  readonly preview: AlertPreview[] = [];
  readonly #decoder = new TextDecoder();

  head(bytes: Uint8Array): void {
    if (this.headText.length < HEAD) this.headText += this.#decoder.decode(bytes.subarray(0, HEAD), { stream: true });
  }

  take(batch: readonly PlacedAlert[]): void {
    for (const { draft, place } of batch) {
      this.alerts++;
      if (this.preview.length < PREVIEWED) this.preview.push(previewOf(draft, place.line));
      if (draft.externalId !== undefined && draft.externalId !== '' && draft.partial !== true) {
        const id = `${draft.idScope ?? ''}\n${draft.externalId}`;
        if (this.ids.has(id)) this.repeated++;
        else this.ids.add(id);
      }
      const at = draft.firstActivity ?? draft.lastActivity ?? draft.detected;
      if (at === undefined) {
        this.untimed++;
        continue;
      }
      if (draft.timeAssumed?.includes('zone') === true) this.naive++;
      if (draft.timeAssumed?.includes('year') === true) this.noYear++;
      if (this.latest === undefined || at > this.latest) this.latest = at;
      if (this.earliest === undefined || at < this.earliest) this.earliest = at;
      if (this.times.length >= KEPT) continue;
      this.times.push({ line: place.line, raw: draft.timeText ?? '', read: at });
      const times = this.bySource.get(draft.product);
      if (times === undefined) this.bySource.set(draft.product, [at]);
      else times.push(at);
    }
  }
}

const previewOf = (draft: AlertDraft, line: number): AlertPreview => ({
  line,
  title: draft.title,
  severity: draft.severity,
  time: draft.firstActivity ?? draft.lastActivity ?? draft.detected,
  product: draft.product,
  entities: draft.evidence.map(({ type, label }) => `${type} ${label}`),
});

async function diagnosisOf(report: IntakeReport, seen: Seen, now: number, isComplete: boolean): Promise<Omit<Diagnosis, 'share'>> {
  const time = timeOf(seen);
  const sample =
    report.format === null || report.format === GENERIC
      ? await sampleRecords(seen.headText, sniffText(seen.headText, report.bytes <= HEAD))
      : [];
  const mapping = sample.length === 0 ? undefined : guessMapping(pathsOf(sample), sample);
  return { report, isComplete, time, mapping, findings: findingsOf(report, seen, time, now, isComplete), preview: seen.preview };
}

function timeOf(seen: Seen): TimeDiagnosis | undefined {
  const texts = seen.times.filter(({ raw }) => raw !== '');
  const middle = texts[texts.length >> 1];
  if (middle === undefined) return undefined;
  const step = Math.max(1, (texts.length - 1) / (SAMPLES - 1));
  const samples: TimeSample[] = [];
  for (let i = 0; i < SAMPLES && Math.round(i * step) < texts.length; i++) {
    const at = texts[Math.round(i * step)];
    if (at !== undefined) samples.push(at);
  }
  return {
    form: timeFormOf(middle.raw),
    zone: seen.naive > 0 ? 'assumed' : 'stated',
    dayMonth: settleDayMonth(texts.map(({ raw }) => raw)),
    samples,
    first: seen.earliest,
    last: seen.latest,
  };
}

const NOTES: readonly (readonly [RegExp, FindingCode, string])[] = [
  [/Windows-1252/, 'doctor/encoding', 'Export as UTF-8, or look at names with accents.'],
  [/1\.2E\+15/, 'doctor/long-numbers', 'Export again, and do not open the file in a spreadsheet.'],
  [/32 767/, 'doctor/cells-cut', 'Export again, and do not open the file in a spreadsheet.'],
  [/^Exactly /, 'doctor/capped', 'Narrow the time range or split the export, and compare with the count the product shows.'],
];

function findingsOf(
  report: IntakeReport,
  seen: Seen,
  time: TimeDiagnosis | undefined,
  now: number,
  isComplete: boolean,
): readonly Finding[] {
  const findings: Finding[] = [];
  const add = (code: FindingCode, level: Finding['level'], text: string, remedy: string): void =>
    void findings.push({ code, level, text, remedy });
  if (!isComplete)
    add(
      'doctor/partial',
      'info',
      `Only the first ${Math.round(report.bytes / MB)} MB were looked at.`,
      'The whole file is read when it is taken in.',
    );
  for (const note of report.notes) {
    const known = NOTES.find(([pattern]) => pattern.test(note));
    if (known !== undefined) add(known[1], 'warning', note, known[2]);
  }
  if (seen.naive > 0) {
    add(
      'doctor/naive-time',
      'ask',
      `${plural(seen.naive, 'time')} of ${grouped(seen.alerts)} state no zone, as “${time?.samples[0]?.raw ?? ''}”.`,
      'Say the zone of the source; it is remembered. Until then they are read as UTC.',
    );
  }
  if (seen.noYear > 0)
    add(
      'doctor/no-year',
      'ask',
      `${plural(seen.noYear, 'time')} of ${grouped(seen.alerts)} state no year.`,
      'Say the year; until then it is the one in which the file was last changed.',
    );
  const order = time?.dayMonth;
  if (order?.order === 'unsettled')
    add(
      'doctor/day-month',
      'ask',
      `Dates such as “${time?.samples[0]?.raw ?? ''}”: ${order.because}.`,
      'Say whether the day or the month comes first.',
    );
  else if (order !== undefined)
    add('doctor/day-month', 'info', `Dates are ${order.order === 'dayFirst' ? 'day/month' : 'month/day'}: ${order.because}.`, '');
  if (time?.form === 'slashes with year' && time.samples.every(({ raw }) => !/:\d{2}:\d{2}/.test(raw))) {
    add(
      'doctor/local-dates',
      'warning',
      'Times have no seconds and are written as a spreadsheet writes them in its own zone: it may have changed them.',
      'Export again, and do not save the file from a spreadsheet.',
    );
  }
  if (seen.untimed > 0)
    add(
      'doctor/no-time',
      'warning',
      `${plural(seen.untimed, 'alert')} of ${grouped(seen.alerts)} have no time that can be read.`,
      'They are kept, but stand in no time range.',
    );
  const today = instantOfMillis(now);
  if (seen.latest !== undefined && seen.latest > today + DAY) {
    const late = seen.times.filter(({ read }) => read > today + DAY).length;
    add(
      'doctor/future-time',
      'warning',
      `${plural(late, 'alert')} lie in the future, up to ${toIso(seen.latest)}.`,
      'Look at the zone, the order of day and month, and the clock of the source.',
    );
  }
  if (seen.repeated > 0)
    add(
      'doctor/duplicate-ids',
      'info',
      `${plural(seen.repeated, 'alert')} repeat the id of an earlier one in the file.`,
      'Each is kept once, in its newest version.',
    );
  for (const { source, last, silent, usual } of silentSources(seen.bySource).slice(0, 5)) {
    add(
      'doctor/silent-source',
      'warning',
      `${source} falls silent after ${toIso(last)}: ${durationText(silent)} before the file ends, though its pauses are mostly under ${durationText(usual)}.`,
      'Was its export cut off, or did the source fail?',
    );
  }
  if (report.rejectedCount > 0)
    add(
      'doctor/rejected',
      'warning',
      `${plural(report.rejectedCount, 'record')} cannot be read.`,
      'Download them, mend them and drop them again.',
    );
  return findings;
}
