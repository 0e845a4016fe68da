import { mayAdd } from './exporter.ts';
import { HOUR } from './fold.ts';
import { ENTITY_FLAGS, type CorrelationInput, type CorrelationOptions } from './model.ts';
import { gapOf } from './scan.ts';
import { Stages } from './stages.ts';
import { PROFILES, type Tuning } from './tuning.ts';

/** What stands against a shared entity. */
export type Objection =
  /** The same on every machine: SYSTEM, loopback … */
  | 'builtin'
  /** On the user's ignore list. */
  | 'ignored'
  /** Farther apart in time than its type's window. */
  | 'outOfWindow'
  /** A hub: it is mentioned all the time, so that a meeting is chance. */
  | 'background'
  /** What speaks beside it is routine there. */
  | 'routine'
  /** Counts, but is not enough. */
  | 'weak'
  /** Would link two alerts: what keeps the incidents apart is something else. */
  | 'enough';

export interface SharedThing {
  readonly entity: number;
  readonly objection: Objection;
  /** Strength of the nearest pair, 0–1. */
  readonly strength: number;
  /** The nearest two alerts that mention it, and the silence between them in µs. */
  readonly a: number;
  readonly b: number;
  readonly gap: number;
  /** Stories a day that mention it when nothing special goes on. */
  readonly perDay: number;
}
export interface WhyNot {
  /** Why the two are two: nothing shared, a decision, the exporter's incidents, or too little evidence. */
  readonly verdict: 'nothingShared' | 'decision' | 'sourceIncident' | 'tooWeak' | 'heldBack';
  readonly shared: readonly SharedThing[];
  /** Evidence of all shared things together at their nearest, and what it would take. */
  readonly score: number;
  readonly needed: number;
}

/** Why two incidents are not one: what they share, and what stands against it. */
export function whyNot(
  input: CorrelationInput,
  incident: Uint32Array,
  a: number,
  b: number,
  options: CorrelationOptions,
  tuning: Tuning = PROFILES[options.profile],
  stages: Stages = new Stages(),
): WhyNot {
  const { order, things, stories, facts } = stages.prepare(input, tuning);
  const side = new Uint8Array(stories.count);
  for (let s = 0; s < stories.count; s++) {
    const row = order[stories.member[stories.memberOffset[s] as number] as number] as number;
    side[s] = incident[row] === a ? 1 : incident[row] === b ? 2 : 0;
  }
  const mentions = new Map<number, { ofA: number[]; ofB: number[] }>();
  for (let s = 0; s < stories.count; s++) {
    if (side[s] === 0) continue;
    const to = stories.offset[s + 1] as number;
    for (let r = stories.offset[s] as number; r < to; r++) {
      const thing = stories.thing[r] as number;
      if (thing >= things.entities) continue;
      let of = mentions.get(thing);
      if (of === undefined) mentions.set(thing, (of = { ofA: [], ofB: [] }));
      (side[s] === 1 ? of.ofA : of.ofB).push(s);
    }
  }
  const rowOf = (s: number): number => order[stories.member[stories.memberOffset[s] as number] as number] as number;
  const shared: SharedThing[] = [];
  let doubt = 1;
  for (const [thing, { ofA, ofB }] of mentions) {
    if (ofA.length === 0 || ofB.length === 0) continue;
    const near = nearest(stories.first, stories.last, ofA, ofB);
    const full = facts.strength[thing] as number;
    const kind = facts.kind[thing] as number;
    const window = facts.kinds.window[kind] as number;
    const gap = gapOf(stories, Math.min(near.a, near.b), Math.max(near.a, near.b));
    const rate = (facts.background[thing] as number) * tuning.rate * tuning.spread;
    const chance = 1 / (1 + rate * (gap + tuning.nearest));
    const novelty = Math.min(facts.novelty[near.a] as number, facts.novelty[near.b] as number);
    const strength = gap > window ? 0 : full * Math.exp(-(facts.kinds.decay[kind] as number) * Math.LN2 * gap) * chance * novelty;
    doubt *= 1 - strength;
    const flags = input.entities.flags[thing] as number;
    shared.push({
      entity: thing,
      objection: strength >= tuning.join ? 'enough' : objection(flags, gap > window, chance, novelty),
      strength,
      a: rowOf(near.a),
      b: rowOf(near.b),
      gap: near.gap * HOUR,
      perDay: (facts.background[thing] as number) * 24,
    });
  }
  shared.sort((x, y) => y.strength - x.strength || x.entity - y.entity);
  const score = 1 - doubt;
  return { verdict: verdict(input, incident, a, b, options, shared.length, score >= tuning.join), shared, score, needed: tuning.join };
}

function objection(flags: number, far: boolean, chance: number, novelty: number): Objection {
  if ((flags & ENTITY_FLAGS.builtin) !== 0) return 'builtin';
  if ((flags & ENTITY_FLAGS.ignored) !== 0) return 'ignored';
  if (far) return 'outOfWindow';
  if (chance < 0.5 && chance <= novelty) return 'background';
  return novelty < 0.5 ? 'routine' : 'weak';
}

function verdict(
  input: CorrelationInput,
  incident: Uint32Array,
  a: number,
  b: number,
  options: CorrelationOptions,
  shared: number,
  enough: boolean,
): WhyNot['verdict'] {
  for (const [x, y] of input.overrides.cannotLink) {
    const of = [incident[x], incident[y]];
    if (of.includes(a) && of.includes(b)) return 'decision';
  }
  const made = (one: number): boolean => input.sourceIncident.some((source, row) => source !== 0 && incident[row] === one);
  if (options.sourceIncidents !== 'ignore' && !mayAdd(options.sourceIncidents, made(a), made(b))) return 'sourceIncident';
  if (shared === 0) return 'nothingShared';
  return enough ? 'heldBack' : 'tooWeak';
}

/** The pair of stories with the least silence between them: both lists ascend in time. Hours; NaN where no pair has times. */
function nearest(
  first: Float64Array,
  last: Float64Array,
  ofA: readonly number[],
  ofB: readonly number[],
): { readonly a: number; readonly b: number; readonly gap: number } {
  let best = { a: ofA[0] as number, b: ofB[0] as number, gap: Number.NaN };
  const merged = [...ofA.map((s) => ({ s, isA: true })), ...ofB.map((s) => ({ s, isA: false }))].sort((x, y) => x.s - y.s);
  let [lastA, lastB] = [-1, -1];
  for (const { s, isA } of merged) {
    const other = isA ? lastB : lastA;
    if (other >= 0) {
      const gap = Math.max(0, (first[s] as number) - (last[other] as number));
      if (Number.isNaN(best.gap) || gap < best.gap) best = isA ? { a: s, b: other, gap } : { a: other, b: s, gap };
    }
    const held = isA ? lastA : lastB;
    const later = held < 0 || (last[s] as number) >= (last[held] as number) ? s : held;
    if (isA) lastA = later;
    else lastB = later;
  }
  return best;
}
