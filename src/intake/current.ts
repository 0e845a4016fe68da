import type { Json } from '../base/json.ts';
import type { RecordPlace } from '../domain/alert.ts';
import type { Container, Importer } from './importer.ts';

/** The record an importer is reading, and what has come of it so far. */
export interface Current {
  readonly importer: Importer;
  readonly container: Container;
  readonly depth: number;
  place: RecordPlace;
  calls: number;
  alerts: number;
  incidents: number;
  /** The time that the record around this one states. */
  readonly around?: Json | undefined;
}

export const current = (importer: Importer, container: Container, depth: number, place: RecordPlace, around?: Json): Current => ({
  importer,
  container,
  depth,
  place,
  around,
  calls: 0,
  alerts: 0,
  incidents: 0,
});
