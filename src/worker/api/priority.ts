/* The weights of the local priority, and what others would change. */
import type { PriorityWeights } from '../../correlate/priority.ts';

export type { PriorityWeights };
export interface PriorityWeightsRow {
  readonly weights: PriorityWeights;
  readonly defaults: PriorityWeights;
}
export interface Bands {
  readonly top: number;
  readonly medium: number;
  readonly low: number;
}
export interface RankedIncident {
  readonly id: number;
  readonly name: string;
  readonly priority: number;
  /** Priority under the other weights, and place from 1. */
  readonly other: number;
  readonly otherPlace: number;
}
/** What other weights would change, of all incidents that have alerts; nothing is written. */
export interface PriorityPreviewRow {
  readonly incidents: number;
  readonly before: Bands;
  readonly after: Bands;
  /** Incidents in another band, and of another number. */
  readonly rebanded: number;
  readonly changed: number;
  /** The ten that rank highest. */
  readonly topBefore: readonly RankedIncident[];
  readonly topAfter: readonly RankedIncident[];
}
