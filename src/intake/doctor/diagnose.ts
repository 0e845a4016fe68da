import type { Json, JsonObject } from '../../base/json.ts';
import type { ReadOptions } from '../job.ts';
import { guessMapping } from '../mapping/guess.ts';
import { GENERIC } from '../mapping/importer.ts';
import { pathsOf, valueAt } from '../mapping/values.ts';
import { readFile } from '../read-file.ts';
import { STOPPED } from '../read-text.ts';
import type { ByteSource, IntakeReport } from '../report.ts';
import { sampleRecords } from '../sample.ts';
import { sniffText } from '../text/sniff.ts';
import { settleDayMonth } from './day-month.ts';
import type { Diagnosis, TimeDiagnosis, TimeSample } from './diagnosis.ts';
import { findingsOf } from './findings.ts';
import { HEAD, Seen } from './seen.ts';
import { timeFormOf } from './time-form.ts';

export interface DoctorOptions extends ReadOptions {
  /** Reading stops there, and the diagnosis says so. Default 256 MB. */
  readonly maxBytes?: number;
  /** Milliseconds since 1970: what counts as the future. */
  readonly now: number;
}

const MB = 1024 * 1024;
const SAMPLES = 5;
/** So many records tell from which column the times are. */
const FEW = 50;

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

async function diagnosisOf(report: IntakeReport, seen: Seen, now: number, isComplete: boolean): Promise<Omit<Diagnosis, 'share'>> {
  const sample = await sampleRecords(seen.headText, sniffText(seen.headText, report.bytes <= HEAD));
  const time = timeOf(seen, sample.slice(0, FEW));
  const isKnown = report.format !== null && report.format !== GENERIC;
  const mapping = isKnown || sample.length === 0 ? undefined : guessMapping(pathsOf(sample), sample);
  return { report, isComplete, time, mapping, findings: findingsOf({ report, seen, time, now, isComplete }), preview: seen.preview };
}

const textOf = (value: Json | undefined): string => (typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '');

/** The column whose values are most often the times that were read. */
function timeColumn(texts: ReadonlySet<string>, sample: readonly JsonObject[]): string | undefined {
  let best: string | undefined;
  let most = 0;
  for (const path of pathsOf(sample)) {
    const hits = sample.filter((record) => texts.has(textOf(valueAt(record, path)))).length;
    if (hits <= most) continue;
    best = path;
    most = hits;
  }
  return best;
}

function timeOf(seen: Seen, sample: readonly JsonObject[]): TimeDiagnosis | undefined {
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
    column: timeColumn(new Set(texts.slice(0, 2 * FEW).map(({ raw }) => raw.trim())), sample),
    form: timeFormOf(middle.raw),
    zone: seen.naive > 0 ? 'assumed' : 'stated',
    dayMonth: settleDayMonth(texts.map(({ raw }) => raw)),
    samples,
    first: seen.earliest,
    last: seen.latest,
  };
}
