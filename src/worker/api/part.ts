/** A part of a file: alerts that begin from–to (µs, both ends within), and of those one in `every`. */
export interface PartWanted {
  readonly from?: number;
  readonly to?: number;
  readonly every?: number;
}
