import { ASSET_TYPES, EVIDENCE_TYPES } from '../../src/domain/evidence.ts';
import type { IncidentGraph, IncidentTimeline } from '../../src/worker/api.ts';
import { mix, THINGS, TITLES, rowsOf, evidenceRow } from './fake-alerts.ts';

/* Graph and timeline of an invented incident. */

export function graphOf(incident: number): IncidentGraph {
  if (incident === 3) return { nodes: [], edges: [], hidden: 0 };
  if (incident === 2) {
    const nodes = Array.from({ length: 300 }, (_, i) => ({
      id: 2000 + i,
      type: i < 60 ? ('device' as const) : (EVIDENCE_TYPES[ASSET_TYPES.length + (i % 6)] ?? 'ip'),
      label: i < 60 ? `HOST-${i}` : `198.51.100.${i}`,
      verdict: i % 37 === 0 ? ('malicious' as const) : ('unknown' as const),
      alerts: 3,
      alertIds: [100_000 + i, 100_060 + i],
      startedAt: null,
      folded: 0,
    }));
    const edges = nodes.slice(60).flatMap((n, i) => [
      { source: n.id, target: 2000 + (mix(i) % 60), relation: 'connected to', alerts: [100_000 + i] },
      { source: n.id, target: 2000 + (mix(i + 7) % 60), relation: 'seen with', alerts: [100_001 + i] },
    ]);
    return { nodes, edges, hidden: 4210 };
  }
  const edge = (source: number, target: number, relation: string, alerts: readonly number[]) => ({ source, target, relation, alerts });
  return {
    nodes: THINGS.map((t) => ({
      ...t,
      alerts: evidenceRow(t).alerts,
      alertIds: TITLES.flatMap(([, , , , , things], n) => (things.includes(t.id) ? [n + 1] : [])),
      startedAt: null,
      folded: 0,
    })),
    edges: [
      edge(7, 6, 'sent to', [1]),
      edge(7, 8, 'contained', [1]),
      edge(8, 2, 'seen on', [2]),
      edge(9, 2, 'ran on', [2]),
      edge(9, 10, 'started', [2]),
      edge(10, 2, 'ran on', [2, 4]),
      edge(10, 11, 'ran with', [2, 4]),
      edge(1, 2, 'logged on to', [2, 4, 6]),
      edge(10, 14, 'connected to', [4]),
      edge(14, 13, 'is of', [3]),
      edge(15, 12, 'connected to', [3, 5]),
      edge(15, 13, 'resolved', [3, 5]),
      edge(10, 16, 'wrote', [6]),
      edge(5, 3, 'logged on to', [7, 8, 14]),
      edge(15, 3, 'connected to', [7]),
      edge(18, 3, 'ran on', [8]),
      edge(17, 3, 'seen on', [8, 9]),
      edge(18, 17, 'started', [8]),
      edge(5, 4, 'logged on to', [10, 13]),
      edge(3, 4, 'connected to', [10]),
      edge(3, 12, 'sent to', [12]),
      ...[30, 31, 32, 33, 34, 35].map((id) => edge(3, id, 'connected to', [11])),
    ],
    hidden: 3,
  };
}

export function timelineOf(incident: number): IncidentTimeline {
  const marks = rowsOf(incident).flatMap((row) => {
    const at = row.firstActivity;
    if (at === null) return [];
    const base = { alert: row.id, title: row.title, severity: row.severity, from: at, to: row.lastActivity ?? at };
    return row.assets.length === 0
      ? [{ ...base, lane: 0, raised: false }]
      : row.assets.map((a) => ({ ...base, lane: a.id, raised: false }));
  });
  const lanes = new Map(rowsOf(incident).flatMap((r) => r.assets.map((a) => [a.id, a] as const)));
  return { lanes: [...lanes.values()], marks, undated: incident === 3 ? 1 : 0, hidden: 0 };
}
