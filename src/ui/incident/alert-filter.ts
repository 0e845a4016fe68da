import type { Severity } from '../../domain/severity.ts';
import { tacticName } from '../../domain/tactic.ts';
import { ALERT_STATUSES } from '../../domain/alert.ts';
import type { AlertRow } from '../../worker/api.ts';

/** `open`: whatever is not resolved. */
export const STATUS_FILTERS = ['open', ...ALERT_STATUSES] as const;
export type StatusFilter = (typeof STATUS_FILTERS)[number];

/** Which alerts of an incident are shown. `ids`: those that name an entity or were counted by a figure, with words for the chip. */
export interface AlertFilter {
  readonly severity: Severity | undefined;
  readonly status: StatusFilter | undefined;
  readonly product: string | undefined;
  readonly tactic: string | undefined;
  readonly text: string;
  readonly ids: { readonly label: string; readonly alerts: ReadonlySet<number> } | undefined;
}
export const NO_FILTER: AlertFilter = {
  severity: undefined,
  status: undefined,
  product: undefined,
  tactic: undefined,
  text: '',
  ids: undefined,
};

export const isFiltered = (filter: AlertFilter): boolean =>
  filter.severity !== undefined ||
  filter.status !== undefined ||
  filter.product !== undefined ||
  filter.tactic !== undefined ||
  filter.text.trim() !== '' ||
  filter.ids !== undefined;

export function passes(row: AlertRow, filter: AlertFilter): boolean {
  const text = filter.text.trim().toLowerCase();
  return (
    (filter.severity === undefined || row.severity === filter.severity) &&
    (filter.status === undefined || (filter.status === 'open' ? row.status !== 'resolved' : row.status === filter.status)) &&
    (filter.product === undefined || row.product === filter.product) &&
    (filter.tactic === undefined || row.tactics.includes(filter.tactic)) &&
    (filter.ids === undefined || filter.ids.alerts.has(row.id)) &&
    (text === '' || [row.title, row.product, row.category, ...row.assets.map((a) => a.label)].some((t) => t.toLowerCase().includes(text)))
  );
}

/** What is filtered by, in words, each with the filter without it. */
export function filterChips(filter: AlertFilter): readonly { readonly label: string; readonly without: AlertFilter }[] {
  const chips: { label: string; without: AlertFilter }[] = [];
  if (filter.ids) chips.push({ label: filter.ids.label, without: { ...filter, ids: undefined } });
  if (filter.tactic !== undefined) chips.push({ label: `Tactic: ${tacticName(filter.tactic)}`, without: { ...filter, tactic: undefined } });
  return chips;
}

export const idsOf = (alerts: readonly number[]): ReadonlySet<number> => new Set(alerts);
