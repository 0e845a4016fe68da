import { grouped } from '../base/text.ts';
import type { Dispatcher } from './dispatch.ts';
import { GENERIC } from './mapping/importer.ts';
import type { Answers } from './job.ts';
import type { Tally } from './tally.ts';
import type { TextShape } from './text/sniff.ts';

/** Where portals, APIs and SIEMs cap an export. */
const CAPS = new Set([
  1_000, 2_000, 5_000, 10_000, 30_000, 50_000, 64_000, 65_535, 65_536, 100_000, 500_000, 1_000_000, 1_048_575, 1_048_576,
]);
const CERTAINTY: Readonly<Record<number, string>> = { 25: 'perhaps', 50: 'likely', 75: 'very likely', 100: 'certain' };

/** Writes into the tally what the file is and why, or why it cannot be told and what to do. */
export function judge(tally: Tally, dispatcher: Dispatcher, shape: TextShape, head: string, answers: Answers): void {
  if (tally.error?.code === 'intake/ambiguous-format') tally.error = null;
  const ambiguous = tally.candidates.length > 0 ? tally.candidates : dispatcher.survey.ambiguous();
  const chosen = answers.as ?? answers.mapping?.id;
  if (ambiguous.length > 0 && chosen === undefined) {
    tally.candidates = ambiguous;
    tally.reason = `Fits ${list(ambiguous.map(({ label }) => label))} equally well.`;
    tally.fail(
      'intake/ambiguous-format',
      `The records fit ${list(ambiguous.map(({ label }) => label))} equally well. Nothing was taken over: choose the format.`,
    );
    return;
  }
  if (CAPS.has(tally.records)) {
    tally.note(
      `Exactly ${grouped(tally.records)} records: many products end an export there, so it may not be complete. Compare with the count the product shows.`,
    );
  }
  const majority = dispatcher.survey.majority();
  if (majority !== undefined) {
    tally.format = majority.importer.id;
    const of =
      majority.others > 0
        ? ` Other formats in the file: ${dispatcher.survey
            .mixed()
            .slice(1, 6)
            .map(({ importer, records }) => `${importer.label} (${records})`)
            .join(', ')}.`
        : '';
    tally.reason =
      chosen === majority.importer.id
        ? `Read as ${majority.importer.label}, as chosen.`
        : majority.importer.id === GENERIC
          ? `No known product: ${majority.records} of ${tally.records} records were read by the names and values of their columns.${of}`
          : `${majority.records} of ${tally.records} records have the fields of ${majority.importer.label} (${CERTAINTY[majority.best] ?? 'likely'}).${of}`;
    return;
  }
  if (shape.kind === 'empty') {
    tally.reason = 'Nothing but blanks.';
    tally.fail('intake/empty', 'The file is empty. If the export should hold alerts, export it again.');
    return;
  }
  if (
    dispatcher.unclaimed === 0 &&
    tally.rejectedCount === 0 &&
    (dispatcher.emptyPages > 0 || tally.records === 0) &&
    shape.kind !== 'text'
  ) {
    tally.reason = 'An empty page of results: well-formed, but without a record.';
    return;
  }
  tally.reason = tally.error === null ? 'No known format.' : 'Nothing that could be told came before the fault.';
  if (tally.error !== null) return;
  tally.fail('intake/unknown-format', unknown(dispatcher, shape, head, tally));
}

function unknown(dispatcher: Dispatcher, shape: TextShape, head: string, tally: Tally): string {
  const start = head.trimStart().slice(0, 400).toLowerCase();
  if (start.startsWith('<!doctype html') || start.startsWith('<html')) {
    return 'This is a web page, not an export: perhaps a login or an error page was saved in its place. Sign in and export again.';
  }
  const seen = dispatcher.strangerKeys.length > 0 ? ` Fields of the first record: ${dispatcher.strangerKeys.slice(0, 12).join(', ')}.` : '';
  if (shape.kind === 'table')
    return `The columns are of no known alert format.${seen} Map the columns by hand: at least a title and a time are needed.`;
  if (shape.kind === 'text')
    return 'The text is no JSON, no table with a header and no known log format. If the product can export JSON or CSV, drop that.';
  if (tally.records > 0 && tally.rejectedCount === tally.records)
    return 'It looks like JSON, but no record could be parsed; the rejected lines say where. Export the file again.';
  return `The JSON records are of no known alert format.${seen} Map the fields by hand: at least a title and a time are needed.`;
}

function list(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words[words.length - 1] ?? ''}`;
}
