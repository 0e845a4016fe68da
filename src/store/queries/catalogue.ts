import { fail, ok, type Result } from '../../base/result.ts';
import type { ParamsOf, QueryName, RowOf } from '../../worker/api.ts';
import type { QueryContext } from '../query.ts';
import { entityDetail } from './entity.ts';
import { incidentGraph } from './incident-graph.ts';
import { incidentAlerts, incidentDetail, incidentEvidence, incidentTimeline } from './incident.ts';
import { incidentCount, incidentFacets, incidentIds, incidentPage } from './queue.ts';
import { mergeSuggestionCount, mergeSuggestions, suggestions } from './related.ts';
import { alertHistogram, batches, knownOwners, knownTags, overview } from './workspace.ts';

/** Queries the database answers. Raw records stand in a file beside it, formats in the intake: the worker answers those. */
export type StoreQueryName = Exclude<QueryName, WorkerQuery>;
/** What the worker answers itself: it needs the raw file, the registry or the correlation, or is asked late. */
export type WorkerQuery =
  | 'rawRecord'
  | 'conflicts'
  | 'formats'
  | 'alertDetail'
  | 'incidentActivities'
  | 'incidentComments'
  | 'journal'
  | 'similarIncidents'
  | 'associatedIncidents'
  | 'whyNot'
  | 'heldTogether'
  | 'behindLink'
  | 'groupingLimits'
  | 'previewCorrelation'
  | 'correlationSettings'
  | 'weave'
  | 'anew'
  | 'priorityWeights'
  | 'previewPriority'
  | 'sequenceRules'
  | 'parseSequences'
  | 'listCounts'
  | 'listEntries'
  | 'linkRules'
  | 'identityRules'
  | 'detectors'
  | 'detectorSummary'
  | 'entitiesLike';
type Answer<N extends QueryName> = (context: QueryContext, params: ParamsOf<N>) => readonly RowOf<N>[];

const CATALOGUE: { readonly [N in StoreQueryName]: Answer<N> } = {
  overview,
  suggestions,
  mergeSuggestions,
  mergeSuggestionCount,
  incidentPage,
  incidentCount,
  incidentFacets,
  incidentIds,
  alertHistogram,
  incidentDetail,
  incidentAlerts,
  incidentEvidence,
  incidentGraph,
  incidentTimeline,
  entityDetail,
  batches,
  knownTags,
  knownOwners,
};

export const isStoreQuery = (name: string): name is StoreQueryName => Object.hasOwn(CATALOGUE, name);

/** Answers a query of the catalogue by name. */
export function runQuery<N extends StoreQueryName>(context: QueryContext, name: N, params: ParamsOf<N>): readonly RowOf<N>[] {
  return CATALOGUE[name](context, params);
}

/** The same from over the wire, where names are loose: `query/unknown` for one that is not in the catalogue. */
export function runLooseQuery(context: QueryContext, name: string, params: unknown): Result<readonly unknown[]> {
  if (!isStoreQuery(name)) return fail('query/unknown', `there is no query ${name}`, { name });
  return ok((CATALOGUE[name] as Answer<QueryName>)(context, params as never));
}
