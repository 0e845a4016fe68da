import { unreachable } from '../base/assert.ts';
import type { Result } from '../base/result.ts';
import { changeAlerts } from './decide/alert.ts';
import { changeEntities } from './decide/entity.ts';
import { changeIncidents, commentIncident } from './decide/incident.ts';
import { keepDecisions } from './decide/keep.ts';
import { mergeIncidents } from './decide/merge.ts';
import { moveAlerts } from './decide/move.ts';
import { addOverride } from './decide/override.ts';
import { changeRules } from './decide/rules.ts';
import { changeSetting } from './decide/setting.ts';
import type { DecideContext, Decision, DecisionReader, EventDraft } from './decision.ts';

/**
 * What a decision changes, or why it cannot be taken. Pure: reads through `reader`, writes nothing.
 * A decision about many things is one event. Failures: `journal/nothing-changed` when everything is already so, `journal/not-found`,
 * `journal/redirected`, `merge/…` of domain/merge-refusals.ts, and the rest named where they arise.
 *
 * @example
 * const draft = decide({ kind: 'incident.change', ids: [7], changes: { status: 'resolved' } }, reader, { at, actor: 'Ann', newId });
 * if (draft.ok) journal.append(draft.value); // summary: 'Status changed from New to Resolved'
 */
export function decide(decision: Decision, reader: DecisionReader, context: DecideContext): Result<EventDraft> {
  switch (decision.kind) {
    case 'incident.change':
      return changeIncidents(decision.ids, decision.changes, reader, context);
    case 'incident.comment':
      return commentIncident(decision.id, decision.text, reader, context);
    case 'alert.change':
      return changeAlerts(decision, reader, context);
    case 'alert.keep':
      return keepDecisions(decision.against, reader, context);
    case 'incident.merge':
      return mergeIncidents(decision, reader, context);
    case 'alert.move':
      return moveAlerts(decision, reader, context);
    case 'override.add':
      return addOverride(decision, reader, context);
    case 'rules.change':
      return changeRules(decision, reader, context);
    case 'entity.change':
      return changeEntities(decision, reader, context);
    case 'setting.change':
      return changeSetting(decision.key, decision.value, reader, context);
    default:
      return unreachable(decision);
  }
}
