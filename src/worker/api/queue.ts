/* The incident queue: filter, rows, facets. */
import type { Classification, Determination } from '../../domain/classification.ts';
import type { EvidenceType } from '../../domain/evidence.ts';
import type { IncidentSort, IncidentStatus } from '../../domain/incident.ts';
import type { Severity } from '../../domain/severity.ts';
import type { PartWanted } from './part.ts';

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
  /** Only incidents that name something on the watch list. */
  readonly watched?: boolean;
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
  /** Things on the watch list that its alerts name. */
  readonly watched: number;
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
  /** Files of which only a part was taken in and that were not read as a whole since: figures are not those of all. */
  readonly parts: readonly { readonly name: string; readonly only: PartWanted }[];
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
