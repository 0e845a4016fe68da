import type { Json, JsonObject } from '../base/json.ts';
import { isObject } from '../base/json.ts';
import type { TimeAssumptions } from '../base/time.ts';
import type { AlertDraft, RecordPlace, SourceIncidentDraft } from '../domain/alert.ts';
import type { Delivery } from './delivery.ts';
import { carriedIn, embeddedIn, timeAround } from './embedded.ts';
import { timesOf } from './formats/support/moments.ts';
import type { Container, Importer, ReadContext, RecordImporter, RejectCode, TextImporter } from './importer.ts';
import { isReason } from './mend.ts';
import type { Slicer } from './slice.ts';
import { BareIncidents } from './bare-incidents.ts';
import { type Current, current } from './current.ts';
import { Survey } from './survey.ts';
import type { Choice } from './survey.ts';
import type { Tally } from './tally.ts';
import type { Locate } from './text/record-out.ts';
import { parseExact } from './text/parse-exact.ts';
import { unwrap } from './unwrap.ts';
import { hasTime, validAlert } from './validate.ts';

const SURE = 75;
const LIKELY = 50;
/** Wrappers within wrappers, and records within records. */
const DEPTH = 6;
/** After so many records whose texts held no record, no more are looked into. */
const BARREN = 200;

/** Gives each record to the importer that knows it, and what the importer makes of it to the delivery. Never throws for what a record holds. */
export class Dispatcher {
  readonly survey: Survey;
  readonly #importers: readonly Importer[];
  readonly #tally: Tally;
  readonly #delivery: Delivery;
  readonly #context: ReadContext;
  #current: Current | undefined;
  /** What a naive time means; may be settled before the first record is given. */
  assume: TimeAssumptions;
  /** The part of the file that is asked for. */
  only: Slicer | undefined;
  #barren = 0;
  readonly bareIncidents = new BareIncidents();
  /** Pages without records. */
  emptyPages = 0;
  unclaimed = 0;
  /** Field names of the first record that nobody claimed. */
  strangerKeys: readonly string[] = [];

  constructor(
    importers: readonly Importer[],
    forced: RecordImporter | undefined,
    assume: TimeAssumptions,
    tally: Tally,
    delivery: Delivery,
  ) {
    this.#importers = importers;
    this.survey = new Survey(importers, forced);
    this.#tally = tally;
    this.#delivery = delivery;
    this.assume = assume;
    this.#context = this.#contextOf();
  }

  record(value: Json, place: RecordPlace, container: 'json' | 'table', locate?: Locate, depth = 0, around?: Json): void {
    if (Array.isArray(value)) {
      const places = locate?.([]);
      (value as readonly Json[]).forEach((item, i) => this.record(item, places?.[i] ?? place, container, undefined, depth + 1, around));
      return;
    }
    if (typeof value === 'string' && depth < DEPTH) {
      const inner = jsonOf(value);
      if (isObject(inner) || Array.isArray(inner)) {
        this.record(inner, place, container, undefined, depth + 1, around);
        return;
      }
    }
    if (!isObject(value)) {
      this.#tally.records++;
      this.#tally.reject(place.line, 'intake/bad-record', `Not a record but ${value === null ? 'null' : `a ${typeof value}`}.`, place);
      return;
    }
    if (isReason(value)) {
      this.#tally.records++;
      this.#tally.ignore('reason given in a mend file');
      return;
    }
    const choice = this.survey.choose(value, container);
    if (choice === undefined || choice.confidence < SURE) {
      const wrapped = depth < DEPTH ? unwrap(value) : undefined;
      if (wrapped !== undefined) {
        this.#unwrapped(wrapped, place, container, locate, depth, around);
        return;
      }
    }
    if ((choice === undefined || choice.confidence < LIKELY || this.survey.isFallback(choice)) && this.#carried(value, place, depth))
      return;
    this.#tally.records++;
    if (choice === undefined) {
      this.#stranger(value);
      return;
    }
    this.survey.took(choice);
    this.#read(choice.importer, value, place, container, 0, around);
  }

  /** Whose table this would be, had it rows. */
  recognise(blank: JsonObject): void {
    const choice = this.survey.choose(blank, 'table');
    if (choice !== undefined && choice.confidence >= LIKELY) this.survey.claim(choice.importer, choice.confidence);
  }

  #unwrapped(
    wrapped: NonNullable<ReturnType<typeof unwrap>>,
    place: RecordPlace,
    container: 'json' | 'table',
    locate: Locate | undefined,
    depth: number,
    around: Json | undefined,
  ): void {
    for (const { path, records } of wrapped) {
      if (records.length === 0) this.emptyPages++;
      const places = path === undefined ? undefined : locate?.(path);
      const known = places?.length === records.length ? places : undefined;
      records.forEach((record, i) => this.record(record, known?.[i] ?? place, container, undefined, depth + 1, around));
    }
  }

  /** Whether an importer knows the record or the one it carries. */
  knows(record: JsonObject, container: 'json' | 'table'): boolean {
    return this.survey.knows(record, container) || this.#carriedJson(record) !== undefined || this.#carriedText(record) !== undefined;
  }

  /** Reads the event of a known product that this record carries. False when there is none. */
  #carried(record: JsonObject, place: RecordPlace, depth: number): boolean {
    if (depth >= DEPTH) return false;
    const json = this.#barren < BARREN ? this.#carriedJson(record) : undefined;
    this.#barren = json === undefined ? this.#barren + 1 : 0;
    const line = json === undefined ? this.#carriedText(record) : undefined;
    if (json === undefined && line === undefined) return false;
    const around = timeAround(record, this.assume);
    if (json !== undefined) this.record(json, place, 'json', undefined, depth + 1, around);
    else if (line !== undefined) {
      this.#tally.records++;
      this.survey.claim(line.importer, SURE);
      this.#readText(line.importer, line.text, place, depth + 1, around);
    }
    return true;
  }

  #carriedJson(record: JsonObject): Json | undefined {
    return embeddedIn(record).find((one) => this.#isKnown(one)) ?? carriedIn(record).find((one) => isObject(one) && this.#isKnown(one));
  }

  #carriedText(record: JsonObject): { readonly importer: TextImporter; readonly text: string } | undefined {
    for (const text of carriedIn(record)) {
      const importer = typeof text === 'string' ? bestText(this.#importers, text, SURE) : undefined;
      if (importer !== undefined && typeof text === 'string') return { importer, text };
    }
    return undefined;
  }

  #isKnown(value: Json, depth = 0): boolean {
    if (Array.isArray(value)) return value.length > 0 && depth < DEPTH && this.#isKnown((value as readonly Json[])[0] ?? null, depth + 1);
    if (!isObject(value)) return false;
    if (this.survey.knows(value, 'json', SURE)) return true;
    const first = depth < DEPTH ? unwrap(value)?.[0]?.records[0] : undefined;
    return first !== undefined && this.#isKnown(first, depth + 1);
  }

  #stranger(record: JsonObject): void {
    if (this.unclaimed++ === 0) this.strangerKeys = Object.keys(record).slice(0, 40);
    this.#tally.ignore('record of no known format');
  }

  /** Reads lines by a text importer. The functions given back take each line, and the end. */
  text(importer: TextImporter): { line(text: string, place: RecordPlace): void; end(): void } {
    const now = current(importer, 'text', 0, { line: 1, offset: 0, length: 0 });
    const reader = this.#within(now, () => importer.open(this.#context));
    if (reader === undefined) return { line: () => undefined, end: () => undefined };
    return {
      line: (text, place) => {
        now.place = place;
        this.#within(now, () => reader.line(text));
      },
      end: () => this.#within(now, () => reader.end()),
    };
  }

  #readText(importer: TextImporter, text: string, place: RecordPlace, depth: number, around: Json | undefined): void {
    const now = current(importer, 'text', depth, place, around);
    this.#within(now, () => {
      const reader = importer.open(this.#context);
      for (const line of text.split(/\r?\n/)) reader.line(line);
      reader.end();
    });
    if (now.calls === 0) this.#tally.ignore('record without an alert');
  }

  #read(importer: RecordImporter, record: JsonObject, place: RecordPlace, container: 'json' | 'table', depth: number, around?: Json): void {
    const now = current(importer, container, depth, place, around);
    this.#within(now, () => importer.read(record, this.#context));
    if (now.calls === 0) this.#tally.ignore('record without an alert');
    this.bareIncidents.took(importer, now.incidents, now.alerts);
  }

  #within<T>(current: Current, work: () => T): T | undefined {
    const before = this.#current;
    this.#current = current;
    try {
      return work();
    } catch (error) {
      const tooDeep = error instanceof RangeError;
      current.calls++;
      this.#tally.reject(
        current.place.line,
        tooDeep ? 'intake/too-deep' : 'intake/bad-record',
        `${current.importer.label}: the record cannot be read (${error instanceof Error ? error.message.slice(0, 160) : 'unknown fault'}).`,
        current.place,
      );
      return undefined;
    } finally {
      this.#current = before;
    }
  }

  #contextOf(): ReadContext {
    const now = (): Current => {
      if (this.#current === undefined) throw new Error('a context outlived its record');
      if (this.#current.container === 'text' && this.#current.depth === 0) {
        this.#tally.records++;
        this.survey.claim(this.#current.importer, SURE);
      }
      this.#current.calls++;
      return this.#current;
    };
    const container = (): Container => this.#current?.container ?? 'json';
    const assume = (): TimeAssumptions => this.assume;
    return {
      get container() {
        return container();
      },
      get assume() {
        return assume();
      },
      alert: (draft) => this.#alert(draft, now()),
      incident: (draft) => this.#incident(draft, now()),
      ignore: (reason) => {
        now();
        this.#tally.ignore(reason);
      },
      reject: (code: RejectCode, message: string) => {
        const { place } = now();
        this.#tally.reject(place.line, code, message, place);
      },
      nested: (inner, around) => this.#nested(inner, now, around),
    };
  }

  #alert(draft: AlertDraft, from: Current): void {
    const { importer, place, around } = from;
    from.alerts++;
    const valid = validAlert(
      around === undefined ? draft : dated(draft, around, this.assume),
      (what) => this.#tally.mended(what),
      (dropped) => this.#tally.tooManyMentions(draft.title, place.line, dropped),
    );
    if (valid === undefined) {
      this.#tally.reject(
        place.line,
        'intake/no-title',
        `${importer.label}: the record has no title, so nothing can be shown for it.`,
        place,
      );
      return;
    }
    const left = this.only?.leavesOut(valid);
    if (left !== undefined) {
      this.#tally.ignore(left);
      return;
    }
    this.#tally.alerts++;
    if (!hasTime(valid)) this.#tally.mended('no time that could be read; kept, outside of every time range');
    for (const what of valid.timeAssumed ?? []) this.#tally.mended(ASSUMED[what](this.assume));
    this.#delivery.alert(valid, place, importer.id);
  }

  #incident(draft: SourceIncidentDraft, from: Current): void {
    const { importer, place } = from;
    if (draft.externalId === '') {
      this.#tally.reject(place.line, 'intake/bad-record', `${importer.label}: an incident without an id.`, place);
      return;
    }
    this.#tally.sourceIncidents++;
    if (draft.redirectTo === undefined) from.incidents++;
    this.#delivery.incident(draft.title.trim() === '' ? { ...draft, title: `Incident ${draft.externalId}` } : draft, place, importer.id);
  }

  #nested(inner: JsonObject | string, now: () => Current, around: Json | undefined): boolean {
    const outer = this.#current;
    if (outer === undefined || outer.depth >= DEPTH) return false;
    const value = typeof inner === 'string' ? jsonOf(inner) : inner;
    if (isObject(value)) {
      const choice = this.#nestedChoice(value);
      if (choice === undefined) return false;
      now();
      this.#read(choice.importer, choice.record, outer.place, 'json', outer.depth + 1, around ?? outer.around);
      return true;
    }
    if (typeof inner !== 'string') return false;
    const importer = bestText(this.#importers, inner, LIKELY);
    if (importer === undefined) return false;
    now();
    this.#readText(importer, inner, outer.place, outer.depth + 1, around ?? outer.around);
    return true;
  }

  #nestedChoice(record: JsonObject): (Choice & { readonly record: JsonObject }) | undefined {
    const choice = this.survey.choose(record, 'json', true);
    if (choice !== undefined && choice.confidence >= LIKELY) return { ...choice, record };
    const only = unwrap(record);
    const inner = only?.length === 1 && only[0]?.records.length === 1 ? only[0].records[0] : undefined;
    if (!isObject(inner)) return undefined;
    const second = this.survey.choose(inner, 'json', true);
    return second !== undefined && second.confidence >= LIKELY ? { ...second, record: inner } : undefined;
  }
}

/** The alert with the time around it where it states none, or one without a year. */
function dated(draft: AlertDraft, around: Json, assume: TimeAssumptions): AlertDraft {
  if (hasTime(draft) && draft.timeAssumed?.includes('year') !== true) return draft;
  const times = timesOf({ first: around }, assume);
  if (times.firstActivity === undefined) return draft;
  const rest = Object.fromEntries(Object.entries(draft).filter(([key]) => !/^(?:firstActivity|lastActivity|detected|time)/.test(key)));
  return { ...(rest as unknown as AlertDraft), ...times };
}

const ASSUMED = {
  zone: ({ offsetMinutes }: TimeAssumptions): string => `time without a zone, read as ${zoneName(offsetMinutes)}`,
  year: ({ year }: TimeAssumptions): string => `time without a year, read as ${year}`,
  dayMonth: ({ dayFirst }: TimeAssumptions): string => `a date like 1/2/2024, read as ${dayFirst ? 'day/month' : 'month/day'}`,
};

function zoneName(minutes: number): string {
  if (minutes === 0) return 'UTC';
  const sign = minutes < 0 ? '−' : '+';
  const rest = Math.abs(minutes);
  return `UTC${sign}${Math.floor(rest / 60)}:${String(rest % 60).padStart(2, '0')}`;
}

/** The text importer surest of this text, at least as sure as `least`. */
function bestText(importers: readonly Importer[], text: string, least: number): TextImporter | undefined {
  let best: TextImporter | undefined;
  let confidence = least - 1;
  for (const { importer, confidence: here } of textGuesses(importers, text)) {
    if (here <= confidence) continue;
    best = importer;
    confidence = here;
  }
  return best;
}

export function textGuesses(
  importers: readonly Importer[],
  head: string,
): { readonly importer: TextImporter; readonly confidence: number }[] {
  const guesses: { readonly importer: TextImporter; readonly confidence: number }[] = [];
  for (const importer of importers) {
    if (importer.kind !== 'text') continue;
    try {
      const confidence = importer.match(head);
      if (confidence > 0) guesses.push({ importer, confidence });
    } catch {
      // A matcher that fails has not recognised its format.
    }
  }
  return guesses.sort((a, b) => b.confidence - a.confidence);
}

function jsonOf(text: string): Json | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return parseExact(text);
  } catch {
    return undefined;
  }
}
