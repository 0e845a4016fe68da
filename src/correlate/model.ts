import type { SourceIncidents } from '../domain/source-incidents.ts';
import type { SequenceLink } from './sequences/rule.ts';

/** Typed arrays in, typed arrays out: the correlation knows rows, not SQL and not objects. Row 0 is a real alert; ids of the store are rows + 1 where it says so. */
export interface CorrelationInput {
  readonly count: number;
  /** First activity, µs since 1970; NaN where the alert has no time. */
  readonly time: Float64Array;
  /** Last activity, µs; equal to `time` where unknown. */
  readonly lastTime: Float64Array;
  /** The two halves of the 64-bit key of each alert: canonical order is (time, keyHigh, keyLow), whatever the order of rows. */
  readonly keyHigh: Uint32Array;
  readonly keyLow: Uint32Array;
  /** Interned (product, rule or title): what "the same detector" means. */
  readonly detector: Uint32Array;
  /** Interned product. */
  readonly product: Uint16Array;
  /** Severity rank 0–4. */
  readonly severity: Uint8Array;
  /** Bit i: the i-th tactic in kill-chain order (attack/tactics.ts). */
  readonly tactics: Uint32Array;
  /** Identical alerts this row stands for. */
  readonly repeats: Uint32Array;
  /** 1: posture finding or excluded detector; stays alone. */
  readonly excluded: Uint8Array;
  /** Interned incident of the exporter + 1; 0 where none. Not used where `sourceIncidents` is `ignore`. */
  readonly sourceIncident: Uint32Array;
  /** CSR: entities of alert i are entity[offset[i]] … entity[offset[i+1]-1]. Canonical entities, after identity resolution. */
  readonly offset: Uint32Array;
  readonly entity: Uint32Array;
  /** Bit set over EVIDENCE_ROLES, per reference. */
  readonly role: Uint32Array;
  readonly entities: EntityTable;
  readonly overrides: Overrides;
  /** Groups that detectors make for themselves; 0: none. See grouping.ts. */
  readonly group?: Uint32Array;
  /** Alerts that follow each other in a known order of events. See sequences/. */
  readonly sequences?: readonly SequenceLink[];
}

export interface EntityTable {
  readonly count: number;
  /** Position in EVIDENCE_TYPES. */
  readonly type: Uint8Array;
  /** Bits of ENTITY_FLAGS. */
  readonly flags: Uint16Array;
}

export const ENTITY_FLAGS = {
  /** Private, link-local or carrier address, unless scoped by a site. */
  privateAddress: 1,
  /** SYSTEM, NETWORK SERVICE, root …, loopback, empty GUID: never evidence. */
  builtin: 2,
  /** Known by weak identifiers only. */
  weak: 4,
  /** On the user's ignore list. */
  ignored: 8,
  critical: 16,
  watched: 32,
  /** A file known only as the image of a process. */
  imageOnly: 64,
  /** An address of a private range, scoped by a site or not: where it always goes with one machine it is that machine. */
  internalAddress: 128,
} as const;

/** Decisions of a person, by row. They win over everything. */
export interface Overrides {
  readonly mustLink: readonly (readonly [number, number])[];
  readonly cannotLink: readonly (readonly [number, number])[];
}
export const NO_OVERRIDES: Overrides = { mustLink: [], cannotLink: [] };

export interface CorrelationResult {
  /** Incident of each alert: 0-based ordinals in canonical order of their first alert. */
  readonly incident: Uint32Array;
  readonly incidents: number;
  /** Spanning forest: the row this alert was joined to, -1 for the first of an incident. */
  readonly parent: Int32Array;
  /** Strength of that link, 0–1. */
  readonly score: Float32Array;
  /** CSR: reasons of alert i's link are reasonX[reasonOffset[i]] …. */
  readonly reasonOffset: Uint32Array;
  /** Position in REASON_CODES. */
  readonly reasonCode: Uint8Array;
  /** Entity + 1, 0 where the reason names none. */
  readonly reasonEntity: Uint32Array;
  readonly reasonWeight: Float32Array;
  /** Merges seen but held back, with the strength and the alert that would join them. */
  readonly suggestions: readonly { readonly a: number; readonly b: number; readonly via: number; readonly score: number }[];
}

export type Profile = 'strict' | 'normal' | 'wide';
export interface CorrelationOptions {
  readonly profile: Profile;
  readonly sourceIncidents: SourceIncidents;
}
