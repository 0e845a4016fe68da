import { ok, type Result } from '../../base/result.ts';
import { plural } from '../../base/text.ts';
import { keptKey } from '../../domain/kept.ts';
import type { AlertDecision, AlertView, DecideContext, DecisionReader, EventDraft, KeptDecision } from '../decision.ts';
import { ChangeSet, checkLength, knownAlerts, MAX_OWNER, nothingChanged, quoted } from './common.ts';

const COLUMNS: Readonly<Record<keyof AlertDecision, string>> = {
  status: 'status',
  classification: 'classification',
  determination: 'determination',
  assignedTo: 'assigned_to',
};
const WORDS: Readonly<Record<keyof AlertDecision, string>> = {
  status: 'status',
  classification: 'classification',
  determination: 'determination',
  assignedTo: 'owner',
};

/** Notes that decisions hold although a newer record says otherwise; when it says yet another thing, that is asked anew. */
export function keepDecisions(against: readonly KeptDecision[], reader: DecisionReader, context: DecideContext): Result<EventDraft> {
  const changes = new ChangeSet(reader, context);
  const touched = new Map<string, AlertView>();
  const fields = new Set<string>();
  for (const { id, field, theirs } of against) {
    const long = checkLength('What the record says', theirs, MAX_OWNER);
    if (!long.ok) return long;
    const alerts = knownAlerts([id], reader);
    if (!alerts.ok) return alerts;
    for (const alert of alerts.value) {
      changes.patch('setting', keptKey(alert.key, COLUMNS[field]), { value: theirs });
      touched.set(alert.key, alert);
    }
    fields.add(WORDS[field]);
  }
  const [first] = touched.values();
  if (first === undefined || changes.size === 0) return nothingChanged();
  const head = touched.size === 1 ? `Alert ${quoted(first.title)}` : plural(touched.size, 'alert');
  return ok({
    kind: 'alert.changed',
    summary: `${head}: ${[...fields].join(', ')} kept as decided, against a newer record`,
    subjects: [...new Set([...touched.values()].map(({ incident }) => incident))].filter((key) => key !== ''),
    changes: changes.list,
  });
}
