import type { Database } from 'sql.js';
import * as v from 'valibot';
import { must } from '../base/assert.ts';
import { correlate } from '../correlate/correlate.ts';
import { correlateIncrement } from '../correlate/increment.ts';
import type { IdentityLink } from '../correlate/identity.ts';
import type { CorrelationInput, CorrelationOptions, CorrelationResult } from '../correlate/model.ts';
import type { Standing } from '../correlate/near/standing.ts';
import { Stages } from '../correlate/stages.ts';
import { PROFILES, type Tuning } from '../correlate/tuning.ts';
import { EVIDENCE_TYPES, type EvidenceType } from '../domain/evidence.ts';
import { DEFAULT_MERGE_RULES } from '../domain/merge-refusals.ts';
import { SOURCE_INCIDENTS } from '../domain/source-incidents.ts';
import { openIncidents, readResult } from '../store/correlation-rows.ts';
import type { IncidentColumns } from '../store/incident-columns.ts';
import type { Mirror } from '../store/mirror.ts';
import { readRules } from '../store/rules.ts';
import { type CorrelationCounts, type Describe, writeCorrelation } from '../store/write/correlation.ts';
import type { RaisedChange } from '../store/write/raised.ts';
import { identitiesUnder, inputUnder } from './correlation-input.ts';
import { raise } from './raise.ts';

/** Mentions → things under the rules of a person, and the lists laid over the things: says which entities are one, and why. */
export function identify(db: Database, mirror: Mirror): readonly IdentityLink[] {
  const { canonical, because } = identitiesUnder(db, readRules(db));
  mirror.setCanonical(canonical);
  mirror.entities.refreshDecisions(db);
  return because;
}

/** Options of the correlation as a person sets them: a profile, and what differs from it per type of evidence. */
export interface CorrelationChoice extends CorrelationOptions {
  readonly types: Readonly<Partial<Record<EvidenceType, { readonly window?: number; readonly strength?: number }>>>;
}
export const DEFAULT_CHOICE: CorrelationChoice = { profile: 'normal', sourceIncidents: 'ignore', types: {} };

/** Key of the setting that holds the choice as JSON. */
export const CORRELATION_SETTING = 'correlation';

const TypeChoice = v.object({
  window: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(8760))),
  strength: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1))),
});
const Choice = v.object({
  profile: v.picklist(['strict', 'normal', 'wide']),
  sourceIncidents: v.optional(v.picklist(SOURCE_INCIDENTS)),
  /** As earlier versions wrote it: true is `suggest`. */
  respectSourceIncidents: v.optional(v.boolean()),
  types: v.record(v.picklist(EVIDENCE_TYPES), TypeChoice),
});

/** The choice a setting states; what cannot be read is the default. */
export function choiceOfSetting(json: string | undefined): CorrelationChoice {
  if (json === undefined) return DEFAULT_CHOICE;
  try {
    const parsed = v.safeParse(Choice, JSON.parse(json));
    if (!parsed.success) return DEFAULT_CHOICE;
    const {
      profile,
      respectSourceIncidents = false,
      sourceIncidents = respectSourceIncidents ? 'suggest' : 'ignore',
      types,
    } = parsed.output;
    return { profile, sourceIncidents, types: types as CorrelationChoice['types'] };
  } catch {
    return DEFAULT_CHOICE;
  }
}

/** The numbers of the profile with the choices laid over. A window keeps its half-life in proportion. */
export function tuningOf({ profile, types }: Pick<CorrelationChoice, 'profile' | 'types'>): Tuning {
  const base = PROFILES[profile];
  const laid = { ...base.types };
  for (const type of EVIDENCE_TYPES) {
    const chosen = types[type];
    if (chosen === undefined) continue;
    const { strength, halfLife, window } = base.types[type];
    const hours = chosen.window ?? window;
    laid[type] = { strength: chosen.strength ?? strength, halfLife: window === 0 ? halfLife : (halfLife * hours) / window, window: hours };
  }
  return { ...base, types: laid };
}

/** What the correlation reads of this workspace, under the rules in force. */
export const inputOf = (db: Database, mirror: Mirror): CorrelationInput => inputUnder(db, mirror, readRules(db));

export interface Woven {
  readonly counts: CorrelationCounts;
  readonly identityLinks: readonly IdentityLink[];
  readonly raised: RaisedChange;
  /** To add a few alerts to without weaving all again; undefined where that is not worth its room. */
  readonly standing?: Standing | undefined;
  /** Of an increment: only what is around the new alerts was weighed. */
  readonly around?: boolean;
  /** Of an increment: merges that a rule forbade, by ids of the incidents (0: alerts that were in none yet), and the code of the rule. */
  readonly refused?: readonly { readonly a: number; readonly b: number; readonly code: string }[];
}

/** What a run reads and writes, and by which choices. */
export interface Run {
  readonly db: Database;
  readonly mirror: Mirror;
  readonly incidents: IncidentColumns;
  readonly choice: CorrelationChoice;
  readonly describe: Describe;
}

/** What a run over everything leaves to be added to; part of `correlation-addition.ts`, which comes when it is needed. */
export type Keep = (input: CorrelationInput, choice: CorrelationChoice, stages: Stages) => Standing | undefined;

/** Alerts → incidents, written to the store: a pure function of the alerts, the decisions and the options. */
export function runCorrelation(run: Run, keep?: Keep): Woven {
  const { db, mirror, choice } = run;
  const identityLinks = identify(db, mirror);
  const input = inputOf(db, mirror);
  const stages = new Stages();
  const woven = correlate(input, choice, tuningOf(choice), stages);
  return { standing: keep?.(input, choice, stages), ...write(run, input, woven), identityLinks };
}

/** Raises what the sequence rules say, and writes the incidents with it. */
function write(
  { db, mirror, incidents, describe }: Run,
  input: CorrelationInput,
  woven: CorrelationResult,
): Pick<Woven, 'counts' | 'raised'> {
  const { change: raised, place } = raise(db, mirror, () => input);
  return { counts: writeCorrelation(db, mirror, incidents, place(woven), describe), raised };
}

/**
 * New alerts (rows from `known` on) into a worked workspace: what was shown together stays together, a resolved incident takes nothing,
 * two are brought together only by the rules of a merge.
 */
export function runIncrement(run: Run, known: number, keep?: Keep): Woven {
  const { db, mirror, choice } = run;
  const { result: before, ids } = readResult(db, mirror);
  const rows = new Map(openIncidents(db).map((row) => [row.id, row]));
  const identityLinks = identify(db, mirror);
  const shown = {
    incident: before.incident.subarray(0, known),
    incidents: ids.map((id) => must(rows.get(id), 'incident of a membership')),
    result: { ...before, incident: before.incident.subarray(0, known) },
  };
  const input = inputOf(db, mirror);
  const stages = new Stages();
  const { result, refused } = correlateIncrement(shown, input, choice, DEFAULT_MERGE_RULES, tuningOf(choice), { knowledge: stages });
  return {
    standing: keep?.(input, choice, stages),
    ...write(run, input, result),
    identityLinks,
    refused: refused.map(({ a, b, code }) => ({ a: ids[a] ?? 0, b: ids[b] ?? 0, code })),
  };
}
