/* Decisions of a person. */
import type { Decision } from '../../journal/decision.ts';

export type { AlertDecision, IncidentDecision } from '../../journal/decision.ts';

/** What is decided, taken back or done again. */
export type Command = Decision | { readonly kind: 'undo' } | { readonly kind: 'redo' };

export interface CommandOutcome {
  /** What was done, in one sentence, for the toast. */
  readonly summary: string;
  readonly eventId: string;
}

export interface UndoState {
  /** Summary of what Ctrl-Z would take back; null when there is nothing. */
  readonly undo: string | null;
  readonly redo: string | null;
}
