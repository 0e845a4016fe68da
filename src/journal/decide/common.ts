import { fail, ok, type Result } from '../../base/result.ts';
import { middle } from '../../base/text.ts';
import {
  CLASSIFICATION_LABELS,
  DETERMINATION_LABELS,
  isLegalPair,
  type Classification,
  type Determination,
} from '../../domain/classification.ts';
import type { AlertView, DecideContext, DecisionReader, IncidentView } from '../decision.ts';
import type { Change, Row } from '../event.ts';
import { patch } from '../rows.ts';

/** Longest name, owner or note kept; beyond it the decision is refused. */
export const MAX_NAME = 512;
export const MAX_OWNER = 256;
/** Characters of a comment or a note, as in the Defender portal. */
export const MAX_COMMENT = 30_000;

export const nothingChanged = (): Result<never> => fail('journal/nothing-changed', 'Nothing to change: it is already so.');

/** All incidents meant, once each; refuses unknown and redirected ones. */
export function openIncidents(ids: readonly number[], reader: DecisionReader): Result<readonly IncidentView[]> {
  const found: IncidentView[] = [];
  for (const id of new Set(ids)) {
    const incident = reader.incident(id);
    if (incident === undefined) return fail('journal/not-found', `There is no incident #${id}.`, { id });
    if (incident.status === 'redirected')
      return fail('journal/redirected', `Incident #${id} was merged into another; change that one instead.`, { id });
    found.push(incident);
  }
  return found.length === 0 ? fail('journal/not-found', 'No incident was named.') : ok(found);
}

export function knownAlerts(ids: readonly number[], reader: DecisionReader): Result<readonly AlertView[]> {
  const found: AlertView[] = [];
  for (const id of new Set(ids)) {
    const alert = reader.alert(id);
    if (alert === undefined) return fail('journal/not-found', `There is no alert ${id}.`, { id });
    found.push(alert);
  }
  return found.length === 0 ? fail('journal/not-found', 'No alert was named.') : ok(found);
}

/** Refuses text that is too long. Counts characters as a person does: a surrogate pair is one. */
export function checkLength(what: string, text: string, limit: number): Result<null> {
  if (text.length <= limit) return ok(null);
  const length = Array.from(text).length;
  return length <= limit
    ? ok(null)
    : fail('journal/too-long', `${what} has ${length} characters; at most ${limit} are kept.`, { length, limit });
}

interface Pair {
  readonly classification: Classification;
  readonly determination: Determination;
}
/** The pair after the change. A new classification keeps the determination where it is legal, else clears it; an illegal pair asked for is refused. */
export function settlePair(current: Pair, asked: Partial<Pair>): Result<Pair> {
  const classification = asked.classification ?? current.classification;
  if (asked.determination !== undefined && !isLegalPair(classification, asked.determination)) {
    return fail(
      'journal/illegal-determination',
      `${DETERMINATION_LABELS[asked.determination]} is no determination of ${CLASSIFICATION_LABELS[classification]}.`,
    );
  }
  const kept = asked.determination ?? current.determination;
  return ok({ classification, determination: isLegalPair(classification, kept) ? kept : 'unknown' });
}

/** Collects changes; a later patch of the same row adds to the earlier one, so that a row stands once in an event. */
export class ChangeSet {
  readonly #changes = new Map<string, Change>();
  readonly #reader: DecisionReader;
  readonly #at: number;
  constructor(reader: DecisionReader, context: DecideContext) {
    this.#reader = reader;
    this.#at = context.at;
  }

  patch(table: Change['table'], key: string, fields: Row): void {
    const name = `${table}/${key}`;
    const earlier = this.#changes.get(name);
    const before = earlier === undefined ? this.#reader.row(table, key) : earlier.before;
    const change = patch(table, key, before, { ...earlier?.after, ...fields }, this.#at);
    if (change === undefined) this.#changes.delete(name);
    else this.#changes.set(name, change);
  }

  get size(): number {
    return this.#changes.size;
  }
  get list(): readonly Change[] {
    return [...this.#changes.values()];
  }
}

/** `owner (was Ann)` reads badly without one: nobody is said in words. */
export const ownerWord = (owner: string): string => (owner === '' ? 'nobody' : owner);
export const quoted = (text: string): string => `“${middle(text, 80)}”`;
export const incidentName = (incident: IncidentView): string => `#${incident.id} ${quoted(incident.name)}`;
