import type { QueryName, Table } from '../worker/api.ts';

const INCIDENT_AND_ALERT: readonly Table[] = ['incident', 'alert'];
const WITH_ENTITIES: readonly Table[] = ['incident', 'alert', 'entity'];

/** Which tables' changes make an answer old. */
export const QUERY_TABLES: Readonly<Record<QueryName, readonly Table[]>> = {
  similarIncidents: ['incident', 'alert'],
  associatedIncidents: ['incident', 'alert'],
  whyNot: ['incident', 'alert', 'entity'],
  heldTogether: ['incident', 'alert'],
  behindLink: ['incident', 'alert'],
  suggestions: ['incident', 'alert'],
  previewCorrelation: ['incident', 'alert', 'entity', 'setting'],
  correlationSettings: ['setting'],
  overview: ['incident', 'alert', 'entity', 'batch'],
  incidentPage: WITH_ENTITIES,
  incidentCount: INCIDENT_AND_ALERT,
  incidentFacets: INCIDENT_AND_ALERT,
  incidentIds: INCIDENT_AND_ALERT,
  alertHistogram: ['alert'],
  incidentDetail: WITH_ENTITIES,
  incidentAlerts: WITH_ENTITIES,
  incidentEvidence: WITH_ENTITIES,
  incidentGraph: WITH_ENTITIES,
  incidentTimeline: WITH_ENTITIES,
  incidentActivities: ['activity', 'incident'],
  incidentComments: ['comment'],
  alertDetail: WITH_ENTITIES,
  rawRecord: ['batch'],
  entityDetail: WITH_ENTITIES,
  batches: ['batch'],
  knownTags: ['incident'],
  knownOwners: INCIDENT_AND_ALERT,
  formats: [],
};
