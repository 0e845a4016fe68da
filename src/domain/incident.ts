import type { Brand } from '../base/brand.ts';

/** Number shown as `#7` and `i7`: given once in a workspace, never reused. */
export type IncidentId = Brand<number, 'IncidentId'>;

/** `new` is the portal's queue label of Graph `active`. `redirected`: poured into another incident by a merge. */
export const INCIDENT_STATUSES = ['new', 'inProgress', 'resolved', 'redirected', 'awaitingAction'] as const;
export type IncidentStatus = (typeof INCIDENT_STATUSES)[number];
export const INCIDENT_STATUS_LABELS: Readonly<Record<IncidentStatus, string>> = {
  new: 'New',
  inProgress: 'In progress',
  resolved: 'Resolved',
  redirected: 'Redirected',
  awaitingAction: 'Awaiting action',
};

/** What a list of incidents can be ordered by. */
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
