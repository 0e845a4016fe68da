/* Types only: what two exports say differently. */

/** What is compared of an alert that stands in both files. */
export const DIFF_FIELDS = ['severity', 'status', 'assignedTo', 'classification'] as const;
export type DiffField = (typeof DIFF_FIELDS)[number];

export interface DiffChange {
  readonly field: DiffField;
  /** As the model names it; '' where the file states none. */
  readonly before: string;
  readonly after: string;
}
export interface DiffRow {
  /** The product's own id; '' where the record has none. */
  readonly id: string;
  readonly title: string;
  readonly product: string;
  /** µs; null where no time is stated. */
  readonly at: number | null;
  /** Empty for an alert that stands in one file only. */
  readonly changes: readonly DiffChange[];
  /** As the newer of the files that hold it states them; '' where it states none. */
  readonly fields: Readonly<Record<DiffField, string>>;
}
export interface DiffSide {
  readonly name: string;
  /** Distinct alerts. */
  readonly alerts: number;
  /** Of those, alerts without an id of their own: matched by what they say. */
  readonly unnamed: number;
  /** Format ids met. */
  readonly formats: readonly string[];
  /** Why an alert of the file may be missing here: rejected records, a fault while reading, signs of a capped export. */
  readonly doubts: readonly string[];
}
export interface ExportDiff {
  readonly before: DiffSide;
  readonly after: DiffSide;
  readonly added: number;
  readonly changed: number;
  readonly vanished: number;
  readonly same: number;
  readonly changedBy: Readonly<Record<DiffField, number>>;
  /** The first of each kind, in file order; the counts tell of how many. */
  readonly rows: { readonly added: readonly DiffRow[]; readonly changed: readonly DiffRow[]; readonly vanished: readonly DiffRow[] };
  /** All differences, one a line, RFC 4180, cells that a spreadsheet would take for a formula made text. */
  readonly csv: Blob;
}
