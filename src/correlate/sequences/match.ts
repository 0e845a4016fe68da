import { TACTICS } from '../../attack/tactics.ts';
import { evidenceTypeCode } from '../../domain/evidence.ts';
import { HOUR } from '../fold.ts';
import { type CorrelationInput, ENTITY_FLAGS } from '../model.ts';
import { canonicalOrder } from '../../domain/canonical-order.ts';
import type { SequenceLink, SequenceRule, SequenceStep } from './rule.ts';

/** What a sequence looks at beside the columns. */
export interface SequenceFacts {
  readonly techniquesOf: (row: number) => readonly string[];
  /** By entity row: number of the person it is an account or a mailbox of; 0 for none. */
  readonly person: Uint32Array;
}

/** Something that takes part in more sequences of one rule than this is a scanner or a test account: its alerts are left to the evidence. */
const MOST_OF_ONE = 20;
const DEVICE = evidenceTypeCode('device');
const SILENT = ENTITY_FLAGS.builtin | ENTITY_FLAGS.ignored;

/** Links of all sequences seen to their end. Depends on the set of alerts alone, not on the order of rows. */
export function sequenceLinks(input: CorrelationInput, rules: readonly SequenceRule[], facts: SequenceFacts): SequenceLink[] {
  const order = canonicalOrder(input).filter((row) => input.excluded[row] === 0 && !Number.isNaN(input.time[row]));
  return rules.flatMap((rule) => linksOf(input, order, rule, facts));
}

/** The last alert at a step, and how it came there. */
interface Place {
  readonly row: number;
  readonly before: Place | undefined;
}

function linksOf(input: CorrelationInput, order: Uint32Array, rule: SequenceRule, facts: SequenceFacts): SequenceLink[] {
  const open = new Map<number, (Place | undefined)[]>();
  const found = new Map<number, SequenceLink[]>();
  const seen = new Map<number, number>();
  for (const row of order) {
    const steps = rule.steps.map((step) => fits(input, row, step, facts));
    if (!steps.includes(true)) continue;
    for (const [key, entity] of joinsOf(input, row, rule, facts)) {
      let places = open.get(key);
      if (places === undefined) open.set(key, (places = rule.steps.map(() => undefined)));
      for (let s = rule.steps.length - 1; s >= 0; s--) {
        if (steps[s] !== true) continue;
        const before = s === 0 ? undefined : places[s - 1];
        if (s > 0 && (before === undefined || before.row === row || late(input, before.row, row, rule.steps[s]))) continue;
        const place = { row, before };
        places[s] = place;
        if (s < rule.steps.length - 1) continue;
        seen.set(key, (seen.get(key) ?? 0) + 1);
        const links = found.get(key) ?? [];
        found.set(key, links);
        for (let at: Place = place; at.before !== undefined; at = at.before) links.push({ from: at.before.row, to: at.row, entity });
      }
    }
  }
  return [...found].filter(([key]) => (seen.get(key) ?? 0) <= MOST_OF_ONE).flatMap(([, links]) => links);
}

const late = (input: CorrelationInput, before: number, row: number, step: SequenceStep | undefined): boolean =>
  (input.time[row] as number) - (input.time[before] as number) > (step?.within ?? 0) * HOUR;

function fits(input: CorrelationInput, row: number, { techniques, tactics }: SequenceStep, facts: SequenceFacts): boolean {
  if (techniques !== undefined && techniques.length > 0)
    return facts.techniquesOf(row).some((stated) => techniques.some((one) => stated === one || stated.startsWith(`${one}.`)));
  const mask = input.tactics[row] as number;
  return (tactics ?? []).some((id) => (mask & (1 << TACTICS.findIndex((tactic) => tactic.id === id))) !== 0);
}

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
