import type { EncodingGuess, EncodingTally } from './bytes/encoding.ts';
import { encodingName, utf8Feed } from './bytes/encoding.ts';
import type { ByteFeed } from './bytes/feed.ts';
import { ByteWindow } from './bytes/window.ts';
import type { JsonObject } from '../base/json.ts';
import { grouped, plural } from '../base/text.ts';
import { Delivery } from './delivery.ts';
import { Dispatcher, textGuesses } from './dispatch.ts';
import { settleDayMonth } from './doctor/day-month.ts';
import type { TextImporter } from './importer.ts';
import type { Job, Manner } from './job.ts';
import { SinkFailure } from './job.ts';
import { isPart, Slicer, sliceNotes } from './slice.ts';
import { Stop } from './stop.ts';
import { Tally } from './tally.ts';
import { type Guess, guessMapping } from './mapping/guess.ts';
import { GENERIC, mappingImporter, mappingText } from './mapping/importer.ts';
import { pathsOf, valueAt } from './mapping/values.ts';
import { sampleRecords } from './sample.ts';
import { readValues } from './text/json-values.ts';
import { readLines } from './text/lines.ts';
import { readNdjson } from './text/ndjson.ts';
import { cutOff, type RecordOut } from './text/record-out.ts';
import { sniffText } from './text/sniff.ts';
import type { TextShape } from './text/sniff.ts';
import { delimiterName } from './text/sniff-table.ts';
import { readTable } from './text/table.ts';
import { judge } from './verdict.ts';

export const STOPPED = 'Reading was stopped by the user. What had been read is kept in whole batches.';
const TEXT_HEAD = 64 * 1024;
const SURE = 75;
/** So many first records tell whether a product is known. */
const KNOWN = 50;

export interface TextEntry {
  readonly head: Uint8Array;
  /** The head is the whole file. */
  readonly whole: boolean;
  readonly feed: ByteFeed;
  readonly encoding: EncodingGuess;
  readonly packed: readonly string[];
}

/** Reads one text into the sink and adds its report to the job. */
export async function readText(job: Job, name: string, entry: TextEntry): Promise<void> {
  const { sink } = job;
  const tally = new Tally(name, sink.rejected === undefined ? undefined : (rejection) => sink.rejected?.(rejection));
  const encoding: EncodingTally = { stray: 0, multibyte: false };
  job.sink.begin?.(name);
  const text = await decodedHead(entry);
  const crOnly = !text.includes('\n') && /\r./.test(text);
  const head = crOnly ? text.replaceAll('\r', '\n') : text;
  const feed = teed(job, tally, utf8Feed(entry.feed, entry.encoding, encoding, crOnly));
  const reading = new Reading(job, tally, head, entry.whole);
  try {
    await reading.read(feed);
  } catch (error) {
    if (error instanceof SinkFailure) throw error;
    if (error instanceof Stop) tally.fail(error.code, error.message);
    else tally.fail('intake/unreadable', stopped(error));
  }
  tally.encoding = encodingName(entry.encoding, encoding);
  tally.container = [...entry.packed, reading.container].filter((part) => part !== '').join(' › ');
  if (encoding.stray > 0) {
    tally.note(
      `${encoding.stray} bytes are no UTF-8 and were read as Windows-1252: look at names with accents. Better export the file as UTF-8.`,
    );
  }
  if (crOnly) tally.note('Lines end with CR alone, as on old Macs; read as line ends.');
  await reading.end();
  const report = tally.report();
  await job.sink.end?.(report);
  job.reports.push(report);
}

const stopped = (error: unknown): string =>
  `Reading stopped: ${error instanceof Error ? error.message.slice(0, 200) : 'unknown fault'}. What came before is kept.`;

class Reading {
  container = '';
  readonly #job: Job;
  readonly #manner: Manner;
  readonly #tally: Tally;
  readonly #head: string;
  readonly #shape: TextShape;
  readonly #delivery: Delivery;
  readonly #dispatcher: Dispatcher;
  #before = 0;
  #lastLine = 1;
  #guessed: Guess | undefined;

  constructor(job: Job, tally: Tally, head: string, whole: boolean) {
    this.#job = job;
    this.#tally = tally;
    this.#head = head;
    this.#shape = sniffText(head, whole);
    this.#delivery = new Delivery(job.sink);
    this.#manner = job.mannerOf(tally.name);
    const { answers, importers, assume } = this.#manner;
    const chosen = answers.as ?? answers.mapping?.id;
    const forced = importers.find((importer) => importer.id === chosen);
    this.#dispatcher = new Dispatcher(importers, forced?.kind === 'record' ? forced : undefined, assume, tally, this.#delivery);
    const { only } = job.options;
    if (only === undefined || !isPart(only)) return;
    this.#dispatcher.only = new Slicer(only);
    tally.only = only;
    for (const note of sliceNotes(only)) tally.note(note);
  }

  async read(feed: ByteFeed): Promise<void> {
    const window = new ByteWindow(feed, this.#job.limits.slabBytes);
    const { limits } = this.#job;
    const out = this.#out();
    const shape = this.#shape;
    const known = this.#columnsSpeak(await sampleRecords(this.#head, shape, this.#dispatcher.survey));
    // A header that is understood is better than lines that look familiar.
    const text = known && shape.kind === 'table' ? undefined : this.#textImporter();
    if (text !== undefined) {
      this.container = 'text, lines';
      const reader = this.#dispatcher.text(text);
      await readLines(window, limits, out, (line, place, last) => {
        if (last && window.fault !== undefined) out.reject(place.line, 'intake/cut-off', cutOff('line', window), place);
        else reader.line(line, place);
        return true;
      });
      reader.end();
    } else if (shape.kind === 'ndjson') {
      this.container = shape.name;
      await readNdjson(window, limits, out);
    } else if (shape.kind === 'values') {
      this.container = shape.name;
      await readValues(window, limits, out);
    } else if (shape.kind === 'table') {
      this.container = `${shape.table.delimiter === '\t' ? 'TSV' : 'CSV'}, ${delimiterName(shape.table.delimiter)}`;
      const { prose } = shape.table;
      if (prose !== undefined) this.#tally.note(`${plural(prose, 'line')} above the header of the table left out.`);
      const blank = await readTable(window, shape.table, limits, out);
      if (this.#tally.records === 0) this.#dispatcher.recognise(blank);
    } else {
      this.container = shape.kind === 'empty' ? '' : 'text, lines';
    }
    if (window.fault !== undefined) throw this.#broken(window.fault, window);
  }

  /** The fault of the bytes with the place at which the text breaks off. A fault of the sink goes through as it is. */
  #broken(fault: Error, window: ByteWindow): Error {
    if (fault instanceof SinkFailure) return fault;
    const where = `It breaks off at line ${grouped(this.#lastLine)}, byte ${grouped(window.offset(window.end))} of the text.`;
    return fault instanceof Stop
      ? new Stop(fault.code, `${fault.message} ${where}`)
      : new Stop('intake/unreadable', `${stopped(fault)} ${where}`);
  }

  /** Whether an importer knows the first records. When none does, their columns may speak for themselves. */
  #columnsSpeak(sample: readonly JsonObject[]): boolean {
    const { as, mapping } = this.#manner.answers;
    this.#settleDates(sample);
    if (as !== undefined || mapping !== undefined || sample.length === 0) return false;
    const container = this.#shape.kind === 'table' ? 'table' : 'json';
    if (sample.slice(0, KNOWN).some((record) => this.#dispatcher.knows(record, container))) return true;
    const guess = guessMapping(pathsOf(sample), sample, 'Imported alerts');
    if (!guess.sure) return false;
    this.#dispatcher.survey.fallBackTo(mappingImporter(guess.spec, GENERIC));
    this.#guessed = guess;
    return true;
  }

  /** Whether `1/2/2024` is in January or February, when the rows tell and the user did not. */
  #settleDates(sample: readonly JsonObject[]): void {
    if (this.#manner.answers.assume?.dayFirst !== undefined) return;
    for (const path of pathsOf(sample.slice(0, KNOWN))) {
      const texts = sample.map((record) => valueAt(record, path)).filter((value) => typeof value === 'string');
      const settled = settleDayMonth(texts);
      if (settled?.order !== 'dayFirst') continue;
      this.#dispatcher.assume = { ...this.#manner.assume, dayFirst: true };
      this.#tally.note(`Dates of “${path}” are day/month: ${settled.because}.`);
      return;
    }
  }

  async end(): Promise<void> {
    if (this.#job.cancelled) {
      this.#tally.cancelled = true;
      this.#tally.note(STOPPED);
    }
    if (this.#guessed !== undefined && this.#dispatcher.survey.mixed().some(({ importer }) => importer.id === GENERIC)) {
      this.#tally.note(
        `No known product; read by the names and values of its columns: ${mappingText(this.#guessed.spec)}. Map the columns by hand if that is wrong.`,
      );
      for (const doubt of this.#guessed.doubts) this.#tally.note(doubt);
    }
    this.#dispatcher.bareIncidents.tell(this.#tally);
    judge(this.#tally, this.#dispatcher, this.#shape, this.#head, this.#manner.answers);
    if (this.#tally.error?.code === 'intake/ambiguous-format') {
      this.#delivery.drop();
      this.#tally.discard();
    }
    await this.#delivery.flush();
    this.#job.alerts = this.#before + this.#delivery.delivered;
  }

  /** The importer of log lines that fits this head; JSON is never taken for log lines unless the user says so. */
  #textImporter(): TextImporter | undefined {
    const { importers, answers } = this.#manner;
    if (answers.as !== undefined) {
      const chosen = importers.find(({ id }) => id === answers.as);
      return chosen?.kind === 'text' ? chosen : undefined;
    }
    const kind = this.#shape.kind;
    if (kind === 'empty' || kind === 'ndjson' || kind === 'values') return undefined;
    const guesses = textGuesses(importers, this.#head.slice(0, TEXT_HEAD));
    const [first, second] = guesses;
    if (first === undefined || (kind === 'table' && first.confidence < SURE)) return undefined;
    if (second?.confidence === first.confidence) {
      const equals = guesses.filter(({ confidence }) => confidence === first.confidence);
      this.#tally.candidates = equals.map(({ importer, confidence }) => ({ format: importer.id, label: importer.label, confidence }));
      return undefined;
    }
    return first.importer;
  }

  #out(): RecordOut {
    this.#before = this.#job.alerts;
    return {
      record: (value, place, container, locate) => this.#dispatcher.record(value, place, container, locate),
      reject: (line, code, message, place) => {
        this.#tally.records++;
        this.#tally.reject(line, code, message, place);
      },
      note: (text) => this.#tally.note(text),
      ended: (line) => (this.#lastLine = line),
      pause: () => this.#pause(),
    };
  }

  async #pause(): Promise<boolean> {
    if (this.#delivery.full) {
      if (this.#dispatcher.survey.ambiguous().length > 0) throw new Stop('intake/ambiguous-format', '');
      await this.#delivery.flush();
      this.#job.alerts = this.#before + this.#delivery.delivered;
    }
    return this.#job.goOn();
  }
}

function teed(job: Job, tally: Tally, feed: ByteFeed): ByteFeed {
  return {
    async next() {
      const chunk = await feed.next();
      if (chunk !== undefined) {
        tally.bytes += chunk.length;
        await job.sink.raw?.(chunk.slice());
      }
      return chunk;
    },
    close: () => feed.close(),
  };
}

async function decodedHead(entry: TextEntry): Promise<string> {
  const bytes: EncodingTally = { stray: 0, multibyte: false };
  let given = false;
  const feed = utf8Feed(
    {
      next: () => {
        const chunk = given ? undefined : entry.head;
        given = true;
        return Promise.resolve(chunk);
      },
      close: () => Promise.resolve(),
    },
    entry.encoding,
    bytes,
    false,
  );
  const decoder = new TextDecoder();
  let text = '';
  for (let chunk = await feed.next(); chunk !== undefined; chunk = await feed.next()) text += decoder.decode(chunk, { stream: true });
  return text;
}
