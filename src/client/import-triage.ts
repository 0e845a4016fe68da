import type { Diagnosis, ImportOptions, ImportOutcome, ReadAnswers } from '../worker/api.ts';
import type { Engine } from './engine.ts';
import { headOf, tailOf } from './file-ends.ts';
import { mustAsk, questionsOf } from './import-questions.ts';
import { type Load, loadOf, NO_LOAD, sumOf } from './load-estimate.ts';
import { optionsOf, rememberedAnswers, type SourceMemory } from './source-memory.ts';

export interface TimeSeen {
  readonly first: number | undefined;
  readonly last: number | undefined;
}
export interface Triage {
  /** Files that go straight in, those with the same answers together, in the order given. */
  readonly groups: readonly { readonly files: readonly File[]; readonly options: ImportOptions }[];
  /** Files that wait for an answer. */
  readonly ask: readonly File[];
  /** Files that go in with times read as UTC because nobody said a zone. */
  readonly assumed: readonly File[];
  /** Of the files that go straight in. */
  readonly load: Load;
  /** The time range of all that was looked at: the head of each file and, where it can be had, its end. */
  readonly seen: () => Promise<TimeSeen>;
}
type Doctor = Pick<Engine, 'diagnose'>;

/** Looks at the head of each file and decides which can be taken in without a question. */
export async function triage(files: readonly File[], engine: Doctor, memory: SourceMemory): Promise<Triage> {
  const groups = new Map<string, { files: File[]; readonly options: ImportOptions }>();
  const ask: File[] = [];
  const assumed: File[] = [];
  const looked: { readonly file: File; readonly looks: readonly Diagnosis[]; readonly options: ImportOptions }[] = [];
  let load = NO_LOAD;
  for (const file of files) {
    const { from, remembered, options, settles, looks: first } = await recall(file, engine, memory);
    let looks = first;
    // Without its mapping or format a file of an unknown kind has shown no time yet.
    if (settles.includes(true)) looks = await look(engine, from, options);
    if (looks.some((one, i) => isOpen(one, settles[i] === true, remembered[i] ?? {}))) {
      ask.push(file);
      continue;
    }
    if (looks.some((one, i) => one.time?.zone === 'assumed' && remembered[i]?.offsetMinutes === undefined)) assumed.push(file);
    looked.push({ file, looks, options });
    const key = JSON.stringify(options);
    const group = groups.get(key) ?? { files: [], options };
    group.files.push(file);
    groups.set(key, group);
    load = sumOf(load, loadOf(looks, file.size, from.size));
  }
  return { groups: [...groups.values()], ask, assumed, load, seen: () => timeSeen(engine, looked) };
}

interface Recalled {
  /** What was looked at: the head, or the file. */
  readonly from: File;
  readonly looks: readonly Diagnosis[];
  /** By look. */
  readonly remembered: readonly ReadAnswers[];
  /** Whether it settles how the text is read. */
  readonly settles: readonly boolean[];
  readonly options: ImportOptions;
}

/** Looks at a file and for what is remembered about its kind. */
export async function recall(file: File, engine: Doctor, memory: SourceMemory): Promise<Recalled> {
  const head = await headOf(file);
  let from = head;
  let looks = await look(engine, head);
  // A head may be the wrong part to judge by: only the file itself is held back.
  if (head !== file && looks.some((one) => mustAsk(one) || one.report.format === null)) {
    from = file;
    looks = await look(engine, file);
  }
  const remembered = looks.map((one) => rememberedAnswers(one, memory));
  const options = optionsOf(looks.map(({ report }, i) => ({ names: [report.name], answers: remembered[i] ?? {} })));
  const settles = remembered.map(({ mapping, as }) => mapping !== undefined || as !== undefined);
  return { from, looks, remembered, settles, options };
}

const isOpen = (one: Diagnosis, settled: boolean, { mapping }: ReadAnswers): boolean =>
  settled ? mapping?.dayFirst === undefined && questionsOf(one).dayMonth : mustAsk(one);

async function timeSeen(
  engine: Doctor,
  looked: readonly { readonly file: File; readonly looks: readonly Diagnosis[]; readonly options: ImportOptions }[],
): Promise<TimeSeen> {
  const ends: number[] = [];
  for (const { file, looks, options } of looked) {
    const [only] = looks;
    const tail = only === undefined || looks.length > 1 ? undefined : await tailOf(file, only);
    for (const { time } of [...looks, ...(tail === undefined ? [] : await look(engine, tail, options))])
      ends.push(...[time?.first, time?.last].filter((at) => at !== undefined));
  }
  return ends.length === 0 ? { first: undefined, last: undefined } : { first: Math.min(...ends), last: Math.max(...ends) };
}

async function look(engine: Doctor, file: File, options: ImportOptions = {}): Promise<readonly Diagnosis[]> {
  const answer = await engine.diagnose([file], options);
  // What cannot be looked at is told by the import itself.
  return answer.ok ? answer.value : [];
}

/** Two imports told as one. */
export function together(a: ImportOutcome, b: ImportOutcome): ImportOutcome {
  const woven = [a.woven, b.woven].filter((sentence) => sentence !== undefined);
  return {
    reports: [...a.reports, ...b.reports],
    added: a.added + b.added,
    updated: a.updated + b.updated,
    duplicates: a.duplicates + b.duplicates,
    cancelled: a.cancelled || b.cancelled,
    raised: a.raised + b.raised,
    withdrawn: a.withdrawn + b.withdrawn,
    ...(woven.length > 0 && { woven: woven.join('. ') }),
    timings: {
      readMs: a.timings.readMs + b.timings.readMs,
      storeMs: a.timings.storeMs + b.timings.storeMs,
      correlateMs: a.timings.correlateMs + b.timings.correlateMs,
      totalMs: a.timings.totalMs + b.timings.totalMs,
    },
  };
}
