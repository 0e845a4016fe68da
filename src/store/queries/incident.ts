import { tacticName, TACTICS } from '../../attack/tactics.ts';
import { techniqueName } from '../../attack/techniques.ts';
import type {
  AlertPageParams,
  AlertRow,
  EvidenceRow,
  IncidentDetail,
  IncidentTimeline,
  PriorityFactor,
  TimelineMark,
} from '../../worker/api.ts';
import { severityOfRank } from '../../domain/severity.ts';
import { unpackJudged } from '../judged.ts';
import { ask, defineQuery, INT, INT_OR_NULL, type QueryContext, TEXT } from '../query.ts';
import { alertRows, inTimeOrder } from './alert-rows.ts';
import { assetsOfAlert, chipsOf, inOrder } from './chips.ts';
import { byImportance, evidenceRows, gather } from './evidence-rows.ts';
import { incidentRows } from './incident-rows.ts';
import { incidentSummary } from './incident-summary.ts';

export const incidentExtras = defineQuery<{ readonly id: number }>()({
  columns: { judged: TEXT, resolving_note: TEXT, redirected_to: INT_OR_NULL, pinned: INT },
  sql: ({ id }) => ({
    text: `select i.judged, i.resolving_note, (select t.id from incident t where t.key = i.redirect_to) as redirected_to,
             exists (select 1 from incident_decision d where d.key = i.key and d.name is not null) as pinned
           from incident i where i.id = ?`,
    bind: [id],
  }),
});

export function incidentDetail(context: QueryContext, { id }: { readonly id: number }): readonly IncidentDetail[] {
  const [row] = incidentRows(context, [id]);
  const [extras] = ask(context.db, incidentExtras, { id });
  if (row === undefined || extras === undefined) return [];
  const { mirror, terms } = context;
  const alerts = mirror.alertsOfIncident(id);
  const techniques = new Map<string, number>();
  const tactics = new Uint32Array(TACTICS.length);
  const detectors = new Set<number>();
  for (const alert of alerts) {
    detectors.add(mirror.detector[alert - 1] ?? 0);
    const words = terms.word(mirror.techniques[alert - 1] ?? 0);
    if (words !== '') for (const technique of words.split(' ')) techniques.set(technique, (techniques.get(technique) ?? 0) + 1);
    const mask = mirror.tactics[alert - 1] ?? 0;
    for (let bit = 0; bit < TACTICS.length; bit++) if ((mask & (1 << bit)) !== 0) tactics[bit] = (tactics[bit] ?? 0) + 1;
  }
  return [
    {
      ...row,
      namePinned: extras.pinned === 1,
      resolvingNote: extras.resolving_note,
      factors: factorsOf(context, extras.judged),
      redirectedTo: extras.redirected_to,
      summary: incidentSummary(context, row, alerts, detectors.size),
      techniques: [...techniques]
        .map(([technique, count]) => ({ id: technique, name: techniqueName(technique), alerts: count }))
        .sort((a, b) => b.alerts - a.alerts || (a.id < b.id ? -1 : 1)),
      tacticCounts: TACTICS.map(({ id: tactic }, bit) => ({ id: tactic, name: tacticName(tactic), alerts: tactics[bit] ?? 0 })).filter(
        ({ alerts: count }) => count > 0,
      ),
      detectors: detectors.size,
    },
  ];
}

/** Workspaces of earlier versions hold the factors themselves, until the incident is weighed again. */
const factorsOf = ({ words, terms }: QueryContext, judged: string): readonly PriorityFactor[] =>
  judged.startsWith('[{')
    ? (JSON.parse(judged) as PriorityFactor[])
    : words.priorityFactors(unpackJudged(judged, (term) => terms.word(term)));

export function incidentAlerts(context: QueryContext, { incident, limit, offset }: AlertPageParams): readonly AlertRow[] {
  return alertRows(context, inTimeOrder(context, context.mirror.alertsOfIncident(incident)).slice(offset, offset + limit));
}

export function incidentEvidence(
  context: QueryContext,
  { incident, limit }: { readonly incident: number; readonly limit: number },
): readonly EvidenceRow[] {
  const gathered = [...gather(context, context.mirror.alertsOfIncident(incident)).values()].sort(byImportance(context));
  return evidenceRows(context, gathered.slice(0, limit));
}

/** A lane per asset, by first mark. An alert stands in the lane of the asset that most alerts of the incident name. */
export function incidentTimeline(
  context: QueryContext,
  { incident, limit }: { readonly incident: number; readonly limit: number },
): readonly IncidentTimeline[] {
  const { mirror, terms } = context;
  const ids = inTimeOrder(context, mirror.alertsOfIncident(incident));
  const dated = ids.filter((id) => !Number.isNaN(mirror.time[id - 1] ?? Number.NaN));
  const named = new Map<number, number>();
  for (const id of ids) for (const asset of assetsOfAlert(context, id)) named.set(asset, (named.get(asset) ?? 0) + 1);
  const laneOf = (alert: number): number =>
    assetsOfAlert(context, alert).reduce((best, asset) => {
      const more = (named.get(asset) ?? 0) - (named.get(best) ?? 0);
      return more > 0 || (more === 0 && asset < best) ? asset : best;
    }, 0);
  // Of too many the gravest stay; those of one severity by time.
  const kept =
    dated.length <= limit
      ? dated
      : inTimeOrder(
          context,
          dated
            .map((id, i) => ({ id, i }))
            .sort((a, b) => (mirror.severity[b.id - 1] ?? 0) - (mirror.severity[a.id - 1] ?? 0) || a.i - b.i)
            .slice(0, limit)
            .map(({ id }) => id),
        );
  const marks = kept.map((id): TimelineMark => ({
    alert: id,
    title: terms.word(mirror.title[id - 1] ?? 0),
    severity: severityOfRank(mirror.severity[id - 1] ?? 0),
    from: mirror.time[id - 1] ?? 0,
    to: Math.max(mirror.time[id - 1] ?? 0, mirror.lastTime[id - 1] ?? 0),
    lane: laneOf(id),
    raised: id > mirror.observed,
  }));
  const lanes = [...new Set(marks.map(({ lane }) => lane))].filter((lane) => lane !== 0);
  return [
    { lanes: inOrder(chipsOf(context, lanes), lanes), marks, undated: ids.length - dated.length, hidden: dated.length - kept.length },
  ];
}
