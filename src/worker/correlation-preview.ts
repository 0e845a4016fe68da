import { breathe } from '../base/breathe.ts';
import { partitionInSteps } from '../correlate/correlate.ts';
import { type CorrelationInput, ENTITY_FLAGS } from '../correlate/model.ts';
import { type Difference, difference } from '../correlate/preview.ts';
import { Stages } from '../correlate/stages.ts';
import { IDENTITY_RULES, isList, LINK_RULES, type Rule, withRules } from '../domain/rule.ts';
import { incidentRows } from '../store/queries/incident-rows.ts';
import { titleOf } from '../store/queries/related.ts';
import { resolvedCount } from '../store/queries/resolved.ts';
import { cached } from '../store/query.ts';
import { overridesOf, readRules } from '../store/rules.ts';
import { alertOrder } from '../store/write/alert-order.ts';
import { hasPlacements, incidentKeys, type Placement } from '../store/write/incident-keys.ts';
import { raisedKeys } from '../store/write/raised.ts';
import type { AnewRow, CorrelationTrial, PreviewIncident, PreviewRow } from './api.ts';
import { identitiesUnder, inputUnder } from './correlation-input.ts';
import { input, standing } from './correlation-questions.ts';
import { type CorrelationChoice, tuningOf } from './correlation-run.ts';
import { raisedUnder } from './raise.ts';
import type { Workspace } from './workspace.ts';

/** Merges, splits and moves that are listed, and of each the incidents that come together or apart: more is drawn slowly and read by nobody. */
const LISTED = 100;
const MOST_PARTS = 8;
/** Above so many alerts a preview begins anew each time: it may keep 256 MB, and keeps up to 420 bytes an alert with five entities. */
const MOST_KEPT = 600_000;

/** Runs the correlation under a trial and says what would change. Nothing is written. */
export async function preview(workspace: Workspace, trial: CorrelationTrial, isCancelled: () => boolean): Promise<PreviewRow> {
  const started = performance.now();
  const options = {
    profile: trial.profile ?? workspace.weaver.options.profile,
    sourceIncidents: trial.sourceIncidents ?? workspace.weaver.options.sourceIncidents,
    types: { ...workspace.weaver.options.types, ...trial.types },
  };
  const tried = trialInput(ruled(workspace, trial), trial);
  const { ids, result: now } = standing(workspace);
  const base = placesOnly(trial) ? workspace.weaver.unplaced() : undefined;
  const woven = base === undefined ? await tryOut(workspace, tried, options, isCancelled) : ordinals(base);
  const after = placed(workspace, woven, placementsOf(workspace, trial));
  const found = difference(now.incident, after);
  const into = trial.place?.to ?? undefined;
  return worded(workspace, ids, now.incident, after, found, into === undefined ? -1 : ids.indexOf(into), {
    ...raisedThen(workspace, tried, trial),
    anew: base === undefined && !workspace.weaver.whole && Object.keys(trial).length > 0,
    elapsedMs: performance.now() - started,
  });
}

/** A run whose answer nobody waits for any more, or whose alerts have changed meanwhile. */
export class Overtaken extends Error {}

/** Weaves with rests, in which other questions are answered. Throws `Overtaken`. */
async function tryOut(
  workspace: Workspace,
  input: CorrelationInput,
  options: CorrelationChoice,
  isCancelled: () => boolean = () => false,
): Promise<Uint32Array> {
  const { revision } = workspace.mirror;
  const steps = partitionInSteps(input, options, tuningOf(options), stagesOf(workspace));
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    await breathe();
    if (isCancelled() || workspace.mirror.revision !== revision) throw new Overtaken();
  }
}

/** Raised alerts that would come and go. */
function raisedThen(
  { db, mirror }: Workspace,
  tried: CorrelationInput,
  { sequences }: CorrelationTrial,
): Pick<PreviewRow, 'raised' | 'withdrawn'> {
  const now = raisedKeys(db);
  const then = raisedUnder(db, mirror, () => tried, sequences);
  const keys = new Set(then.map(({ key }) => key));
  return {
    raised: then.filter(({ key }) => !now.has(key)).length,
    withdrawn: [...now].filter((key) => !keys.has(key)).length,
  };
}

/** How the incidents would differ if all alerts were correlated at once; no row where they were. Cached, since it is asked after every change of an incident. */
export async function anew(workspace: Workspace): Promise<AnewRow[]> {
  if (workspace.weaver.whole || workspace.mirror.observed === 0) return [];
  const found = cached(workspace.context, 'anew', String(workspace.mirror.revision), async () => {
    const woven = await tryOut(workspace, input(workspace), workspace.weaver.options);
    const { merges, splits, moves } = difference(standing(workspace).result.incident, placed(workspace, woven, []));
    return { mergeCount: merges.length, splitCount: splits.length, moveCount: moves.length };
  });
  return [await found];
}

/** Ids without gaps, from 0. */
function ordinals(ids: Uint32Array): Uint32Array {
  const known = new Map<number, number>();
  return ids.map((id) => {
    const one = known.get(id) ?? known.size;
    known.set(id, one);
    return one;
  });
}

const placesOnly = ({ place, merge, ...rest }: CorrelationTrial): boolean =>
  (place !== undefined || merge !== undefined) && Object.keys(rest).length === 0;

/** The partition with what people have placed, and what they try to, laid over. */
function placed({ db, mirror }: Workspace, woven: Uint32Array, tried: readonly Placement[]): Uint32Array {
  if (tried.length === 0 && !hasPlacements(db)) return woven;
  const first = new Map<number, number>();
  for (const row of alertOrder(mirror).subarray(0, mirror.observed)) {
    const incident = woven[row] ?? 0;
    if (!first.has(incident)) first.set(incident, row + 1);
  }
  const result = { incident: woven, incidents: 1 + woven.reduce((most, one) => Math.max(most, one), -1) };
  return incidentKeys(db, mirror, result, (ordinal) => first.get(ordinal) ?? 0, tried).ordinal;
}

/** Key of an incident that does not exist yet. */
const NEW = 'p-new';

function placementsOf({ context, mirror }: Workspace, { place, merge = [] }: CorrelationTrial): Placement[] {
  const rows = incidentRows(context, [...merge, ...(typeof place?.to === 'number' ? [place.to] : [])]);
  const target = rows.find(({ id }) => id === place?.to)?.key ?? NEW;
  const moved = (place?.alerts ?? []).map((alert): Placement => ({ alert, incident: target }));
  const [into, ...others] = rows.filter(({ id }) => merge.includes(id)).sort((a, b) => b.alerts - a.alerts || a.id - b.id);
  if (into === undefined) return moved;
  return [
    ...moved,
    ...others.flatMap(({ id }) => Array.from(mirror.alertsOfIncident(id), (alert): Placement => ({ alert, incident: into.key }))),
  ];
}

const stagesOf = (workspace: Workspace): Stages =>
  workspace.mirror.count > MOST_KEPT
    ? new Stages()
    : cached(workspace.context, 'correlation-stages', String(workspace.mirror.revision), () => new Stages());

/** The input under the rules that are tried. */
function ruled(workspace: Workspace, { addRules = [], removeRules = [], sequences }: CorrelationTrial): CorrelationInput {
  if (addRules.length + removeRules.length === 0 && sequences === undefined) return input(workspace);
  const { db, mirror } = workspace;
  const now = readRules(db);
  const rules = withRules(now, removeRules, addRules);
  const other = (of: (rule: Rule) => boolean): boolean => JSON.stringify(now.filter(of)) !== JSON.stringify(rules.filter(of));
  const others = other(({ kind }) => !(LINK_RULES as readonly string[]).includes(kind));
  if (!others && sequences === undefined) return { ...input(workspace), overrides: overridesOf(rules, mirror) };
  const identity = other(({ kind }) => (IDENTITY_RULES as readonly string[]).includes(kind));
  const canonical = identity ? identitiesUnder(db, rules).canonical : mirror.entities.canonical;
  const flags = identity || other(({ kind }) => isList(kind)) ? mirror.entities.flagsUnder(db, rules, canonical) : undefined;
  return inputUnder(db, mirror, rules, canonical, flags, sequences);
}

function trialInput(
  base: CorrelationInput,
  { ignore = [], heed = [], mustLink = [], cannotLink = [] }: CorrelationTrial,
): CorrelationInput {
  const rows = (pairs: CorrelationTrial['mustLink'] = []): (readonly [number, number])[] =>
    pairs.map(([a, b]) => [a - 1, b - 1] as const).filter((pair) => Math.max(...pair) < base.count);
  const overrides = {
    mustLink: [...base.overrides.mustLink, ...rows(mustLink)],
    cannotLink: [...base.overrides.cannotLink, ...rows(cannotLink)],
  };
  if (ignore.length + heed.length === 0) return { ...base, overrides };
  const flags = base.entities.flags.slice();
  for (const id of ignore) flags[id - 1] = (flags[id - 1] ?? 0) | ENTITY_FLAGS.ignored;
  for (const id of heed) flags[id - 1] = (flags[id - 1] ?? 0) & ~ENTITY_FLAGS.ignored;
  return { ...base, overrides, entities: { ...base.entities, flags } };
}

function worded(
  workspace: Workspace,
  ids: readonly number[],
  before: Uint32Array,
  after: Uint32Array,
  found: Difference,
  target: number,
  more: Pick<PreviewRow, 'raised' | 'withdrawn' | 'anew' | 'elapsedMs'>,
): PreviewRow {
  const merges = found.merges.slice(0, LISTED).map(({ into, from }) => ({ into, from: from.slice(0, MOST_PARTS), fromCount: from.length }));
  const splits = found.splits.slice(0, LISTED).map(({ of, into }) => ({ of, into: into.slice(0, MOST_PARTS), intoCount: into.length }));
  const moves = found.moves.slice(0, LISTED);
  const shown = new Set([...merges.map(({ into }) => into), ...splits.flatMap(({ into }) => into), ...moves.map(({ to }) => to)]);
  const { sizes, first, owner } = heirs(before, after, found, target);
  const needed = new Set<number>();
  for (const { from } of merges) for (const one of from) needed.add(one);
  for (const { of } of splits) needed.add(of);
  for (const { from } of moves) needed.add(from);
  for (const a of shown) {
    const b = owner.get(a);
    if (b !== undefined) needed.add(b);
  }
  const rows = new Map(
    incidentRows(
      workspace.context,
      [...needed].map((one) => ids[one] ?? 0),
    ).map((row) => [row.id, row]),
  );
  const old = (one: number): PreviewIncident => {
    const row = rows.get(ids[one] ?? 0);
    return { id: row?.id ?? null, name: row?.name ?? '', alerts: row?.alerts ?? 0, resolved: row?.status === 'resolved' };
  };
  const fresh = (one: number): PreviewIncident => {
    const from = owner.get(one);
    const alerts = sizes[one] ?? 0;
    return from === undefined
      ? { id: null, name: titleOf(workspace.context, (first.get(one) ?? 0) + 1), alerts, resolved: false }
      : { ...old(from), alerts };
  };
  return {
    before: found.before,
    after: found.after,
    merges: merges.map(({ into, from, fromCount }) => ({ into: fresh(into), from: from.map(old), fromCount })),
    splits: splits.map(({ of, into, intoCount }) => ({ of: old(of), into: into.map(fresh), intoCount })),
    moves: moves.map(({ row, from, to }) => ({
      alert: row + 1,
      title: titleOf(workspace.context, row + 1),
      from: old(from),
      to: fresh(to),
    })),
    mergeCount: found.merges.length,
    splitCount: found.splits.length,
    moveCount: found.moves.length,
    resolvedCount: resolvedCount(
      workspace.context,
      Array.from(changing(found, owner), (one) => ids[one] ?? 0),
    ),
    ...more,
  };
}

/** Incidents of now that would gain or lose alerts. */
function changing({ merges, splits }: Difference, owner: Heirs['owner']): Set<number> {
  const found = new Set(merges.flatMap(({ from }) => from));
  for (const { of, into } of splits) {
    found.add(of);
    for (const one of into) found.add(owner.get(one) ?? of);
  }
  return found;
}

interface Heirs {
  /** By incident of then: its alerts, and the row of its first. */
  readonly sizes: Uint32Array;
  readonly first: Map<number, number>;
  /** Which incident of now carries on in one of then: the one most of its alerts come from, and in one only. Of those that change. */
  readonly owner: Map<number, number>;
}

/** `target`: the incident of now that alerts are moved to carries on, however few its own are; -1: none is. */
function heirs(before: Uint32Array, after: Uint32Array, found: Difference, target: number): Heirs {
  const sizes = new Uint32Array(1 + after.reduce((most, one) => Math.max(most, one), -1));
  const changed = new Uint8Array(sizes.length);
  for (const { into } of found.merges) changed[into] = 1;
  for (const { into } of found.splits) for (const one of into) changed[one] = 1;
  const first = new Map<number, number>();
  const votes = new Map<number, number>();
  const heir = new Map<number, { readonly b: number; readonly votes: number }>();
  for (let row = 0; row < after.length; row++) {
    const [b, a] = [before[row] ?? 0, after[row] ?? 0];
    sizes[a] = (sizes[a] ?? 0) + 1;
    if (changed[a] !== 1) continue;
    if (!first.has(a)) first.set(a, row);
    const key = a * 2 ** 26 + b;
    const n = b === target ? Infinity : (votes.get(key) ?? 0) + 1;
    votes.set(key, n);
    if (n > (heir.get(a)?.votes ?? 0)) heir.set(a, { b, votes: n });
  }
  const taken = new Set<number>();
  const owner = new Map<number, number>();
  for (const [a, { b }] of [...heir].sort((x, y) => y[1].votes - x[1].votes)) {
    if (taken.has(b)) continue;
    taken.add(b);
    owner.set(a, b);
  }
  return { sizes, first, owner };
}
