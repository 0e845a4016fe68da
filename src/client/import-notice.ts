import { grouped, plural } from '../base/text.ts';
import type { ImportOutcome } from '../worker/api.ts';
import { wordsOf } from './error-words.ts';

export interface ImportNotice {
  readonly kind: 'done' | 'failed' | 'info';
  readonly title: string;
  readonly text: string;
}

/** What an import came to, in a line or two. Files that could not be read come first: they need somebody. */
export function importNotice(outcome: ImportOutcome): ImportNotice {
  const { reports, added, updated, duplicates, cancelled, raised, withdrawn, woven } = outcome;
  const failed = reports.filter((report) => report.error !== null);
  const rejected = reports.reduce((sum, report) => sum + report.rejectedCount, 0);
  const counts = [
    ...(added > 0 ? [plural(added, 'alert') + ' added'] : []),
    ...(updated > 0 ? [grouped(updated) + ' updated'] : []),
    ...(duplicates > 0 ? [plural(duplicates, 'duplicate')] : []),
    ...(rejected > 0 ? [plural(rejected, 'record') + ' rejected'] : []),
  ].join(', ');
  const ours = [
    ...(woven === undefined || counts === '' ? [] : [`${woven}.`]),
    ...(raised > 0 ? [`${plural(raised, 'alert')} raised by sequence rules.`] : []),
    ...(withdrawn > 0 ? [`${plural(withdrawn, 'raised alert')} withdrawn: the sequence is no longer there.`] : []),
  ];
  const kept = [counts === '' ? 'No alerts were added.' : `${counts}.`, ...ours].join(' ');
  if (cancelled) return { kind: 'info', title: 'Import cancelled', text: kept };
  const [first] = failed;
  if (first !== undefined && first.error !== null) {
    const { title, cause, remedy } = wordsOf(first.error);
    if (failed.length === 1) return { kind: 'failed', title: `${first.name}: ${lower(title)}`, text: `${cause} ${remedy} ${kept}` };
    return {
      kind: 'failed',
      title: `${grouped(failed.length)} of ${plural(reports.length, 'file')} could not be read to the end`,
      text: kept,
    };
  }
  const files = reports.length === 1 ? (reports[0]?.name ?? '') : plural(reports.length, 'file');
  if (added === 0 && updated === 0 && duplicates > 0)
    return {
      kind: 'info',
      title: `Nothing new in ${files}`,
      text: `${plural(duplicates, 'alert')} ${duplicates === 1 ? 'was' : 'were'} here already.`,
    };
  if (added === 0 && updated === 0) return { kind: 'info', title: `No alerts in ${files}`, text: kept };
  return { kind: rejected > 0 ? 'info' : 'done', title: `${files} read`, text: kept };
}

const lower = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
