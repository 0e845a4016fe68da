import { grouped, plural } from '../base/text.ts';
import { bytesText } from '../client/bytes.ts';
import type { JobProgress } from '../worker/api.ts';

export interface WorkWords {
  readonly what: string;
  readonly facts: readonly string[];
  /** 0–1; undefined when the end is not known. */
  readonly share: number | undefined;
}

/** What the strip says about work under way: file, percent, rate, alerts. */
export function workWords(progress: JobProgress | undefined): WorkWords {
  if (progress === undefined) return { what: 'Starting…', facts: [], share: undefined };
  switch (progress.phase) {
    case 'reading': {
      const share = progress.totalBytes > 0 ? Math.min(1, progress.doneBytes / progress.totalBytes) : undefined;
      const place = progress.files > 1 ? ` (${grouped(progress.fileNumber)} of ${grouped(progress.files)})` : '';
      const facts = [
        share === undefined ? bytesText(progress.doneBytes) : `${Math.floor(share * 100)} %`,
        ...(progress.elapsedMs > 200 ? [`${bytesText(progress.doneBytes / (progress.elapsedMs / 1000))}/s`] : []),
        plural(progress.alerts, 'alert'),
      ];
      return { what: `Reading ${progress.file}${place}`, facts, share };
    }
    case 'correlating':
      return { what: 'Weaving incidents', facts: [`over ${plural(progress.alerts, 'alert')}`], share: undefined };
    case 'storing':
      return { what: 'Writing alerts', facts: [], share: undefined };
    case 'saving':
      return { what: 'Saving the workspace', facts: [], share: undefined };
  }
}
