import { ok, type Result } from '../../base/result.ts';
import { plural } from '../../base/text.ts';
import { CLASSIFICATION_LABELS, DETERMINATION_LABELS } from '../../domain/classification.ts';
import { ALERT_STATUS_LABELS } from '../../domain/labels.ts';
import type { AlertDecision, AlertView, DecideContext, DecisionReader, EventDraft } from '../decision.ts';
import { Clauses } from './clauses.ts';
import { ChangeSet, checkLength, knownAlerts, MAX_OWNER, nothingChanged, ownerWord, quoted, settlePair } from './common.ts';

/** Changes alerts without touching their incidents; subjects are the incidents whose alerts they are. */
export function changeAlerts(
  ids: readonly number[],
  asked: AlertDecision,
  reader: DecisionReader,
  context: DecideContext,
): Result<EventDraft> {
  const owner = asked.assignedTo?.trim();
  const long = checkLength('The owner', owner ?? '', MAX_OWNER);
  if (!long.ok) return long;
  const alerts = knownAlerts(ids, reader);
  if (!alerts.ok) return alerts;
  const changes = new ChangeSet(reader, context);
  const touched: AlertView[] = [];
  const words = new Clauses();
  for (const alert of alerts.value) {
    const pair = settlePair(alert, asked);
    if (!pair.ok) return pair;
    const fields: Record<string, string> = {};
    if (asked.status !== undefined && asked.status !== alert.status) {
      fields['status'] = asked.status;
      words.change('status', ALERT_STATUS_LABELS[alert.status], ALERT_STATUS_LABELS[asked.status]);
    }
    if (owner !== undefined && owner !== alert.assignedTo) {
      fields['assigned_to'] = owner;
      words.change('owner', ownerWord(alert.assignedTo), ownerWord(owner));
    }
    if (pair.value.classification !== alert.classification) {
      fields['classification'] = pair.value.classification;
      words.change('classification', CLASSIFICATION_LABELS[alert.classification], CLASSIFICATION_LABELS[pair.value.classification]);
    }
    if (pair.value.determination !== alert.determination) {
      fields['determination'] = pair.value.determination;
      words.change('determination', DETERMINATION_LABELS[alert.determination], DETERMINATION_LABELS[pair.value.determination]);
    }
    if (Object.keys(fields).length === 0) continue;
    changes.patch('alert_decision', alert.key, fields);
    touched.push(alert);
  }
  const [first] = touched;
  if (first === undefined) return nothingChanged();
  const head = touched.length === 1 ? `Alert ${quoted(first.title)}` : plural(touched.length, 'alert');
  return ok({
    kind: 'alert.changed',
    summary: `${head}: ${words.text}`,
    subjects: [...new Set(touched.map((alert) => alert.incident))].filter((key) => key !== ''),
    changes: changes.list,
  });
}
