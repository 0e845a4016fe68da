import { fail, ok, type Result } from '../../base/result.ts';
import { plural } from '../../base/text.ts';
import { DEFAULT_MERGE_RULES, refuseMerge, type MergeRules } from '../../domain/merge-refusals.ts';
import { REASON_LABELS } from '../../domain/reason.ts';
import { REDIRECTED_TAG, withTags } from '../../domain/tags.ts';
import type { DecideContext, Decision, DecisionReader, EventDraft, IncidentView } from '../decision.ts';
import type { Change } from '../event.ts';
import { ChangeSet, checkLength, incidentName, MAX_COMMENT, openIncidents, quoted } from './common.ts';

type Merge = Extract<Decision, { readonly kind: 'incident.merge' }>;

/**
 * Pours incidents into the one with the most alerts (of equals the oldest number), as the Defender portal does: nobody chooses the direction.
 * The target takes the alerts (as placements), the tags, copies of the comments, and the owner and classification it lacks; each source becomes
 * redirected, with a link. Refused by domain/merge-refusals.ts.
 */
export function mergeIncidents(merge: Merge, reader: DecisionReader, context: DecideContext): Result<EventDraft> {
  const found = openIncidents(merge.ids, reader);
  if (!found.ok) return found;
  if (found.value.length < 2) return fail('merge/too-few', 'Choose at least two incidents to merge.');
  const long = checkLength('The comment', merge.comment ?? '', MAX_COMMENT);
  if (!long.ok) return long;
  const entities = reader.entitiesOfAll(found.value.map((incident) => incident.key));
  const refused = refuseMerge(found.value, entities, rulesOf(reader));
  if (!refused.ok) return refused;

  const [target, ...sources] = [...found.value].sort((a, b) => b.alerts - a.alerts || a.id - b.id) as [IncidentView, ...IncidentView[]];
  const changes = new ChangeSet(reader, context);
  const owner = [target, ...sources].find((incident) => incident.assignedTo !== '')?.assignedTo ?? '';
  const reason = (merge.reasons ?? []).map((code) => REASON_LABELS[code]).join(', ') || 'Merged';
  const tags = withTags(
    target.tags,
    sources.flatMap((source) => source.tags),
    [REDIRECTED_TAG],
  );
  changes.patch('incident_decision', target.key, gained(target, sources, owner, tags));
  const comments: Change[] = [];
  for (const source of sources) {
    for (const alert of reader.alertsOf(source.key)) {
      changes.patch('placement', alert.key, { incident: target.key, at: context.at, actor: context.actor, reason });
      if (owner !== '' && alert.assignedTo !== owner) changes.patch('alert_decision', alert.key, { assigned_to: owner });
    }
    for (const comment of reader.commentsOf(source.key)) {
      const text = `*From source #${source.id}:*\n\n${comment.text}`;
      comments.push(added(context, { incident: target.key, author: comment.author, at: comment.at, text }));
    }
    changes.patch('incident_decision', source.key, {
      status: 'redirected',
      redirect_to: target.key,
      tags: JSON.stringify([REDIRECTED_TAG]),
    });
  }
  if (owner !== '') {
    for (const alert of reader.alertsOf(target.key)) {
      if (alert.assignedTo !== owner) changes.patch('alert_decision', alert.key, { assigned_to: owner });
    }
  }
  if (merge.comment !== undefined && merge.comment.trim() !== '') {
    comments.push(added(context, { incident: target.key, author: context.actor, at: context.at, text: merge.comment }));
  }
  const names = sources.length <= 3 ? sources.map(incidentName).join(', ') : plural(sources.length, 'incident');
  const because = reason === 'Merged' ? '' : ` (${reason})`;
  return ok({
    kind: 'incident.merged',
    summary: `${names} merged into #${target.id} ${quoted(target.name)}${because}`,
    subjects: [target.key, ...sources.map((source) => source.key)],
    changes: [...changes.list, ...comments],
  });
}

function rulesOf(reader: DecisionReader): MergeRules {
  const limit = Number(reader.row('setting', 'merge.maxEntities')?.['value'] ?? Number.NaN);
  return {
    maxEntities: Number.isInteger(limit) && limit > 0 ? limit : DEFAULT_MERGE_RULES.maxEntities,
    sameDeviceGroup: reader.row('setting', 'merge.sameDeviceGroup')?.['value'] === 'true',
  };
}

/** What the target lacks and a source has. The refusals have seen to it that set values agree. */
function gained(target: IncidentView, sources: readonly IncidentView[], owner: string, tags: readonly string[]): Record<string, string> {
  const classified = sources.find((source) => source.classification !== 'unknown');
  const determined = sources.find((source) => source.determination !== 'unknown');
  return {
    ...(tags.length === target.tags.length ? {} : { tags: JSON.stringify(tags) }),
    ...(owner === target.assignedTo ? {} : { assigned_to: owner }),
    ...(target.classification === 'unknown' && classified !== undefined ? { classification: classified.classification } : {}),
    ...(target.determination === 'unknown' && determined !== undefined ? { determination: determined.determination } : {}),
  };
}

const added = (context: DecideContext, after: NonNullable<Change['after']>): Change => ({
  table: 'comment',
  key: context.newId(),
  before: null,
  after,
});
