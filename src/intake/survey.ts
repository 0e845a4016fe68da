import type { JsonObject } from '../base/json.ts';
import type { Importer, RecordImporter } from './importer.ts';
import type { FormatGuess } from './report.ts';

/** So many records are shown to every importer; after that the one that fits goes first. */
const LOOK = 400;
const SURE = 75;

export interface Choice {
  readonly importer: RecordImporter;
  readonly confidence: number;
}

interface Claim {
  readonly importer: Importer;
  records: number;
  best: number;
}

/** Chooses the importer of each record, and keeps account of who claimed what. */
export class Survey {
  readonly #json: readonly RecordImporter[];
  readonly #table: readonly RecordImporter[];
  #fallback: RecordImporter | undefined;
  readonly #forced: RecordImporter | undefined;
  readonly #claims = new Map<string, Claim>();
  readonly #ties = new Map<string, { records: number; confidence: number; readonly importers: readonly RecordImporter[] }>();
  #last: RecordImporter | undefined;
  #looked = 0;
  #tied = 0;

  constructor(importers: readonly Importer[], forced: RecordImporter | undefined) {
    const records = importers.filter((importer) => importer.kind === 'record');
    this.#json = records.filter((importer) => importer.containers.includes('json'));
    this.#table = records.filter((importer) => importer.containers.includes('table'));
    this.#forced = forced;
  }

  choose(record: JsonObject, container: 'json' | 'table', free = false): Choice | undefined {
    if (this.#forced !== undefined && !free) return { importer: this.#forced, confidence: 100 };
    const last = this.#last;
    if (last !== undefined && this.#looked >= LOOK && last.containers.includes(container)) {
      const confidence = matchOf(last, record, container);
      if (confidence >= SURE) return { importer: last, confidence };
    }
    let best: RecordImporter | undefined;
    let confidence = 0;
    let equals: RecordImporter[] | undefined;
    for (const importer of container === 'json' ? this.#json : this.#table) {
      const here = matchOf(importer, record, container);
      if (here > confidence) {
        confidence = here;
        best = importer;
        equals = undefined;
      } else if (here > 0 && here === confidence && best !== undefined) (equals ??= [best]).push(importer);
    }
    if (best === undefined) return this.#fallen(record, container);
    if (equals !== undefined) {
      this.#tie(equals, confidence);
      if (last !== undefined && equals.includes(last)) best = last;
    }
    return { importer: best, confidence };
  }

  /** Whether any importer but the fallback claims the record, as surely as `least`. */
  knows(record: JsonObject, container: 'json' | 'table', least = 1): boolean {
    return (container === 'json' ? this.#json : this.#table).some((importer) => matchOf(importer, record, container) >= least);
  }

  /** Asked where no other importer claims a record. */
  fallBackTo(importer: RecordImporter): void {
    this.#fallback = importer;
  }

  isFallback({ importer }: Choice): boolean {
    return importer === this.#fallback;
  }

  #fallen(record: JsonObject, container: 'json' | 'table'): Choice | undefined {
    const confidence = this.#fallback === undefined ? 0 : matchOf(this.#fallback, record, container);
    return this.#fallback === undefined || confidence === 0 ? undefined : { importer: this.#fallback, confidence };
  }

  /** The record was given to this importer. */
  took({ importer, confidence }: Choice): void {
    this.#looked++;
    this.#last = importer;
    this.claim(importer, confidence);
  }

  claim(importer: Importer, confidence: number): void {
    const claim = this.#claims.get(importer.id);
    if (claim === undefined) this.#claims.set(importer.id, { importer, records: 1, best: confidence });
    else {
      claim.records++;
      claim.best = Math.max(claim.best, confidence);
    }
  }

  /** The importers that fit most records equally well; empty when one fits better. */
  ambiguous(): readonly FormatGuess[] {
    if (this.#tied * 2 <= Math.min(this.#looked, LOOK)) return [];
    let most: { records: number; confidence: number; readonly importers: readonly RecordImporter[] } | undefined;
    for (const tie of this.#ties.values()) if (most === undefined || tie.records > most.records) most = tie;
    return most?.importers.map(({ id, label }) => ({ format: id, label, confidence: most.confidence })) ?? [];
  }

  majority(): { readonly importer: Importer; readonly records: number; readonly best: number; readonly others: number } | undefined {
    let most: Claim | undefined;
    let all = 0;
    for (const claim of this.#claims.values()) {
      all += claim.records;
      if (most === undefined || claim.records > most.records) most = claim;
    }
    return most === undefined ? undefined : { importer: most.importer, records: most.records, best: most.best, others: all - most.records };
  }

  mixed(): readonly Claim[] {
    return [...this.#claims.values()].sort((a, b) => b.records - a.records);
  }

  #tie(importers: readonly RecordImporter[], confidence: number): void {
    this.#tied++;
    const key = importers.map(({ id }) => id).join(' ');
    const tie = this.#ties.get(key);
    if (tie === undefined) this.#ties.set(key, { records: 1, confidence, importers });
    else tie.records++;
  }
}

function matchOf(importer: RecordImporter, record: JsonObject, container: 'json' | 'table'): number {
  try {
    return importer.match(record, container);
  } catch {
    return 0;
  }
}
