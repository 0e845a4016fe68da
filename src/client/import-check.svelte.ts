import type { Failure } from '../base/result.ts';
import type { Diagnosis, ImportOptions, MappingSpec } from '../worker/api.ts';
import type { Engine } from './engine.ts';
import { questionsOf } from './import-questions.ts';
import { rememberedOptions, sourceKeyOf } from './source-memory.ts';
import type { Settings } from './settings.svelte.ts';
import { offsetOf } from './zone-offset.ts';

export interface CheckParts {
  readonly engine: Pick<Engine, 'diagnose'>;
  readonly memory: Pick<Settings, 'mapping' | 'setMapping' | 'sourceZone' | 'setSourceZone'>;
}

/** One file that waits for a person: what it is, what is asked, how it would be read with the answers so far. Nothing is taken in. */
export class FileCheck {
  readonly id: number;
  readonly file: File;
  /** It was taken in before: reading it again is what is decided. */
  readonly again: boolean;
  /** As it was found, before any answer: questions and guessed columns are those of here. */
  first = $state.raw<readonly Diagnosis[] | undefined>(undefined);
  /** With the answers so far. */
  now = $state.raw<readonly Diagnosis[]>([]);
  failure = $state.raw<Failure | undefined>(undefined);
  looking = $state(false);
  options = $state.raw<ImportOptions>({});
  zone = $state.raw<string | undefined>(undefined);
  /** Kept for the next file with these columns. */
  keepMapping = $state(true);
  readonly #parts: CheckParts;
  #asked = 0;
  #running: Promise<void> | undefined;

  constructor(id: number, file: File, again: boolean, parts: CheckParts) {
    this.id = id;
    this.file = file;
    this.again = again;
    this.#parts = parts;
  }

  /** The member of the file that the questions are about: the first one with a question, else the first. */
  get subject(): Diagnosis | undefined {
    const all = this.first ?? [];
    return all.find((diagnosis) => Object.values(questionsOf(diagnosis)).includes(true)) ?? all[0];
  }
  /** The mapping guessed from the columns. Alerts whose columns name no product are said to come from the file. */
  get guess(): MappingSpec | undefined {
    const spec = this.subject?.mapping?.spec;
    return spec === undefined ? undefined : { ...spec, name: this.file.name.replace(/\.[a-z0-9.]{1,12}$/i, '') || spec.name };
  }
  /** Something can be read as it is answered now. */
  get canImport(): boolean {
    return this.first !== undefined && !this.looking && this.now.some(({ report }) => report.alerts + report.sourceIncidents > 0);
  }

  /** Looks at the file, and once more with what is remembered about its kind or guessed from its columns. */
  async start(): Promise<void> {
    await this.#look();
    const subject = this.subject;
    if (subject === undefined) return;
    const remembered = rememberedOptions(subject, this.#parts.memory);
    const key = sourceKeyOf(subject);
    this.zone = key === undefined ? undefined : this.#parts.memory.sourceZone(key);
    const guess = this.guess;
    // Where the columns tell enough by themselves no mapping is put in their place unasked: alerts without an id are known by how they were read.
    const wanted = subject.report.format === null ? questionsOf(subject).mapping : questionsOf(subject).dayMonth;
    const guessed = wanted && guess?.columns.title !== undefined ? { mapping: guess } : {};
    const options = { ...guessed, ...remembered };
    if (Object.keys(options).length > 0) await this.answer(options);
  }

  /** Takes an answer (undefined takes it back) and reads anew. Answers given meanwhile are read together, next. */
  answer(change: { readonly [K in keyof ImportOptions]?: ImportOptions[K] | undefined }): Promise<void> {
    const merged = { ...this.options, ...change };
    this.options = Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== undefined));
    return this.#look();
  }

  setZone(zone: string | undefined): Promise<void> {
    this.zone = zone;
    const at = this.subject?.time?.first ?? this.now[0]?.time?.first ?? Date.now() * 1000;
    return this.answer({ offsetMinutes: zone === undefined ? undefined : offsetOf(zone, at) });
  }

  setMapping(spec: MappingSpec): Promise<void> {
    return this.answer({ mapping: spec });
  }

  /** Keeps what was settled for the next file of the kind. */
  remember(): void {
    const subject = this.subject;
    if (subject === undefined) return;
    const key = sourceKeyOf(subject);
    if (key !== undefined && this.zone !== undefined) this.#parts.memory.setSourceZone(key, this.zone);
    const fingerprint = subject.mapping?.spec.fingerprint;
    const { mapping, dayFirst } = this.options;
    if (fingerprint !== undefined && mapping !== undefined && this.keepMapping)
      this.#parts.memory.setMapping(fingerprint, { ...mapping, fingerprint, ...(dayFirst !== undefined && { dayFirst }) });
  }

  #look(): Promise<void> {
    this.#asked++;
    this.#running ??= this.#run().finally(() => (this.#running = undefined));
    return this.#running;
  }

  async #run(): Promise<void> {
    this.looking = true;
    for (let answered = -1; answered !== this.#asked;) {
      answered = this.#asked;
      const answer = await this.#parts.engine.diagnose([this.file], this.options);
      this.failure = answer.ok ? undefined : answer.error;
      if (!answer.ok) continue;
      this.first ??= answer.value;
      this.now = answer.value;
    }
    this.looking = false;
  }
}
