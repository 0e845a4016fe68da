import { instantOfMillis } from '../base/time.ts';
import type { ReadOptions } from '../intake/read-file.ts';
import type { ByteSource, IntakeProgress, IntakeReport, PlacedAlert } from '../intake/report.ts';
import type { Database } from 'sql.js';
import { RejectionWriter } from '../store/rejections.ts';
import { AlertWriter, nextBatchId, type WriteCounts } from '../store/write/alerts.ts';
import type { Interners } from '../store/write/interners.ts';
import { writeSourceIncidents } from '../store/write/source-incidents.ts';
import type { Mirror } from '../store/mirror.ts';
import type { RawSink } from './raw-sink.ts';

export interface FileOutcome {
  readonly batch: number;
  readonly report: IntakeReport;
  readonly counts: WriteCounts;
}

export interface IntakeJob {
  readonly db: Database;
  readonly mirror: Mirror;
  readonly interners: Interners;
  readonly raw: RawSink | undefined;
  readonly options?: Partial<ReadOptions>;
  readonly readAs?: string;
  isCancelled(): boolean;
  onProgress?(progress: IntakeProgress): void;
  /** Milliseconds spent in the store are added here. */
  readonly spent: { storeMs: number };
}

/** Reads one source into the store: one batch per file or archive member. Never throws for what a file holds. */
export async function readSource(source: ByteSource, job: IntakeJob): Promise<readonly FileOutcome[]> {
  const outcomes: FileOutcome[] = [];
  let writer: AlertWriter | undefined;
  let rejections: RejectionWriter | undefined;
  let batch = 0;
  const timed = <T>(work: () => T): T => {
    const started = performance.now();
    try {
      return work();
    } finally {
      job.spent.storeMs += performance.now() - started;
    }
  };
  const current = (): AlertWriter => {
    if (writer === undefined) {
      batch = nextBatchId(job.db);
      writer = new AlertWriter(job.db, job.mirror, batch, job.interners);
      rejections = new RejectionWriter(job.db, batch);
      job.raw?.begin(batch);
    }
    return writer;
  };
  // The readers of all formats are the larger half of the worker: they come with the first file, not with the page.
  const [{ readFile }, { IMPORTERS }] = await Promise.all([import('../intake/read-file.ts'), import('../intake/registry.ts')]);
  const { raw } = job;
  try {
    await readFile(
      source,
      {
        importers: IMPORTERS,
        ...job.options,
        isCancelled: () => job.isCancelled(),
        ...(job.onProgress === undefined ? {} : { onProgress: (progress: IntakeProgress) => job.onProgress?.(progress) }),
      },
      {
        begin: () => void current(),
        ...(raw === undefined ? {} : { raw: (bytes: Uint8Array) => raw.append(bytes) }),
        rejected: (rejection) => timed(() => rejections?.add(rejection)),
        alerts: (placed: readonly PlacedAlert[]) => timed(() => current().write(placed)),
        incidents: (placed) => timed(() => writeSourceIncidents(job.db, placed, (current(), batch))),
        end: async (report: IntakeReport) => {
          await raw?.end();
          timed(() => rejections?.flush());
          const counts = timed(() => current().finish(report, { at: instantOfMillis(Date.now()), readAs: job.readAs ?? '{}' }));
          outcomes.push({ batch, report, counts });
          writer = undefined;
        },
      },
    );
  } finally {
    writer?.free();
  }
  return outcomes;
}
