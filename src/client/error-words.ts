import type { Failure } from '../base/result.ts';
import type { BatchRow } from '../worker/api.ts';

/** What is said to a person about a failure: what happened, why, and what to do next. */
export interface ErrorWords {
  readonly title: string;
  readonly cause: string;
  readonly remedy: string;
}

export type RejectCode = BatchRow['rejected'][number]['code'];
type FileCode =
  | 'intake/empty'
  | 'intake/unknown-format'
  | 'intake/binary'
  | 'intake/ambiguous'
  | 'intake/bad-archive'
  | 'intake/bomb'
  | 'intake/too-large'
  | 'intake/unreadable'
  | 'intake/cancelled';
type EngineCode =
  | 'worker/crashed'
  | 'worker/bug'
  | 'worker/unknown-query'
  | 'worker/bad-params'
  | 'worker/unknown-command'
  | 'worker/busy'
  | 'store/newer-workspace'
  | 'store/damaged'
  | 'store/locked'
  | 'store/full'
  | 'store/io'
  | 'store/not-found'
  | 'journal/nothing-to-undo'
  | 'journal/nothing-to-redo'
  | 'journal/conflict'
  | 'incident/illegal-determination'
  | 'page/bug'
  | 'page/demo-missing'
  | 'page/page-failed';
export type AppErrorCode = RejectCode | FileCode | EngineCode;

const NOTHING_LOST = 'Nothing that was saved is lost.';

/** A code without words does not compile. */
const WORDS: Readonly<Record<AppErrorCode, ErrorWords>> = {
  'intake/bad-record': w('A record could not be read', 'It lacks what its format requires.', 'The other records were kept.'),
  'intake/bad-time': w(
    'A time could not be read',
    'No known way of writing times fits it.',
    'Correct the time in the file and drop it again.',
  ),
  'intake/no-title': w('An alert has no title', 'The record names no rule, title or signature.', 'The other records were kept.'),
  'intake/no-time': w('An alert has no time', 'The record has no time of activity or detection.', 'The other records were kept.'),
  'intake/bad-json': w(
    'Broken JSON',
    'The text ends or breaks where JSON goes on.',
    'Export the file again; the records before were kept.',
  ),
  'intake/bad-csv': w(
    'Broken CSV',
    'A quote is not closed or a row has the wrong number of cells.',
    'The rows that could be read were kept.',
  ),
  'intake/cut-off': w('The file ends too early', 'The last record is incomplete.', 'Export the file again; the records before were kept.'),
  'intake/too-long': w('A line is too long', 'One record is larger than can be read at once.', 'It was left out; the others were kept.'),
  'intake/too-deep': w('A record is nested too deep', 'Its objects stand in each other more deeply than any alert.', 'It was left out.'),
  'intake/empty': w('The file is empty', 'It has no bytes, or only blank lines.', 'Check the export and drop the file again.'),
  'intake/unknown-format': w(
    'The format is not known',
    'No importer recognises the content.',
    'See the list of formats, or write alertweave-alerts NDJSON with a script.',
  ),
  'intake/binary': w('This is not text', 'The content is binary.', 'Export the alerts as JSON, NDJSON or CSV.'),
  'intake/ambiguous': w(
    'Several formats fit',
    'The content fits more than one format equally well.',
    'Choose the format in the import report.',
  ),
  'intake/bad-archive': w('The archive is damaged', 'It cannot be unpacked to its end.', 'Pack it again; what was unpacked was kept.'),
  'intake/bomb': w(
    'The archive unpacks to too much',
    'It holds far more than its size should, as a decompression bomb does.',
    'Unpack it yourself and drop what you trust.',
  ),
  'intake/too-large': w(
    'The file is too large',
    'It passes the limit of what a browser tab can keep.',
    'Split it by time and drop the parts.',
  ),
  'intake/unreadable': w(
    'The file could not be read',
    'It was moved, changed or locked after it was chosen.',
    'Choose it again from where it is now.',
  ),
  'intake/cancelled': w('The import was stopped', 'You cancelled it.', 'Drop the file again to read the rest; nothing is counted twice.'),
  'worker/crashed': w(
    'The engine stopped',
    'The part that holds the data ended unexpectedly, often for want of memory.',
    `Reload the page. ${NOTHING_LOST}`,
  ),
  'worker/bug': w(
    'Something went wrong inside',
    'This is a fault of Alertweave, not of your data.',
    `Try again or reload. ${NOTHING_LOST}`,
  ),
  'worker/unknown-query': w('A question the engine does not know', 'Page and engine are of different versions.', 'Reload the page.'),
  'worker/bad-params': w('A question the engine cannot answer', 'Its parameters are out of range.', 'Reset the filters.'),
  'worker/unknown-command': w('An action the engine does not know', 'Page and engine are of different versions.', 'Reload the page.'),
  'worker/busy': w('An import is running', 'Files are read one batch at a time.', 'Wait until it has ended, or cancel it.'),
  'store/newer-workspace': w(
    'This workspace is from a newer Alertweave',
    'It was written by a later version than this page.',
    'Open it with that version. Nothing was changed.',
  ),
  'store/damaged': w(
    'The workspace could not be read',
    'No stored copy passes its checksum.',
    'Drop the exports again, or delete the workspace in Settings.',
  ),
  'store/locked': w(
    'The workspace is open in another tab',
    'Two tabs writing to one workspace would damage it.',
    'Close the other tab and reload this one.',
  ),
  'store/full': w(
    'The disk is full',
    'The browser gives this page no more space.',
    'Export what you need, then delete data or free disk space.',
  ),
  'store/io': w(
    'The workspace could not be saved',
    'The browser refused to write.',
    'Keep the page open and export the workspace; then reload.',
  ),
  'store/not-found': w('It is no longer here', 'It was merged, deleted or never existed in this workspace.', 'Go back to the incidents.'),
  'journal/nothing-to-undo': w('Nothing to undo', 'No decision stands before this one.', ''),
  'journal/nothing-to-redo': w('Nothing to redo', 'Nothing was undone since the last decision.', ''),
  'journal/conflict': w('It was changed meanwhile', 'A later decision stands on this one.', 'Undo the later one first.'),
  'incident/illegal-determination': w(
    'This determination does not go with the classification',
    'Each classification has its own determinations.',
    'Choose one from the list.',
  ),
  'page/bug': w('This view failed', 'This is a fault of Alertweave, not of your data.', `Reload the page. ${NOTHING_LOST}`),
  'page/demo-missing': w(
    'The demo could not be loaded',
    'Its file is not where the page is served from.',
    'Drop files of your own instead.',
  ),
  'page/page-failed': w(
    'This part of the page could not be loaded',
    'Its script is not where the page is served from.',
    'Reload the page.',
  ),
};

function w(title: string, cause: string, remedy: string): ErrorWords {
  return { title, cause, remedy };
}

/** Words for a code; a code of a later build speaks for itself through its message. */
export function wordsOfCode(code: string): ErrorWords | undefined {
  return Object.hasOwn(WORDS, code) ? WORDS[code as AppErrorCode] : undefined;
}

/** Words for a failure, with the file, line and size it names. */
export function wordsOf(failure: Failure): ErrorWords {
  const known = wordsOfCode(failure.code);
  const facts = Object.entries(failure.details ?? {})
    .map(([name, value]) => `${name}: ${value}`)
    .join(', ');
  if (known === undefined)
    return { title: 'Something went wrong', cause: `${failure.message} (${failure.code})`, remedy: `Try again. ${NOTHING_LOST}` };
  const cause = facts === '' ? known.cause : `${known.cause} (${facts})`;
  return { ...known, cause };
}
