import { createContext } from 'svelte';
import type { Failure } from '../base/result.ts';
import { plural } from '../base/text.ts';
import type {
  Command,
  CorrelationTrial,
  EngineState,
  ImportOptions,
  ImportOutcome,
  JobProgress,
  ParamsOf,
  PartWanted,
  QueryName,
} from '../worker/api.ts';
import type { Busy } from './busy.ts';
import type { Engine } from './engine.ts';
import { type LiveOptions, LiveQuery } from './live-query.svelte.ts';
import { importNotice } from './import-notice.ts';
import { notices } from './notices.svelte.ts';
import { FileCheck } from './import-check.svelte.ts';
import { together, triage, type TimeSeen, type Triage } from './import-triage.ts';
import { type JudgeLoad, loadJudge, type Overload } from './overload.ts';
import { settings } from './settings.svelte.ts';
import { readingsOf } from './reread.ts';
import { router } from './router.svelte.ts';

export interface RunningImport {
  readonly names: readonly string[];
  readonly progress: JobProgress | undefined;
  readonly cancelling: boolean;
  readonly cancel: () => void;
}

/** Files held back because they are likely more than this browser holds. */
export interface HeldLoad extends Overload {
  readonly triage: Triage;
  readonly seen: TimeSeen;
}

/** ms after which a person asks whether anything happens. */
const SLOW_MS = 500;

/** The page's hold on the engine: its state as runes, decisions with their toasts, imports one after the other. */
export class Session {
  state = $state.raw<EngineState>() as EngineState;
  job = $state.raw<RunningImport | undefined>(undefined);
  /** Imports waiting for the one that runs. */
  waiting = $state(0);
  /** Decisions that are being carried out and take long enough to be told of. */
  acting = $state(0);
  lastImport = $state.raw<ImportOutcome | undefined>(undefined);
  /** Files that wait for a person. */
  checks = $state.raw<readonly FileCheck[]>([]);
  /** A load that is likely more than this machine holds. */
  heldLoad = $state.raw<HeldLoad | undefined>(undefined);
  readonly engine: Engine;
  readonly busy: Busy;
  readonly #judge: JudgeLoad;
  #checked = 0;
  /** Not reactive: a file and its report come in the same import. */
  readonly #files: Record<string, File> = Object.create(null) as Record<string, File>;
  #queue: Promise<unknown> = Promise.resolve();

  constructor(engine: Engine, busy: Busy) {
    this.engine = engine;
    this.busy = busy;
    this.#judge = loadJudge(engine);
    this.state = engine.state;
    engine.onState((state) => (this.state = state));
  }

  /** Does what a person decided and says so, with a way back. True when it was done. */
  async act(command: Command): Promise<boolean> {
    const failure = await this.attempt(command);
    if (failure !== undefined) notices.failed(failure);
    return failure === undefined;
  }

  /** As `act`, but a refusal is handed back: a dialog says it where the choice is made. */
  async attempt(command: Command): Promise<Failure | undefined> {
    const answer = await this.#slowly(this.engine.command(command));
    if (!answer.ok) return answer.error;
    const undoable = command.kind !== 'undo' && command.kind !== 'redo';
    notices.decided(answer.value.summary, undoable ? { label: 'Undo', run: () => void this.act({ kind: 'undo' }) } : undefined);
    return undefined;
  }

  async #slowly<T>(work: Promise<T>): Promise<T> {
    let told = 0;
    const timer = setTimeout(() => (this.acting += told = 1), SLOW_MS);
    try {
      return await work;
    } finally {
      clearTimeout(timer);
      this.acting -= told;
    }
  }

  /**
   * Reads files, after those already under way; what only a person can settle waits in `checks`, and so do all with `check`.
   * Measures from here to the queue drawn as `alertweave:import`. The outcome is that of the files that went straight in.
   */
  import(files: readonly File[], check: boolean = settings.checkFirst): Promise<ImportOutcome | undefined> {
    if (files.length === 0) return Promise.resolve(undefined);
    if (check) {
      this.#ask(files, false);
      return Promise.resolve(undefined);
    }
    const start = performance.now();
    return this.#next(async () => {
      const found = await triage(files, this.engine, settings);
      const overload = await this.#judge(found.load);
      if (overload !== undefined) {
        this.heldLoad = { ...overload, triage: found, seen: await found.seen() };
        router.go({ page: 'imports' });
        return undefined;
      }
      return this.#importFound(found, start);
    });
  }

  /** Goes on with a load that was held back for its size: with all of it, or with a part of each file. */
  importHeld(only?: PartWanted): void {
    const held = this.heldLoad;
    this.heldLoad = undefined;
    if (held !== undefined) void this.#next(() => this.#importFound(held.triage, performance.now(), only));
  }

  async #importFound(found: Triage, start: number, only?: PartWanted): Promise<ImportOutcome | undefined> {
    const part = only === undefined ? {} : { only };
    const outcome = await this.#importGroups(found.groups.map(({ files, options }) => ({ files, options: { ...options, ...part } })));
    if (found.ask.length > 0) this.#ask(found.ask, false, only);
    if (outcome !== undefined) {
      if (found.assumed.length > 0) this.#sayAssumed(found.assumed);
      void this.#measure(start);
    }
    return outcome;
  }

  /** Looks at files that were taken in once more, to read them in another way; that reading takes the place of the earlier ones. */
  checkAgain(files: readonly File[], clicked?: number): void {
    this.#ask(files, true);
    const asked = this.checks.slice(-files.length);
    void this.engine.query('batches', {}).then((batches) => {
      if (!batches.ok) return;
      for (const check of asked) check.replaces = readingsOf(batches.value, check.file.webkitRelativePath || check.file.name, clicked);
    });
  }

  /** Takes in files that were looked at, with the answers given, and keeps the answers for files of their kind. */
  importChecked(checks: readonly FileCheck[]): Promise<ImportOutcome | undefined> {
    const start = performance.now();
    for (const check of checks) check.remember();
    this.drop(checks);
    return this.#next(async () => {
      const outcome = await this.#importGroups(checks.map(({ file, options }) => ({ files: [file], options })));
      if (outcome !== undefined) void this.#measure(start);
      return outcome;
    });
  }

  /** Leaves files out. */
  drop(checks: readonly FileCheck[]): void {
    this.checks = this.checks.filter((check) => !checks.includes(check));
  }

  /** The file of a report, while this page lives: `export.zip › a.json` gives the archive. */
  fileOf(name: string): File | undefined {
    return this.#files[name.split(' › ')[0] ?? name];
  }

  #next(work: () => Promise<ImportOutcome | undefined>): Promise<ImportOutcome | undefined> {
    const release = this.busy.hold();
    this.waiting++;
    const run = this.#queue.then(async () => {
      this.waiting--;
      try {
        return await work();
      } finally {
        release();
      }
    });
    this.#queue = run.catch(() => undefined);
    return run;
  }

  #ask(files: readonly File[], again: boolean, only?: PartWanted): void {
    const parts = { engine: this.engine, memory: settings, judge: this.#judge };
    const checks = files.map((file) => new FileCheck(++this.#checked, file, again, parts, only));
    this.checks = [...this.checks, ...checks];
    void this.busy.during(
      (async () => {
        for (const check of checks) await check.start();
      })(),
    );
    router.go({ page: 'imports' });
  }

  #sayAssumed(files: readonly File[]): void {
    const [first] = files;
    if (first === undefined) return;
    const which = files.length === 1 ? first.name : plural(files.length, 'file');
    notices.show(
      { kind: 'info', title: `Times without a zone in ${which}`, text: 'They were read as UTC.' },
      { label: 'Set the zone…', run: () => this.checkAgain(files) },
    );
  }

  /** One import after the other, each with its own answers; told as one. */
  async #importGroups(groups: Triage['groups']): Promise<ImportOutcome | undefined> {
    let all: ImportOutcome | undefined;
    for (const { files, options } of groups) {
      const outcome = await this.#importNow(files, options);
      if (outcome === undefined) continue;
      all = all === undefined ? outcome : together(all, outcome);
      if (outcome.cancelled) break;
    }
    if (all === undefined) return undefined;
    this.lastImport = all;
    notices.show(importNotice(all), { label: 'Import report', run: () => router.go({ page: 'imports' }) });
    return all;
  }

  async #importNow(files: readonly File[], options: ImportOptions): Promise<ImportOutcome | undefined> {
    const names = files.map((file) => file.name);
    for (const file of files) this.#files[file.webkitRelativePath || file.name] = file;
    const job = this.engine.importFiles(
      files,
      (progress) => {
        if (this.job !== undefined) this.job = { ...this.job, progress };
      },
      options,
    );
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
    if (answer.ok) return answer.value;
    notices.failed(answer.error);
    return undefined;
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
export function liveQuery<N extends QueryName>(name: N, params: () => ParamsOf<N> | undefined, options?: LiveOptions): LiveQuery<N> {
  return new LiveQuery(getSession().engine, name, params, options);
}

/** What a trial of the correlation would change. Weaving all alerts may take seconds. */
export const liveTrial = (trial: () => CorrelationTrial | undefined): LiveQuery<'previewCorrelation'> =>
  liveQuery('previewCorrelation', trial, { slow: true });
