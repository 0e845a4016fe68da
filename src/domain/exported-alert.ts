import type { Attributes, EvidenceRole, EvidenceType, Identifier, RemediationStatus, Verdict } from './evidence.ts';
import type { Severity } from './severity.ts';

/** All that is known of an alert, decisions laid over, as it leaves the workspace. Times in µs since 1970; null where unknown. */
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
  readonly updated: number | null;
  readonly site: string;
  readonly url: string;
  readonly recommendedActions: string;
  readonly threatName: string;
  readonly actorName: string;
  readonly posture: boolean;
  readonly incident: string;
  readonly count: number;
  /** Of an alert of our own: the rule that raised it and the keys of the alerts at its steps. */
  readonly raised?: { readonly rule: string; readonly steps: readonly (readonly string[])[] };
  readonly evidence: readonly ExportedEvidence[];
}
export interface ExportedEvidence {
  readonly type: EvidenceType;
  readonly ids: readonly Identifier[];
  readonly label: string;
  readonly roles: readonly EvidenceRole[];
  readonly verdict: Verdict;
  readonly remediation: RemediationStatus;
  readonly attributes: Attributes;
}
