import type { Result } from '../base/result.ts';
import type { FileToRead, JobProgress } from './api.ts';
import type { Cancellations } from './cancel.ts';
import type { ExportDiff } from './export-diff.ts';
import { sourceOf } from './file-source.ts';
import { readOptions } from './read-options.ts';

/** Compares two files of the page, with progress; a cancelled comparison fails with `worker/cancelled`. */
export async function diffFiles(
  cancellations: Cancellations,
  job: string,
  files: readonly [before: FileToRead, after: FileToRead],
  onProgress: (progress: JobProgress) => void,
): Promise<Result<ExportDiff>> {
  const [{ diffExports }, { IMPORTERS }] = await Promise.all([import('./diff-exports.ts'), import('../intake/registry.ts')]);
  const started = performance.now();
  const [before, after] = await Promise.all(
    files.map(async ({ file, options }, i) => ({
      source: sourceOf(file),
      options: {
        importers: IMPORTERS,
        ...(await readOptions(options)),
        isCancelled: () => cancellations.isCancelled(job),
        onProgress: ({
          name,
          ...read
        }: {
          readonly name: string;
          readonly doneBytes: number;
          readonly totalBytes: number;
          readonly alerts: number;
        }) =>
          onProgress({
            phase: 'reading',
            file: name,
            fileNumber: i + 1,
            files: files.length,
            ...read,
            elapsedMs: performance.now() - started,
          }),
      },
    })),
  );
  try {
    if (before === undefined || after === undefined) throw new Error('two files are compared');
    return await diffExports(before, after);
  } finally {
    cancellations.done(job);
  }
}
