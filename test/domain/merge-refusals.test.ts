import { expect, test } from 'vitest';
import { DEFAULT_MERGE_RULES, refuseMerge, type MergeCandidate } from '../../src/domain/merge-refusals.ts';

const incident = (id: number, over: Partial<MergeCandidate> = {}): MergeCandidate => ({
  ...{ id, status: 'new', assignedTo: '', classification: 'unknown', determination: 'unknown' },
  ...over,
});
const refusal = (a: Partial<MergeCandidate>, b: Partial<MergeCandidate>, entities = 2, rules = DEFAULT_MERGE_RULES): string | undefined => {
  const result = refuseMerge([incident(1, a), incident(2, b)], entities, rules);
  return result.ok ? undefined : result.error.code;
};

test('each of the five rules refuses by a code of its own', () => {
  expect(refusal({}, { status: 'resolved' })).toBe('merge/resolved');
  expect(refusal({ assignedTo: 'Ann' }, { assignedTo: 'Bo' })).toBe('merge/two-owners');
  expect(refusal({ classification: 'truePositive' }, { classification: 'falsePositive' })).toBe('merge/two-classifications');
  const positive = { classification: 'truePositive' } as const;
  expect(refusal({ ...positive, determination: 'malware' }, { ...positive, determination: 'phishing' })).toBe('merge/two-determinations');
  expect(refusal({}, {}, 10_001)).toBe('merge/too-many-entities');
  const groups = [{ deviceGroups: ['Servers'] }, { deviceGroups: ['Clients'] }] as const;
  expect(refusal(...groups, 2, { ...DEFAULT_MERGE_RULES, sameDeviceGroup: true })).toBe('merge/device-groups');
});

test('what is not set agrees with everything; device groups are not asked for unless wanted', () => {
  expect(refusal({ assignedTo: 'Ann' }, {})).toBeUndefined();
  expect(refusal({ classification: 'truePositive', determination: 'malware' }, { classification: 'truePositive' })).toBeUndefined();
  expect(refusal({ deviceGroups: ['Servers'] }, { deviceGroups: ['Clients'] })).toBeUndefined();
  expect(refusal({ status: 'inProgress' }, {}, 10_000)).toBeUndefined();
});
