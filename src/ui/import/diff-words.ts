import type { Failure } from '../../base/result.ts';
import { plural } from '../../base/text.ts';
import { CLASSIFICATION_LABELS } from '../../domain/classification.ts';
import { ALERT_STATUS_LABELS, SEVERITY_LABELS } from '../../domain/labels.ts';
import type { ExportDiff, JobProgress } from '../../worker/api.ts';

type Field = keyof ExportDiff['changedBy'];

export const FIELD_LABELS: Readonly<Record<Field, string>> = {
  severity: 'Severity',
  status: 'Status',
  assignedTo: 'Assigned to',
  classification: 'Classification',
};
const VALUES: Readonly<Record<Field, Readonly<Record<string, string>>>> = {
  severity: SEVERITY_LABELS,
  status: ALERT_STATUS_LABELS,
  assignedTo: {},
  classification: CLASSIFICATION_LABELS,
};
const NOTHING: Readonly<Record<Field, string>> = {
  severity: 'Not stated',
  status: 'Not stated',
  assignedTo: 'Nobody',
  classification: 'Not set',
};

/** A value of a compared field in the portal's words. */
export function fieldWord(field: Field, value: string): string {
  if (value === '') return NOTHING[field];
  const words = VALUES[field];
  return Object.hasOwn(words, value) ? (words[value] ?? value) : value;
}

/** What must be known before the tables are believed, in sentences. */
export function cautionsOf({ before, after, vanished }: ExportDiff): readonly string[] {
  const cautions: string[] = [];
  for (const side of [before, after]) {
    for (const doubt of side.doubts) cautions.push(`${side.name}: ${doubt}`);
    if (side.unnamed > 0)
      cautions.push(
        `${side.name}: ${plural(side.unnamed, 'alert')} without an id, matched by what ${side.unnamed === 1 ? 'it says' : 'they say'}. A change of title, time or evidence shows as vanished and new.`,
      );
  }
  if (before.alerts > 0 && after.alerts > 0 && !before.formats.some((format) => after.formats.includes(format)))
    cautions.push('The two files are of different formats: a field that one of them does not carry is not compared.');
  if (vanished > 0 && after.doubts.length > 0) cautions.push('What was not read of the later file shows as vanished.');
  return cautions;
}

/** How far the reading of both files is: half of it is the first. */
export function readingWords(progress: JobProgress | undefined): { readonly words: string; readonly share: number | undefined } {
  if (progress?.phase !== 'reading') return { words: 'Looking at both files…', share: undefined };
  const { file, fileNumber, files, doneBytes, totalBytes, alerts } = progress;
  const share = totalBytes > 0 ? Math.min(1, doneBytes / totalBytes) : 0;
  return { words: `Reading ${file} (${fileNumber} of ${files}), ${plural(alerts, 'alert')}`, share: (fileNumber - 1 + share) / files };
}

/** Which file is at fault, and what to do about it here. */
export function failedFile({ code, details }: Failure): { readonly name: string | undefined; readonly hint: string | undefined } {
  const file = details?.['file'];
  const asks = code === 'intake/unknown-format' || code === 'intake/ambiguous-format';
  return {
    name: file === undefined ? undefined : String(file),
    hint: asks ? 'Check the file before importing and answer what is asked: the answer is remembered, and used here too.' : undefined,
  };
}
