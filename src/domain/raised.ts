import type { Severity } from './severity.ts';

/** Service source and detection source of the alerts that Alertweave raises itself, from alerts of the files. */
export const OWN_PRODUCT = 'Alertweave';
export const OWN_SOURCE = 'Correlation';

/** The alert that a sequence rule raises when all its steps were seen. Its category, tactics and techniques are those of the alerts at the steps. */
export interface Raises {
  readonly title: string;
  readonly severity: Severity;
}
