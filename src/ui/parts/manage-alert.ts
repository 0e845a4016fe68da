import type { AlertStatus } from '../../domain/alert.ts';
import type { Classification, Determination } from '../../domain/classification.ts';
import type { AlertDecision } from '../../worker/api.ts';
import { determinationsFor } from './manage.ts';

/** An alert to manage. What is not known of it is left as it is unless it is set. */
export interface ManagedAlert {
  readonly id: number;
  readonly title: string;
  readonly status?: AlertStatus;
  readonly assignedTo?: string;
  readonly classification?: Classification;
  readonly determination?: Determination;
}
/** `undefined`: the alerts differ, or are not known; they keep what they have. */
export interface AlertDraft {
  readonly status: AlertStatus | undefined;
  readonly assignedTo: string | undefined;
  readonly classification: Classification | undefined;
  readonly determination: Determination | undefined;
}

const common = <T>(alerts: readonly ManagedAlert[], of: (one: ManagedAlert) => T | undefined): T | undefined => {
  const [first, ...others] = alerts.map(of);
  return others.every((one) => one === first) ? first : undefined;
};

export const alertDraft = (alerts: readonly ManagedAlert[]): AlertDraft => ({
  status: common(alerts, ({ status }) => status),
  assignedTo: common(alerts, ({ assignedTo }) => assignedTo),
  classification: common(alerts, ({ classification }) => classification),
  determination: common(alerts, ({ determination }) => determination),
});

/** The edit with a classification chosen: the determination stays only where it may. */
export function withAlertClassification(
  edited: Partial<AlertDraft>,
  { determination }: AlertDraft,
  classification: Classification,
): Partial<AlertDraft> {
  const stays = determination !== undefined && determinationsFor(classification).includes(determination);
  return { ...edited, classification, determination: stays ? determination : 'unknown' };
}

/** What the draft changes. */
export function alertChanges(alerts: readonly ManagedAlert[], draft: AlertDraft): AlertDecision {
  const before = alertDraft(alerts);
  const owner = draft.assignedTo?.trim();
  const { status, classification, determination } = draft;
  return {
    ...(status !== undefined && status !== before.status ? { status } : {}),
    ...(owner !== undefined && owner !== before.assignedTo ? { assignedTo: owner } : {}),
    ...(classification !== undefined && classification !== before.classification ? { classification } : {}),
    ...(determination !== undefined && (determination !== before.determination || classification !== before.classification)
      ? { determination }
      : {}),
  };
}
