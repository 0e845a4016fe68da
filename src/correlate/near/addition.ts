import { DEFAULT_MERGE_RULES, type MergeRules, refuseMerge } from '../../domain/merge-refusals.ts';
import { correlateIncrement, type OpenIncident } from '../increment.ts';
import type { CorrelationOptions, CorrelationResult } from '../model.ts';
import { beyondOf, type Decided, neighbourhood } from './neighbourhood.ts';
import type { InputOfRows, Standing } from './standing.ts';

/** The workspace as it stood before the new alerts came. */
export interface Workspace extends Decided {
  /** New are rows `standing.rows` … `count` - 1. */
  readonly count: number;
  readonly inputOf: InputOfRows;
  /** Known rows that a person has put into their incident. */
  readonly placed: readonly number[];
  /** Id of the incident of a known row. */
  readonly incidentOf: (row: number) => number;
  /** In the order asked for. */
  readonly open: (ids: readonly number[]) => readonly OpenIncident[];
}

/** A link that is new, between two rows: it makes one tree of two. */
export interface NewLink {
  readonly row: number;
  readonly to: number;
  readonly score: number;
  readonly reasons: readonly { readonly code: number; readonly entity: number; readonly weight: number }[];
}

/** What new alerts change. Incidents are told by their id; those founded now as -1, -2 … in canonical order of their first alert. */
export interface Addition {
  /** By new row, the first at 0. */
  readonly incident: Int32Array;
  readonly founded: number;
  readonly links: readonly NewLink[];
  /** `source` was poured into `target`; chains are followed to their end. */
  readonly merged: readonly { readonly source: number; readonly target: number }[];
  /** 0: alerts that are in no incident yet. */
  readonly refused: readonly { readonly a: number; readonly b: number; readonly code: string }[];
  readonly suggestions: CorrelationResult['suggestions'];
}

/**
 * A few new alerts into a large workspace: `correlateIncrement` over what is around them, with what a run over everything has learnt. The standing
 * takes them in. Where little is new the incidents are those of a run over everything, but for what the new alerts would have taught it.
 * Undefined where they come near to what a person has placed: then the standing is spoilt, and everything is to be weighed.
 */
export function correlateAddition(
  standing: Standing,
  workspace: Workspace,
  options: CorrelationOptions,
  rules: MergeRules = DEFAULT_MERGE_RULES,
): Addition | undefined {
  const known = standing.rows;
  const added = Array.from({ length: workspace.count - known }, (_, i) => known + i);
  const taking = new Map<number, boolean>();
  const mayTake = (row: number): boolean => {
    const id = workspace.incidentOf(row);
    const verdict = taking.get(id) ?? refuseMerge(workspace.open([id]), 0, rules).ok;
    taking.set(id, verdict);
    return verdict;
  };
  const fresh = standing.add(workspace.inputOf(added), added, mayTake);
  const around = neighbourhood(standing, fresh, known, workspace.inputOf, workspace);
  const { rows, input } = around;

  const ids = [...new Set(rows.slice(0, around.known).map((row) => workspace.incidentOf(row)))].sort((a, b) => a - b);
  const labels = new Map(ids.map((id, i) => [id, i]));
  const here = new Set(around.stories);
  if (workspace.placed.some((row) => labels.has(workspace.incidentOf(row)) || here.has(standing.stories.of(row)))) return undefined;
  const incident = Uint32Array.from(rows.slice(0, around.known), (row) => labels.get(workspace.incidentOf(row)) as number);
  const shown = { incident, incidents: workspace.open(ids), result: unlinked(incident, ids.length) };
  const beyond = beyondOf(standing, around, ids.length + 1, (row) => (labels.get(workspace.incidentOf(row)) ?? -1) + 1, known);
  const { result, keeps, merged, refused } = correlateIncrement(shown, input, options, rules, standing.tuning, {
    knowledge: around.knowledge,
    beyond,
  });

  let founded = 0;
  const idOf = Array.from(keeps, (label) => (label >= 0 ? (ids[label] as number) : -++founded));
  const idOfLabel = (label: number): number => ids[label] ?? 0;
  return {
    incident: Int32Array.from(rows.slice(around.known), (_, i) => idOf[result.incident[around.known + i] as number] as number),
    founded,
    links: newLinks(around.entities, rows, incident, result),
    merged: merged.map(({ source, target }) => ({ source: idOfLabel(source), target: idOfLabel(target) })),
    refused: refused.map(({ a, b, code }) => ({ a: idOfLabel(a), b: idOfLabel(b), code })),
    suggestions: result.suggestions.map(({ a, b, via, score }) => ({
      a: idOf[a] as number,
      b: idOf[b] as number,
      via: rows[via] as number,
      score,
    })),
  };
}

/** Known rows in their incidents, without the links that brought them there: those are not made again. */
function unlinked(incident: Uint32Array, incidents: number): CorrelationResult {
  const n = incident.length;
  return {
    incident,
    incidents,
    parent: new Int32Array(n).fill(-1),
    score: new Float32Array(n),
    reasonOffset: new Uint32Array(n + 1),
    reasonCode: new Uint8Array(0),
    reasonEntity: new Uint32Array(0),
    reasonWeight: new Float32Array(0),
    suggestions: [],
  };
}

/** Links of the forest but those that stand for an incident as it was shown. */
function newLinks(entities: readonly number[], rows: readonly number[], shown: Uint32Array, result: CorrelationResult): NewLink[] {
  const links: NewLink[] = [];
  for (let i = 0; i < rows.length; i++) {
    const parent = result.parent[i] as number;
    if (parent < 0 || (shown[i] !== undefined && shown[i] === shown[parent])) continue;
    const reasons: NewLink['reasons'][number][] = [];
    for (let r = result.reasonOffset[i] as number; r < (result.reasonOffset[i + 1] as number); r++) {
      const entity = result.reasonEntity[r] as number;
      reasons.push({
        code: result.reasonCode[r] as number,
        entity: entity === 0 ? 0 : (entities[entity - 1] as number) + 1,
        weight: result.reasonWeight[r] as number,
      });
    }
    links.push({ row: rows[i] as number, to: rows[parent] as number, score: result.score[i] as number, reasons });
  }
  return links;
}
