import * as fc from 'fast-check';
import { ALERT_STATUSES } from '../../src/domain/alert.ts';
import { DETERMINATION_LABELS, DETERMINATIONS_OF, type Classification, type Determination } from '../../src/domain/classification.ts';
import { VERDICTS } from '../../src/domain/evidence.ts';
import { SEVERITIES } from '../../src/domain/severity.ts';
import type { Decision } from '../../src/journal/decision.ts';

export type Step = { readonly do: 'decide'; readonly decision: Decision } | { readonly do: 'undo' } | { readonly do: 'redo' };

const id = fc.integer({ min: 1, max: 3 });
const alertId = fc.integer({ min: 1, max: 6 });
const owner = fc.constantFrom('', 'Ann', 'Bo');
const tag = fc.constantFrom('vip', 'VIP', 'finance', 'Ransomware');
const classification = fc.constantFrom(...(Object.keys(DETERMINATIONS_OF) as Classification[]));
const determination = fc.constantFrom(...(Object.keys(DETERMINATION_LABELS) as Determination[]));
const partly = { requiredKeys: [] as never[] };

const anyDecision: fc.Arbitrary<Decision> = fc.oneof(
  fc.record({
    kind: fc.constant('incident.change' as const),
    ids: fc.array(id, { minLength: 1, maxLength: 3 }),
    changes: fc.record(
      {
        name: fc.constantFrom('', 'Phish', `'; drop table event; --`, '__proto__'),
        severity: fc.constantFrom(...SEVERITIES),
        status: fc.constantFrom('new', 'inProgress', 'resolved'),
        classification,
        determination,
        assignedTo: owner,
        addTags: fc.array(tag, { maxLength: 2 }),
        removeTags: fc.array(tag, { maxLength: 1 }),
        resolvingNote: fc.constantFrom('', 'done'),
        resolveAlerts: fc.boolean(),
      },
      partly,
    ),
  }),
  fc.record({ kind: fc.constant('incident.comment' as const), id, text: fc.constantFrom('', 'seen', '**x**') }),
  fc.record({
    kind: fc.constant('alert.change' as const),
    ids: fc.array(alertId, { minLength: 1, maxLength: 4 }),
    changes: fc.record({ status: fc.constantFrom(...ALERT_STATUSES), assignedTo: owner, classification, determination }, partly),
  }),
  fc.record({
    kind: fc.constant('incident.merge' as const),
    ids: fc.array(id, { maxLength: 3 }),
    comment: fc.constantFrom('', 'same actor'),
  }),
  fc.record({ kind: fc.constant('alert.move' as const), ids: fc.array(alertId, { minLength: 1, maxLength: 3 }), to: fc.option(id) }),
  fc.record({ kind: fc.constant('override.add' as const), rule: fc.constantFrom('mustLink', 'cannotLink'), a: alertId, b: alertId }),
  fc.record({
    kind: fc.constant('entity.change' as const),
    ids: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 2 }),
    changes: fc.record(
      {
        verdict: fc.constantFrom(...VERDICTS),
        critical: fc.boolean(),
        watched: fc.boolean(),
        ignored: fc.boolean(),
        note: fc.constantFrom('', 'n'),
      },
      partly,
    ),
  }),
  fc.record({
    kind: fc.constant('setting.change' as const),
    key: fc.constantFrom('zone', 'resolve.noteRequired'),
    value: fc.constantFrom(null, 'true', 'UTC'),
  }),
);

export const anyStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: anyDecision.map((decision): Step => ({ do: 'decide', decision })) },
  { weight: 2, arbitrary: fc.constant<Step>({ do: 'undo' }) },
  { weight: 1, arbitrary: fc.constant<Step>({ do: 'redo' }) },
);
