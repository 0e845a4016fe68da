import type { AlertStatus } from '../../domain/alert.ts';
import type { Classification, Determination } from '../../domain/classification.ts';
import type { AlertDecision } from '../../worker/api.ts';
import { common, workChanges, type WorkDraft } from './manage.ts';

/** An alert to manage. What is not known of it is left as it is unless it is set. */
export interface ManagedAlert {
  readonly id: number;
  readonly title: string;
  readonly status?: AlertStatus;
  readonly assignedTo?: string;
  readonly classification?: Classification;
  readonly determination?: Determination;
}
export type AlertDraft = WorkDraft<AlertStatus>;

/** The draft that changes nothing: what the alerts have in common. */
export const alertDraft = (alerts: readonly ManagedAlert[]): AlertDraft => ({
  status: common(alerts, ({ status }) => status),
  assignedTo: common(alerts, ({ assignedTo }) => assignedTo),
  classification: common(alerts, ({ classification }) => classification),
  determination: common(alerts, ({ determination }) => determination),
});

/** What the draft changes. */
export const alertChanges = (alerts: readonly ManagedAlert[], draft: AlertDraft): AlertDecision => workChanges(alertDraft(alerts), draft);
