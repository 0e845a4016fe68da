import type { SqlJsStatic } from 'sql.js';
import { fail, ok, type Result } from '../base/result.ts';
import type { Diagnosis } from '../intake/doctor/diagnosis.ts';
import type { Decision } from '../journal/decision.ts';
import type { Decided } from '../store/journal/case-journal.ts';
import type { Persistence } from '../store/persist/persistence.ts';
import type { BlockCodec } from '../store/persist/raw-store.ts';
import type { Command, CommandOutcome, EngineApi, EngineState, ImportOptions, ImportOutcome, JobProgress, Table } from './api.ts';
import { Cancellations } from './cancel.ts';
import { answer } from './questions.ts';
import { sourceOf } from './file-source.ts';
import { readOptions } from './read-options.ts';
import { Workspace, type WorkspaceParts } from './workspace.ts';

/** What differs between a browser and a test: where sql.js and the storage come from. */
export interface EngineParts {
  loadSql(): Promise<SqlJsStatic>;
  /** `letGo` is called when another tab asks for the workspace. Resolves to `busy` when another tab has it. */
  storage(letGo: () => Promise<void>, takeOver: boolean): Promise<Result<Storage> | 'busy'>;
  readonly codec: BlockCodec;
}
export interface Storage {
  readonly persistence: Persistence;
  readonly warning: string | undefined;
}

const PROGRESS_MS = 100;

/** The worker's face. Calls may come at any time: those before the workspace is open wait for it, changes go one after the other. */
export function createEngine(parts: EngineParts): EngineApi {
  const cancellations = new Cancellations();
  let actor = 'analyst';
  let changed: (tables: readonly Table[]) => void = () => undefined;
  let told: (state: EngineState) => void = () => undefined;
  let workspace: Workspace | undefined;
  let persistence: Persistence | undefined;
  let state: EngineState = {
    phase: 'opening',
    storage: 'memory',
    saved: true,
    snapshotAt: null,
    warning: null,
    failure: null,
    undo: { undo: null, redo: null },
  };
  let turn: Promise<unknown> = Promise.resolve();

  const show = (patch: Partial<EngineState>): EngineState => {
    state = { ...state, ...patch };
    told(state);
    return state;
  };
  /** One change after the other: an edit waits for the piece of an import that is under way, not for the whole. */
  const next = <T>(work: () => Promise<T>): Promise<T> => {
    const mine = turn.then(work);
    turn = mine.catch(() => undefined);
    return mine;
  };
  const opened = (): Result<Workspace> =>
    workspace === undefined
      ? fail(state.failure?.code ?? 'worker/not-open', state.failure?.message ?? 'The workspace is not open.')
      : ok(workspace);

  const shared = (sql: SqlJsStatic): Omit<WorkspaceParts, 'persistence'> => ({ sql, codec: parts.codec, keep: true, actor: () => actor });

  /** Another tab takes over: what is under way ends first. */
  const letGo = (): Promise<void> =>
    next(async () => {
      workspace = undefined;
      await persistence?.close();
      persistence = undefined;
      show({ phase: 'locked' });
    });

  async function open(takeOver: boolean): Promise<EngineState> {
    const [sql, storage] = await Promise.all([parts.loadSql(), parts.storage(letGo, takeOver)]);
    if (storage === 'busy') return show({ phase: 'locked' });
    if (!storage.ok) return show({ phase: 'failed', failure: storage.error });
    persistence = storage.value.persistence;
    const result = await Workspace.open({ ...shared(sql), persistence });
    if (!result.ok) return show({ phase: 'failed', storage: persistence.kind, failure: result.error });
    workspace = result.value;
    const warnings = [storage.value.warning, workspace.warning].filter((part) => part !== undefined);
    return show({
      phase: 'ready',
      storage: persistence.kind,
      snapshotAt: workspace.snapshotAt ?? null,
      warning: warnings.length === 0 ? null : warnings.join(' '),
      undo: workspace.journal.undoState,
    });
  }

  async function importFiles(
    job: string,
    files: readonly File[],
    options: ImportOptions,
    onProgress: (p: JobProgress) => void,
  ): Promise<Result<ImportOutcome>> {
    const ready = opened();
    if (!ready.ok) return ready;
    let last = 0;
    const progress = (p: JobProgress): void => {
      const at = performance.now();
      if (p.phase === 'reading' && at - last < PROGRESS_MS) return;
      last = at;
      onProgress(p);
    };
    show({ saved: false });
    const { replaces, ...answers } = options;
    const totals = await ready.value.importSources(files.map(sourceOf), {
      options: await readOptions(options),
      readAs: JSON.stringify(answers),
      ...(replaces !== undefined && { replaces }),
      isCancelled: () => cancellations.isCancelled(job),
      onProgress: progress,
    });
    cancellations.done(job);
    changed(['alert', 'incident', 'entity', 'batch', 'activity']);
    show({
      saved: totals.unsaved === undefined,
      snapshotAt: ready.value.snapshotAt ?? null,
      warning: totals.unsaved === undefined ? state.warning : totals.unsaved.message,
      undo: ready.value.journal.undoState,
    });
    const { added, updated, duplicates, cancelled, woven, raised, timings } = totals;
    const at = ready.value.snapshotAt ?? 0;
    const reports = totals.files.map(({ batch, report, counts }) => ({ ...report, id: batch, at, ...counts }));
    return ok({
      reports,
      added,
      updated,
      duplicates,
      cancelled,
      ...(woven !== undefined && { woven }),
      raised: raised.raised.length,
      withdrawn: raised.withdrawn.length,
      timings,
    });
  }

  async function changeImports<T>(change: (workspace: Workspace) => Promise<Result<T>>): Promise<Result<T>> {
    const ready = opened();
    if (!ready.ok) return ready;
    const done = await change(ready.value);
    changed(['alert', 'incident', 'entity', 'batch', 'activity']);
    show({ saved: done.ok, snapshotAt: ready.value.snapshotAt ?? null, undo: ready.value.journal.undoState });
    return done;
  }

  async function command(given: Command): Promise<Result<CommandOutcome>> {
    const ready = opened();
    if (!ready.ok) return ready;
    const decided = await carryOut(ready.value, given);
    if (!decided.ok) return decided;
    changed(ready.value.touched(decided.value));
    show({ saved: true, undo: ready.value.journal.undoState });
    return ok({ summary: decided.value.event.summary, eventId: decided.value.event.id });
  }

  return {
    open: async (name, onChange, onState) => {
      actor = name;
      changed = onChange;
      told = onState;
      try {
        return await next(() => open(false));
      } catch (error) {
        return show({ phase: 'failed', failure: { code: 'worker/bug', message: messageOf(error) } });
      }
    },
    takeOver: () => next(() => open(true)),
    diagnose: (files, options) => diagnoseFiles(files, options),
    importFiles: (job, files, options, onProgress) => next(() => importFiles(job, files, options, onProgress)),
    diffExports: async (job, before, after, onProgress) =>
      (await import('./diff-files.ts')).diffFiles(cancellations, job, [before, after], onProgress),
    mendFile: async (batch, what) => {
      const ready = opened();
      if (!ready.ok) return ready;
      const { mendFile, reasonsFile } = await import('./mend-file.ts');
      return what === 'records' ? mendFile(ready.value, batch) : reasonsFile(ready.value, batch);
    },
    previewRemoval: (batches) =>
      next(async () => {
        const { removalOf } = await import('./import-removal.ts');
        return withWorkspace(opened(), (one) => ok(removalOf(one, batches)));
      }),
    removeImports: (batches) => next(() => changeImports(async (one) => (await import('./import-removal.ts')).removeImports(one, batches))),
    restoreImports: (batches) =>
      next(async () => {
        const { restoreImports } = await import('./import-removal.ts');
        const restored = await changeImports((one) =>
          restoreImports(one, batches, (readAs) => readOptions(JSON.parse(readAs) as ImportOptions)),
        );
        return restored.ok ? ok(null) : restored;
      }),
    cancel: (job) => cancellations.cancel(job),
    query: async (name, params) => {
      const ready = opened();
      cancellations.done(name);
      return ready.ok ? answer(ready.value, name, params, () => cancellations.isCancelled(name)) : ready;
    },
    command: (given) => command(given),
    setActor: (name) => {
      actor = name;
    },
    exportAlerts: async (incidents) => {
      const { exportAlerts } = await import('./late.ts');
      return next(() => Promise.resolve(withWorkspace(opened(), (one) => exportAlerts(one, incidents))));
    },
    wipe: () =>
      next(async () => {
        if (persistence === undefined) return fail('worker/not-open', 'The workspace is not open.');
        const wiped = await persistence.wipe();
        if (!wiped.ok) return wiped;
        workspace?.close();
        const sql = await parts.loadSql();
        const fresh = Workspace.empty({ ...shared(sql), persistence });
        if (!fresh.ok) return fresh;
        workspace = fresh.value;
        show({ saved: true, snapshotAt: null, warning: null, undo: fresh.value.journal.undoState });
        changed(['alert', 'incident', 'entity', 'batch', 'comment', 'activity', 'setting']);
        return ok(null);
      }),
  };
}

/** What the doctor reads of a file at the most. */
const DIAGNOSED_BYTES = 64 << 20;

async function diagnoseFiles(files: readonly File[], options: ImportOptions): Promise<Result<readonly Diagnosis[]>> {
  const [{ diagnose }, { IMPORTERS }] = await Promise.all([import('../intake/doctor/diagnose.ts'), import('../intake/registry.ts')]);
  const given = await readOptions(options);
  const found: Diagnosis[] = [];
  for (const file of files)
    found.push(...(await diagnose(sourceOf(file), { ...given, importers: IMPORTERS, maxBytes: DIAGNOSED_BYTES, now: Date.now() })));
  return ok(found);
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

function withWorkspace<T>(ready: Result<Workspace>, work: (workspace: Workspace) => Result<T>): Result<T> {
  return ready.ok ? work(ready.value) : ready;
}

function carryOut(workspace: Workspace, command: Command): Promise<Result<Decided>> {
  switch (command.kind) {
    case 'undo':
      return workspace.undo();
    case 'redo':
      return workspace.redo();
    default:
      return workspace.decide(command satisfies Decision);
  }
}
