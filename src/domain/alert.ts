import type { Brand } from '../base/brand.ts';
import type { Instant } from '../base/time.ts';
import type { Classification, Determination } from './classification.ts';
import type { Evidence } from './evidence.ts';
import type { Severity } from './severity.ts';

/** `a` and 16 hex digits: the same alert has the same key on every machine and in every import. */
export type AlertKey = Brand<string, 'AlertKey'>;
/** Row number in this workspace, dense from 1. It may differ between workspaces; decisions name alerts by key. */
export type AlertId = Brand<number, 'AlertId'>;

export const ALERT_STATUSES = ['unknown', 'new', 'inProgress', 'resolved'] as const;
export type AlertStatus = (typeof ALERT_STATUSES)[number];

/** `posture`: a compliance or vulnerability finding; kept, but not correlated and out of the default queue. */
export const ALERT_KINDS = ['detection', 'posture'] as const;
export type AlertKind = (typeof ALERT_KINDS)[number];

/** What an importer makes of one record. Field names are those of Graph `security.alert`. */
export interface AlertDraft {
  /** The product's own id. Absent: the identity is derived from the content. */
  readonly externalId?: string;
  /** Namespace of `externalId`, so that the same alert read from two formats is one alert (`microsoft` for Graph, hunting and Endpoint ids). Absent: the format id. */
  readonly idScope?: string;
  /** The same alert as another product's export names it, where the record says so: then this is its identity. Sentinel links to the id that Graph gives. */
  readonly alias?: { readonly scope: string; readonly id: string };
  /** A key stated by an export of Alertweave itself. Wins over `externalId`. */
  readonly key?: string;
  readonly title: string;
  readonly description?: string;
  readonly severity: Severity;
  /** The severity as it stood in the file. */
  readonly severityText?: string;
  readonly status?: AlertStatus;
  readonly classification?: Classification;
  readonly determination?: Determination;
  readonly assignedTo?: string;
  readonly category?: string;
  /** ATT&CK tactic ids `TA0001`, as `attack/tactics.ts` gives them; words that are no tactic stay in `category`. */
  readonly tactics?: readonly string[];
  /** ATT&CK technique ids `T1059` or `T1059.001`; ids of other vocabularies are kept too. */
  readonly techniques?: readonly string[];
  readonly vendor?: string;
  /** The product that raised it: `Microsoft Defender for Endpoint`, `Suricata`. Graph's serviceSource in words. */
  readonly product: string;
  readonly detectionSource?: string;
  /** Detector or rule id. */
  readonly rule?: string;
  readonly firstActivity?: Instant;
  readonly lastActivity?: Instant;
  /** When the product raised it. */
  readonly detected?: Instant;
  /** Version of the record: the newer one updates the older. */
  readonly updated?: Instant;
  /** The activity time as it stood in the file. */
  readonly timeText?: string;
  /** What had to be assumed to read the time: `zone`, `year`, `dayMonth`. */
  readonly timeAssumed?: readonly ('zone' | 'year' | 'dayMonth')[];
  readonly evidence: readonly Evidence[];
  /** The exporter's own grouping. Never used to correlate unless the user asks for it. */
  readonly sourceIncident?: string;
  readonly url?: string;
  readonly recommendedActions?: string;
  readonly threatName?: string;
  readonly actorName?: string;
  readonly kind?: AlertKind;
  /** This record stands for so many identical alerts. Absent: 1. */
  readonly count?: number;
  /** Scope of private names and addresses. */
  readonly site?: string;
  /** Only a part of an alert (a row of AlertEvidence): merges into whatever is known of the same id, never overwrites it. */
  readonly partial?: boolean;
}

/** An incident as the exporting product made it. */
export interface SourceIncidentDraft {
  readonly externalId: string;
  readonly idScope?: string;
  readonly title: string;
  readonly severity: Severity;
  readonly status?: string;
  readonly classification?: Classification;
  readonly determination?: Determination;
  readonly assignedTo?: string;
  readonly created?: Instant;
  readonly updated?: Instant;
  readonly firstActivity?: Instant;
  readonly lastActivity?: Instant;
  readonly tags?: readonly string[];
  readonly redirectTo?: string;
  readonly url?: string;
  /** External ids of its alerts, where it lists them. */
  readonly alertIds?: readonly string[];
}

/** Where a record stands in its file, after decompression and decoding to UTF-8. */
export interface RecordPlace {
  /** 1-based line of a line-oriented file; else the 0-based index of the record. */
  readonly line: number;
  /** Byte offset and length in the decoded file; -1 when unknown. */
  readonly offset: number;
  readonly length: number;
}
