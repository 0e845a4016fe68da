/* Questions to the correlation and what it answers. */
import type { Profile } from '../../correlate/model.ts';
import type { SequenceRule } from '../../correlate/sequences/rule.ts';
import type { EvidenceType } from '../../domain/evidence.ts';
import type { IncidentStatus } from '../../domain/incident.ts';
import type { RuleDraft } from '../../domain/rule.ts';
import type { SourceIncidents } from '../../domain/source-incidents.ts';
import type { AssetChip, IncidentRow } from './queue.ts';

export type { SequenceRule };

/** Another incident with what it has in common with the one asked about, the most telling first. */
export interface RelatedIncidentRow extends IncidentRow {
  /** 0–1. */
  readonly score: number;
  readonly shared: readonly AssetChip[];
  readonly detections: readonly string[];
}
export interface WhyNotShared {
  readonly entity: AssetChip;
  /** Why it does not join them, in a sentence. */
  readonly text: string;
  readonly strength: number;
  /** µs between the nearest two alerts that name it. */
  readonly gap: number | null;
  readonly alertA: number;
  readonly alertB: number;
}
export interface WhyNotRow {
  readonly verdict: 'nothingShared' | 'decision' | 'sourceIncident' | 'tooWeak' | 'heldBack';
  readonly sentence: string;
  readonly score: number;
  readonly needed: number;
  readonly shared: readonly WhyNotShared[];
  /** The rule that would refuse a merge by hand; null when none does. */
  readonly refusal: string | null;
}
/** Where the alerts cannot carry a grouping, in a sentence, and what that means for the incidents. */
export interface GroupingLimitRow {
  readonly kind: 'noTime' | 'oneInstant' | 'noEntities' | 'everywhere' | 'oneDetector';
  readonly title: string;
  readonly text: string;
}
export interface HoldingLinkRow {
  /** The alert that hangs by the link, and the one it hangs on. */
  readonly alert: number;
  readonly title: string;
  readonly on: number;
  readonly onTitle: string;
  readonly score: number;
  readonly sentence: string;
  /** Alerts that would leave with it if the link were cut. */
  readonly behind: number;
}
/** Value of the setting `sequences`, as JSON there. */
export interface SequenceSetting {
  readonly off: readonly string[];
  /** Ids of rules that raise an alert: none until a person says so. */
  readonly raise: readonly string[];
  readonly own: readonly SequenceRule[];
}
export interface SequenceRuleRow {
  readonly rule: SequenceRule;
  readonly own: boolean;
  readonly off: boolean;
  /** It raises an alert; false also where it has none to raise. */
  readonly raising: boolean;
  /** Links it makes now, or would make. */
  readonly links: number;
  /** Alerts it raises now, or would raise. */
  readonly episodes: number;
}
/** What a file of rules holds, or why it cannot be used. */
export type ParsedSequences = { readonly rules: readonly SequenceRule[] } | { readonly fault: string };
/** What a person tries before deciding it. */
export interface CorrelationTrial {
  readonly profile?: Profile;
  readonly sourceIncidents?: SourceIncidents;
  /** Entity ids to stop linking over, and to link over again. */
  readonly ignore?: readonly number[];
  readonly heed?: readonly number[];
  /** Pairs of alert ids. */
  readonly mustLink?: readonly (readonly [number, number])[];
  readonly cannotLink?: readonly (readonly [number, number])[];
  /** Sequence rules that are off, and those of a person. */
  readonly sequences?: SequenceSetting;
  /** Rules laid over, and keys of rules taken away. */
  readonly addRules?: readonly RuleDraft[];
  readonly removeRules?: readonly string[];
  /** Alerts placed by hand, in an incident or (null) in a new one. */
  readonly place?: { readonly alerts: readonly number[]; readonly to: number | null };
  /** Incidents to merge into the one with the most alerts. */
  readonly merge?: readonly number[];
  /** Per evidence type: hours after which a shared one says nothing, and strength 0–1. */
  readonly types?: Readonly<Partial<Record<EvidenceType, { readonly window?: number; readonly strength?: number }>>>;
}
export interface PreviewIncident {
  /** Null: an incident that does not exist yet. */
  readonly id: number | null;
  readonly name: string;
  readonly alerts: number;
  readonly resolved: boolean;
}
/** What a trial would change; nothing is written. Lists hold the first 100, a merge and a split the first 8 incidents of all. */
export interface PreviewRow {
  readonly before: number;
  readonly after: number;
  readonly merges: readonly { readonly into: PreviewIncident; readonly from: readonly PreviewIncident[]; readonly fromCount: number }[];
  readonly splits: readonly { readonly of: PreviewIncident; readonly into: readonly PreviewIncident[]; readonly intoCount: number }[];
  readonly moves: readonly {
    readonly alert: number;
    readonly title: string;
    readonly from: PreviewIncident;
    readonly to: PreviewIncident;
  }[];
  readonly mergeCount: number;
  readonly splitCount: number;
  readonly moveCount: number;
  /** Of the incidents that would change. */
  readonly resolvedCount: number;
  /** Raised alerts that would come, and that would go. */
  readonly raised: number;
  readonly withdrawn: number;
  /** Beside what is tried, all alerts would be correlated at once, for the first time since some were added: part of the difference comes from that. */
  readonly anew: boolean;
  readonly elapsedMs: number;
}
export interface WeaveIncident {
  readonly id: number;
  readonly name: string;
  readonly status: IncidentStatus;
  readonly alerts: number;
}
/** A merge that a rule forbade (domain/merge-refusals.ts); null: alerts that were in no incident yet. */
export interface MergeRefusal {
  readonly a: WeaveIncident | null;
  readonly b: WeaveIncident | null;
  readonly code: string;
}
/** What the newest import did to the incidents that were here. Lists hold the first 200. */
export interface WeaveReportRow {
  readonly at: number;
  readonly alerts: number;
  /** Only what is around the new alerts was weighed: what was learnt of detectors and rates is as old as the last weave of all. */
  readonly around: boolean;
  /** `fresh`: its new alerts. */
  readonly joined: readonly { readonly incident: WeaveIncident; readonly fresh: number }[];
  readonly founded: readonly { readonly incident: WeaveIncident; readonly fresh: number }[];
  readonly merged: readonly { readonly into: WeaveIncident; readonly from: readonly number[] }[];
  readonly refused: readonly MergeRefusal[];
  readonly joinedAlerts: number;
  readonly foundedAlerts: number;
  readonly joinedCount: number;
  readonly foundedCount: number;
  readonly mergedCount: number;
}
/** How the incidents came to be. */
export interface WeaveRow {
  /** False: the alerts came in several imports; in one they might have formed other incidents. */
  readonly whole: boolean;
  readonly alerts: number;
  readonly report: WeaveReportRow | null;
}
/** How the incidents would differ if all alerts had come in one import. */
export interface AnewRow {
  readonly mergeCount: number;
  readonly splitCount: number;
  readonly moveCount: number;
}
export interface SuggestionRow {
  readonly other: IncidentRow;
  readonly viaAlert: number;
  readonly viaTitle: string;
  readonly score: number;
}
/** A merge the correlation saw and held back, between two incidents that are open. */
export interface MergeSuggestionRow {
  readonly a: IncidentRow;
  readonly b: IncidentRow;
  readonly viaAlert: number;
  readonly viaTitle: string;
  readonly score: number;
}
export interface CorrelationSettings {
  readonly profile: Profile;
  readonly sourceIncidents: SourceIncidents;
  readonly types: readonly {
    readonly type: EvidenceType;
    readonly window: number;
    readonly strength: number;
    readonly defaultWindow: number;
    readonly defaultStrength: number;
    /** What each profile says of it. */
    readonly byProfile: Readonly<Record<Profile, { readonly window: number; readonly strength: number }>>;
  }[];
}
