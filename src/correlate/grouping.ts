import { type DetectorMode, MOST_GROUPED } from '../domain/detector-mode.ts';
import { evidenceTypeCode } from '../domain/evidence.ts';
import { HOUR } from './fold.ts';
import type { CorrelationInput } from './model.ts';
import { canonicalOrder } from '../domain/canonical-order.ts';

/** What a person, or a tag of the rule itself, says of a detector's alerts. */
export interface OwnGrouping {
  /** By detector; undefined: as any other. */
  readonly modeOf: (detector: number) => DetectorMode | undefined;
  /** Rows whose rule asks to be left out; the exporter's incidents are its own grouping. */
  readonly tagged: readonly number[];
}

/** Takes detectors out of the correlation, with the groups they make for themselves. Their alerts are linked by nothing else than a decision by hand. */
export function groupOwn(input: CorrelationInput, { modeOf, tagged }: OwnGrouping): CorrelationInput {
  const excluded = input.excluded.slice();
  const group = new Uint32Array(input.count);
  const groups = new Groups(group);
  const isTagged = new Uint8Array(input.count);
  for (const row of tagged) isTagged[row] = 1;
  const modes = new Map<number, DetectorMode | undefined>();
  for (const row of canonicalOrder(input)) {
    const detector = input.detector[row] as number;
    if (!modes.has(detector)) modes.set(detector, modeOf(detector));
    const mode = modes.get(detector);
    if (mode === undefined ? isTagged[row] === 0 : mode.mode === 'correlate') continue;
    excluded[row] = 1;
    const own = input.sourceIncident[row] as number;
    if (mode === undefined) {
      if (own !== 0) groups.put(row, `${detector} ${own}`, 0, Infinity, Infinity);
    } else if (mode.mode !== 'alone') {
      const things = thingsOf(input, row, mode);
      if (things !== undefined) groups.put(row, `${detector} ${things}`, input.time[row] as number, mode.hours * HOUR, MOST_GROUPED);
    }
  }
  return { ...input, excluded, group };
}

/** What alerts of a group have in common; undefined where the alert names nothing of the kind. */
function thingsOf(input: CorrelationInput, row: number, { mode, types }: DetectorMode): string | undefined {
  if (mode === 'byRule') return '';
  const wanted = new Set(types.map(evidenceTypeCode));
  const things: number[] = [];
  for (let r = input.offset[row] as number; r < (input.offset[row + 1] as number); r++) {
    const entity = input.entity[r] as number;
    if (mode === 'byEntities' || wanted.has(input.entities.type[entity] as number)) things.push(entity);
  }
  return things.length === 0 ? undefined : things.sort((a, b) => a - b).join();
}

class Groups {
  readonly #group: Uint32Array;
  readonly #open = new Map<string, { label: number; size: number; readonly from: number }>();
  #labels = 0;

  constructor(group: Uint32Array) {
    this.#group = group;
  }

  /** Rows come in canonical order, those without a time last: they make groups of their own. */
  put(row: number, key: string, at: number, span: number, most: number): void {
    const timeless = Number.isNaN(at);
    const slot = timeless ? `${key} timeless` : key;
    const open = this.#open.get(slot);
    if (open !== undefined && open.size < most && (timeless || at - open.from <= span)) {
      open.size++;
      this.#group[row] = open.label;
      return;
    }
    this.#labels++;
    this.#open.set(slot, { label: this.#labels, size: 1, from: at });
    this.#group[row] = this.#labels;
  }
}
