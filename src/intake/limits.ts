/** What one file may cost. Every limit that is met is told in the report, in words. */
export interface IntakeLimits {
  /** Bytes of one record (a line, a JSON value, a row). */
  readonly recordBytes: number;
  /** Levels of braces and brackets in one JSON record. */
  readonly depth: number;
  /** Bytes of all that comes out of one compressed file. */
  readonly expandedBytes: number;
  /** Expanded : compressed, looked at once `ratioAfterBytes` have come out. Deflate itself ends at 1032. */
  readonly ratio: number;
  readonly ratioAfterBytes: number;
  /** Files in one archive. */
  readonly members: number;
  /** Archives within archives. */
  readonly archiveDepth: number;
  readonly columns: number;
  /** Bytes worked on at a time; no limit on what is read. */
  readonly slabBytes: number;
}

const MB = 1024 * 1024;

export const DEFAULT_LIMITS: IntakeLimits = {
  recordBytes: 64 * MB,
  depth: 256,
  expandedBytes: 16 * 1024 * MB,
  ratio: 500,
  ratioAfterBytes: 100 * MB,
  members: 10_000,
  archiveDepth: 3,
  columns: 5_000,
  slabBytes: 256 * 1024,
};
