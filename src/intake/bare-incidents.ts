import { plural } from '../base/text.ts';
import type { Importer } from './importer.ts';
import type { Tally } from './tally.ts';

/** Counts incidents that came without their alerts: with those alone nothing can be correlated, and the person is told what to export instead. */
export class BareIncidents {
  readonly #bare = new Map<Importer, number>();
  #withAlerts = false;

  /** What one record gave. An incident that was merged into another has no alerts of its own and is not counted. */
  took(importer: Importer, incidents: number, alerts: number): void {
    if (incidents === 0) return;
    if (alerts > 0) this.#withAlerts = true;
    else this.#bare.set(importer, (this.#bare.get(importer) ?? 0) + incidents);
  }

  /** A file that holds alerts beside its incidents, record by record, is whole. */
  tell(tally: Tally): void {
    if (tally.alerts > 0 && !this.#withAlerts) return;
    for (const [{ label, withAlerts }, count] of this.#bare)
      tally.note(
        `${plural(count, 'incident')} of ${label} came without alerts: the words are kept, but there is nothing to correlate. ${withAlerts ?? 'Export the alerts as well.'}`,
      );
  }
}
