import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { limitsOf } from '../../src/correlate/limits.ts';
import type { CorrelationInput } from '../../src/correlate/model.ts';
import { BUILTIN, inputOf, type Small, smalls } from './arbitrary.ts';

const alert = (at: number, entities: readonly number[]): Omit<Small, 'detector'> => ({ at, tactic: 3, entities });
const many = (
  n: number,
  of: (i: number) => Omit<Small, 'detector'> & Partial<Small>,
  product: (i: number) => number = () => 0,
): CorrelationInput => ({
  ...inputOf(Array.from({ length: n }, (_, i) => ({ detector: i % 5, ...of(i) }))),
  product: Uint16Array.from({ length: n }, (_, i) => product(i)),
});
const kinds = (input: CorrelationInput): string[] => limitsOf(input).map(({ kind }) => kind);

describe('what the data cannot carry', () => {
  test('nothing to say of alerts that name things at their times', () => {
    expect(limitsOf(many(100, (i) => alert(i, [i % 16, (i + 5) % 16])))).toEqual([]);
    expect(limitsOf(inputOf([]))).toEqual([]);
    expect(limitsOf(many(3, () => alert(Number.NaN, [])))).toEqual([]);
  });

  test('alerts without a time', () => {
    const limits = limitsOf(many(100, (i) => alert(i < 92 ? Number.NaN : i, [i % 16])));
    expect(limits).toEqual([{ kind: 'noTime', alerts: 92, of: 100 }]);
  });

  test('all but a few at one instant', () => {
    expect(limitsOf(many(100, (i) => alert(i < 5 ? i : 50, [i % 16])))).toEqual([{ kind: 'oneInstant', alerts: 95, of: 100 }]);
    expect(kinds(many(100, (i) => alert(i < 50 ? 7 : i, [i % 16])))).toEqual([]);
  });

  test('a product whose alerts name nothing that links, beside one that does', () => {
    const input = many(
      100,
      (i) => alert(i, i % 2 === 0 ? [i % 16] : i % 4 === 1 ? [] : [BUILTIN]),
      (i) => i % 2,
    );
    expect(limitsOf(input)).toEqual([{ kind: 'noEntities', product: 1, alerts: 50, of: 50 }]);
  });

  test('one thing in every alert; an ignored or built-in one is no news', () => {
    expect(limitsOf(many(100, (i) => alert(i, [2, 4 + (i % 12)])))).toEqual([{ kind: 'everywhere', entity: 2, alerts: 100, of: 100 }]);
    expect(kinds(many(100, (i) => alert(i, [BUILTIN, 4 + (i % 12)])))).toEqual([]);
  });

  test('one detector in nearly every alert', () => {
    const flood = (others: number): CorrelationInput => many(100, (i) => ({ ...alert(i, [i % 16]), detector: i < others ? 1 : 0 }));
    expect(limitsOf(flood(9))).toEqual([{ kind: 'oneDetector', detector: 0, alerts: 91, of: 100 }]);
    expect(kinds(flood(11))).toEqual([]);
  });

  test('never tells of more alerts than there are, whatever they are', () => {
    fc.assert(
      fc.property(smalls, (alerts) => {
        for (const { alerts: told, of } of limitsOf(inputOf(alerts))) {
          expect(told).toBeGreaterThan(0);
          expect(told).toBeLessThanOrEqual(of);
          expect(of).toBeLessThanOrEqual(alerts.length);
        }
      }),
    );
  });
});
