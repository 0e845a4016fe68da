import { type EvidenceType, isAsset } from '../../domain/evidence.ts';
import type { EvidenceRow, IncidentGraph, IncidentTimeline, TimelineMark } from '../../worker/api.ts';
import type { StoryIndex } from './story-index.ts';

/** An asset that the incident is about. A sensor that only saw it is none, nor what every machine has. */
export const isImpacted = (row: Pick<EvidenceRow, 'type' | 'roles' | 'builtin'>): boolean =>
  isAsset(row.type) && !row.builtin && !isSensor(row);
const isSensor = (row: Pick<EvidenceRow, 'roles'>): boolean => row.roles.length === 1 && row.roles[0] === 'sensor';

interface LaneChip {
  readonly id: number;
  readonly type: EvidenceType;
  readonly label: string;
}
export interface Lanes {
  readonly lanes: readonly LaneChip[];
  readonly marks: readonly TimelineMark[];
}

/**
 * The timeline with each alert in the lane of *every* asset it names, so that a lane counts what the Assets tab counts. A sensor gets a lane
 * only for alerts that name nothing else. Lanes in the order of their first mark.
 */
export function lanesOf(
  timeline: IncidentTimeline | undefined,
  graph: IncidentGraph | undefined,
  evidence: readonly EvidenceRow[],
  index: StoryIndex,
): Lanes {
  if (!timeline) return { lanes: [], marks: [] };
  const assets = new Map<number, LaneChip>(timeline.lanes.map((lane) => [lane.id, lane]));
  for (const node of graph?.nodes ?? []) if (isAsset(node.type)) assets.set(node.id, node);
  const sensors = new Set(evidence.filter(isSensor).map((row) => row.id));
  const placed = new Set<number>();
  const marks = timeline.marks.flatMap((mark) => {
    if (placed.has(mark.alert)) return [];
    placed.add(mark.alert);
    const named = (index.entitiesOf.get(mark.alert) ?? []).filter((id) => assets.has(id));
    const taking = named.filter((id) => !sensors.has(id));
    const lanes = taking.length > 0 ? taking : named.length > 0 ? named : [mark.lane];
    return lanes.map((lane) => ({ ...mark, lane }));
  });
  const first = new Map<number, number>();
  for (const mark of marks) first.set(mark.lane, Math.min(first.get(mark.lane) ?? Number.POSITIVE_INFINITY, mark.from));
  const lanes = [...first]
    .sort((a, b) => a[1] - b[1] || a[0] - b[0])
    .flatMap(([id]) => {
      const lane = assets.get(id);
      return lane ? [{ id: lane.id, type: lane.type, label: lane.label }] : [];
    });
  return { lanes, marks };
}
