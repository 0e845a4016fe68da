import { fail, ok, type Result } from '../base/result.ts';
import { csvCell, plural } from '../base/text.ts';
import { toIso, type Instant } from '../base/time.ts';
import type { ReadOptions } from '../intake/job.ts';
import type { ByteSource, IntakeReport, PlacedAlert } from '../intake/report.ts';
import { highOf, KeyTable, lowOf } from '../store/key-table.ts';
import { ContentKeys, identityOf, isNamed, namedKey } from '../store/write/alert-key.ts';
import { DIFF_FIELDS, type DiffChange, type DiffField, type DiffRow, type DiffSide, type ExportDiff } from './export-diff.ts';

/** Rows of each kind that are given beside the counts; the CSV holds all. */
const ROWS_GIVEN = 500;
const CSV_PIECE = 1 << 20;
const FIELDS = DIFF_FIELDS.length;
const NO_TIME = -1;

export interface Compared {
  readonly source: ByteSource;
  readonly options: ReadOptions;
}

/**
 * What an earlier and a later export say differently: alerts that came, went or changed status, owner, severity or classification. Alerts are
 * told apart as the store does it, and of several records of one alert the same one wins. Memory holds keys and the compared fields, not records.
 * Fails when a file gives no alert at all and says why, with the file's name in `details.file`, and when it is cancelled; a file read in part is compared, with doubts.
 */
export async function diffExports(before: Compared, after: Compared): Promise<Result<ExportDiff>> {
  const alerts = new Slots();
  const [first, second] = [new Side(alerts), new Side(alerts)];
  const { readFile } = await import('../intake/read-file.ts');
  const sides: DiffSide[] = [];
  for (const [{ source, options }, side] of [
    [before, first],
    [after, second],
  ] as const) {
    let keys = new ContentKeys();
    const reports = await readFile(source, options, {
      begin: () => {
        keys = new ContentKeys();
      },
      alerts: (batch) => {
        for (const one of batch) side.take(one, keys);
      },
      incidents: () => undefined,
    });
    if (options.isCancelled?.() === true) return fail('worker/cancelled', 'The comparison was stopped.');
    const failed = reports.find(({ error }) => error !== null)?.error;
    if (side.alerts === 0 && failed !== null && failed !== undefined)
      return fail(failed.code, failed.message, { ...failed.details, file: source.name });
    sides.push(side.told(source.name, reports));
  }
  const [old, fresh] = sides;
  if (old === undefined || fresh === undefined) throw new Error('two files are compared');
  return ok(compare(alerts, first, second, old, fresh));
}

/** The alerts of both files, numbered from 0 as they are met. */
class Slots {
  readonly #keys = new KeyTable();
  readonly #terms = new Map<string, number>();
  readonly texts: string[] = [''];
  readonly id: string[] = [];
  readonly title: number[] = [];
  readonly product: number[] = [];
  readonly at: number[] = [];

  get count(): number {
    return this.id.length;
  }

  term(text: string | undefined): number {
    if (text === undefined || text === '') return 0;
    let term = this.#terms.get(text);
    if (term === undefined) {
      term = this.texts.push(text) - 1;
      this.#terms.set(text, term);
    }
    return term;
  }

  /** Number of the alert a record speaks of. Two ids that meet in one hash are two alerts. */
  of(placed: PlacedAlert, keys: ContentKeys): number {
    const { draft } = placed;
    const named = isNamed(placed);
    const id = identityOf(draft);
    for (let salt = 0; ; salt++) {
      const key = named ? namedKey(placed, salt) : keys.keyOf(placed);
      const [high, low] = [highOf(key, 1), lowOf(key, 1)];
      const known = this.#keys.get(high, low) - 1;
      if (known >= 0) {
        if (named && key !== draft.key && id !== '' && this.id[known] !== '' && this.id[known] !== id) continue;
        return known;
      }
      this.#keys.set(high, low, this.id.push(id));
      this.title.push(this.term(draft.title));
      this.product.push(this.term(draft.product));
      this.at.push(draft.firstActivity ?? draft.lastActivity ?? draft.detected ?? NO_TIME);
      return this.count - 1;
    }
  }
}

/** Whether a file tells of an alert: not, in part (rows of AlertEvidence), or as a whole. */
const Seen = { no: 0, part: 1, whole: 2 } as const;
type Seen = (typeof Seen)[keyof typeof Seen];

/** What one file says of the alerts; `fields[slot * 4 + i]` is the term of `DIFF_FIELDS[i]`, 0 where none is stated. */
class Side {
  readonly #slots: Slots;
  readonly seen: Seen[] = [];
  readonly fields: number[] = [];
  readonly format: number[] = [];
  readonly #updated: number[] = [];
  readonly #formats = new Set<string>();
  alerts = 0;
  #unnamed = 0;

  constructor(slots: Slots) {
    this.#slots = slots;
  }

  has(slot: number): boolean {
    return (this.seen[slot] ?? Seen.no) !== Seen.no;
  }

  take(placed: PlacedAlert, keys: ContentKeys): void {
    const { draft, format } = placed;
    const slots = this.#slots;
    const slot = slots.of(placed, keys);
    this.#reach(slot);
    const known = this.seen[slot] ?? Seen.no;
    const partial = draft.partial === true;
    const wins = overwrites(known, this.#updated[slot] ?? NO_TIME, partial, draft.updated ?? NO_TIME);
    if (known === Seen.no) {
      this.alerts++;
      if (!isNamed(placed)) this.#unnamed++;
      this.#formats.add(format);
    }
    if (known === Seen.no || wins) {
      this.format[slot] = slots.term(format);
      slots.title[slot] = slots.term(draft.title);
      if (draft.updated !== undefined) this.#updated[slot] = draft.updated;
    }
    const stated = [draft.severity, draft.status, draft.assignedTo, draft.classification];
    for (let i = 0; i < FIELDS; i++) {
      const term = stated[i] === 'unknown' && i !== 2 ? 0 : slots.term(stated[i]);
      if (term !== 0 && (wins || this.fields[slot * FIELDS + i] === 0)) this.fields[slot * FIELDS + i] = term;
    }
    if (known !== Seen.whole) this.seen[slot] = partial ? Seen.part : Seen.whole;
  }

  told(name: string, reports: readonly IntakeReport[]): DiffSide {
    return { name, alerts: this.alerts, unnamed: this.#unnamed, formats: [...this.#formats], doubts: doubtsOf(reports) };
  }

  #reach(slot: number): void {
    while (this.seen.length <= slot) {
      this.seen.push(Seen.no);
      this.format.push(0);
      this.#updated.push(NO_TIME);
      for (let i = 0; i < FIELDS; i++) this.fields.push(0);
    }
  }
}

/** As `mergedRecord` of the store decides it. */
function overwrites(known: Seen, before: number, partial: boolean, now: number): boolean {
  if (partial) return false;
  return known !== Seen.whole || before === NO_TIME || now > before;
}

function doubtsOf(reports: readonly IntakeReport[]): readonly string[] {
  const doubts: string[] = [];
  for (const { name, error, rejectedCount, notes } of reports) {
    const of = reports.length > 1 ? `${name}: ` : '';
    if (error !== null) doubts.push(`${of}${error.message}`);
    if (rejectedCount > 0) doubts.push(`${of}${plural(rejectedCount, 'record')} could not be read.`);
    for (const note of notes) if (note.startsWith('Exactly ')) doubts.push(of + note);
  }
  return doubts;
}

type Kind = 'added' | 'changed' | 'vanished';

function compare(slots: Slots, before: Side, after: Side, old: DiffSide, fresh: DiffSide): ExportDiff {
  const counts = { added: 0, changed: 0, vanished: 0, same: 0 };
  const rows: Record<Kind, DiffRow[]> = { added: [], changed: [], vanished: [] };
  const changedBy: Record<DiffField, number> = { severity: 0, status: 0, assignedTo: 0, classification: 0 };
  const csv = new CsvBlob();
  for (let slot = 0; slot < slots.count; slot++) {
    const [was, is] = [before.has(slot), after.has(slot)];
    const changes = was && is ? changesOf(slots, before, after, slot) : [];
    const kind = was ? (is ? (changes.length > 0 ? 'changed' : 'same') : 'vanished') : 'added';
    counts[kind]++;
    if (kind === 'same') continue;
    for (const { field } of changes) changedBy[field]++;
    const row = rowOf(slots, is ? after : before, slot, changes);
    if (rows[kind].length < ROWS_GIVEN) rows[kind].push(row);
    csv.add(kind, row);
  }
  return { before: old, after: fresh, ...counts, changedBy, rows, csv: csv.blob() };
}

/** Two formats may carry different fields: what one of them leaves out has not changed. Within a format, a field left out has been cleared. */
function changesOf(slots: Slots, before: Side, after: Side, slot: number): readonly DiffChange[] {
  const sameFormat = before.format[slot] === after.format[slot];
  const changes: DiffChange[] = [];
  for (const [i, field] of DIFF_FIELDS.entries()) {
    const was = before.fields[slot * FIELDS + i] ?? 0;
    const is = after.fields[slot * FIELDS + i] ?? 0;
    if (was === is || (!sameFormat && (was === 0 || is === 0))) continue;
    changes.push({ field, before: slots.texts[was] ?? '', after: slots.texts[is] ?? '' });
  }
  return changes;
}

function rowOf(slots: Slots, side: Side, slot: number, changes: readonly DiffChange[]): DiffRow {
  const at = slots.at[slot] ?? NO_TIME;
  const field = (i: number): string => slots.texts[side.fields[slot * FIELDS + i] ?? 0] ?? '';
  return {
    id: slots.id[slot] ?? '',
    title: slots.texts[slots.title[slot] ?? 0] ?? '',
    product: slots.texts[slots.product[slot] ?? 0] ?? '',
    at: at === NO_TIME ? null : at,
    changes,
    fields: { severity: field(0), status: field(1), assignedTo: field(2), classification: field(3) },
  };
}

const COLUMNS: Readonly<Record<DiffField, string>> = {
  severity: 'Severity',
  status: 'Status',
  assignedTo: 'Assigned to',
  classification: 'Classification',
};
const KINDS: Readonly<Record<Kind, string>> = { added: 'New', changed: 'Changed', vanished: 'Vanished' };

class CsvBlob {
  readonly #pieces: Blob[] = [];
  #text = `${['Difference', 'Alert id', 'Title', 'Product', 'Activity (UTC)', ...DIFF_FIELDS.flatMap((field) => [`${COLUMNS[field]} before`, `${COLUMNS[field]} after`])].join(',')}\r\n`;

  add(kind: Kind, { id, title, product, at, fields, changes }: DiffRow): void {
    const cells = [KINDS[kind], id, title, product, at === null ? '' : toIso(at as Instant)];
    for (const field of DIFF_FIELDS) {
      const change = changes.find((one) => one.field === field);
      cells.push(kind === 'added' ? '' : (change?.before ?? fields[field]), kind === 'vanished' ? '' : (change?.after ?? fields[field]));
    }
    this.#text += `${cells.map(csvCell).join(',')}\r\n`;
    if (this.#text.length >= CSV_PIECE) this.#cut();
  }

  blob(): Blob {
    this.#cut();
    return new Blob(this.#pieces, { type: 'text/csv' });
  }

  #cut(): void {
    this.#pieces.push(new Blob([this.#text]));
    this.#text = '';
  }
}
