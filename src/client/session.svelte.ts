import { createContext } from 'svelte';
import type { Failure } from '../base/result.ts';
import type { Command, EngineState, ImportOutcome, JobProgress, ParamsOf, QueryName } from '../worker/api.ts';
import type { Busy } from './busy.ts';
import type { Engine } from './engine.ts';
import { LiveQuery } from './live-query.svelte.ts';
import { importNotice } from './import-notice.ts';
import { notices } from './notices.svelte.ts';
import { router } from './router.svelte.ts';

export interface RunningImport {
  readonly names: readonly string[];
  readonly progress: JobProgress | undefined;
  readonly cancelling: boolean;
  readonly cancel: () => void;
}

/** The page's hold on the engine: its state as runes, decisions with their toasts, imports one after the other. */
export class Session {
  state = $state.raw<EngineState>() as EngineState;
  job = $state.raw<RunningImport | undefined>(undefined);
  /** Imports waiting for the one that runs. */
  waiting = $state(0);
  lastImport = $state.raw<ImportOutcome | undefined>(undefined);
  readonly engine: Engine;
  readonly busy: Busy;
  #queue: Promise<unknown> = Promise.resolve();

  constructor(engine: Engine, busy: Busy) {
    this.engine = engine;
    this.busy = busy;
    this.state = engine.state;
    engine.onState((state) => (this.state = state));
  }

  /** Does what a person decided and says so, with a way back. True when it was done. */
  async act(command: Command): Promise<boolean> {
    const answer = await this.engine.command(command);
    if (!answer.ok) {
      notices.failed(answer.error);
      return false;
    }
    const undoable = command.kind !== 'undo' && command.kind !== 'redo';
    notices.done(answer.value.summary, undoable ? { label: 'Undo', run: () => void this.act({ kind: 'undo' }) } : undefined);
    return true;
  }

  /** Reads files, after those already under way. Measures from here to the queue drawn as `alertweave:import`. */
  import(files: readonly File[]): Promise<ImportOutcome | undefined> {
    if (files.length === 0) return Promise.resolve(undefined);
    const start = performance.now();
    const release = this.busy.hold();
    this.waiting++;
    const run = this.#queue.then(async () => {
      this.waiting--;
      const outcome = await this.#importNow(files);
      release();
      if (outcome !== undefined) void this.#measure(start);
      return outcome;
    });
    this.#queue = run;
    return run;
  }

  async #importNow(files: readonly File[]): Promise<ImportOutcome | undefined> {
    const names = files.map((file) => file.name);
    const job = this.engine.importFiles(files, (progress) => {
      if (this.job !== undefined) this.job = { ...this.job, progress };
    });
    this.job = {
      names,
      progress: undefined,
      cancelling: false,
      cancel: () => {
        if (this.job !== undefined) this.job = { ...this.job, cancelling: true };
        job.cancel();
      },
    };
    const answer = await job.done;
    this.job = undefined;
    if (!answer.ok) {
      notices.failed(answer.error);
      return undefined;
    }
    this.lastImport = answer.value;
    notices.show(importNotice(answer.value), { label: 'Import report', run: () => router.go({ page: 'imports' }) });
    return answer.value;
  }

  async #measure(start: number): Promise<void> {
    await this.busy.whenIdle();
    requestAnimationFrame(() => performance.measure('alertweave:import', { start, end: performance.now() }));
  }

  failed(failure: Failure): void {
    notices.failed(failure);
  }
}

const [getSession, setSession] = createContext<Session>();
export { getSession, setSession };

/** A live query on the session's engine: `const row = liveQuery('incidentDetail', () => ({ id }))`. */
export function liveQuery<N extends QueryName>(name: N, params: () => ParamsOf<N> | undefined): LiveQuery<N> {
  return new LiveQuery(getSession().engine, name, params);
}
