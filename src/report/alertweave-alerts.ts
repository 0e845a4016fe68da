import { type Instant, toIso } from '../base/time.ts';
import {
  type Attributes,
  type EvidenceRole,
  type EvidenceType,
  type Identifier,
  kindOf,
  valueOf,
  type Verdict,
} from '../domain/evidence.ts';
import type { Severity } from '../domain/severity.ts';

/** What is known of an alert, as the store gives it for an export. Times in µs; null where unknown. */
export interface ExportedAlert {
  readonly key: string;
  readonly externalId: string | null;
  readonly title: string;
  readonly description: string;
  readonly severity: Severity;
  readonly status: string;
  readonly classification: string;
  readonly determination: string;
  readonly assignedTo: string;
  readonly vendor: string;
  readonly product: string;
  readonly detectionSource: string;
  readonly rule: string;
  readonly category: string;
  readonly tactics: readonly string[];
  readonly techniques: readonly string[];
  readonly firstActivity: number | null;
  readonly lastActivity: number | null;
  readonly detected: number | null;
  readonly site: string;
  readonly incident: string;
  readonly count: number;
  readonly evidence: readonly ExportedEvidence[];
}
export interface ExportedEvidence {
  readonly type: EvidenceType;
  readonly ids: readonly string[];
  readonly label: string;
  readonly roles: readonly EvidenceRole[];
  readonly verdict: Verdict;
  readonly attributes: Attributes;
}

/** Identifier kind → the documented field that states it, per type. Everything else goes into `value` as `kind:value`. */
const FIELDS: Partial<Record<EvidenceType, Readonly<Record<string, string>>>> = {
  user: { upn: 'upn', sid: 'sid', aad: 'objectId', account: 'account', name: 'name' },
  device: { fqdn: 'fqdn', netbios: 'hostname' },
  file: { sha256: 'sha256', sha1: 'sha1', md5: 'md5', name: 'name', path: 'path' },
};
const ATTRIBUTE_FIELDS: Readonly<Record<string, string>> = { parentPid: 'parentPid', parentImage: 'parent' };

/** One line of `alertweave-alerts` NDJSON (docs/formats/alertweave-alerts.md), without the line end. Reading it again gives the same alert. */
export function alertLine(alert: ExportedAlert): string {
  const time = (at: number | null): string | undefined => (at === null ? undefined : toIso(at as Instant));
  const text = (value: string): string | undefined => (value === '' || value === 'unknown' ? undefined : value);
  return JSON.stringify({
    id: alert.externalId ?? undefined,
    time: time(alert.firstActivity),
    endTime: alert.lastActivity === alert.firstActivity ? undefined : time(alert.lastActivity),
    detectedTime: time(alert.detected),
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
    incident: text(alert.incident),
    count: alert.count === 1 ? undefined : alert.count,
    alertweave: { key: alert.key },
  });
}

function entity(evidence: ExportedEvidence): Record<string, unknown> {
  const fields = FIELDS[evidence.type] ?? {};
  const out: Record<string, unknown> = { type: evidence.type, value: evidence.label };
  for (const raw of evidence.ids) {
    // The site is stated once for the alert; reading scopes the identifiers again.
    const id = raw.replace(/@@.*$/, '') as Identifier;
    const field = fields[kindOf(id)];
    if (field !== undefined) out[field] ??= valueOf(id);
    else if (out['value'] === evidence.label && !['proc', 'pid', 'image', 'cmd', 'url', 'domain', 'ip', 'mail'].includes(kindOf(id)))
      out['value'] = id;
  }
  if (evidence.roles.length > 0) out['role'] = evidence.roles.length === 1 ? evidence.roles[0] : evidence.roles;
  if (evidence.verdict !== 'unknown') out['verdict'] = evidence.verdict;
  for (const [name, value] of Object.entries(evidence.attributes)) {
    const field = ATTRIBUTE_FIELDS[name] ?? name;
    if (!(field in out) && name !== 'private' && name !== 'site') out[field] = value;
  }
  return out;
}
