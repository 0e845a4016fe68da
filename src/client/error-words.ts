import type { Failure } from '../base/result.ts';
import type { BatchRow } from '../worker/api.ts';

/** What is said to a person about a failure: what happened, why, and what to do next. */
export interface ErrorWords {
  readonly title: string;
  readonly cause: string;
  readonly remedy: string;
}

type RejectCode = BatchRow['rejected'][number]['code'];
type FileCode =
  | 'intake/empty'
  | 'intake/unknown-format'
  | 'intake/ambiguous-format'
  | 'intake/binary'
  | 'intake/bad-archive'
  | 'intake/encrypted'
  | 'intake/bomb'
  | 'intake/too-large'
  | 'intake/unreadable'
  | 'intake/interrupted'
  | 'intake/bad-mapping';
type JournalCode =
  | 'journal/nothing-to-undo'
  | 'journal/nothing-to-redo'
  | 'journal/nothing-changed'
  | 'journal/conflict'
  | 'journal/not-found'
  | 'journal/redirected'
  | 'journal/resolved'
  | 'journal/status-not-settable'
  | 'journal/system-tag'
  | 'journal/note-required'
  | 'journal/illegal-determination'
  | 'journal/empty-comment'
  | 'journal/too-long'
  | 'journal/same-alert'
  | 'journal/raised'
  | 'journal/setting-name'
  | 'journal/whole-incident'
  | 'journal/too-many'
  | 'journal/bad-rule';
type MergeCode =
  | 'merge/resolved'
  | 'merge/two-owners'
  | 'merge/two-classifications'
  | 'merge/two-determinations'
  | 'merge/too-many-entities'
  | 'merge/device-groups';
type EngineCode =
  | 'worker/crashed'
  | 'worker/bug'
  | 'worker/not-open'
  | 'worker/cancelled'
  | 'worker/overtaken'
  | 'store/newer-workspace'
  | 'store/damaged'
  | 'store/in-use'
  | 'store/closed'
  | 'store/disk-full'
  | 'store/io'
  | 'store/raw-missing'
  | 'store/raw-codec';
type PageCode = 'page/list-too-large' | 'page/list-not-text' | 'page/bug' | 'page/demo-missing' | 'page/page-failed';
type AppErrorCode = RejectCode | FileCode | JournalCode | MergeCode | EngineCode | PageCode;

const NOTHING_LOST = 'Nothing that was saved is lost.';
const OTHERS_KEPT = 'The other records were kept.';

/** Title and remedy of a failure whose message already says the cause in a sentence, with its facts. */
interface SaidWords {
  readonly title: string;
  readonly remedy: string;
}
const said = (title: string, remedy = ''): SaidWords => ({ title, remedy });
const words = (title: string, cause: string, remedy: string): ErrorWords => ({ title, cause, remedy });

/** A code of the union without words does not compile; test/client/error-words.test.ts finds codes that are not in the union. */
const WORDS: Readonly<Record<AppErrorCode, ErrorWords | SaidWords>> = {
  'intake/bad-record': said('A record could not be read', OTHERS_KEPT),
  'intake/bad-time': said('A time could not be read', OTHERS_KEPT),
  'intake/no-title': said('An alert has no title', OTHERS_KEPT),
  'intake/no-time': said('An alert has no time', OTHERS_KEPT),
  'intake/bad-json': said('Broken JSON', OTHERS_KEPT),
  'intake/bad-csv': said('Broken CSV', OTHERS_KEPT),
  'intake/cut-off': said('The file ends too early', 'What came before was kept.'),
  'intake/too-long': said('A record is too long', OTHERS_KEPT),
  'intake/too-deep': said('A record is nested too deep', OTHERS_KEPT),
  'intake/empty': said('The file is empty'),
  'intake/unknown-format': said('The format is not known', 'Any script can write NDJSON in the format alertweave-alerts.'),
  'intake/ambiguous-format': said('Several formats fit'),
  'intake/binary': said('This is not text'),
  'intake/bad-archive': said('The archive is damaged'),
  'intake/encrypted': said('The archive is locked with a password'),
  'intake/bomb': said('The archive unpacks to too much'),
  'intake/too-large': said('The file is too large'),
  'intake/unreadable': said('The file could not be read'),
  'intake/interrupted': said('The import broke off'),
  'intake/bad-mapping': said('The mapping cannot be used'),
  'journal/nothing-to-undo': said('Nothing to undo'),
  'journal/nothing-to-redo': said('Nothing to redo'),
  'journal/nothing-changed': said('Nothing was changed'),
  'journal/conflict': said('A later decision stands on this one', 'Undo the later one first.'),
  'journal/not-found': said('It is no longer here', 'Go back to the incidents.'),
  'journal/redirected': said('The incident was merged into another'),
  'journal/resolved': said('The incident is resolved'),
  'journal/status-not-settable': said('This status cannot be set by hand'),
  'journal/system-tag': said('This tag cannot be changed'),
  'journal/note-required': said('A note is required', 'Write in the resolving note what was found.'),
  'journal/illegal-determination': said('This determination does not go with the classification', 'Choose one from the list.'),
  'journal/empty-comment': said('The comment is empty'),
  'journal/too-long': said('The text is too long', 'Shorten it.'),
  'journal/same-alert': said('Two alerts are needed'),
  'journal/raised': said('A rule cannot be about a raised alert', 'Move it, or make the rule about one of the alerts it was raised from.'),
  'journal/setting-name': said('No such setting'),
  'journal/too-many': said('Too many at once', 'Add them in several parts.'),
  'journal/bad-rule': said('This is no rule'),
  'page/list-too-large': said('The file is too large for a list', 'Split it, or paste what is needed of it.'),
  'page/list-not-text': said('The file is no text', 'Save it as CSV or plain text.'),
  'journal/whole-incident': said('Nothing would be left behind'),
  'merge/resolved': said('They cannot be merged'),
  'merge/two-owners': said('They cannot be merged'),
  'merge/two-classifications': said('They cannot be merged'),
  'merge/two-determinations': said('They cannot be merged'),
  'merge/too-many-entities': said('They cannot be merged'),
  'merge/device-groups': said('They cannot be merged'),
  'worker/crashed': words(
    'The engine stopped',
    'The part that holds the data ended unexpectedly, often for want of memory.',
    `Reload the page. ${NOTHING_LOST}`,
  ),
  'worker/bug': words(
    'Something went wrong inside',
    'This is a fault of Alertweave, not of your data.',
    `Try again or reload. ${NOTHING_LOST}`,
  ),
  'worker/cancelled': said('It was stopped', 'Start it again when you need it.'),
  'worker/overtaken': said('Something newer was asked for', 'Ask again when you need it.'),
  'worker/not-open': words('The workspace is not open', 'It could not be opened, or was closed in this tab.', 'Reload the page.'),
  'store/newer-workspace': words(
    'This workspace is from a newer Alertweave',
    'It was written by a later version than this page.',
    'Open it with that version. Nothing was changed.',
  ),
  'store/damaged': words(
    'The workspace could not be read',
    'No stored copy passes its checksum.',
    'Close other tabs of Alertweave and reload. If that does not help, clear the site data of this page and drop the exports again.',
  ),
  'store/in-use': words(
    'The workspace is open in another tab',
    'Two tabs writing to one workspace would damage it.',
    'Close the other tab, then reload this one.',
  ),
  'store/closed': words('The workspace was closed in this tab', 'It is being used elsewhere or was deleted.', 'Reload the page.'),
  'store/disk-full': words(
    'The disk is full',
    'The browser gives this page no more space.',
    'Export what you need, then free disk space or delete the workspace in Settings.',
  ),
  'store/io': words(
    'The workspace could not be saved',
    'The browser refused to read or write its storage.',
    'Keep the page open and export the alerts in Settings; then reload.',
  ),
  'store/raw-missing': words('The raw record is not here', 'Only its alert was kept.', 'Drop the file again to have it.'),
  'store/raw-codec': said('Raw records could not be packed', 'The alerts themselves were kept.'),
  'page/bug': words('This view failed', 'This is a fault of Alertweave, not of your data.', `Reload the page. ${NOTHING_LOST}`),
  'page/demo-missing': words(
    'The demo could not be loaded',
    'Its files are not where the page is served from.',
    'Drop files of your own instead.',
  ),
  'page/page-failed': words(
    'This part of the page could not be loaded',
    'Its script is not where the page is served from.',
    'Reload the page.',
  ),
};

const known = (code: string): ErrorWords | SaidWords | undefined => (Object.hasOwn(WORDS, code) ? WORDS[code as AppErrorCode] : undefined);

/** The title of a code: of a rejected record, say. */
export const titleOf = (code: string): string => known(code)?.title ?? code;

/** Words for a failure. A code of a later build speaks through its message. */
export function wordsOf(failure: Failure): ErrorWords {
  const found = known(failure.code);
  if (found === undefined)
    return { title: 'Something went wrong', cause: `${failure.message} (${failure.code})`, remedy: `Try again. ${NOTHING_LOST}` };
  return 'cause' in found ? found : { ...found, cause: failure.message };
}
