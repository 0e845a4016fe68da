import type { Result } from '../base/result.ts';
import type { Classification, Determination } from '../domain/classification.ts';
import type { EvidenceRole, EvidenceType, RemediationStatus, Verdict } from '../domain/evidence.ts';
import type { IncidentStatus } from '../domain/incident.ts';
import type { ReasonCode } from '../domain/reason.ts';
import type { Severity } from '../domain/severity.ts';
import type { AlertStatus } from '../domain/alert.ts';
import type { Diagnosis } from '../intake/doctor/diagnosis.ts';
import type { Profile } from '../correlate/model.ts';
import type { MappingSpec } from '../intake/mapping/spec.ts';
import type { IntakeReport } from '../intake/report.ts';
import type { ExportDiff } from './export-diff.ts';

export type { Diagnosis, ExportDiff, MappingSpec };

/* Types only: what the page and the worker say to each other. Times are µs since 1970 (`Instant` as number); null where unknown. */

// ── Incident queue ─────────────────────────────────────────────────────────────

export const INCIDENT_SORTS = [
  'priority',
  'name',
  'severity',
  'status',
  'alerts',
  'lastActivity',
  'firstActivity',
  'assignedTo',
  'lastUpdate',
] as const;
export type IncidentSort = (typeof INCIDENT_SORTS)[number];

export interface IncidentFilter {
  readonly statuses?: readonly IncidentStatus[];
  readonly severities?: readonly Severity[];
  /** '' = unassigned. */
  readonly assignees?: readonly string[];
  readonly products?: readonly string[];
  readonly tactics?: readonly string[];
  readonly tags?: readonly string[];
  readonly classifications?: readonly Classification[];
  readonly multipleProducts?: boolean;
  /** Activity overlaps [from, to]. */
  readonly from?: number;
  readonly to?: number;
  /** Name, `#7`, or an entity's label or identifier. */
  readonly search?: string;
  /** Also incidents of nothing but posture findings; left out otherwise. */
  readonly posture?: boolean;
}
export interface IncidentPageParams {
  readonly filter: IncidentFilter;
  readonly sort: IncidentSort;
  readonly descending: boolean;
  readonly limit: number;
  /** Rows to skip; the incident table is small enough that late-materialised ids make this cheap. */
  readonly offset: number;
}
export interface AssetChip {
  readonly id: number;
  readonly type: EvidenceType;
  readonly label: string;
}
export interface IncidentRow {
  readonly id: number;
  readonly key: string;
  readonly name: string;
  readonly severity: Severity;
  readonly severityOverridden: boolean;
  readonly status: IncidentStatus;
  readonly classification: Classification;
  readonly determination: Determination;
  readonly assignedTo: string;
  readonly tags: readonly string[];
  readonly priority: number;
  readonly alerts: number;
  readonly activeAlerts: number;
  readonly entities: number;
  readonly assets: readonly AssetChip[];
  readonly assetCount: number;
  readonly products: readonly string[];
  /** ATT&CK tactic ids in kill-chain order. */
  readonly tactics: readonly string[];
  readonly firstActivity: number | null;
  readonly lastActivity: number | null;
  readonly lastUpdate: number;
}
export interface Facet {
  readonly value: string;
  readonly count: number;
}
/** Counts under all filters but the facet's own. */
export interface IncidentFacets {
  readonly total: number;
  /** Incidents of nothing but posture findings under these filters, shown or not. */
  readonly posture: number;
  readonly statuses: readonly Facet[];
  readonly severities: readonly Facet[];
  readonly assignees: readonly Facet[];
  readonly products: readonly Facet[];
  readonly tactics: readonly Facet[];
  readonly tags: readonly Facet[];
  readonly classifications: readonly Facet[];
}
export interface Overview {
  readonly alerts: number;
  readonly incidents: number;
  readonly openIncidents: number;
  readonly entities: number;
  readonly batches: number;
  readonly firstActivity: number | null;
  readonly lastActivity: number | null;
}
/** Equal-width bins of alert times, per severity rank 0–4. */
export interface HistogramParams {
  readonly from: number | null;
  readonly to: number | null;
  readonly bins: number;
}
export interface HistogramBin {
  readonly from: number;
  readonly to: number;
  readonly counts: readonly number[];
}

// ── One incident ───────────────────────────────────────────────────────────────

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
}
export interface GraphNode {
  /** Entity id. */
  readonly id: number;
  readonly type: EvidenceType;
  readonly label: string;
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
export interface CommentRow {
  readonly id: string;
  readonly at: number;
  readonly author: string;
  /** Markdown, shown by a safe renderer. */
  readonly text: string;
}

// ── Alert, entity ──────────────────────────────────────────────────────────────

export interface AlertDetail extends AlertRow {
  readonly externalId: string | null;
  readonly description: string;
  readonly recommendedActions: string;
  readonly severityText: string;
  readonly classification: Classification;
  readonly determination: Determination;
  readonly assignedTo: string;
  readonly detected: number | null;
  readonly imported: number;
  readonly timeText: string;
  readonly timeAssumed: string;
  readonly techniques: readonly { readonly id: string; readonly name: string }[];
  readonly rule: string;
  readonly url: string;
  readonly threatName: string;
  readonly sourceIncident: string;
  readonly evidence: readonly EvidenceRow[];
  readonly file: {
    readonly name: string;
    readonly format: string;
    /** As in `RecordPlace`: a line from 1, or the index of the record from 0 in one JSON document. */
    readonly line: number;
    readonly offset: number;
    /** `NDJSON`, `JSON array`, `gzip › CSV, comma` …: tells what `line` counts. */
    readonly container: string;
  };
}
export interface EntityDetail extends EvidenceRow {
  readonly attributes: readonly { readonly name: string; readonly value: string }[];
  readonly incidentList: readonly {
    readonly id: number;
    readonly name: string;
    readonly severity: Severity;
    readonly status: IncidentStatus;
    readonly alerts: number;
  }[];
  readonly recentAlerts: readonly AlertRow[];
  /** Set when the correlation does not link over it, in words. */
  readonly notLinking: string;
  /** Decided by a person: never links, and is looked out for. */
  readonly ignored: boolean;
  readonly watched: boolean;
  /** Other mentions resolved to this one, and by which identifier. */
  readonly aliases: readonly { readonly label: string; readonly because: string }[];
}
export interface BatchRow extends IntakeReport {
  readonly id: number;
  readonly at: number;
  readonly added: number;
  readonly updated: number;
  readonly duplicates: number;
}

export interface FormatRow {
  readonly id: string;
  readonly label: string;
  /** Where the format is specified. */
  readonly spec: string;
}

// ── Questions to the correlation ───────────────────────────────────────────────

/** Another incident with what it has in common with the one asked about, the most telling first. */
export interface RelatedIncidentRow extends IncidentRow {
  /** 0–1. */
  readonly score: number;
  readonly shared: readonly AssetChip[];
  readonly detections: readonly string[];
}
export interface WhyNotShared {
  readonly entity: AssetChip;
  /** Why it does not join them, in a sentence. */
  readonly text: string;
  readonly strength: number;
  /** µs between the nearest two alerts that name it. */
  readonly gap: number | null;
  readonly alertA: number;
  readonly alertB: number;
}
export interface WhyNotRow {
  readonly verdict: 'nothingShared' | 'decision' | 'sourceIncident' | 'tooWeak' | 'heldBack';
  readonly sentence: string;
  readonly score: number;
  readonly needed: number;
  readonly shared: readonly WhyNotShared[];
  /** The rule that would refuse a merge by hand; null when none does. */
  readonly refusal: string | null;
}
export interface HoldingLinkRow {
  /** The alert that hangs by the link, and the one it hangs on. */
  readonly alert: number;
  readonly title: string;
  readonly on: number;
  readonly onTitle: string;
  readonly score: number;
  readonly sentence: string;
  /** Alerts that would leave with it if the link were cut. */
  readonly behind: number;
}
/** What a person tries before deciding it. */
export interface CorrelationTrial {
  readonly profile?: Profile;
  readonly respectSourceIncidents?: boolean;
  /** Entity ids to stop linking over, and to link over again. */
  readonly ignore?: readonly number[];
  readonly heed?: readonly number[];
  /** Pairs of alert ids. */
  readonly mustLink?: readonly (readonly [number, number])[];
  readonly cannotLink?: readonly (readonly [number, number])[];
  /** Per evidence type: hours after which a shared one says nothing, and strength 0–1. */
  readonly types?: Readonly<Partial<Record<EvidenceType, { readonly window?: number; readonly strength?: number }>>>;
}
export interface PreviewIncident {
  /** Null: an incident that does not exist yet. */
  readonly id: number | null;
  readonly name: string;
  readonly alerts: number;
}
/** What a trial would change; nothing is written. Lists hold the first 200. */
export interface PreviewRow {
  readonly before: number;
  readonly after: number;
  readonly merges: readonly { readonly into: PreviewIncident; readonly from: readonly PreviewIncident[] }[];
  readonly splits: readonly { readonly of: PreviewIncident; readonly into: readonly PreviewIncident[] }[];
  readonly moves: readonly {
    readonly alert: number;
    readonly title: string;
    readonly from: PreviewIncident;
    readonly to: PreviewIncident;
  }[];
  readonly mergeCount: number;
  readonly splitCount: number;
  readonly moveCount: number;
  readonly elapsedMs: number;
}
export interface SuggestionRow {
  readonly other: IncidentRow;
  readonly viaAlert: number;
  readonly viaTitle: string;
  readonly score: number;
}
export interface CorrelationSettings {
  readonly profile: Profile;
  readonly respectSourceIncidents: boolean;
  readonly types: readonly {
    readonly type: EvidenceType;
    readonly window: number;
    readonly strength: number;
    readonly defaultWindow: number;
    readonly defaultStrength: number;
    /** What each profile says of it. */
    readonly byProfile: Readonly<Record<Profile, { readonly window: number; readonly strength: number }>>;
  }[];
}

// ── Query catalogue ────────────────────────────────────────────────────────────

/** Every question a page may ask: parameters and the row it gets. */
export interface Queries {
  overview: { params: Record<string, never>; row: Overview };
  incidentPage: { params: IncidentPageParams; row: IncidentRow };
  incidentCount: { params: { readonly filter: IncidentFilter }; row: { readonly count: number } };
  incidentFacets: { params: { readonly filter: IncidentFilter }; row: IncidentFacets };
  /** Ids in the order of the page, for select-all, shift-click and next/previous. */
  incidentIds: { params: Omit<IncidentPageParams, 'limit' | 'offset'>; row: { readonly id: number } };
  alertHistogram: { params: HistogramParams; row: HistogramBin };
  incidentDetail: { params: { readonly id: number }; row: IncidentDetail };
  incidentAlerts: { params: AlertPageParams; row: AlertRow };
  incidentEvidence: { params: { readonly incident: number; readonly limit: number }; row: EvidenceRow };
  incidentGraph: { params: { readonly incident: number; readonly maxNodes: number }; row: IncidentGraph };
  incidentTimeline: { params: { readonly incident: number; readonly limit: number }; row: IncidentTimeline };
  incidentActivities: { params: { readonly incident: number; readonly limit: number }; row: ActivityRow };
  incidentComments: { params: { readonly incident: number }; row: CommentRow };
  alertDetail: { params: { readonly id: number }; row: AlertDetail };
  rawRecord: { params: { readonly alert: number }; row: { readonly text: string; readonly truncated: boolean } };
  entityDetail: { params: { readonly id: number }; row: EntityDetail };
  batches: { params: Record<string, never>; row: BatchRow };
  /** Type-ahead over earlier tags and owners. */
  knownTags: { params: Record<string, never>; row: Facet };
  knownOwners: { params: Record<string, never>; row: Facet };
  similarIncidents: { params: { readonly incident: number }; row: RelatedIncidentRow };
  associatedIncidents: { params: { readonly incident: number }; row: RelatedIncidentRow };
  whyNot: { params: { readonly a: number; readonly b: number }; row: WhyNotRow };
  heldTogether: { params: { readonly incident: number; readonly limit: number }; row: HoldingLinkRow };
  /** Alerts that leave when the link of this one is cut, itself included. */
  behindLink: { params: { readonly alert: number }; row: { readonly id: number } };
  suggestions: { params: { readonly incident: number }; row: SuggestionRow };
  previewCorrelation: { params: CorrelationTrial; row: PreviewRow };
  correlationSettings: { params: Record<string, never>; row: CorrelationSettings };
  /** What can be read, from the registry of importers, in the order of its labels. */
  formats: { params: Record<string, never>; row: FormatRow };
}
export type QueryName = keyof Queries;
export type ParamsOf<N extends QueryName> = Queries[N]['params'];
export type RowOf<N extends QueryName> = Queries[N]['row'];

// ── Commands: decisions of a person ────────────────────────────────────────────

export interface IncidentChanges {
  readonly name?: string;
  readonly severity?: Severity;
  readonly status?: IncidentStatus;
  readonly classification?: Classification;
  readonly determination?: Determination;
  readonly assignedTo?: string;
  readonly addTags?: readonly string[];
  readonly removeTags?: readonly string[];
  readonly resolvingNote?: string;
  /** With status resolved: also resolve its open alerts. */
  readonly resolveAlerts?: boolean;
}
export type Command =
  | { readonly kind: 'incident.change'; readonly ids: readonly number[]; readonly changes: IncidentChanges }
  | { readonly kind: 'incident.comment'; readonly id: number; readonly text: string }
  | {
      readonly kind: 'alert.change';
      readonly ids: readonly number[];
      readonly changes: {
        readonly status?: AlertStatus;
        readonly assignedTo?: string;
        readonly classification?: Classification;
        readonly determination?: Determination;
      };
    }
  /** Of 2 or more the one with the most alerts takes in the others; refused with the rule that stops it. */
  | {
      readonly kind: 'incident.merge';
      readonly ids: readonly number[];
      readonly comment?: string;
      readonly reasons?: readonly ReasonCode[];
    }
  /** `to` null: a new incident. */
  | {
      readonly kind: 'alert.move';
      readonly ids: readonly number[];
      readonly to: number | null;
      readonly comment?: string;
      readonly reasons?: readonly ReasonCode[];
    }
  /** Two alerts always, or never, in the same incident. */
  | {
      readonly kind: 'override.add';
      readonly rule: 'mustLink' | 'cannotLink';
      readonly a: number;
      readonly b: number;
      readonly note?: string;
    }
  | { readonly kind: 'override.remove'; readonly key: string }
  | {
      readonly kind: 'entity.change';
      readonly ids: readonly number[];
      readonly changes: {
        readonly verdict?: Verdict;
        readonly critical?: boolean;
        readonly watched?: boolean;
        readonly ignored?: boolean;
        readonly note?: string;
      };
      readonly incident?: number;
    }
  | { readonly kind: 'setting.change'; readonly key: string; readonly value: string | null }
  | { readonly kind: 'undo' }
  | { readonly kind: 'redo' };

export interface CommandOutcome {
  /** What was done, in one sentence, for the toast. */
  readonly summary: string;
  readonly eventId: string;
}

export interface UndoState {
  /** Summary of what Ctrl-Z would take back; null when there is nothing. */
  readonly undo: string | null;
  readonly redo: string | null;
}

// ── Work, state ────────────────────────────────────────────────────────────────

/** What a person settled before a file is taken in. */
export interface ImportOptions {
  /** Format id, where several fit or none was recognised. */
  readonly as?: string;
  /** Columns of any table or JSON. */
  readonly mapping?: MappingSpec;
  /** What a time without a zone means: minutes east of UTC. */
  readonly offsetMinutes?: number;
  readonly dayFirst?: boolean;
  readonly year?: number;
}

export type JobProgress =
  | {
      readonly phase: 'reading';
      readonly file: string;
      readonly fileNumber: number;
      readonly files: number;
      readonly doneBytes: number;
      readonly totalBytes: number;
      readonly alerts: number;
      readonly elapsedMs: number;
    }
  | { readonly phase: 'correlating'; readonly alerts: number; readonly elapsedMs: number }
  | { readonly phase: 'storing'; readonly elapsedMs: number }
  | { readonly phase: 'saving'; readonly elapsedMs: number };

export interface ImportOutcome {
  readonly reports: readonly BatchRow[];
  readonly added: number;
  readonly updated: number;
  readonly duplicates: number;
  readonly cancelled: boolean;
  readonly timings: { readonly readMs: number; readonly storeMs: number; readonly correlateMs: number; readonly totalMs: number };
}

export type StorageKind = 'opfs' | 'indexeddb' | 'memory';
export interface EngineState {
  readonly phase: 'opening' | 'ready' | 'failed' | 'locked';
  readonly storage: StorageKind;
  /** Decisions are on disk. */
  readonly saved: boolean;
  /** µs of the newest snapshot; null before the first. */
  readonly snapshotAt: number | null;
  /** Something the user must know: a torn journal tail was dropped, the disk is full … */
  readonly warning: string | null;
  readonly failure: { readonly code: string; readonly message: string } | null;
  readonly undo: UndoState;
}

export const TABLES = ['incident', 'alert', 'entity', 'batch', 'comment', 'activity', 'setting'] as const;
export type Table = (typeof TABLES)[number];

/** The worker's face as Comlink carries it: loose on purpose, narrowed once in client/engine.ts. */
export interface EngineApi {
  open(actor: string, onChange: (tables: readonly Table[]) => void, onState: (state: EngineState) => void): Promise<EngineState>;
  /** Asks the tab that has the workspace to let go, and opens it here. */
  takeOver(): Promise<EngineState>;
  /** What files are and what is wrong with them; nothing is taken in. Reads the first 64 MB of each. */
  diagnose(files: readonly File[], options: ImportOptions): Promise<Result<readonly Diagnosis[]>>;
  importFiles(
    jobId: string,
    files: readonly File[],
    options: ImportOptions,
    onProgress: (progress: JobProgress) => void,
  ): Promise<Result<ImportOutcome>>;
  /** What two exports say differently; nothing is taken in. */
  diffExports(before: File, after: File, options: ImportOptions): Promise<Result<ExportDiff>>;
  cancel(jobId: string): void;
  query(name: string, params: unknown): Promise<Result<readonly unknown[]>>;
  command(command: Command): Promise<Result<CommandOutcome>>;
  setActor(name: string): void;
  /** The whole workspace as one file, for keeping or handing over. */
  exportAlerts(incidents: readonly number[] | null): Promise<Result<Blob>>;
  /** Weaves all alerts anew, earlier joins aside; decisions still win. See `previewCorrelation` first. */
  recorrelate(): Promise<Result<null>>;
  wipe(): Promise<Result<null>>;
}
