/* One alert or entity in full, and what was imported. */
import type { SequenceRule } from '../../correlate/sequences/rule.ts';
import type { Classification, Determination } from '../../domain/classification.ts';
import type { IncidentStatus } from '../../domain/incident.ts';
import type { Severity } from '../../domain/severity.ts';
import type { IntakeReport } from '../../intake/report.ts';
import type { ListName, RuleDraft } from '../../domain/rule.ts';
import type { AlertRow, EvidenceRow } from './incident.ts';

export interface AlertDetail extends AlertRow {
  readonly externalId: string | null;
  readonly description: string;
  readonly recommendedActions: string;
  readonly severityText: string;
  readonly classification: Classification;
  readonly determination: Determination;
  readonly assignedTo: string;
  readonly detected: number | null;
  readonly imported: number;
  readonly timeText: string;
  readonly timeAssumed: string;
  readonly techniques: readonly { readonly id: string; readonly name: string }[];
  readonly rule: string;
  readonly url: string;
  readonly threatName: string;
  readonly sourceIncident: string;
  /** Null for an alert of a file. */
  readonly raisedBy: RaisedBy | null;
  readonly evidence: readonly EvidenceRow[];
  readonly file: {
    readonly name: string;
    readonly format: string;
    /** As in `RecordPlace`: a line from 1, or the index of the record from 0 in one JSON document. */
    readonly line: number;
    readonly offset: number;
    /** `NDJSON`, `JSON array`, `gzip › CSV, comma` …: tells what `line` counts. */
    readonly container: string;
  };
}
/** What a raised alert was raised by. */
export interface RaisedBy {
  readonly rule: SequenceRule;
  readonly steps: readonly RaisedStep[];
}
export interface RaisedStep {
  readonly step: SequenceRule['steps'][number];
  /** µs from the first alert of the step before to the first of this one; null for the first step. */
  readonly gap: number | null;
  readonly alerts: readonly {
    readonly id: number;
    readonly incident: number;
    readonly title: string;
    readonly product: string;
    readonly severity: Severity;
    readonly firstActivity: number | null;
  }[];
}
/** Another mention that is taken for the same thing. */
export interface EntityAlias {
  /** Entity id of the mention. */
  readonly id: number;
  readonly label: string;
  /** Why, in words. */
  readonly because: string;
  /** Rules that would part the two, each alone; empty where nothing can. */
  readonly apart: readonly RuleDraft[];
}
export interface EntityDetail extends EvidenceRow {
  readonly attributes: readonly { readonly name: string; readonly value: string }[];
  readonly incidentList: readonly {
    readonly id: number;
    readonly name: string;
    readonly severity: Severity;
    readonly status: IncidentStatus;
    readonly alerts: number;
  }[];
  readonly recentAlerts: readonly AlertRow[];
  /** Set when the correlation does not link over it, in words. */
  readonly notLinking: string;
  /** Decided by a person: never links, and is looked out for. */
  readonly ignored: boolean;
  readonly watched: boolean;
  /** Other mentions resolved to this one, and by which identifier. */
  readonly aliases: readonly EntityAlias[];
  /** Entries of lists that name it; a mark on the entity itself is none. */
  readonly listed: readonly { readonly list: ListName; readonly key: string }[];
}
/** A field of an alert in which its source and a person differ. */
export interface ConflictRow {
  readonly alert: number;
  /** 0: in none. */
  readonly incident: number;
  readonly title: string;
  readonly product: string;
  readonly field: 'status' | 'assignedTo' | 'classification' | 'determination';
  /** What the source said when it was decided, what it says now, what was decided; '' where nothing is said. */
  readonly was: string;
  readonly theirs: string;
  readonly mine: string;
  /** The import that brought it. */
  readonly file: string;
  readonly at: number;
}
export interface BatchRow extends IntakeReport {
  readonly id: number;
  readonly at: number;
  readonly added: number;
  readonly updated: number;
  readonly duplicates: number;
}

export interface FormatRow {
  readonly id: string;
  readonly label: string;
  /** Where the format is specified. */
  readonly spec: string;
}
