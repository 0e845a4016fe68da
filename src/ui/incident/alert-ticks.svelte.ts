import { SvelteMap } from 'svelte/reactivity';
import type { AlertRow } from '../../worker/api.ts';

type Ticked = Pick<AlertRow, 'id' | 'title'>;

/** Which alerts of a list are selected: one, a range from the last one, or all that are shown. */
export class AlertTicks {
  /** Titles by id, in the order in which they were selected. */
  readonly alerts = new SvelteMap<number, string>();
  #last: number | undefined;

  toggle({ id, title }: Ticked): void {
    if (!this.alerts.delete(id)) this.alerts.set(id, title);
    this.#last = id;
  }
  /** Adds what stands from the last one to this; `rows`: as they are shown. */
  to(row: Ticked, rows: readonly Ticked[]): void {
    const [from, until] = [this.#last, row.id].map((id) => rows.findIndex((one) => one.id === id));
    if (from === undefined || until === undefined || from < 0 || until < 0) {
      this.toggle(row);
      return;
    }
    for (const { id, title } of rows.slice(Math.min(from, until), Math.max(from, until) + 1)) this.alerts.set(id, title);
    this.#last = row.id;
  }
  /** All of them; none, where there are any. */
  all(rows: readonly Ticked[]): void {
    if (this.alerts.size > 0) this.alerts.clear();
    else for (const { id, title } of rows) this.alerts.set(id, title);
  }
}
