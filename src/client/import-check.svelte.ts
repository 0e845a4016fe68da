import type { Failure } from '../base/result.ts';
import type { Diagnosis, ImportOptions, PartWanted } from '../worker/api.ts';
import { AnswerGroup, type AnswerMemory } from './answer-group.svelte.ts';
import type { Engine } from './engine.ts';
import { mustAsk, questionsOf } from './import-questions.ts';
import { groupsBy, likeness } from './likeness.ts';
import { type Load, loadOf } from './load-estimate.ts';
import type { JudgeLoad, Overload } from './overload.ts';
import { optionsOf } from './source-memory.ts';

export interface CheckParts {
  readonly engine: Pick<Engine, 'diagnose'>;
  readonly memory: AnswerMemory;
  readonly judge: JudgeLoad;
}

/** One file that waits for a person: what it is, what is asked, how it would be read with the answers so far. Nothing is taken in. */
export class FileCheck {
  readonly id: number;
  readonly file: File;
  /** It was taken in before: reading it again is what is decided. */
  readonly again: boolean;
  /** As it was found, before any answer. */
  first = $state.raw<readonly Diagnosis[] | undefined>(undefined);
  /** With the answers so far. */
  now = $state.raw<readonly Diagnosis[]>([]);
  /** What is asked, those that hold the file back first. A plain file has one group, asked or not. */
  groups = $state.raw<readonly AnswerGroup[]>([]);
  failure = $state.raw<Failure | undefined>(undefined);
  looking = $state(false);
  /** The part that is wanted; undefined: all. */
  only = $state.raw<PartWanted | undefined>(undefined);
  /** False while a part is typed that cannot be read. */
  isPartSound = $state(true);
  /** What is wanted is likely more than the browser holds. */
  overload = $state.raw<Overload | undefined>(undefined);
  readonly #parts: CheckParts;
  #asked = 0;
  #running: Promise<void> | undefined;

  /** Imports that hold its earlier readings, which this one takes the place of. */
  replaces: readonly number[] = [];

  constructor(id: number, file: File, again: boolean, parts: CheckParts, only?: PartWanted) {
    this.id = id;
    this.file = file;
    this.again = again;
    this.#parts = parts;
    this.only = only;
  }

  get options(): ImportOptions {
    const single = this.first?.length === 1 ? this.groups : [...this.groups, { names: this.quiet, answers: {} }];
    return {
      ...optionsOf(single),
      ...(this.only !== undefined && { only: this.only }),
      ...(this.only === undefined && this.replaces.length > 0 && { replaces: this.replaces }),
    };
  }
  /** Members of which nothing is asked. */
  get quiet(): readonly string[] {
    const asked = this.groups.flatMap(({ names }) => names);
    return (this.first ?? []).map(({ report }) => report.name).filter((name) => !asked.includes(name));
  }
  /** What all of it holds, as far as that can be told. */
  get load(): Load {
    const all = this.groups.some(({ answers }) => answers.mapping ?? answers.as) && this.only === undefined ? this.now : (this.first ?? []);
    return loadOf(all, this.file.size);
  }
  /** Something can be read as it is answered now. */
  get canImport(): boolean {
    return this.first !== undefined && !this.looking && this.now.some(({ report }) => report.alerts + report.sourceIncidents > 0);
  }

  /** Looks at the file, and once more with what is remembered about its kind or guessed from its columns. */
  async start(): Promise<void> {
    await this.#look();
    const found = this.first;
    if (found === undefined) return;
    this.groups = this.#grouped(found);
    const changed = this.groups.map((group) => group.begin(this.#parts.memory));
    if (changed.includes(true)) await this.#look();
  }

  take(only: PartWanted | undefined): Promise<void> {
    this.only = only;
    return this.#look();
  }

  /** Each member of the group is answered by itself from now on, beginning with the answers of the group. */
  split(group: AnswerGroup): void {
    const single = group.found.map((one) => this.#groupOf([one], group));
    this.groups = this.groups.flatMap((one) => (one === group ? single : [one]));
  }

  /** Groups like this one that are answered by themselves. */
  alike(group: AnswerGroup): readonly AnswerGroup[] {
    return this.groups.filter((one) => one !== group && likeness(one.subject) === likeness(group.subject));
  }

  /** The answers of this group hold for all that are like it. */
  async join(group: AnswerGroup): Promise<void> {
    const others = this.alike(group);
    const one = this.#groupOf([...group.found, ...others.flatMap(({ found }) => found)], group);
    this.groups = this.groups.filter((other) => !others.includes(other)).map((other) => (other === group ? one : other));
    await this.#look();
  }

  /** Keeps what was settled for the next file of the kind. */
  remember(): void {
    for (const group of this.groups) group.remember(this.#parts.memory);
  }

  #grouped(found: readonly Diagnosis[]): readonly AnswerGroup[] {
    if (found.length === 1) return [this.#groupOf(found)];
    const asked = found.filter((diagnosis) => Object.values(questionsOf(diagnosis)).includes(true));
    const groups = groupsBy(asked, likeness).map((members) => this.#groupOf(members));
    return groups.toSorted((a, b) => Number(mustAsk(b.subject)) - Number(mustAsk(a.subject)));
  }

  #groupOf(found: readonly Diagnosis[], like?: AnswerGroup): AnswerGroup {
    const [one] = found;
    const name = (found.length === 1 ? one?.report.name.split(/ › |\//).at(-1) : undefined) ?? this.file.name;
    const group = new AnswerGroup(
      found,
      name.replace(/\.[a-z0-9.]{1,12}$/i, ''),
      () => this.#look(),
      () => this.now,
    );
    if (like !== undefined) {
      group.answers = like.answers;
      group.zone = like.zone;
      group.keepMapping = like.keepMapping;
    }
    return group;
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
      // What the file holds is told by a look without a part.
      const answer = await this.#parts.engine.diagnose([this.file], this.first === undefined ? {} : this.options);
      this.failure = answer.ok ? undefined : answer.error;
      if (!answer.ok) continue;
      if (this.first === undefined && this.only !== undefined) this.#asked++;
      this.first ??= answer.value;
      this.now = answer.value;
      this.overload = await this.#parts.judge(loadOf(answer.value, this.file.size));
    }
    this.looking = false;
  }
}
