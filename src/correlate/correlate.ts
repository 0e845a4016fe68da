import { assemble } from './assemble.ts';
import { joinGroups, joinSequences, UnweighedLinks } from './unweighed.ts';
import { type Beyond, type Bounds, cluster, type Clusters, voices } from './cluster.ts';
import { decide, type DecidedLinks } from './decide.ts';
import { ofExporter, withoutKept } from './exporter.ts';
import type { Stories } from './fold.ts';
import type { CorrelationInput, CorrelationOptions, CorrelationResult } from './model.ts';
import { bundleRecurring } from './recurring.ts';
import { bundleRoutine } from './routine.ts';
import { coresOf } from './seams.ts';
import { type Heard, type Knowledge, type Prepared, Stages } from './stages.ts';
import { PROFILES, type Tuning } from './tuning.ts';
import { Conflicts, UnionFind } from './union.ts';

/** Incidents that are given beforehand and how they may meet, by row; 0: none. */
export interface Given {
  readonly of: Uint32Array;
  readonly mayMeet: (a: number, b: number) => boolean;
  /** Told of each meeting; `via` is the row through which it came. Returns the label of the whole. */
  readonly meet: (a: number, b: number, via: number, score: number) => number;
  /** The run that gave them: its links are kept. Rows stand under the same numbers. */
  readonly previous?: CorrelationResult;
  /** Where the rows are but some of theirs. */
  readonly beyond?: Beyond | undefined;
}

/**
 * Alerts → incidents with reasons. A pure function of the set of alerts, of the overrides and of the options. `stages` of an earlier run over
 * the same columns save what has not changed.
 */
export function correlate(
  input: CorrelationInput,
  options: CorrelationOptions,
  tuning: Tuning = PROFILES[options.profile],
  stages: Stages = new Stages(),
): CorrelationResult {
  const { sourceIncidents } = options;
  return withoutKept(input, sourceIncidents, weave(input, tuning, ofExporter(input, sourceIncidents), stages));
}

/** The incidents of `correlate` without links and reasons: what a preview compares. */
export function partition(
  input: CorrelationInput,
  options: CorrelationOptions,
  tuning: Tuning = PROFILES[options.profile],
  stages: Stages = new Stages(),
): Uint32Array {
  const steps = partitionInSteps(input, options, tuning, stages);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** The same with rests, in which others may be heard: the whole takes seconds where there are many alerts. */
export function* partitionInSteps(
  input: CorrelationInput,
  options: CorrelationOptions,
  tuning: Tuning,
  stages: Stages,
): Generator<undefined, Uint32Array> {
  const given = ofExporter(input, options.sourceIncidents);
  const prepared = stages.prepare(input, tuning, given);
  yield;
  const heard = listen(stages, input, prepared, tuning);
  yield;
  const { clusters } = linkHeard(input, tuning, given, prepared, heard);
  yield;
  const { order, stories } = prepared;
  const ordinal = new Int32Array(stories.count).fill(-1);
  const incident = new Uint32Array(input.count);
  let incidents = 0;
  for (let c = 0; c < input.count; c++) {
    const root = clusters.sets.find(stories.storyOf[c] as number);
    if (ordinal[root] === -1) ordinal[root] = incidents++;
    incident[order[c] as number] = ordinal[root] as number;
  }
  return incident;
}

/** Correlation around incidents given beforehand, or from nothing. */
export function weave(
  input: CorrelationInput,
  tuning: Tuning,
  given: Given | undefined,
  stages: Knowledge = new Stages(),
): CorrelationResult {
  const { prepared, decided, clusters } = link(input, tuning, given, stages);
  const { order, things, stories, facts } = prepared;
  return assemble(input, order, things, stories, facts, clusters, decided, given?.previous);
}

interface Linked {
  readonly prepared: Prepared;
  readonly decided: DecidedLinks;
  readonly clusters: Clusters;
}

function link(input: CorrelationInput, tuning: Tuning, given: Given | undefined, stages: Knowledge): Linked {
  const prepared = stages.prepare(input, tuning, given);
  const heard = listen(stages, input, prepared, tuning);
  return { prepared, ...linkHeard(input, tuning, given, prepared, heard) };
}

function listen(stages: Knowledge, { sequences = [] }: CorrelationInput, prepared: Prepared, tuning: Tuning): Heard {
  const { position, stories } = prepared;
  const storyOf = (row: number): number => stories.storyOf[position[row] as number] as number;
  const inOrder = Uint32Array.from(sequences.flatMap(({ from, to }) => [storyOf(from), storyOf(to)]));
  return stages.heard(prepared, tuning, inOrder, () => hear(prepared, tuning, inOrder));
}

/** A first pass over the stories. What is shown already must not teach what a detector's word is worth: routine that was bundled would count as company. */
function hear({ stories, facts }: Prepared, tuning: Tuning, inOrder: Uint32Array): Heard {
  const { sets } = cluster(stories, facts, tuning, { sets: new UnionFind(stories.count), conflicts: new Conflicts() });
  const voice = voices(stories, sets, tuning);
  return { voice, core: coresOf(stories, facts, tuning, sets, voice, inOrder) };
}

/** The second pass, with what the first has learnt. */
function linkHeard(
  input: CorrelationInput,
  tuning: Tuning,
  given: Given | undefined,
  { order, position, stories, facts }: Prepared,
  { voice, core }: Heard,
): { readonly decided: DecidedLinks; readonly clusters: Clusters } {
  const sets = new UnionFind(stories.count);
  const conflicts = new Conflicts();
  const decided = decide(input, order, position, stories, sets, conflicts, given);
  const labels = given === undefined ? undefined : labelsOfSets(stories, order, sets, given);
  if (labels !== undefined && given?.beyond !== undefined) countBeyond(sets, labels, given.beyond);
  const rowOf = (s: number): number => order[stories.member[stories.memberOffset[s] as number] as number] as number;
  const bounds: Bounds = {
    sets,
    conflicts,
    fresh: given?.previous === undefined ? undefined : freshStories(stories, order, given.previous.incident.length),
    voice,
    core: coresOfSets(core, sets),
    beyond: given?.beyond,
    labels:
      given === undefined || labels === undefined
        ? undefined
        : {
            of: labels,
            mayMeet: given.mayMeet,
            meet: (a, b, link) => given.meet(a, b, rowOf(link.from), link.score),
          },
  };
  const unweighed = new UnweighedLinks(stories, bounds, decided);
  joinGroups(input, order, unweighed);
  const clusters = cluster(stories, facts, tuning, bounds);
  joinSequences(input, position, unweighed);
  bundleRoutine(stories, facts, bounds, clusters.links);
  bundleRecurring(stories, facts, bounds, clusters.links);
  return { decided, clusters };
}

/** Label of each set of stories, by root; 0 where none of its alerts has one. Where repeats bring two labels together, they meet. */
function labelsOfSets(stories: Stories, order: Uint32Array, sets: UnionFind, given: Given): Uint32Array {
  const of = new Uint32Array(stories.count);
  for (let c = stories.storyOf.length - 1; c >= 0; c--) {
    const row = order[c] as number;
    const stated = given.of[row] as number;
    if (stated === 0) continue;
    const root = sets.find(stories.storyOf[c] as number);
    const known = of[root] as number;
    of[root] = known === 0 || known === stated ? stated : given.meet(stated, known, row, 1);
  }
  return of;
}

/** A set that stands for an incident counts with all of its stories. */
function countBeyond(sets: UnionFind, labels: Uint32Array, { stories }: Beyond): void {
  for (let root = 0; root < labels.length; root++)
    if (sets.find(root) === root) sets.size[root] = (sets.size[root] as number) + (stories[labels[root] as number] as number);
}

/** Core of each set of stories, by root. Cores of which a decision holds parts together are one. */
function coresOfSets(core: Uint32Array, sets: UnionFind): Uint32Array {
  const of = new Uint32Array(core.length);
  const one = new UnionFind(core.length);
  for (let s = 0; s < core.length; s++) {
    const own = core[s] as number;
    if (own === 0) continue;
    const root = sets.find(s);
    if (of[root] === 0) of[root] = own;
    else one.union((of[root] as number) - 1, own - 1);
  }
  return of.map((core) => (core === 0 ? 0 : one.find(core - 1) + 1));
}

/** By story: 1 where one of its alerts was not there before. */
function freshStories(stories: Stories, order: Uint32Array, known: number): Uint8Array {
  const fresh = new Uint8Array(stories.count);
  for (let c = 0; c < order.length; c++) if ((order[c] as number) >= known) fresh[stories.storyOf[c] as number] = 1;
  return fresh;
}
