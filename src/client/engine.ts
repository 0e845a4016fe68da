import { proxy, wrap, type Remote } from 'comlink';
import { fail, type Failure, type Result } from '../base/result.ts';
import type {
  Command,
  CommandOutcome,
  Diagnosis,
  EngineApi,
  EngineState,
  ExportDiff,
  FileToRead,
  ImportOptions,
  ImportOutcome,
  JobProgress,
  MendFile,
  Removal,
  ParamsOf,
  QueryName,
  RowOf,
  Table,
} from '../worker/api.ts';
import type { Busy } from './busy.ts';
import { measured } from './measure.ts';

/** The worker's methods as the page sees them: each answers later. Comlink's `Remote` fits, and so does a stand-in of a test. */
export type EngineEndpoint = {
  readonly [K in keyof EngineApi]: (...args: Parameters<EngineApi[K]>) => Promise<Awaited<ReturnType<EngineApi[K]>>>;
};

/** Work that tells how far it is and may be stopped. */
export interface Job<T> {
  readonly id: string;
  readonly done: Promise<Result<T>>;
  cancel(): void;
}
export type ImportJob = Job<ImportOutcome>;

/** What the page may ask of the worker. Calls made before the workspace is open wait for it. */
export interface Engine {
  query<N extends QueryName>(name: N, params: ParamsOf<N>): Promise<Result<readonly RowOf<N>[]>>;
  /** The question of this name that is under way is asked no more: one that takes long stops, and answers with `worker/overtaken`. */
  drop(name: QueryName): void;
  command(command: Command): Promise<Result<CommandOutcome>>;
  /** What files are and what is wrong with them; nothing is taken in. */
  diagnose(files: readonly File[], options: ImportOptions): Promise<Result<readonly Diagnosis[]>>;
  importFiles(files: readonly File[], onProgress: (progress: JobProgress) => void, options?: ImportOptions): ImportJob;
  /** What two exports say differently; nothing is taken in. */
  diffExports(before: FileToRead, after: FileToRead, onProgress: (progress: JobProgress) => void): Job<ExportDiff>;
  /** Every rejected record of an import: the records to mend and drop again, or the list of where and why. */
  mendFile(batch: number, what: 'records' | 'reasons'): Promise<Result<MendFile>>;
  /** What taking imports out again would do; nothing is changed. */
  previewRemoval(batches: readonly number[]): Promise<Result<Removal>>;
  removeImports(batches: readonly number[]): Promise<Result<Removal>>;
  /** Brings removed imports back from their raw bytes, as long as the page is open. */
  restoreImports(batches: readonly number[]): Promise<Result<null>>;
  /** Asks the tab that has the workspace to let go, and opens it here. */
  takeOver(): Promise<void>;
  exportAlerts(incidents: readonly number[] | null): Promise<Result<Blob>>;
  /** Deletes the workspace with all that is kept of it. */
  wipe(): Promise<Result<null>>;
  setActor(name: string): void;
  readonly state: EngineState;
  /** Told of each new state. Returns how to stop. */
  onState(listener: (state: EngineState) => void): () => void;
  /** Told which tables a change touched. Returns how to stop. */
  onChange(listener: (tables: ReadonlySet<Table>) => void): () => void;
}

export const OPENING: EngineState = {
  phase: 'opening',
  storage: 'memory',
  saved: true,
  snapshotAt: null,
  warning: null,
  failure: null,
  undo: { undo: null, redo: null },
};

/** Starts the worker and opens the workspace. */
export function spawnEngine(actor: string, busy: Busy): Engine {
  const worker = new Worker(new URL('../worker/main.ts', import.meta.url), { type: 'module' });
  const remote: Remote<EngineApi> = wrap<EngineApi>(worker);
  const engine = new WorkerEngine(remote, actor, busy);
  worker.addEventListener('error', (event) => engine.crashed(event.message));
  worker.addEventListener('messageerror', () => engine.crashed('an answer could not be read'));
  return engine;
}

export class WorkerEngine implements Engine {
  readonly #endpoint: EngineEndpoint;
  readonly #busy: Busy;
  readonly #ready: Promise<unknown>;
  readonly #stateListeners = new Set<(state: EngineState) => void>();
  readonly #changeListeners = new Set<(tables: ReadonlySet<Table>) => void>();
  readonly #pending = new Set<(failure: Failure) => void>();
  #state: EngineState = OPENING;
  #jobs = 0;

  constructor(endpoint: EngineEndpoint, actor: string, busy: Busy) {
    this.#endpoint = endpoint;
    this.#busy = busy;
    const opening = endpoint.open(
      actor,
      proxy((tables) => this.#changed(tables)),
      proxy((state) => this.#show(state)),
    );
    this.#ready = busy.during(
      this.#guard(
        opening.then((state) => {
          this.#show(state);
          return { ok: true, value: null };
        }),
      ).then((opened) => {
        if (!opened.ok) this.#show({ ...this.#state, phase: 'failed', failure: opened.error });
      }),
    );
  }

  get state(): EngineState {
    return this.#state;
  }

  query<N extends QueryName>(name: N, params: ParamsOf<N>): Promise<Result<readonly RowOf<N>[]>> {
    // The one cast of the wire: the worker checks each row against the column spec of the query with this name.
    const answer = this.#call(() => this.#endpoint.query(name, plain(params)) as Promise<Result<readonly RowOf<N>[]>>);
    return measured('query', answer, () => name);
  }

  drop(name: QueryName): void {
    void this.#endpoint.cancel(name);
  }

  command(command: Command): Promise<Result<CommandOutcome>> {
    return measured(
      'command',
      this.#call(() => this.#endpoint.command(plain(command))),
      () => command.kind,
    );
  }

  diagnose(files: readonly File[], options: ImportOptions): Promise<Result<readonly Diagnosis[]>> {
    return this.#call(() => this.#endpoint.diagnose([...files], plain(options)));
  }

  diffExports(before: FileToRead, after: FileToRead, onProgress: (progress: JobProgress) => void): Job<ExportDiff> {
    const id = `compare-${++this.#jobs}`;
    const [first, second] = [before, after].map(({ file, options }) => ({ file, options: plain(options) })) as [FileToRead, FileToRead];
    const done = this.#call(() => this.#endpoint.diffExports(id, first, second, proxy(onProgress)));
    return { id, done, cancel: () => void this.#endpoint.cancel(id) };
  }

  mendFile(batch: number, what: 'records' | 'reasons'): Promise<Result<MendFile>> {
    return this.#call(() => this.#endpoint.mendFile(batch, what));
  }

  previewRemoval(batches: readonly number[]): Promise<Result<Removal>> {
    return this.#call(() => this.#endpoint.previewRemoval([...batches]));
  }
  removeImports(batches: readonly number[]): Promise<Result<Removal>> {
    return this.#call(() => this.#endpoint.removeImports([...batches]));
  }
  restoreImports(batches: readonly number[]): Promise<Result<null>> {
    return this.#call(() => this.#endpoint.restoreImports([...batches]));
  }

  async takeOver(): Promise<void> {
    this.#show(await this.#busy.during(this.#endpoint.takeOver()));
    this.#changed(['incident', 'alert', 'entity', 'batch', 'comment', 'activity', 'setting']);
  }

  importFiles(files: readonly File[], onProgress: (progress: JobProgress) => void, options: ImportOptions = {}): ImportJob {
    const id = `import-${++this.#jobs}`;
    const done = this.#call(() => this.#endpoint.importFiles(id, [...files], plain(options), proxy(onProgress)));
    return {
      id,
      done: measured('import', done, (result) => (result.ok ? result.value.timings : undefined)),
      cancel: () => void this.#endpoint.cancel(id),
    };
  }

  exportAlerts(incidents: readonly number[] | null): Promise<Result<Blob>> {
    return this.#call(() => this.#endpoint.exportAlerts(incidents === null ? null : [...incidents]));
  }

  wipe(): Promise<Result<null>> {
    return this.#call(() => this.#endpoint.wipe());
  }

  setActor(name: string): void {
    void this.#ready.then(() => this.#endpoint.setActor(name));
  }

  onState(listener: (state: EngineState) => void): () => void {
    this.#stateListeners.add(listener);
    return () => this.#stateListeners.delete(listener);
  }

  onChange(listener: (tables: ReadonlySet<Table>) => void): () => void {
    this.#changeListeners.add(listener);
    return () => this.#changeListeners.delete(listener);
  }

  /** The worker died: nothing that waits for it would ever be answered. */
  crashed(message: string): void {
    const failure: Failure = { code: 'worker/crashed', message };
    this.#show({ ...this.#state, phase: 'failed', failure });
    for (const reject of [...this.#pending]) reject(failure);
  }

  #call<T>(send: () => Promise<Result<T>>): Promise<Result<T>> {
    return this.#busy.during(
      this.#ready.then(() => {
        if (this.#state.failure !== null && this.#state.phase === 'failed') return { ok: false, error: this.#state.failure };
        return this.#guard(send());
      }),
    );
  }

  /** Answers with a failure when the worker throws (a bug) or dies meanwhile. */
  #guard<T>(answer: Promise<Result<T>>): Promise<Result<T>> {
    return new Promise((resolve) => {
      const give = (result: Result<T>): void => {
        this.#pending.delete(dead);
        resolve(result);
      };
      const dead = (failure: Failure): void => give({ ok: false, error: failure });
      this.#pending.add(dead);
      answer.then(give, (reason: unknown) => give(fail('worker/bug', reason instanceof Error ? reason.message : String(reason))));
    });
  }

  #show(state: EngineState): void {
    this.#state = state;
    for (const listener of [...this.#stateListeners]) listener(state);
  }

  #changed(tables: readonly Table[]): void {
    const touched = new Set(tables);
    for (const listener of [...this.#changeListeners]) listener(touched);
  }
}

/** A `$state` proxy cannot be posted: what leaves is a plain copy. */
function plain<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}
