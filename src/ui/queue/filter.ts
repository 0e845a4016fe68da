import { DAY, HOUR } from '../../base/time.ts';
import { QUEUE_DEFAULTS, type QueueView, type TimeRange } from '../../client/route.ts';
import type { IncidentFilter } from '../../worker/api.ts';

type Span = Exclude<Extract<TimeRange, string>, 'all'>;
const SPANS: Readonly<Record<Span, number>> = { '24h': 24 * HOUR, '3d': 3 * DAY, '7d': 7 * DAY, '30d': 30 * DAY, '180d': 180 * DAY };
export const RANGE_WORDS: Readonly<Record<Span, string>> = {
  '24h': '24 hours',
  '3d': '3 days',
  '7d': '7 days',
  '30d': '30 days',
  '180d': '180 days',
};

/** The ends of a view's time range in µs; none where time is not narrowed. A span ends at the newest data, or at now. */
export function endsOf(view: QueueView, newest: number | null, now: number): { readonly from?: number; readonly to?: number } {
  const { range, anchor } = view;
  if (range === 'all') return {};
  if (typeof range !== 'string') return range;
  const end = anchor === 'now' ? now : newest;
  return end === null ? {} : { from: end - SPANS[range] };
}

/** What the queue asks for: lists that are empty do not narrow. */
export function filterOf(view: QueueView, search: string, newest: number | null, now: number): IncidentFilter {
  return {
    ...(view.statuses.length > 0 ? { statuses: view.statuses } : {}),
    ...(view.severities.length > 0 ? { severities: view.severities } : {}),
    ...(view.classifications.length > 0 ? { classifications: view.classifications } : {}),
    ...(view.tactics.length > 0 ? { tactics: view.tactics } : {}),
    ...(view.products.length > 0 ? { products: view.products } : {}),
    ...(view.tags.length > 0 ? { tags: view.tags } : {}),
    ...(view.assignees.length > 0 ? { assignees: view.assignees } : {}),
    ...(view.multipleProducts ? { multipleProducts: true } : {}),
    ...(view.watched ? { watched: true } : {}),
    ...endsOf(view, newest, now),
    ...(search === '' ? {} : { search }),
  };
}

/** The same view without anything that hides rows. */
export const unfiltered = (view: QueueView): QueueView => ({
  ...QUEUE_DEFAULTS,
  statuses: [],
  severities: [],
  sort: view.sort,
  descending: view.descending,
  selected: view.selected,
});

/** The same view with the filters as they were at first. */
export const resetFilters = (view: QueueView): QueueView => ({
  ...QUEUE_DEFAULTS,
  sort: view.sort,
  descending: view.descending,
  selected: view.selected,
});

/** What the range menu's button says. */
export function rangeWords(view: QueueView, span: (from: number, to: number) => string): string {
  if (view.range === 'all') return 'All times';
  if (typeof view.range !== 'string') return span(view.range.from, view.range.to);
  return `Last ${RANGE_WORDS[view.range]}${view.anchor === 'data' ? ' of data' : ''}`;
}
