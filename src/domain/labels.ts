import type { AlertStatus } from './alert.ts';
import type { Severity } from './severity.ts';

/** Words of the portal for the codes that carry none with them. */
export const SEVERITY_LABELS: Readonly<Record<Severity, string>> = {
  unknown: 'Unknown',
  informational: 'Informational',
  low: 'Low',
  medium: 'Medium',
  high: 'High',
};
export const ALERT_STATUS_LABELS: Readonly<Record<AlertStatus, string>> = {
  unknown: 'Unknown',
  new: 'New',
  inProgress: 'In progress',
  resolved: 'Resolved',
};
