import type { AlertStatus } from '../domain/alert.ts';
import type { Classification, Determination } from '../domain/classification.ts';
import type { Verdict } from '../domain/evidence.ts';
import type { IncidentStatus } from '../domain/incident.ts';
import type { ReasonCode } from '../domain/reason.ts';
import type { RuleDraft } from '../domain/rule.ts';
import type { Severity } from '../domain/severity.ts';
import type { DecisionTable, EventKind, JournalEvent, Row } from './event.ts';

/** What a person may decide. Ids are row numbers of this workspace; the event that comes of it names things by key. */
export type Decision =
  | { readonly kind: 'incident.change'; readonly ids: readonly number[]; readonly changes: IncidentDecision }
  | { readonly kind: 'incident.comment'; readonly id: number; readonly text: string }
  /** `comment` goes to the incidents whose alerts they are, with their titles. */
  | { readonly kind: 'alert.change'; readonly ids: readonly number[]; readonly changes: AlertDecision; readonly comment?: string }
  /** The decisions on alerts hold against what a newer record says: by field of the decision, what it says. */
  | { readonly kind: 'alert.keep'; readonly against: readonly KeptDecision[] }
  /** The one with the most alerts takes in the others. */
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
  /** Between two alerts: always, or never, in the same incident. */
  | {
      readonly kind: 'override.add';
      readonly rule: 'mustLink' | 'cannotLink';
      readonly a: number;
      readonly b: number;
      readonly note?: string;
    }
  /** Rules of other kinds, and rules of any kind taken away, as one event. */
  | { readonly kind: 'rules.change'; readonly add?: readonly RuleDraft[]; readonly remove?: readonly string[] }
  /** `incident`: where it was decided, so that its activity log shows it. */
  | { readonly kind: 'entity.change'; readonly ids: readonly number[]; readonly changes: EntityDecision; readonly incident?: number }
  /** `value` null: back to the default. */
  | { readonly kind: 'setting.change'; readonly key: string; readonly value: string | null };

export interface IncidentDecision {
  /** Empty: back to the automatic name. */
  readonly name?: string;
  readonly severity?: Severity;
  readonly status?: IncidentStatus;
  readonly classification?: Classification;
  readonly determination?: Determination;
  /** Empty: nobody. All its alerts follow. */
  readonly assignedTo?: string;
  readonly addTags?: readonly string[];
  readonly removeTags?: readonly string[];
  readonly resolvingNote?: string;
  /** With status resolved: its open alerts follow. */
  readonly resolveAlerts?: boolean;
}
export interface AlertDecision {
  readonly status?: AlertStatus;
  readonly assignedTo?: string;
  readonly classification?: Classification;
  readonly determination?: Determination;
}
export interface KeptDecision {
  readonly id: number;
  readonly field: keyof AlertDecision;
  readonly theirs: string;
}
export interface EntityDecision {
  readonly verdict?: Verdict;
  readonly critical?: boolean;
  readonly watched?: boolean;
  readonly ignored?: boolean;
  readonly note?: string;
}

/** An incident as the queue shows it: evidence with the decisions laid over. */
export interface IncidentView {
  readonly id: number;
  readonly key: string;
  readonly name: string;
  readonly severity: Severity;
  readonly status: IncidentStatus;
  readonly classification: Classification;
  readonly determination: Determination;
  readonly assignedTo: string;
  readonly tags: readonly string[];
  readonly resolvingNote: string;
  readonly alerts: number;
  readonly entities: number;
}
export interface AlertView {
  readonly id: number;
  readonly key: string;
  readonly title: string;
  /** Raised by the correlation itself. */
  readonly raised?: boolean;
  /** Key of the incident it is in; '' before the first correlation. */
  readonly incident: string;
  readonly status: AlertStatus;
  readonly classification: Classification;
  readonly determination: Determination;
  readonly assignedTo: string;
}
export interface EntityView {
  readonly id: number;
  readonly key: string;
  readonly label: string;
}

/** All that a decider may ask. Implemented over SQLite by store/journal/reader.ts, over plain objects in tests. */
export interface DecisionReader {
  /** The row of a decision table as it stands, without its key; null where there is none. */
  row(table: DecisionTable, key: string): Row | null;
  incident(id: number): IncidentView | undefined;
  incidentOfKey(key: string): IncidentView | undefined;
  alert(id: number): AlertView | undefined;
  /** Alerts of an incident, by id. */
  alertsOf(incidentKey: string): readonly AlertView[];
  entity(id: number): EntityView | undefined;
  /** Comments of an incident, oldest first. */
  commentsOf(incidentKey: string): readonly { readonly author: string; readonly at: number; readonly text: string }[];
  /** Different entities of all these incidents together. */
  entitiesOfAll(incidentKeys: readonly string[]): number;
}

/** What a decider needs beside the rows; given, so that deciding stays pure. */
export interface DecideContext {
  /** µs since 1970. */
  readonly at: number;
  readonly actor: string;
  /** A new UUID at each call. */
  readonly newId: () => string;
  readonly standard?: Standard;
}

/** What a setting starts from and does not state itself: without it a change is told by what is in the setting alone. */
export interface Standard {
  readonly sequenceName: (id: string) => string | undefined;
  readonly weights: Readonly<Record<string, number | readonly number[]>>;
}

/** An event before it has its place in the chain. */
export interface EventDraft extends Pick<JournalEvent, 'summary' | 'subjects' | 'changes'> {
  readonly kind: EventKind;
  readonly target?: string;
}
