import { CLASSIFICATION_LABELS, type Classification } from '../../domain/classification.ts';
import { INCIDENT_STATUS_LABELS, type IncidentStatus } from '../../domain/incident.ts';
import type { Severity } from '../../domain/severity.ts';
import { tacticName } from '../../domain/tactic.ts';
import type { QueueView } from '../../client/route.ts';
import type { Facet, IncidentFacets } from '../../worker/api.ts';

export const FACET_NAMES = ['statuses', 'severities', 'assignees', 'products', 'tactics', 'tags', 'classifications'] as const;
export type FacetName = (typeof FACET_NAMES)[number];

export const FACET_LABELS: Readonly<Record<FacetName, string>> = {
  statuses: 'Status',
  severities: 'Severity',
  assignees: 'Assigned to',
  products: 'Source',
  tactics: 'Tactic',
  tags: 'Tag',
  classifications: 'Classification',
};

const SEVERITY_WORDS: Readonly<Record<Severity, string>> = {
  high: 'High',
  medium: 'Medium',
  low: 'Low',
  informational: 'Informational',
  unknown: 'Unknown',
};
const wordIn = <K extends string>(words: Readonly<Record<K, string>>, value: string): string =>
  Object.hasOwn(words, value) ? words[value as K] : value;

/** A facet's value as a person reads it. */
export function facetWord(name: FacetName, value: string): string {
  switch (name) {
    case 'statuses':
      return wordIn<IncidentStatus>(INCIDENT_STATUS_LABELS, value);
    case 'severities':
      return wordIn(SEVERITY_WORDS, value);
    case 'classifications':
      return wordIn<Classification>(CLASSIFICATION_LABELS, value);
    case 'tactics':
      return tacticName(value);
    case 'assignees':
      return value === '' ? 'Unassigned' : value;
    case 'products':
    case 'tags':
      return value;
  }
}

const ORDER: Partial<Readonly<Record<FacetName, readonly string[]>>> = {
  statuses: ['new', 'inProgress', 'awaitingAction', 'resolved', 'redirected'],
  severities: ['high', 'medium', 'low', 'informational', 'unknown'],
};

/** The values to offer: those of the data and those chosen, even when they count 0 now; in the trade's order, else by count. */
export function facetValues(name: FacetName, facets: IncidentFacets | undefined, chosen: readonly string[]): readonly Facet[] {
  const found = facets?.[name] ?? [];
  const fixed = ORDER[name];
  if (fixed !== undefined)
    return fixed
      .map((value) => ({ value, count: found.find((facet) => facet.value === value)?.count ?? 0 }))
      .filter(
        ({ value, count }) =>
          count > 0 || chosen.includes(value) || (value !== 'awaitingAction' && value !== 'redirected' && value !== 'unknown'),
      );
  const missing = chosen.filter((value) => !found.some((facet) => facet.value === value)).map((value) => ({ value, count: 0 }));
  return [...found.toSorted((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1)), ...missing];
}

/** A view with one facet's choice changed. Values come from the facet itself, hence of its type. */
export const withFacet = (name: FacetName, values: readonly string[]): Partial<QueueView> => ({ [name]: values });
