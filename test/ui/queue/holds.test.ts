import { expect, test } from 'vitest';
import { holdsOf } from '../../../src/ui/queue/holds.ts';
import type { AlertRow, LinkReason } from '../../../src/worker/api.ts';

const host = { id: 5, type: 'device', label: 'FS-01' } as const;
const reason = (code: LinkReason['code'], weight: number, entity: LinkReason['entity'] = null): LinkReason => ({
  code,
  weight,
  entity,
  text: '',
});
const alert = (id: number, ...reasons: LinkReason[]): AlertRow =>
  ({ id, link: reasons.length === 0 ? null : { toAlert: 1, toTitle: '', gap: 0, score: 1, reasons, sentence: '' } }) as unknown as AlertRow;

test('one line for a shared thing, however many alerts came in by it', () => {
  const holds = holdsOf([
    alert(1),
    alert(2, reason('sameAsset', 0.5, host), reason('temporalProximity', 0.2)),
    alert(3, reason('sameTargetedAsset', 0.9, host)),
  ]);
  expect(holds).toEqual([
    { key: 'e5', entity: host, reasons: ['Same targeted asset', 'Same asset'], alerts: 2, weight: 0.9 },
    { key: 'temporalProximity', entity: null, reasons: ['Temporal proximity'], alerts: 1, weight: 0.2 },
  ]);
});
test('an alert on its own is held by nothing', () => expect(holdsOf([alert(1)])).toEqual([]));
