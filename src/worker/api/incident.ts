/* One incident: detail, alerts, graph, timeline, activities. */
import type { AlertStatus } from '../../domain/alert.ts';
import type { EvidenceRole, EvidenceType, RemediationStatus, Verdict } from '../../domain/evidence.ts';
import type { ReasonCode } from '../../domain/reason.ts';
import type { Severity } from '../../domain/severity.ts';
import type { AssetChip, IncidentRow } from './queue.ts';

export interface PriorityFactor {
  readonly label: string;
  readonly points: number;
  readonly explanation: string;
}
export interface IncidentDetail extends IncidentRow {
  readonly namePinned: boolean;
  readonly resolvingNote: string;
  readonly factors: readonly PriorityFactor[];
  readonly redirectedTo: number | null;
  /** Sentences that say what it is, first to last; each figure can be opened. */
  readonly summary: readonly string[];
  readonly techniques: readonly { readonly id: string; readonly name: string; readonly alerts: number }[];
  readonly tacticCounts: readonly { readonly id: string; readonly name: string; readonly alerts: number }[];
  readonly detectors: number;
}
export interface LinkReason {
  readonly code: ReasonCode;
  readonly weight: number;
  /** The shared thing; null where the reason names none. */
  readonly entity: AssetChip | null;
  readonly text: string;
}
/** Why an alert is in its incident: the link of the spanning tree by which it came in. */
export interface AlertLink {
  readonly toAlert: number;
  readonly toTitle: string;
  /** µs between the two alerts. */
  readonly gap: number | null;
  readonly score: number;
  readonly reasons: readonly LinkReason[];
  readonly sentence: string;
}
export interface AlertRow {
  readonly id: number;
  readonly key: string;
  readonly incident: number;
  readonly title: string;
  readonly severity: Severity;
  readonly status: AlertStatus;
  readonly category: string;
  readonly tactics: readonly string[];
  readonly product: string;
  readonly detectionSource: string;
  readonly firstActivity: number | null;
  readonly lastActivity: number | null;
  readonly assets: readonly AssetChip[];
  readonly count: number;
  readonly link: AlertLink | null;
  /** Raised by the correlation itself, from alerts of the files. */
  readonly raised: boolean;
}
export interface AlertPageParams {
  readonly incident: number;
  readonly limit: number;
  readonly offset: number;
}
export interface EvidenceRow {
  readonly id: number;
  readonly type: EvidenceType;
  readonly label: string;
  readonly identifiers: readonly string[];
  readonly roles: readonly EvidenceRole[];
  readonly verdict: Verdict;
  readonly remediation: RemediationStatus;
  readonly alerts: number;
  readonly firstSeen: number | null;
  readonly lastSeen: number | null;
  /** Incidents in this workspace that name it. */
  readonly incidents: number;
  readonly critical: boolean;
  /** Names the same thing on every machine, such as SYSTEM: neither an asset nor a link. */
  readonly builtin: boolean;
}
export interface GraphNode {
  /** Entity id. */
  readonly id: number;
  readonly type: EvidenceType;
  readonly label: string;
  /** µs; of a process, where it is stated. */
  readonly startedAt: number | null;
  readonly verdict: Verdict;
  readonly alerts: number;
  /** Alerts of this incident that name it, so that picking a node lights its alerts and the other way round. */
  readonly alertIds: readonly number[];
  /** Other entities folded into this node. */
  readonly folded: number;
}
export interface GraphEdge {
  readonly source: number;
  readonly target: number;
  /** `ran on`, `connected to`, `seen with` … */
  readonly relation: string;
  /** Alert ids that state it. */
  readonly alerts: readonly number[];
}
export interface IncidentGraph {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  /** Entities left out to keep the graph legible. */
  readonly hidden: number;
}
export interface TimelineMark {
  readonly alert: number;
  readonly title: string;
  readonly severity: Severity;
  readonly from: number;
  readonly to: number;
  /** Entity id of the asset whose lane it stands in; 0 = no asset. */
  readonly lane: number;
  /** Raised by the correlation itself. */
  readonly raised: boolean;
}
export interface IncidentTimeline {
  readonly lanes: readonly AssetChip[];
  readonly marks: readonly TimelineMark[];
  /** Alerts without a time. */
  readonly undated: number;
  /** Marks left out beyond the limit. */
  readonly hidden: number;
}
export interface ActivityRow {
  readonly id: string;
  readonly seq: number;
  readonly at: number;
  readonly actor: string;
  readonly kind: string;
  readonly summary: string;
  readonly undone: boolean;
  readonly changes: readonly { readonly field: string; readonly before: string; readonly after: string }[];
}
/** An entry of the journal as the log of the workspace shows it. */
export interface JournalRow extends Omit<ActivityRow, 'changes'> {
  /** Ids of the incidents it is about that are still there, ascending. */
  readonly incidents: readonly number[];
}
export interface CommentRow {
  readonly id: string;
  readonly at: number;
  readonly author: string;
  /** Markdown, shown by a safe renderer. */
  readonly text: string;
}
