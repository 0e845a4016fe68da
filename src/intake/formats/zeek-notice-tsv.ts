import type { Json } from '../../base/json.ts';
import type { Confidence, ReadContext, TextImporter, TextReader } from '../importer.ts';
import { notice, ZEEK_NOTICE_SPEC } from './support/zeek.ts';

/** Zeek `notice.log` as tab-separated text with its own header lines; a rotated or joined file has several headers. */
export const zeekNoticeTsv: TextImporter = {
  id: 'zeek-notice-tsv',
  label: 'Zeek notice.log',
  spec: ZEEK_NOTICE_SPEC,
  kind: 'text',
  match(head: string): Confidence {
    if (!/^#fields\s/m.test(head)) return 0;
    return /^#path\s+notice\b/m.test(head) || /^#fields\b.*\bnote\b.*\bmsg\b/m.test(head) ? 100 : 0;
  },
  open: (ctx: ReadContext): TextReader => new TsvReader(ctx),
};

class TsvReader implements TextReader {
  readonly #ctx: ReadContext;
  #fields: readonly string[] = [];
  #separator = '\t';
  #set = ',';
  #empty = '(empty)';
  #unset = '-';
  #isNotice = true;

  constructor(ctx: ReadContext) {
    this.#ctx = ctx;
  }

  line(row: string): void {
    if (row.trim() === '') return;
    if (row.startsWith('#')) {
      this.#directive(row);
      return;
    }
    if (this.#fields.length === 0) {
      this.#ctx.reject('intake/bad-record', 'A row stands before any #fields line.');
      return;
    }
    if (!this.#isNotice) {
      this.#ctx.ignore('row of another Zeek log');
      return;
    }
    const cells = row.split(this.#separator);
    if (cells.length !== this.#fields.length) {
      const kind = cells.length < this.#fields.length ? 'intake/cut-off' : 'intake/bad-record';
      this.#ctx.reject(kind, `${cells.length} cells where #fields names ${this.#fields.length}.`);
      return;
    }
    const record: Record<string, Json> = Object.create(null) as Record<string, Json>;
    for (const [at, name] of this.#fields.entries()) {
      const cell = cells[at] ?? '';
      if (cell === this.#unset || cell === '') continue;
      if (cell === this.#empty) continue;
      record[name] = name === 'actions' || name === 'email_dest' ? cell.split(this.#set).map(unescape) : unescape(cell);
    }
    if (!Object.hasOwn(record, 'note')) {
      this.#ctx.reject('intake/no-title', 'The row has no note.');
      return;
    }
    notice(record, this.#ctx);
  }

  end(): void {
    // Each row is given out as it is read.
  }

  #directive(row: string): void {
    const value = (name: string): string | undefined =>
      row.startsWith(`#${name}`) ? row.slice(name.length + 2).replace(/^\s+(?=\S)/, '') : undefined;
    const separator = value('separator');
    if (separator !== undefined) this.#separator = unescape(separator.trim());
    this.#set = value('set_separator')?.trim() ?? this.#set;
    this.#empty = value('empty_field')?.trim() ?? this.#empty;
    this.#unset = value('unset_field')?.trim() ?? this.#unset;
    const path = value('path');
    if (path !== undefined) this.#isNotice = path.trim().startsWith('notice');
    if (row.startsWith('#fields'))
      this.#fields = row
        .slice('#fields'.length)
        .replace(/^[\t ,]/, '')
        .split(this.#separator);
  }
}

/** Zeek writes a byte that would break the row as `\x2c`. */
const unescape = (cell: string): string =>
  cell.replace(/\\x([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
