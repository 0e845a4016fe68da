import type { Diagnosis, ImportOptions, ImportOutcome } from '../worker/api.ts';
import type { Engine } from './engine.ts';
import { mustAsk, questionsOf } from './import-questions.ts';
import { thisMachine, tooMuch, type Load, type Machine } from './load-estimate.ts';
import { rememberedOptions, type SourceMemory } from './source-memory.ts';

export interface Triage {
  /** Files that go straight in, those with the same answers together, in the order given. */
  readonly groups: readonly { readonly files: readonly File[]; readonly options: ImportOptions }[];
  /** Files that wait for an answer. */
  readonly ask: readonly File[];
  /** Files that go in with times read as UTC because nobody said a zone. */
  readonly assumed: readonly File[];
  readonly tooMuch: string | undefined;
}

/** So much of a file is enough to tell what it is. */
const HEAD = 128 * 1024;
/** Below this no machine is asked whether it can. */
const SMALL = 256 << 20;

/** Looks at the head of each file and decides which can be taken in without a question. */
export async function triage(
  files: readonly File[],
  engine: Pick<Engine, 'diagnose'>,
  memory: SourceMemory,
  machine: () => Promise<Machine> = thisMachine,
): Promise<Triage> {
  const groups = new Map<string, { files: File[]; readonly options: ImportOptions }>();
  const ask: File[] = [];
  const assumed: File[] = [];
  let load: Load = { bytes: 0, alerts: 0 };
  for (const file of files) {
    const head = await headOf(file);
    let looks = await look(engine, head);
    // A head may be the wrong part to judge by: only the file itself is held back.
    if (head !== file && looks.some((one) => mustAsk(one) || one.report.format === null)) looks = await look(engine, file);
    const remembered = looks.map((one) => rememberedOptions(one, memory));
    const mapping = remembered.find((one) => one.mapping !== undefined)?.mapping;
    const offsetMinutes = remembered.find((one) => one.offsetMinutes !== undefined)?.offsetMinutes;
    // Without its mapping a table of an unknown kind has shown no time yet.
    if (mapping !== undefined) looks = await look(engine, head, { mapping });
    const open = (one: Diagnosis): boolean =>
      mapping === undefined ? mustAsk(one) : mapping.dayFirst === undefined && questionsOf(one).dayMonth;
    if (looks.some(open)) {
      ask.push(file);
      continue;
    }
    const options: ImportOptions = { ...(mapping !== undefined && { mapping }), ...(offsetMinutes !== undefined && { offsetMinutes }) };
    if (offsetMinutes === undefined && looks.some((one) => one.time?.zone === 'assumed')) assumed.push(file);
    const key = JSON.stringify(options);
    const group = groups.get(key) ?? { files: [], options };
    group.files.push(file);
    groups.set(key, group);
    load = { bytes: load.bytes + file.size, alerts: load.alerts + alertsOf(looks, head.size, file.size) };
  }
  return { groups: [...groups.values()], ask, assumed, tooMuch: load.bytes < SMALL ? undefined : tooMuch(load, await machine()) };
}

async function look(engine: Pick<Engine, 'diagnose'>, file: File, options: ImportOptions = {}): Promise<readonly Diagnosis[]> {
  const answer = await engine.diagnose([file], options);
  // What cannot be looked at is told by the import itself.
  return answer.ok ? answer.value : [];
}

/** The file itself where its head says nothing: archives that are listed at their end. */
async function headOf(file: File): Promise<File> {
  if (file.size <= HEAD) return file;
  const magic = new Uint8Array(await file.slice(0, 2).arrayBuffer());
  if (magic[0] === 0x50 && magic[1] === 0x4b) return file;
  return new File([file.slice(0, HEAD)], file.name, { lastModified: file.lastModified });
}

function alertsOf(looks: readonly Diagnosis[], looked: number, size: number): number {
  const alerts = looks.reduce((sum, { report }) => sum + report.alerts, 0);
  return looked === 0 ? 0 : alerts * (size / looked);
}

/** Two imports told as one. */
export const together = (a: ImportOutcome, b: ImportOutcome): ImportOutcome => ({
  reports: [...a.reports, ...b.reports],
  added: a.added + b.added,
  updated: a.updated + b.updated,
  duplicates: a.duplicates + b.duplicates,
  cancelled: a.cancelled || b.cancelled,
  timings: {
    readMs: a.timings.readMs + b.timings.readMs,
    storeMs: a.timings.storeMs + b.timings.storeMs,
    correlateMs: a.timings.correlateMs + b.timings.correlateMs,
    totalMs: a.timings.totalMs + b.timings.totalMs,
  },
});
