import type { Severity } from './severity.ts';

/** Service source and detection source of an alert that the correlation raises itself. */
export const OWN_PRODUCT = 'Alertweave';
export const OWN_SOURCE = 'Correlation';

/** What a rule raises when it is seen to its end. Category, tactics and techniques are those of the alerts at its steps. */
export interface Raises {
  readonly title: string;
  readonly severity: Severity;
}
