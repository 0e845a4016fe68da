/* Every question a page may ask. */
import type { EvidenceType } from '../../domain/evidence.ts';
import type { PriorityPreviewRow, PriorityWeights, PriorityWeightsRow } from './priority.ts';
import type {
  DetectorCounts,
  DetectorListRow,
  DetectorParams,
  IdentityRuleRow,
  LinkRuleRow,
  ListCounts,
  ListParams,
  ListRow,
} from './rules.ts';
import type {
  AnewRow,
  CorrelationSettings,
  CorrelationTrial,
  GroupingLimitRow,
  HoldingLinkRow,
  MergeSuggestionRow,
  ParsedSequences,
  PreviewRow,
  RelatedIncidentRow,
  SequenceRuleRow,
  SuggestionRow,
  WeaveRow,
  WhyNotRow,
} from './correlation.ts';
import type { AlertDetail, BatchRow, ConflictRow, EntityDetail, FormatRow } from './entity.ts';
import type {
  ActivityRow,
  AlertPageParams,
  AlertRow,
  CommentRow,
  JournalRow,
  EvidenceRow,
  IncidentDetail,
  IncidentGraph,
  IncidentTimeline,
} from './incident.ts';
import type {
  Facet,
  HistogramBin,
  HistogramParams,
  IncidentFacets,
  IncidentFilter,
  IncidentPageParams,
  IncidentRow,
  Overview,
} from './queue.ts';

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
  /** Newest first. No kinds: all. */
  journal: { params: { readonly kinds: readonly string[]; readonly limit: number }; row: JournalRow };
  incidentComments: { params: { readonly incident: number }; row: CommentRow };
  alertDetail: { params: { readonly id: number }; row: AlertDetail };
  rawRecord: { params: { readonly alert: number }; row: { readonly text: string; readonly truncated: boolean } };
  entityDetail: { params: { readonly id: number }; row: EntityDetail };
  /** Things of a type by name or identifier, those of most alerts first. */
  entitiesLike: {
    params: { readonly search: string; readonly type: EvidenceType; readonly limit: number };
    row: { readonly id: number; readonly label: string; readonly identifiers: readonly string[]; readonly alerts: number };
  };
  /** Where a newer record says something else than a person has decided; the decision stands. */
  conflicts: { params: Record<string, never>; row: ConflictRow };
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
  groupingLimits: { params: Record<string, never>; row: GroupingLimitRow };
  /** Of all open incidents, the strongest first; the count is of all. */
  mergeSuggestions: { params: { readonly limit: number }; row: MergeSuggestionRow };
  mergeSuggestionCount: { params: Record<string, never>; row: { readonly count: number } };
  weave: { params: Record<string, never>; row: WeaveRow };
  /** No row where all alerts were correlated at once. */
  anew: { params: Record<string, never>; row: AnewRow };
  previewCorrelation: { params: CorrelationTrial; row: PreviewRow };
  correlationSettings: { params: Record<string, never>; row: CorrelationSettings };
  sequenceRules: { params: Record<string, never>; row: SequenceRuleRow };
  parseSequences: { params: { readonly text: string }; row: ParsedSequences };
  listCounts: { params: Record<string, never>; row: ListCounts };
  listEntries: { params: ListParams; row: ListRow };
  linkRules: { params: Record<string, never>; row: LinkRuleRow };
  identityRules: { params: Record<string, never>; row: IdentityRuleRow };
  detectors: { params: DetectorParams; row: DetectorListRow };
  detectorSummary: { params: Record<string, never>; row: DetectorCounts };
  priorityWeights: { params: Record<string, never>; row: PriorityWeightsRow };
  /** What these weights would change; what is left out stands as it comes. */
  previewPriority: { params: { readonly weights: Partial<PriorityWeights> }; row: PriorityPreviewRow };
  /** What can be read, from the registry of importers, in the order of its labels. */
  formats: { params: Record<string, never>; row: FormatRow };
}
export type QueryName = keyof Queries;
export type ParamsOf<N extends QueryName> = Queries[N]['params'];
export type RowOf<N extends QueryName> = Queries[N]['row'];
