import { PRIORITY_WEIGHTS } from '../correlate/priority.ts';
import { incidentActivities, incidentComments, journal } from '../store/queries/activities.ts';
import { alertDetail } from '../store/queries/alert-detail.ts';
import type { WorkerQuery } from '../store/queries/catalogue.ts';
import { conflicts } from '../store/queries/conflicts.ts';
import { entitiesLike } from '../store/queries/entity-search.ts';
import { detectors, detectorSummary, identityRules, linkRules, listCounts, listEntries } from '../store/queries/rules.ts';
import type { ParamsOf, RowOf, WeaveRow } from './api.ts';
import { anew, preview } from './correlation-preview.ts';
import { behind, held, settingsOf, similar, whyNotMerged } from './correlation-questions.ts';
import { previewPriority } from './priority-preview.ts';
import { sequenceRows } from './sequence-rows.ts';
import { parseSequences } from './parse-sequences.ts';
import { weaveReportRow } from './weave-report.ts';
import type { Workspace } from './workspace.ts';

type Rows<N extends WorkerQuery> = readonly RowOf<N>[] | Promise<readonly RowOf<N>[]>;
type LateQuery = Exclude<WorkerQuery, 'rawRecord' | 'formats' | 'groupingLimits'>;
/** Answers about the correlation, what a person lays over it, what was done, and one alert whole. */
export const LATE: { readonly [N in LateQuery]: (workspace: Workspace, params: ParamsOf<N>, isCancelled: () => boolean) => Rows<N> } = {
  alertDetail: ({ context }, params) => alertDetail(context, params),
  incidentActivities: ({ context }, params) => incidentActivities(context, params),
  incidentComments: ({ context }, params) => incidentComments(context, params),
  journal: ({ context }, params) => journal(context, params),
  similarIncidents: (workspace, { incident }) => similar(workspace, incident, false),
  associatedIncidents: (workspace, { incident }) => similar(workspace, incident, true),
  whyNot: (workspace, { a, b }) => [whyNotMerged(workspace, a, b)],
  heldTogether: (workspace, { incident, limit }) => held(workspace, incident, limit),
  conflicts: ({ context }) => conflicts(context),
  behindLink: (workspace, { alert }) => behind(workspace, alert),
  weave: (workspace) => [weaveRow(workspace)],
  anew: (workspace) => anew(workspace),
  previewCorrelation: async (workspace, trial, isCancelled) => [await preview(workspace, trial, isCancelled)],
  correlationSettings: (workspace) => [settingsOf(workspace)],
  priorityWeights: ({ weaver: { weights } }) => [{ weights, defaults: PRIORITY_WEIGHTS }],
  sequenceRules: (workspace) => sequenceRows(workspace),
  parseSequences: (_, { text }) => {
    const parsed = parseSequences(text);
    return [parsed.ok ? { rules: parsed.value } : { fault: parsed.error.message }];
  },
  listCounts: ({ context }) => listCounts(context),
  listEntries: ({ context }, params) => listEntries(context, params),
  linkRules: ({ context }) => linkRules(context),
  identityRules: ({ context }) => identityRules(context),
  detectors: ({ context }, params) => detectors(context, params),
  detectorSummary: ({ context }) => detectorSummary(context),
  entitiesLike: ({ context }, params) => entitiesLike(context, params),
  previewPriority: (workspace, { weights }) => [previewPriority(workspace, weights)],
};

const weaveRow = ({ weaver: { whole, lastWeave }, mirror, context }: Workspace): WeaveRow => ({
  whole,
  alerts: mirror.count,
  report: lastWeave === undefined ? null : weaveReportRow(context, lastWeave),
});
