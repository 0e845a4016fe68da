/* Decisions of a person. */
import type { AlertStatus } from '../../domain/alert.ts';
import type { Classification, Determination } from '../../domain/classification.ts';
import type { Verdict } from '../../domain/evidence.ts';
import type { IncidentStatus } from '../../domain/incident.ts';
import type { ReasonCode } from '../../domain/reason.ts';
import type { RuleDraft } from '../../domain/rule.ts';
import type { Severity } from '../../domain/severity.ts';

export interface IncidentChanges {
  readonly name?: string;
  readonly severity?: Severity;
  readonly status?: IncidentStatus;
  readonly classification?: Classification;
  readonly determination?: Determination;
  readonly assignedTo?: string;
  readonly addTags?: readonly string[];
  readonly removeTags?: readonly string[];
  readonly resolvingNote?: string;
  /** With status resolved: also resolve its open alerts. */
  readonly resolveAlerts?: boolean;
}
export type Command =
  | { readonly kind: 'incident.change'; readonly ids: readonly number[]; readonly changes: IncidentChanges }
  | { readonly kind: 'incident.comment'; readonly id: number; readonly text: string }
  | {
      readonly kind: 'alert.change';
      readonly ids: readonly number[];
      readonly changes: {
        readonly status?: AlertStatus;
        readonly assignedTo?: string;
        readonly classification?: Classification;
        readonly determination?: Determination;
      };
    }
  /** The decisions hold against what a newer record says; see the query `conflicts`. */
  | {
      readonly kind: 'alert.keep';
      readonly against: readonly {
        readonly id: number;
        readonly field: 'status' | 'assignedTo' | 'classification' | 'determination';
        readonly theirs: string;
      }[];
    }
  /** Of 2 or more the one with the most alerts takes in the others; refused with the rule that stops it. */
  | {
      readonly kind: 'incident.merge';
      readonly ids: readonly number[];
      readonly comment?: string;
      readonly reasons?: readonly ReasonCode[];
    }
  /** `to` null: a new incident. */
  | {
      readonly kind: 'alert.move';
      readonly ids: readonly number[];
      readonly to: number | null;
      readonly comment?: string;
      readonly reasons?: readonly ReasonCode[];
    }
  /** Two alerts always, or never, in the same incident. */
  | {
      readonly kind: 'override.add';
      readonly rule: 'mustLink' | 'cannotLink';
      readonly a: number;
      readonly b: number;
      readonly note?: string;
    }
  /** Rules laid over the correlation (domain/rule.ts), added and taken away as one event. */
  | { readonly kind: 'rules.change'; readonly add?: readonly RuleDraft[]; readonly remove?: readonly string[] }
  | {
      readonly kind: 'entity.change';
      readonly ids: readonly number[];
      readonly changes: {
        readonly verdict?: Verdict;
        readonly critical?: boolean;
        readonly watched?: boolean;
        readonly ignored?: boolean;
        readonly note?: string;
      };
      readonly incident?: number;
    }
  | { readonly kind: 'setting.change'; readonly key: string; readonly value: string | null }
  | { readonly kind: 'undo' }
  | { readonly kind: 'redo' };

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
