import type { Database } from 'sql.js';
import { groupOwn } from '../correlate/grouping.ts';
import { type Identities, resolveIdentities } from '../correlate/identity.ts';
import type { CorrelationInput } from '../correlate/model.ts';
import { type SequenceFacts, sequenceLinks } from '../correlate/sequences/match.ts';
import { type DetectorMode, modeOfText } from '../domain/detector-mode.ts';
import type { Rule } from '../domain/rule.ts';
import { correlationInput } from '../store/correlation-columns.ts';
import { categoryTerms, eachAddress, readMentions, readSetting } from '../store/correlation-rows.ts';
import { detectorRows, taggedRows } from '../store/detectors.ts';
import type { Mirror } from '../store/mirror.ts';
import { TermReader } from '../store/term-reader.ts';
import { SEQUENCE_SETTING, type SequenceChoice, sequencesOfSetting, rulesOf } from './sequence-choice.ts';
import { identityRulesOf, overridesOf } from '../store/rules.ts';

/** Mentions → things under the rules of a person. */
export const identitiesUnder = (db: Database, rules: readonly Rule[]): Identities =>
  resolveIdentities(readMentions(db), identityRulesOf(rules));

/**
 * What the correlation reads of this workspace under some rules, those in force or those tried. `canonical` and `flags` are the mirror's own
 * where the rules about identity and the lists are those in force.
 */
export function inputUnder(
  db: Database,
  mirror: Mirror,
  rules: readonly Rule[],
  canonical: Uint32Array = mirror.entities.canonical,
  flags?: Uint16Array,
  sequences: SequenceChoice = sequencesOfSetting(readSetting(db, SEQUENCE_SETTING)),
): CorrelationInput {
  const plain = correlationInput(mirror, canonical, overridesOf(rules, mirror));
  const input = flags === undefined ? plain : { ...plain, entities: { ...plain.entities, flags } };
  const tagged = taggedRows(db);
  const modes = detectorModes(db, mirror, rules);
  const grouped =
    tagged.exclude.length === 0 && modes.size === 0
      ? input
      : groupOwn(input, { modeOf: (detector) => modes.get(detector), tagged: tagged.exclude });
  return { ...grouped, sequences: sequenceLinks(grouped, rulesOf(sequences), sequenceFacts(db, mirror)) };
}

/** Words and techniques by alert, and whose account or mailbox an entity is: the address of either. */
export function sequenceFacts(db: Database, mirror: Mirror): SequenceFacts {
  const terms = new TermReader(db);
  let categories: Uint32Array | undefined;
  const known = new Map<number, readonly string[]>();
  const people = new Map<string, number>();
  const person = new Uint32Array(mirror.entities.count);
  eachAddress(db, (row, address) => {
    if (!people.has(address)) people.set(address, people.size + 1);
    person[mirror.entities.canonical[row] ?? row] = people.get(address) ?? 0;
  });
  return {
    person,
    titleOf: (row) => terms.word(mirror.title[row] ?? 0),
    productOf: (row) => terms.word(mirror.productTerms[mirror.product[row] ?? 0] ?? 0),
    categoryOf: (row) => {
      categories ??= categoryTerms(db, mirror.count);
      return terms.word(categories[row] ?? 0);
    },
    techniquesOf: (row) => {
      const term = mirror.techniques[row] ?? 0;
      const words = known.get(term) ?? terms.word(term).split(' ').filter(Boolean);
      known.set(term, words);
      return words;
    },
  };
}

/** By number of the detector in the mirror. */
function detectorModes(db: Database, mirror: Mirror, rules: readonly Rule[]): Map<number, DetectorMode> {
  const modes = new Map<number, DetectorMode>();
  const byKey = new Map(rules.filter(({ kind }) => kind === 'detector').map(({ a, b }) => [a, modeOfText(b)]));
  if (byKey.size === 0) return modes;
  for (const { key, detector } of detectorRows(db, mirror)) {
    const mode = byKey.get(key);
    if (mode !== undefined) modes.set(detector, mode);
  }
  return modes;
}
