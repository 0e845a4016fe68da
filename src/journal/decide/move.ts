import { fail, ok, type Result } from '../../base/result.ts';
import { plural } from '../../base/text.ts';
import { REASON_LABELS } from '../../domain/reason.ts';
import type { DecideContext, Decision, DecisionReader, EventDraft } from '../decision.ts';
import type { Change } from '../event.ts';
import { ChangeSet, checkLength, incidentName, knownAlerts, MAX_COMMENT, nothingChanged, openIncidents, quoted } from './common.ts';

type Move = Extract<Decision, { readonly kind: 'alert.move' }>;

/**
 * Puts alerts into an existing incident or a new one, whose key is `p-` and a UUID (those of the correlation begin with `i-`) and whose name
 * comes from its alerts like any other's. Alerts that are already there stay out of the event.
 */
export function moveAlerts(move: Move, reader: DecisionReader, context: DecideContext): Result<EventDraft> {
  const alerts = knownAlerts(move.ids, reader);
  if (!alerts.ok) return alerts;
  const long = checkLength('The comment', move.comment ?? '', MAX_COMMENT);
  if (!long.ok) return long;
  const targets = move.to === null ? ok([]) : openIncidents([move.to], reader);
  if (!targets.ok) return targets;
  const target = targets.value[0];
  if (target?.status === 'resolved')
    return fail('journal/resolved', `Incident #${target.id} is resolved; reopen it before moving alerts to it.`);
  const key = target?.key ?? `p-${context.newId()}`;

  const moved = alerts.value.filter((alert) => alert.incident !== key);
  const [first] = moved;
  if (first === undefined) return nothingChanged();
  if (
    target === undefined &&
    moved.length === reader.alertsOf(first.incident).length &&
    moved.every((alert) => alert.incident === first.incident)
  ) {
    return fail('journal/whole-incident', 'These are all the alerts of the incident: a new one would be the same.');
  }
  const changes = new ChangeSet(reader, context);
  const reason = (move.reasons ?? []).map((code) => REASON_LABELS[code]).join(', ') || 'Moved';
  for (const alert of moved) {
    changes.patch('placement', alert.key, { incident: key, at: context.at, actor: context.actor, reason });
    const owner = target?.assignedTo ?? '';
    if (owner !== '' && alert.assignedTo !== owner) changes.patch('alert_decision', alert.key, { assigned_to: owner });
  }
  const comments: Change[] =
    move.comment === undefined || move.comment.trim() === ''
      ? []
      : [
          {
            table: 'comment',
            key: context.newId(),
            before: null,
            after: { incident: key, author: context.actor, at: context.at, text: move.comment },
          },
        ];
  const what = moved.length === 1 ? `Alert ${quoted(first.title)}` : plural(moved.length, 'alert');
  const because = reason === 'Moved' ? '' : ` (${reason})`;
  return ok({
    kind: 'alert.moved',
    summary: `${what} moved to ${target === undefined ? 'a new incident' : incidentName(target)}${because}`,
    subjects: [...new Set([key, ...moved.map((alert) => alert.incident)])].filter((subject) => subject !== ''),
    changes: [...changes.list, ...comments],
  });
}
