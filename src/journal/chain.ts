import type { EventDraft } from './decision.ts';
import type { JournalEvent } from './event.ts';
import { sha256 } from './sha256.ts';

const utf8 = new TextEncoder();

/**
 * JSON with keys in UTF-16 order and no blanks, equal on every machine (RFC 8785 for the values events hold: text, finite numbers, null).
 * Members that are undefined are left out.
 */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value as Readonly<Record<string, unknown>>)
      .filter(([, member]) => member !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, member]) => `${JSON.stringify(key)}:${canonical(member)}`);
    return `{${members.join(',')}}`;
  }
  if (typeof value === 'number' && !Number.isFinite(value)) throw new Error('a journal holds finite numbers only');
  return JSON.stringify(value ?? null);
}

/** SHA-256 of the event without its `hash`. */
export function hashOf(event: Omit<JournalEvent, 'hash'>): string {
  return sha256(utf8.encode(canonical({ ...event, hash: undefined })));
}

export interface Place {
  readonly id: string;
  readonly seq: number;
  readonly at: number;
  readonly actor: string;
  /** Hash of the event before, '' for the first. */
  readonly prev: string;
}

/** Gives a draft its place in the chain. */
export function seal(draft: EventDraft, place: Place): JournalEvent {
  const { kind, summary, subjects, changes, target } = draft;
  const event = { v: 1 as const, ...place, kind, summary, subjects, changes, ...(target === undefined ? {} : { target }) };
  return { ...event, hash: hashOf(event) };
}

export interface ChainFault {
  readonly seq: number;
  readonly id: string;
  /** `changed`: the event is not what was sealed. `unlinked`: it does not follow the one before (removed, inserted, or reordered). `repeated`: its id was there before. */
  readonly fault: 'changed' | 'unlinked' | 'repeated';
}

/** Every place where the chain does not hold; empty for an untouched journal. */
export function verify(events: readonly JournalEvent[]): readonly ChainFault[] {
  const faults: ChainFault[] = [];
  const ids = new Set<string>();
  let before: JournalEvent | undefined;
  for (const event of events) {
    const at = (fault: ChainFault['fault']): number => faults.push({ seq: event.seq, id: event.id, fault });
    if (hashOf(event) !== event.hash) at('changed');
    if (event.prev !== (before?.hash ?? '') || event.seq !== (before?.seq ?? 0) + 1) at('unlinked');
    if (ids.has(event.id)) at('repeated');
    ids.add(event.id);
    before = event;
  }
  return faults;
}
