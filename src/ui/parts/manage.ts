import { DETERMINATIONS_OF, type Classification, type Determination } from '../../domain/classification.ts';
import type { IncidentStatus } from '../../domain/incident.ts';
import type { Severity } from '../../domain/severity.ts';
import type { AlertDecision, IncidentDecision } from '../../worker/api.ts';

/** Of a draft, like all its fields: `undefined` where those managed differ and nothing was chosen. */
export interface Classified {
  readonly classification: Classification | undefined;
  readonly determination: Determination | undefined;
}
/** What incidents and alerts have alike. */
export interface WorkDraft<Status> extends Classified {
  readonly status: Status | undefined;
  readonly assignedTo: string | undefined;
}
/** What a person may set of incidents. */
export interface ManageDraft extends WorkDraft<IncidentStatus> {
  readonly name: string | undefined;
  readonly severity: Severity | undefined;
  readonly tags: readonly string[];
  readonly resolvingNote: string;
}
export interface Managed {
  readonly id: number;
  readonly name: string;
  readonly severity: Severity;
  readonly status: IncidentStatus;
  readonly assignedTo: string;
  readonly tags: readonly string[];
  readonly classification: Classification;
  readonly determination: Determination;
  readonly activeAlerts: number;
  readonly resolvingNote?: string;
}

/** What all of them have there; undefined where they differ, or one is not known. */
export function common<M, T>(managed: readonly M[], of: (one: M) => T): T | undefined {
  const [first, ...others] = managed.map(of);
  return others.every((one) => one === first) ? first : undefined;
}

/** The draft that changes nothing: what the incidents have in common. Tags are those that all have. */
export function draftOf(managed: readonly Managed[]): ManageDraft {
  return {
    name: managed.length === 1 ? managed[0]?.name : undefined,
    severity: common(managed, (one) => one.severity),
    status: common(managed, (one) => one.status),
    assignedTo: common(managed, (one) => one.assignedTo),
    tags: (managed[0]?.tags ?? []).filter((tag) => managed.every((one) => one.tags.includes(tag))),
    classification: common(managed, (one) => one.classification),
    determination: common(managed, (one) => one.determination),
    resolvingNote: managed.length === 1 ? (managed[0]?.resolvingNote ?? '') : '',
  };
}

/** Determinations that may go with a classification, `unknown` (not set) always among them. */
export function determinationsFor(classification: Classification | undefined): readonly Determination[] {
  if (classification === undefined || classification === 'unknown') return ['unknown'];
  return ['unknown', ...DETERMINATIONS_OF[classification]];
}

/** A draft with a classification chosen: the determination stays only where it may. */
export function withClassification<D extends Classified>(draft: D, classification: Classification): D {
  const stays = draft.determination !== undefined && determinationsFor(classification).includes(draft.determination);
  return { ...draft, classification, determination: stays ? draft.determination : 'unknown' };
}

/** Fields of `draft` that say something else than `before`. A classification is written together with its determination. */
export function workChanges<Status>(before: WorkDraft<Status>, draft: WorkDraft<Status>) {
  const { status, classification, determination } = draft;
  const assignedTo = draft.assignedTo?.trim();
  return {
    ...(status !== undefined && status !== before.status ? { status } : {}),
    ...(assignedTo !== undefined && assignedTo !== before.assignedTo ? { assignedTo } : {}),
    ...(classification !== undefined && classification !== before.classification
      ? { classification, determination: determination ?? 'unknown' }
      : determination !== undefined && determination !== before.determination
        ? { determination }
        : {}),
  };
}

/** What differs between the draft and what stood there: only that is written, one log line each. */
export function changesOf(managed: readonly Managed[], draft: ManageDraft): IncidentDecision {
  const before = draftOf(managed);
  const name = draft.name?.trim();
  const addTags = draft.tags.filter((tag) => !before.tags.includes(tag));
  const removeTags = before.tags.filter((tag) => !draft.tags.includes(tag));
  const note = draft.resolvingNote.trim();
  return {
    ...(name !== undefined && name !== '' && name !== before.name ? { name } : {}),
    ...(draft.severity !== undefined && draft.severity !== before.severity ? { severity: draft.severity } : {}),
    ...workChanges(before, draft),
    ...(addTags.length > 0 ? { addTags } : {}),
    ...(removeTags.length > 0 ? { removeTags } : {}),
    ...(draft.status === 'resolved' && note !== before.resolvingNote ? { resolvingNote: note } : {}),
  };
}

export const isEmpty = (changes: IncidentDecision | AlertDecision): boolean => Object.keys(changes).length === 0;

/** Open alerts that a change to resolved leaves open unless they are resolved too: the question of the cascade. 0: nothing to ask. */
export function alertsInQuestion(managed: readonly Managed[], changes: IncidentDecision): number {
  if (changes.status !== 'resolved') return 0;
  return managed.filter((one) => one.status !== 'resolved').reduce((sum, one) => sum + one.activeAlerts, 0);
}
