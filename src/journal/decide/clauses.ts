import { plural } from '../../base/text.ts';

interface Entry {
  readonly what: string;
  readonly before: Set<string>;
  readonly after: string;
}

/** Gathers what happens to many things into the clauses of one sentence: `status changed from New to Resolved; 12 alerts assigned`. */
export class Clauses {
  readonly #changes = new Map<string, Entry>();
  readonly #plain = new Set<string>();
  readonly #counts = new Map<string, number>();

  change(what: string, before: string, after: string): void {
    const id = JSON.stringify([what, after]);
    const entry = this.#changes.get(id) ?? { what, before: new Set(), after };
    entry.before.add(before);
    this.#changes.set(id, entry);
  }

  plain(clause: string): void {
    this.#plain.add(clause);
  }

  count(what: string): void {
    this.#counts.set(what, (this.#counts.get(what) ?? 0) + 1);
  }

  get text(): string {
    const clauses = [
      ...[...this.#changes.values()].map(fromTo),
      ...this.#plain,
      ...[...this.#counts].map(([what, n]) => `${plural(n, 'alert')} ${what}`),
    ];
    return clauses.join('; ');
  }
}

/** `status changed from New to Resolved`, or `status set to Resolved` when they came from different ones. */
function fromTo({ what, before, after }: Entry): string {
  const [first, ...others] = before;
  return first !== undefined && others.length === 0 ? `${what} changed from ${first} to ${after}` : `${what} set to ${after}`;
}

export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
