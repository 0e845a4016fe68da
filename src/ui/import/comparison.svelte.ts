import type { Failure } from '../../base/result.ts';
import type { Engine, Job } from '../../client/engine.ts';
import { recall } from '../../client/import-triage.ts';
import { settings } from '../../client/settings.svelte.ts';
import type { ExportDiff, JobProgress } from '../../worker/api.ts';

export const FIELDS = ['severity', 'status', 'assignedTo', 'classification'] as const;

/** Two files chosen, and what became of comparing them. */
export class Comparison {
  before = $state.raw<File | undefined>(undefined);
  after = $state.raw<File | undefined>(undefined);
  running = $state(false);
  progress = $state.raw<JobProgress | undefined>(undefined);
  diff = $state.raw<ExportDiff | undefined>(undefined);
  failure = $state.raw<Failure | undefined>(undefined);
  readonly #engine: Pick<Engine, 'diffExports' | 'diagnose'>;
  #job: Job<ExportDiff> | undefined;
  /** An answer that comes after another question was asked is dropped. */
  #asked = 0;

  constructor(engine: Pick<Engine, 'diffExports' | 'diagnose'>) {
    this.#engine = engine;
  }

  get canCompare(): boolean {
    return this.before !== undefined && this.after !== undefined && !this.running;
  }

  /** Stops what runs and leaves the files. */
  readonly forget = (): void => {
    this.#asked++;
    this.#job?.cancel();
    this.#job = undefined;
    this.running = false;
    this.progress = undefined;
    this.diff = undefined;
    this.failure = undefined;
  };

  clear(): void {
    this.forget();
    this.before = this.after = undefined;
  }

  /** Each file is read as files of its kind were answered before. */
  async compare(): Promise<void> {
    const { before, after } = this;
    if (before === undefined || after === undefined) return;
    this.forget();
    const mine = this.#asked;
    this.running = true;
    const [first, second] = await Promise.all(
      [before, after].map(async (file) => ({ file, options: (await recall(file, this.#engine, settings)).options })),
    );
    if (mine !== this.#asked || first === undefined || second === undefined) return;
    this.#job = this.#engine.diffExports(first, second, (progress) => {
      if (mine === this.#asked) this.progress = progress;
    });
    const answer = await this.#job.done;
    if (mine !== this.#asked) return;
    this.running = false;
    if (answer.ok) this.diff = answer.value;
    else this.failure = answer.error;
  }
}
