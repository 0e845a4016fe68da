import type { Diagnosis, MappingSpec, ReadAnswers } from '../worker/api.ts';
import { type Questions, questionsOf } from './import-questions.ts';
import { rememberedAnswers, sourceKeyOf, type SourceMemory } from './source-memory.ts';
import { offsetOf } from './zone-offset.ts';

export type AnswerMemory = SourceMemory & {
  setMapping(fingerprint: string, spec: MappingSpec): void;
  setSourceZone(source: string, zone: string): void;
  setFormat(fingerprint: string, format: string | undefined): void;
};
/** A change of answers; undefined takes one back. */
export type AnswerChange = { readonly [K in keyof ReadAnswers]?: ReadAnswers[K] | undefined };

/** Texts of one file that are answered together: the file itself, a member of an archive, or members that are alike. */
export class AnswerGroup {
  /** As they were found, before any answer: questions and guessed columns are those of here. */
  readonly found: readonly Diagnosis[];
  answers = $state.raw<ReadAnswers>({});
  zone = $state.raw<string | undefined>(undefined);
  /** Kept for the next file with these columns. */
  keepMapping = $state(true);
  readonly #look: () => Promise<void>;
  readonly #now: () => readonly Diagnosis[];
  readonly #product: string;

  /** `product`: what alerts are said to come from whose columns name no product. `look` reads anew, `now` is what was read. */
  constructor(found: readonly Diagnosis[], product: string, look: () => Promise<void>, now: () => readonly Diagnosis[]) {
    this.found = found;
    this.#product = product;
    this.#look = look;
    this.#now = now;
  }

  get subject(): Diagnosis {
    const [first] = this.found;
    if (first === undefined) throw new Error('a group of nothing');
    return first;
  }
  get names(): readonly string[] {
    return this.found.map(({ report }) => report.name);
  }
  /** With the answers so far. */
  get now(): readonly Diagnosis[] {
    const names = this.names;
    return this.#now().filter(({ report }) => names.includes(report.name));
  }
  get questions(): Questions {
    return questionsOf(this.subject);
  }
  /** The mapping guessed from the columns. */
  get guess(): MappingSpec | undefined {
    const spec = this.subject.mapping?.spec;
    return spec === undefined ? undefined : { ...spec, name: this.#product || spec.name };
  }

  /** Read by columns although formats fit, or none does. */
  get isMapped(): boolean {
    return this.answers.as === undefined && this.answers.mapping !== undefined;
  }

  /** Takes over what is remembered about files of the kind, or guessed from their columns. True when that changes how they are read. */
  begin(memory: SourceMemory): boolean {
    const key = sourceKeyOf(this.subject);
    this.zone = key === undefined ? undefined : memory.sourceZone(key);
    // Where the columns tell enough by themselves no mapping is put in their place unasked: alerts without an id are known by how they were read.
    const { mapping, dayMonth } = this.questions;
    const wanted = this.subject.report.format === null ? mapping : dayMonth;
    const guess = this.guess;
    const guessed = wanted && guess?.columns.title !== undefined ? { mapping: guess } : {};
    this.answers = { ...guessed, ...rememberedAnswers(this.subject, memory) };
    return Object.keys(this.answers).length > 0;
  }

  /** Answers given meanwhile are read together, next. */
  answer(change: AnswerChange): Promise<void> {
    const merged = { ...this.answers, ...change };
    this.answers = Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== undefined));
    return this.#look();
  }

  setZone(zone: string | undefined): Promise<void> {
    this.zone = zone;
    const at = this.subject.time?.first ?? this.now[0]?.time?.first ?? Date.now() * 1000;
    return this.answer({ offsetMinutes: zone === undefined ? undefined : offsetOf(zone, at) });
  }

  /** One of the formats that fit; undefined: none of them, its columns are read. */
  setFormat(format: string | undefined): Promise<void> {
    return this.answer({ as: format, mapping: format === undefined ? this.guess : undefined });
  }

  setMapping(spec: MappingSpec): Promise<void> {
    return this.answer({ mapping: spec });
  }

  /** Keeps what was settled for the next file of the kind. */
  remember(memory: AnswerMemory): void {
    const key = sourceKeyOf(this.subject);
    if (key !== undefined && this.zone !== undefined) memory.setSourceZone(key, this.zone);
    const fingerprint = this.subject.mapping?.spec.fingerprint;
    if (fingerprint === undefined) return;
    const { as, mapping, dayFirst } = this.answers;
    if (this.questions.format) memory.setFormat(fingerprint, as);
    if (mapping !== undefined && this.keepMapping)
      memory.setMapping(fingerprint, { ...mapping, fingerprint, ...(dayFirst !== undefined && { dayFirst }) });
  }
}
