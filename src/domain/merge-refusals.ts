import { fail, type Result, ok } from '../base/result.ts';
import { CLASSIFICATION_LABELS, DETERMINATION_LABELS, type Classification, type Determination } from './classification.ts';
import type { IncidentStatus } from './incident.ts';

/** What the rules look at. */
export interface MergeCandidate {
  readonly id: number;
  readonly status: IncidentStatus;
  readonly assignedTo: string;
  readonly classification: Classification;
  readonly determination: Determination;
  /** Device groups of its devices, where the files name them. */
  readonly deviceGroups?: readonly string[];
}
export interface MergeRules {
  /** The most entities one incident may have. */
  readonly maxEntities: number;
  /** Refuse when devices stand in different device groups. Off unless asked for. */
  readonly sameDeviceGroup: boolean;
}
export const DEFAULT_MERGE_RULES: MergeRules = { maxEntities: 10_000, sameDeviceGroup: false };

/**
 * The first of the five rules that forbids this merge, in the Defender portal's order: resolved, two owners, unequal classification or
 * determination, too many entities, unequal device groups. An unset value agrees with every other.
 * `entities`: different entities of all together.
 */
export function refuseMerge(incidents: readonly MergeCandidate[], entities: number, rules: MergeRules): Result<null> {
  const resolved = incidents.find((incident) => incident.status === 'resolved');
  if (resolved !== undefined)
    return fail('merge/resolved', `Incident #${resolved.id} is resolved; reopen it before merging.`, { id: resolved.id });

  const owners = distinct(incidents, (incident) => incident.assignedTo, '');
  if (owners.length > 1)
    return fail(
      'merge/two-owners',
      `The incidents are assigned to different people: ${owners.join(', ')}. Assign them to one person first.`,
    );

  const classes = distinct(incidents, (incident) => incident.classification, 'unknown');
  if (classes.length > 1) {
    const words = classes.map((value) => CLASSIFICATION_LABELS[value]).join(', ');
    return fail(
      'merge/two-classifications',
      `The incidents are classified differently: ${words}. Give them the same classification first.`,
    );
  }
  const determinations = distinct(incidents, (incident) => incident.determination, 'unknown');
  if (determinations.length > 1) {
    const words = determinations.map((value) => DETERMINATION_LABELS[value]).join(', ');
    return fail(
      'merge/two-determinations',
      `The incidents have different determinations: ${words}. Give them the same determination first.`,
    );
  }

  if (entities > rules.maxEntities)
    return fail('merge/too-many-entities', `Together they have ${entities} entities; one incident may have ${rules.maxEntities}.`, {
      entities,
      limit: rules.maxEntities,
    });

  const groups = [...new Set(incidents.flatMap((incident) => incident.deviceGroups ?? []))];
  if (rules.sameDeviceGroup && groups.length > 1)
    return fail('merge/device-groups', `Their devices belong to different device groups: ${groups.join(', ')}.`);
  return ok(null);
}

function distinct<T>(incidents: readonly MergeCandidate[], of: (incident: MergeCandidate) => T, unset: T): readonly T[] {
  return [...new Set(incidents.map(of))].filter((value) => value !== unset);
}
