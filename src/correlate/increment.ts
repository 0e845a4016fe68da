import { DEFAULT_MERGE_RULES, type MergeCandidate, type MergeRules, refuseMerge } from '../domain/merge-refusals.ts';
import type { Beyond } from './cluster.ts';
import { weave } from './correlate.ts';
import { mayAdd, withoutKept } from './exporter.ts';
import type { SourceIncidents } from '../domain/source-incidents.ts';
import type { CorrelationInput, CorrelationOptions, CorrelationResult } from './model.ts';
import type { Knowledge } from './stages.ts';
import { PROFILES, type Tuning } from './tuning.ts';

/** An incident as it stands in the worked workspace. */
export interface OpenIncident extends MergeCandidate {
  readonly alerts: number;
  readonly entities: number;
  /** Comments and other work on it: what a merge should keep in place. */
  readonly worked: boolean;
}
/** What was shown before the new alerts came. Rows stand under the same numbers; new alerts follow after them. */
export interface Shown {
  /** Incident of each known row, as index into `incidents`. */
  readonly incident: Uint32Array;
  readonly incidents: readonly OpenIncident[];
  readonly result: CorrelationResult;
}
export interface Merged {
  /** Indices into `Shown.incidents`: `source` was poured into `target`. */
  readonly source: number;
  readonly target: number;
  /** The row that brought them together. */
  readonly via: number;
  readonly score: number;
}
export interface Refused {
  readonly a: number;
  /** Index into `Shown.incidents`; -1: alerts that are in no incident yet. */
  readonly b: number;
  /** Code of `refuseMerge`. */
  readonly code: string;
  readonly times: number;
}
export interface Increment {
  readonly result: CorrelationResult;
  /** By incident of the result: index into `Shown.incidents` that lives on in it; -1: founded now. */
  readonly keeps: Int32Array;
  readonly merged: readonly Merged[];
  readonly refused: readonly Refused[];
  /** New rows by what became of them. */
  readonly joined: number;
  readonly founded: number;
}
/** Where a run takes its knowledge from, and, where its rows are a neighbourhood of the new ones, what else the incidents shown hold: by index + 1. */
export interface Surroundings {
  readonly knowledge: Knowledge;
  /** Undefined: all rows are here, and what is known comes from another place than this run. */
  readonly beyond?: Beyond;
}

/**
 * New alerts into a worked workspace: they join open incidents, found new ones, or bring two together by the rules of a merge. What was
 * shown together stays together; a resolved incident takes nothing and is never reopened.
 */
export function correlateIncrement(
  shown: Shown,
  input: CorrelationInput,
  options: CorrelationOptions,
  rules: MergeRules = DEFAULT_MERGE_RULES,
  tuning: Tuning = PROFILES[options.profile],
  around?: Surroundings,
): Increment {
  const known = shown.incident.length;
  const of = new Uint32Array(input.count);
  for (let row = 0; row < known; row++) of[row] = (shown.incident[row] as number) + 1;
  const { sourceIncidents } = options;
  const exported = sourceIncidents === 'ignore' ? [] : keepExported(shown, input, of);
  const book = new MergeBook(shown.incidents, exported, sourceIncidents, rules);
  const given = {
    of,
    previous: shown.result,
    beyond: around?.beyond,
    mayMeet: (a: number, b: number) => book.mayMeet(a - 1, b - 1),
    meet: (a: number, b: number, via: number, score: number) => {
      const label = book.meet(a - 1, b - 1, via, score) + 1;
      if (around?.beyond !== undefined && a !== 0 && b !== 0 && a !== b) pour(around.beyond, label === a ? b : a, label);
      return label;
    },
  };
  const result = weave(input, tuning, given, around?.knowledge);
  const keeps = new Int32Array(result.incidents).fill(-1);
  for (let row = 0; row < known; row++) {
    const incident = result.incident[row] as number;
    const lives = book.target(shown.incident[row] as number);
    const there = keeps[incident] as number;
    // A hand that parted an incident leaves its number with the part that holds the first of its alerts.
    if (there < 0 || lives < there) keeps[incident] = lives;
  }
  partOnce(keeps);
  let joined = 0;
  for (let row = known; row < input.count; row++) if ((keeps[result.incident[row] as number] as number) >= 0) joined++;
  const suggestions = [...result.suggestions, ...stillOffered(shown, result)];
  return {
    result: withoutKept(input, sourceIncidents, { ...result, suggestions }),
    keeps,
    merged: book.merged,
    refused: [...book.refused.values()],
    joined,
    founded: input.count - known - joined,
  };
}

/**
 * New alerts of an exporter's incident go where its alerts are, or found it; labels them so in `of`. Gives the exporter's incidents in each
 * incident shown, and after them in each one that is new.
 */
function keepExported(shown: Shown, input: CorrelationInput, of: Uint32Array): Set<number>[] {
  const inside = shown.incidents.map(() => new Set<number>());
  const home = new Map<number, number>();
  for (let row = 0; row < shown.incident.length; row++) {
    const incident = shown.incident[row] as number;
    const source = input.sourceIncident[row] as number;
    if (source === 0) continue;
    inside[incident]?.add(source);
    // A resolved incident takes nothing.
    if (shown.incidents[incident]?.status !== 'resolved') home.set(source, Math.min(incident, home.get(source) ?? incident));
  }
  for (let row = shown.incident.length; row < input.count; row++) {
    const source = input.sourceIncident[row] as number;
    if (source === 0) continue;
    let label = home.get(source);
    if (label === undefined) home.set(source, (label = inside.push(new Set([source])) - 1));
    of[row] = label + 1;
  }
  return inside;
}

/** Merges that were suggested before, between incidents that are still two. */
function stillOffered(shown: Shown, result: CorrelationResult): CorrelationResult['suggestions'] {
  const row = new Map<number, number>();
  shown.incident.forEach((incident, at) => {
    if (!row.has(incident)) row.set(incident, at);
  });
  const now = (incident: number): number => result.incident[row.get(incident) ?? -1] ?? -1;
  const known = new Set(result.suggestions.map(({ a, b }) => `${Math.min(a, b)}/${Math.max(a, b)}`));
  return shown.result.suggestions.flatMap(({ a, b, via, score }) => {
    const [x, y] = [Math.min(now(a), now(b)), Math.max(now(a), now(b))];
    if (x < 0 || x === y || known.has(`${x}/${y}`)) return [];
    known.add(`${x}/${y}`);
    return [{ a: x, b: y, via, score }];
  });
}

function pour({ stories, alerts, news, mixed }: Beyond, from: number, into: number): void {
  for (const counts of [stories, alerts, news]) counts[into] = (counts[into] as number) + (counts[from] as number);
  mixed[into] = 1;
}

/** An incident the exporter begins with the new alerts. */
const FOUNDED: OpenIncident = {
  id: Number.MAX_SAFE_INTEGER,
  status: 'new',
  assignedTo: '',
  classification: 'unknown',
  determination: 'unknown',
  alerts: 0,
  entities: 0,
  worked: false,
};

/** An incident lives on in one place only. */
function partOnce(keeps: Int32Array): void {
  const taken = new Set<number>();
  for (let i = 0; i < keeps.length; i++) {
    const one = keeps[i] as number;
    if (one >= 0 && taken.has(one)) keeps[i] = -1;
    taken.add(one);
  }
}

/** Which shown incidents have become one, and which may not. */
class MergeBook {
  readonly merged: Merged[] = [];
  readonly refused = new Map<string, Refused>();
  readonly #state: OpenIncident[];
  readonly #target: Int32Array;
  readonly #rules: MergeRules;

  readonly #shown: number;
  readonly #exported: readonly Set<number>[];
  readonly #sourceIncidents: SourceIncidents;

  /** `exported`: by incident, those founded now after those shown: incidents of the exporter in it. */
  constructor(incidents: readonly OpenIncident[], exported: readonly Set<number>[], sourceIncidents: SourceIncidents, rules: MergeRules) {
    this.#sourceIncidents = sourceIncidents;
    this.#shown = incidents.length;
    this.#exported = exported;
    this.#state = [...incidents, ...exported.slice(incidents.length).map(() => FOUNDED)];
    this.#target = Int32Array.from(this.#state, (_, i) => i);
    this.#rules = rules;
  }

  target(incident: number): number {
    let at = incident;
    while (at >= 0 && this.#target[at] !== at) at = this.#target[at] as number;
    return at;
  }

  mayMeet(x: number, y: number): boolean {
    const a = this.target(x);
    const b = this.target(y);
    if (a === b) return true;
    const made = (incident: number): boolean => (this.#exported[incident]?.size ?? 0) > 0;
    if (!mayAdd(this.#sourceIncidents, made(a), made(b))) return false;
    const one = this.#state[a];
    const other = this.#state[b];
    const both = [one, other].filter((state) => state !== undefined);
    const entities = both.reduce((sum, state) => sum + state.entities, 0);
    const verdict = refuseMerge(both, both.length < 2 ? 0 : entities, this.#rules);
    if (verdict.ok) return true;
    const [low, high] = b < 0 || (a >= 0 && a < b) ? [a, b] : [b, a];
    const key = `${low}/${high}`;
    this.refused.set(key, { a: low, b: high, code: verdict.error.code, times: (this.refused.get(key)?.times ?? 0) + 1 });
    return false;
  }

  meet(x: number, y: number, via: number, score: number): number {
    const a = this.target(x);
    const b = this.target(y);
    if (a < 0 || b < 0 || a === b) return Math.max(a, b);
    const one = this.#state[a] as OpenIncident;
    const other = this.#state[b] as OpenIncident;
    const [target, source] = outranks(one, other) ? [a, b] : [b, a];
    this.#state[target] = together(this.#state[target] as OpenIncident, this.#state[source] as OpenIncident);
    this.#target[source] = target;
    for (const one of this.#exported[source] ?? []) this.#exported[target]?.add(one);
    if (source < this.#shown) this.merged.push({ source, target, via, score });
    return target;
  }
}

/** The one that stays: worked or assigned, then more alerts, then older. */
function outranks(a: OpenIncident, b: OpenIncident): boolean {
  const work = (one: OpenIncident): number => (one.worked ? 2 : 0) + (one.assignedTo === '' ? 0 : 1);
  return (work(a) - work(b) || a.alerts - b.alerts || b.id - a.id) > 0;
}

const together = (target: OpenIncident, source: OpenIncident): OpenIncident => ({
  ...target,
  assignedTo: target.assignedTo || source.assignedTo,
  classification: target.classification === 'unknown' ? source.classification : target.classification,
  determination: target.determination === 'unknown' ? source.determination : target.determination,
  deviceGroups: [...new Set([...(target.deviceGroups ?? []), ...(source.deviceGroups ?? [])])],
  alerts: target.alerts + source.alerts,
  entities: target.entities + source.entities,
  worked: target.worked || source.worked,
});
