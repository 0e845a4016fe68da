import type { Database } from 'sql.js';
import { correlateAddition, type Workspace as Around } from '../correlate/near/addition.ts';
import { Standing } from '../correlate/near/standing.ts';
import { evidenceTypeCode } from '../domain/evidence.ts';
import { ENTITY_FLAGS } from '../correlate/model.ts';
import { sequenceLinks } from '../correlate/sequences/match.ts';
import type { SequenceLink, SequenceRule } from '../correlate/sequences/rule.ts';
import type { Rule } from '../domain/rule.ts';
import { inputOfRows } from '../store/correlation-columns.ts';
import { openIncidents, readSetting } from '../store/correlation-rows.ts';
import { taggedRows } from '../store/detectors.ts';
import type { Mirror } from '../store/mirror.ts';
import { overridesOf, readRules } from '../store/rules.ts';
import { writeAddition } from '../store/write/addition.ts';
import { decidedIncidents } from '../store/write/correlation.ts';
import { foundingAlert, placedAlerts } from '../store/write/incident-keys.ts';
import { raisedKeys } from '../store/write/raised.ts';
import { sequenceFacts } from './correlation-input.ts';
import { identify, type Keep, type Run, tuningOf, type Woven } from './correlation-run.ts';
import { raisersOf, rulesOf, SEQUENCE_SETTING, sequencesOfSetting } from './sequence-choice.ts';

/** Alerts up to which there is room for a standing, which takes about 200 bytes an alert. */
const MOST_ALERTS = 1_500_000;
/** Share of alerts that may have come since all were weighed: what was learnt of detectors and rates is out of date some time. */
const MOST_NEW = 0.02;

export const keepStanding: Keep = (input, choice, { latest }) =>
  latest === undefined || input.count > MOST_ALERTS || choice.sourceIncidents !== 'ignore' || input.group !== undefined
    ? undefined
    : Standing.of(input, tuningOf(choice), latest);

/**
 * New alerts, rows from `known` on, into a large workspace: only what is around them is weighed. Undefined where that would not do: then nothing
 * is written, and all are to be woven. It would not do where too much is new, where the files now say that known things are one, where a person
 * has put alerts just there, decisions speak of the new alerts or of groups of their own, and where alerts of our own are raised.
 */
export function runAddition({ db, mirror, incidents, choice, describe }: Run, known: number, standing: Standing): Woven | undefined {
  const { rows, weighed } = standing;
  if (rows !== known || mirror.observed - weighed > MOST_NEW * weighed || mirror.observed !== mirror.count) return undefined;
  const sequences = sequencesOfSetting(readSetting(db, SEQUENCE_SETTING));
  const rules = readRules(db);
  if (raisersOf(sequences).length > 0 || raisedKeys(db).size > 0 || speaksOfNew(db, mirror, rules, known) || groupsOwn(db, rules))
    return undefined;
  const before = mirror.entities.canonical.slice(0, mirror.entities.count);
  const identityLinks = identify(db, mirror);
  if (!isSame(before, mirror.entities.canonical, standing.entities)) return undefined;
  const around: Around = {
    count: mirror.observed,
    placed: placedAlerts(db, mirror).map((alert) => alert - 1),
    inputOf: (some) => inputOfRows(mirror, some),
    incidentOf: (row) => mirror.incident[row] ?? 0,
    open: (ids) => openIncidents(db, ids),
    overrides: overridesOf(rules, mirror),
    sequences: newSequences(db, mirror, rulesOf(sequences), known),
  };
  const addition = correlateAddition(standing, around, choice);
  if (addition === undefined) return undefined;
  return {
    counts: writeAddition(db, mirror, incidents, addition, known, describe),
    identityLinks,
    raised: { raised: [], withdrawn: [] },
    refused: addition.refused,
    around: true,
    standing,
  };
}

/** Decisions that waited for an alert that has come now. */
function speaksOfNew(db: Database, mirror: Mirror, rules: readonly Rule[], known: number): boolean {
  const isNew = (key: string): boolean => mirror.find(key) > known;
  for (const { kind, a, b } of rules) if ((kind === 'mustLink' || kind === 'cannotLink') && (isNew(a) || isNew(b))) return true;
  if (placedAlerts(db, mirror).some((alert) => alert > known)) return true;
  for (const key of decidedIncidents(db)) if (isNew(foundingAlert(key))) return true;
  return false;
}

const groupsOwn = (db: Database, rules: readonly Rule[]): boolean =>
  rules.some(({ kind }) => kind === 'detector') || taggedRows(db).exclude.length > 0;

function isSame(a: Uint32Array, b: Uint32Array, length: number): boolean {
  for (let i = 0; i < length; i++) if (a[i] !== b[i]) return false;
  return true;
}

const SILENT = ENTITY_FLAGS.builtin | ENTITY_FLAGS.ignored;
const DEVICE = evidenceTypeCode('device');

/** Sequences in which a new alert takes part: looked for among all alerts of the people and devices that the new ones name. */
function newSequences(db: Database, mirror: Mirror, rules: readonly SequenceRule[], known: number): SequenceLink[] {
  if (rules.length === 0) return [];
  const facts = sequenceFacts(db, mirror);
  const { canonical, type, flags } = mirror.entities;
  /** Number of the person, or below 0 the device. */
  const about = (at: number): number => {
    const entity = canonical[(mirror.refEntity[at] ?? 0) - 1] ?? 0;
    if (((flags[entity] ?? 0) & SILENT) !== 0) return 0;
    return (facts.person[entity] ?? 0) || (type[entity] === DEVICE ? -1 - entity : 0);
  };
  const named = new Set<number>();
  const eachOf = (row: number, visit: (about: number) => void): void => {
    const start = mirror.refStart[row] ?? 0;
    for (let at = start; at < start + (mirror.refSize[row] ?? 0); at++) visit(about(at));
  };
  for (let row = known; row < mirror.observed; row++) eachOf(row, (one) => named.add(one));
  named.delete(0);
  const rows: number[] = [];
  for (let row = 0; row < mirror.observed; row++) {
    let isOne = row >= known;
    if (!isOne) eachOf(row, (one) => (isOne ||= named.has(one)));
    if (isOne) rows.push(row);
  }
  const at = (i: number): number => rows[i] ?? 0;
  const links = sequenceLinks(inputOfRows(mirror, rows), rules, {
    person: facts.person,
    titleOf: (i) => facts.titleOf(at(i)),
    productOf: (i) => facts.productOf(at(i)),
    categoryOf: (i) => facts.categoryOf(at(i)),
    techniquesOf: (i) => facts.techniquesOf(at(i)),
  });
  return links
    .map(({ from, to, entity }) => ({ from: at(from), to: at(to), entity }))
    .filter(({ from, to }) => from >= known || to >= known);
}
