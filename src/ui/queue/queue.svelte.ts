import { SvelteMap, SvelteSet } from 'svelte/reactivity';
import { QUEUE_DEFAULTS, type QueueView } from '../../client/route.ts';
import { router } from '../../client/router.svelte.ts';
import { getSession, liveQuery, type Session } from '../../client/session.svelte.ts';
import { settings } from '../../client/settings.svelte.ts';
import type { IncidentSort } from '../../domain/incident.ts';
import type { IncidentRow } from '../../worker/api.ts';
import { shownColumns } from './columns.ts';
import { endsOf, filterOf, resetFilters, unfiltered } from './filter.ts';
import { nestedLines } from './nested.ts';
import { topOf, windowOf, type Unfolded } from './window-of.ts';

/** px, as tokens.css has them: a window over many rows must know the height of one. */
const ROW_HEIGHTS = { comfortable: 32, compact: 26 } as const;

/** The queue's state: what the address says, what the engine answers, what is ticked, and where the cursor stands. */
export class Queue {
  readonly session: Session = getSession();
  view = $derived<QueueView>(router.route.page === 'incidents' ? router.route.view : QUEUE_DEFAULTS);
  rowHeight = $derived(ROW_HEIGHTS[settings.density]);
  scrollTop = $state(0);
  height = $state(600);
  /** px of the table's room. */
  width = $state(1200);
  columns = $derived(shownColumns(settings.columns('incidents'), this.width));
  /** Row under the keyboard. */
  cursor = $state(-1);
  /** Ticked incidents, by id. */
  readonly ticked = new SvelteSet<number>();
  /** Ticked alerts below unfolded rows: titles by id. */
  readonly tickedAlerts = new SvelteMap<number, string>();
  /** Incidents whose alerts are unfolded below their row: index and number of alerts, by id. */
  readonly #open = new SvelteMap<number, { readonly index: number; readonly alerts: number }>();
  #anchor = -1;
  readonly #now = Date.now() * 1000;

  readonly overview = liveQuery('overview', () => ({}));
  newest = $derived(this.overview.first?.lastActivity ?? null);
  ends = $derived(endsOf(this.view, this.newest, this.#now));
  filter = $derived(filterOf(this.view, router.search, this.newest, this.#now));
  readonly count = liveQuery('incidentCount', () => (this.overview.first === undefined ? undefined : { filter: this.filter }));
  readonly facets = liveQuery('incidentFacets', () => (this.overview.first === undefined ? undefined : { filter: this.filter }));
  total = $derived(this.count.first?.count ?? 0);
  /** In order of index. */
  unfolded = $derived<readonly Unfolded[]>(
    [...this.#open.values()]
      .map(({ index, alerts }) => ({ index, extra: nestedLines(alerts) * this.rowHeight }))
      .toSorted((a, b) => a.index - b.index),
  );
  window = $derived(windowOf(this.scrollTop, this.height, this.rowHeight, this.total, this.unfolded));
  readonly page = liveQuery('incidentPage', () =>
    this.overview.first === undefined
      ? undefined
      : {
          filter: this.filter,
          sort: this.view.sort,
          descending: this.view.descending,
          offset: this.window.offset,
          limit: this.window.limit,
        },
  );
  /** Rows on screen: by index, `undefined` while not yet known. */
  rows = $derived.by(() => {
    const start = this.page.answered?.offset ?? 0;
    return Array.from({ length: this.window.last - this.window.first }, (_, i) => {
      const index = this.window.first + i;
      return { index, row: this.page.rows?.[index - start] };
    });
  });
  hidden = $derived((this.overview.first?.incidents ?? 0) - this.total);

  rowAt(index: number): IncidentRow | undefined {
    return this.page.rows?.[index - (this.page.answered?.offset ?? 0)];
  }

  top(index: number): number {
    return topOf(index, this.rowHeight, this.unfolded);
  }
  isOpen(id: number): boolean {
    return this.#open.has(id);
  }
  /** Unfolds an incident's alerts below its row, or folds them. */
  fold(row: IncidentRow, index: number, open = !this.#open.has(row.id)): void {
    if (open) this.#open.set(row.id, { index, alerts: row.alerts });
    else this.#open.delete(row.id);
  }
  /** Rows may have moved: what was unfolded by place is no longer true. */
  foldAll(): void {
    this.#open.clear();
  }

  /** Changes filters, sort or range: a new place in the history. */
  show(change: Partial<QueueView>): void {
    this.cursor = -1;
    this.scrollTop = 0;
    router.go({ page: 'incidents', view: { ...this.view, ...change }, demo: undefined });
  }
  reset(): void {
    this.cursor = -1;
    router.go({ page: 'incidents', view: resetFilters(this.view), demo: undefined }, '');
  }
  showAll(): void {
    router.go({ page: 'incidents', view: unfiltered(this.view), demo: undefined }, '');
  }

  sortBy(sort: IncidentSort, largestFirst: boolean): void {
    this.show({ sort, descending: this.view.sort === sort ? !this.view.descending : largestFirst });
  }

  /** Opens an incident in the side pane; the address keeps it, the history does not. */
  select(id: number | undefined, index = -1): void {
    if (index >= 0) this.cursor = index;
    router.replace({ page: 'incidents', view: { ...this.view, selected: id }, demo: undefined });
  }

  /** Moves the cursor; the side pane follows when it is open. */
  async move(step: number): Promise<void> {
    if (this.total === 0) return;
    let from = this.cursor >= 0 ? this.cursor : await this.indexOf(this.view.selected);
    // What was open has left the list (resolved, say): the next one has moved up to its place.
    const left = this.view.selected !== undefined && this.cursor >= 0 && this.rowAt(this.cursor)?.id !== this.view.selected;
    if (left && step > 0) from--;
    const to = Math.max(0, Math.min(this.total - 1, from + step));
    this.cursor = to;
    this.reveal(to);
    if (this.view.selected !== undefined) await this.selectAt(to);
  }

  /** Puts the cursor on an incident, unless it stands somewhere already. */
  async stand(id: number | undefined): Promise<void> {
    if (this.cursor >= 0 || this.view.selected !== undefined) return;
    const index = await this.indexOf(id);
    if (index < 0 || this.cursor >= 0) return;
    this.cursor = index;
    this.reveal(index);
  }

  /** Scrolls so that a row is seen. */
  reveal: (index: number) => void = () => undefined;

  async selectAt(index: number): Promise<void> {
    const id = await this.idAt(index);
    if (id !== undefined) this.select(id, index);
  }

  async idAt(index: number): Promise<number | undefined> {
    return this.rowAt(index)?.id ?? (await this.ids())[index];
  }

  /** Where an incident stands in the present order; -1 when it is not among the rows. */
  async indexOf(id: number | undefined): Promise<number> {
    if (id === undefined) return -1;
    const start = this.page.answered?.offset ?? 0;
    const near = this.page.rows?.findIndex((row) => row.id === id) ?? -1;
    return near >= 0 ? start + near : (await this.ids()).indexOf(id);
  }

  async ids(): Promise<readonly number[]> {
    const { sort, descending } = this.view;
    const answer = await this.session.engine.query('incidentIds', { filter: this.filter, sort, descending });
    if (answer.ok) return answer.value.map(({ id }) => id);
    this.session.failed(answer.error);
    return [];
  }

  tick(id: number, index: number): void {
    if (this.ticked.has(id)) this.ticked.delete(id);
    else this.ticked.add(id);
    this.#anchor = index;
  }
  tickAlert(id: number, title: string): void {
    if (!this.tickedAlerts.delete(id)) this.tickedAlerts.set(id, title);
  }
  /** Ticks all rows from the last ticked one to this. */
  async tickTo(index: number): Promise<void> {
    const from = this.#anchor < 0 ? index : this.#anchor;
    const ids = await this.ids();
    for (const id of ids.slice(Math.min(from, index), Math.max(from, index) + 1)) this.ticked.add(id);
  }
  async tickAll(): Promise<void> {
    if (this.ticked.size > 0) this.ticked.clear();
    else for (const id of await this.ids()) this.ticked.add(id);
  }
}
