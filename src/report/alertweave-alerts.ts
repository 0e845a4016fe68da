import { type Instant, toIso } from '../base/time.ts';
import type { ExportedAlert, ExportedEvidence } from '../domain/exported-alert.ts';

/** One line of `alertweave-alerts` NDJSON (docs/formats/alertweave-alerts.md), without the line end. Reading it again gives the same alert; a raised one is passed over. */
export function alertLine(alert: ExportedAlert): string {
  const time = (at: number | null): string | undefined => (at === null ? undefined : toIso(at as Instant));
  const text = (value: string): string | undefined => (value === '' || value === 'unknown' ? undefined : value);
  return JSON.stringify({
    id: alert.externalId ?? undefined,
    time: time(alert.firstActivity),
    endTime: alert.lastActivity === alert.firstActivity ? undefined : time(alert.lastActivity),
    detectedTime: time(alert.detected),
    updatedTime: time(alert.updated),
    title: alert.title,
    description: text(alert.description),
    severity: text(alert.severity),
    product: text(alert.product),
    vendor: text(alert.vendor),
    detectionSource: text(alert.detectionSource),
    rule: text(alert.rule),
    category: text(alert.category),
    tactics: alert.tactics.length === 0 ? undefined : alert.tactics,
    techniques: alert.techniques.length === 0 ? undefined : alert.techniques,
    status: text(alert.status),
    classification: text(alert.classification),
    determination: text(alert.determination),
    assignedTo: text(alert.assignedTo),
    entities: alert.evidence.length === 0 ? undefined : alert.evidence.map(entity),
    site: text(alert.site),
    url: text(alert.url),
    recommendedActions: text(alert.recommendedActions),
    threatName: text(alert.threatName),
    actorName: text(alert.actorName),
    kind: alert.posture ? 'posture' : undefined,
    incident: text(alert.incident),
    count: alert.count === 1 ? undefined : alert.count,
    alertweave: { key: alert.key, raised: alert.raised },
  });
}

/** Identifiers, label and roles as they stand, so that nothing is guessed on reading; `type` and `value` for scripts. The site is stated once for the alert. */
function entity(evidence: ExportedEvidence): Record<string, unknown> {
  const ids = evidence.ids.map((id) => id.replace(/@@.*$/, ''));
  const out: Record<string, unknown> = { type: evidence.type, value: ids[0], ids, label: evidence.label };
  if (evidence.roles.length > 0) out['roles'] = evidence.roles;
  if (evidence.verdict !== 'unknown') out['verdict'] = evidence.verdict;
  if (evidence.remediation !== 'none') out['remediation'] = evidence.remediation;
  const attributes = Object.fromEntries(Object.entries(evidence.attributes).filter(([name]) => name !== 'site'));
  if (Object.keys(attributes).length > 0) out['attributes'] = attributes;
  return out;
}
