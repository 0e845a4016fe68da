import type { CorrelationResult } from '../../src/correlate/model.ts';
import { reasonCode } from '../../src/domain/reason.ts';
import { IncidentColumns } from '../../src/store/incident-columns.ts';
import { writeCorrelation, type Describe } from '../../src/store/write/correlation.ts';
import type { TestWorkspace } from './database.ts';

/** A correlation result that puts alerts together as told: `clusters[n]` are alert ids, the first of each being its root. */
export function clustered(count: number, clusters: readonly (readonly number[])[]): CorrelationResult {
  const incident = new Uint32Array(count);
  const parent = new Int32Array(count).fill(-1);
  const score = new Float32Array(count);
  const offset = new Uint32Array(count + 1);
  clusters.forEach((alerts, ordinal) => {
    alerts.forEach((alert, i) => {
      incident[alert - 1] = ordinal;
      if (i > 0) {
        parent[alert - 1] = (alerts[i - 1] ?? 1) - 1;
        score[alert - 1] = 0.5;
      }
    });
  });
  const linked: number[] = [];
  for (let row = 0; row < count; row++) {
    if (parent[row] !== -1) linked.push(row);
    offset[row + 1] = linked.length;
  }
  return {
    incident,
    incidents: clusters.length,
    parent,
    score,
    reasonOffset: offset,
    reasonCode: Uint8Array.from(linked, () => reasonCode('sameAsset')),
    reasonEntity: Uint32Array.from(linked, () => 1),
    reasonWeight: Float32Array.from(linked, () => 0.5),
    suggestions: [],
  };
}

const describeSimply: Describe = (facts) => ({
  name: facts.titles[0] ?? 'Nothing',
  priority: facts.alerts,
});

/** Writes a correlation as told and gives the queue's columns. */
export function correlateAs(
  { db, mirror }: TestWorkspace,
  clusters: readonly (readonly number[])[],
  incidents = IncidentColumns.load(db),
): IncidentColumns {
  writeCorrelation(db, mirror, incidents, clustered(mirror.count, clusters), describeSimply);
  return incidents;
}
