import { meetsTechnique } from '../../attack/meets-technique.ts';
import { TACTICS } from '../../attack/tactics.ts';
import { remembered } from '../../base/remembered.ts';
import { evidenceTypeCode } from '../../domain/evidence.ts';
import { HOUR } from '../fold.ts';
import { type CorrelationInput, ENTITY_FLAGS } from '../model.ts';
import { canonicalOrder } from '../../domain/canonical-order.ts';
import type { SeenSequence, SequenceLink, SequenceRule, SequenceStep } from './rule.ts';

/** What a sequence looks at beside the columns. */
export interface SequenceFacts {
  readonly techniquesOf: (row: number) => readonly string[];
  readonly productOf: (row: number) => string;
  readonly categoryOf: (row: number) => string;
  readonly titleOf: (row: number) => string;
  /** By entity row: number of the person it is an account or a mailbox of; 0 for none. */
  readonly person: Uint32Array;
}

/** Something that takes part in more sequences of one rule than this is a scanner or a test account: its alerts are left to the evidence. */
const MOST_OF_ONE = 20;
const DEVICE = evidenceTypeCode('device');
const SILENT = ENTITY_FLAGS.builtin | ENTITY_FLAGS.ignored;

/** All sequences seen to their end, by rule. Depends on the set of alerts alone, not on the order of rows. */
export function seenSequences(input: CorrelationInput, rules: readonly SequenceRule[], facts: SequenceFacts): SeenSequence[] {
  const order = canonicalOrder(input).filter((row) => input.excluded[row] === 0 && !Number.isNaN(input.time[row]));
  return rules.flatMap((rule) => seenOf(input, order, rule, facts));
}

/** Links of all sequences seen to their end. */
export const sequenceLinks = (input: CorrelationInput, rules: readonly SequenceRule[], facts: SequenceFacts): SequenceLink[] =>
  seenSequences(input, rules, facts).flatMap(linksOf);

/** The last first, as they are found. */
export const linksOf = ({ rows, entities }: SeenSequence): SequenceLink[] =>
  rows
    .slice(1)
    .map((to, i) => ({ from: rows[i] as number, to, entity: entities[i + 1] as number }))
    .reverse();

/** The last alert at a step, and how it came there. */
interface Place {
  readonly row: number;
  readonly entity: number;
  readonly before: Place | undefined;
}

function seenOf(input: CorrelationInput, order: Uint32Array, rule: SequenceRule, facts: SequenceFacts): SeenSequence[] {
  const open = new Map<number, (Place | undefined)[]>();
  const found = new Map<number, SeenSequence[]>();
  const tests = rule.steps.map((step) => testOf(input, step, facts));
  for (const row of order) {
    const steps = tests.map((fits) => fits(row));
    if (!steps.includes(true)) continue;
    for (const [about, entity] of joinsOf(input, row, rule, facts)) {
      let places = open.get(about);
      if (places === undefined) open.set(about, (places = rule.steps.map(() => undefined)));
      for (let s = rule.steps.length - 1; s >= 0; s--) {
        if (steps[s] !== true) continue;
        const before = s === 0 ? undefined : places[s - 1];
        if (s > 0 && (before === undefined || before.row === row || late(input, before.row, row, rule.steps[s]))) continue;
        const place = { row, entity, before };
        places[s] = place;
        if (s < rule.steps.length - 1) continue;
        const seen = found.get(about) ?? [];
        found.set(about, seen);
        // One more than may be says that there are too many.
        if (seen.length <= MOST_OF_ONE) seen.push(seenAt(rule, about, place));
      }
    }
  }
  return [...found.values()].filter((seen) => seen.length <= MOST_OF_ONE).flat();
}

function seenAt(rule: SequenceRule, about: number, last: Place): SeenSequence {
  const places: Place[] = [];
  for (let at: Place | undefined = last; at !== undefined; at = at.before) places.unshift(at);
  return { rule, about, rows: places.map(({ row }) => row), entities: places.map(({ entity }) => entity) };
}

const late = (input: CorrelationInput, before: number, row: number, step: SequenceStep | undefined): boolean =>
  (input.time[row] as number) - (input.time[before] as number) > (step?.within ?? 0) * HOUR;

/** Whether an alert row meets the step: one of what it names is enough. */
function testOf(input: CorrelationInput, step: SequenceStep, facts: SequenceFacts): (row: number) => boolean {
  const { techniques = [], tactics = [], products = [], categories = [], titles = [] } = step;
  const mask = tactics.reduce((bits, id) => bits | (1 << TACTICS.findIndex((tactic) => tactic.id === id)), 0);
  const attack = (row: number): boolean =>
    (techniques.length > 0
      ? facts.techniquesOf(row).some((stated) => techniques.some((one) => meetsTechnique(stated, one)))
      : ((input.tactics[row] as number) & mask) !== 0) ||
    (products.length > 0 && products.includes(facts.productOf(row)));
  if (categories.length + titles.length === 0) return attack;
  const category = remembered((text) => categories.some((one) => squeezed(one) === squeezed(text)));
  const phrases = titles.map(wordsOf);
  const title = remembered((text) => {
    const words = new Set(wordsOf(text));
    return phrases.some((phrase) => phrase.length > 0 && phrase.every((word) => words.has(word)));
  });
  return (row) =>
    attack(row) || (categories.length > 0 && category(facts.categoryOf(row))) || (titles.length > 0 && title(facts.titleOf(row)));
}

const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
const squeezed = (text: string): string => wordsOf(text).join('');

/** What the alert can be joined over: number of the person or of the device, and the entity it stands as. */
function joinsOf(input: CorrelationInput, row: number, { join }: SequenceRule, { person }: SequenceFacts): Map<number, number> {
  const joins = new Map<number, number>();
  for (let r = input.offset[row] as number; r < (input.offset[row + 1] as number); r++) {
    const entity = input.entity[r] as number;
    if (((input.entities.flags[entity] as number) & SILENT) !== 0) continue;
    const key = join === 'person' ? (person[entity] as number) : input.entities.type[entity] === DEVICE ? entity + 1 : 0;
    if (key !== 0 && !joins.has(key)) joins.set(key, entity);
  }
  return joins;
}
