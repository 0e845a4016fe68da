import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { instantOfMillis } from '../../src/base/time.ts';
import type { AlertDraft } from '../../src/domain/alert.ts';
import { isPart, OUTSIDE, Slicer, sliceNotes, UNSAMPLED, type Slice } from '../../src/intake/slice.ts';
import { memorySource, take } from './sources.ts';
import { toy } from './toy.ts';

const at = (minute: number) => instantOfMillis(Date.UTC(2024, 0, 1, 0, minute));
const draft = (id: string | undefined, minute: number | undefined): AlertDraft => ({
  title: 't',
  product: 'P',
  severity: 'low',
  evidence: [],
  ...(id !== undefined && { externalId: id }),
  ...(minute !== undefined && { firstActivity: at(minute) }),
});
const kept = (drafts: readonly AlertDraft[], only: Slice): readonly AlertDraft[] => {
  const slicer = new Slicer(only);
  return drafts.filter((one) => slicer.leavesOut(one) === undefined);
};

describe('a part of a file', () => {
  test('time slices that meet hold every alert with a time once; one without a time stands in each', () => {
    fc.assert(
      fc.property(fc.array(fc.option(fc.nat(500), { nil: undefined })), fc.nat(500), (minutes, cut) => {
        const drafts = minutes.map((minute, i) => draft(String(i), minute));
        const before = kept(drafts, { to: at(cut) });
        const after = kept(drafts, { from: instantOfMillis(Date.UTC(2024, 0, 1, 0, cut, 0, 1)) });
        const untimed = minutes.filter((minute) => minute === undefined).length;
        expect(before.length + after.length).toBe(drafts.length + untimed);
      }),
    );
  });

  test('a sample by id does not depend on the order of records, and takes all records of an alert or none', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ minLength: 1 })), fc.integer({ min: 2, max: 20 }), (ids, every) => {
        const once = ids.map((id, i) => draft(id, i));
        const chosen = new Set(kept(once, { every }).map(({ externalId }) => externalId));
        const again = kept([...once].reverse().concat(once), { every });
        expect(new Set(again.map(({ externalId }) => externalId))).toEqual(chosen);
        expect(again.length).toBe(2 * once.filter(({ externalId }) => chosen.has(externalId)).length);
      }),
    );
  });

  test('a sample by id is about as large as it says', () => {
    const drafts = Array.from({ length: 20_000 }, (_, i) => draft(`alert-${i}`, i % 60));
    for (const every of [2, 7, 10, 64]) {
      const share = (kept(drafts, { every }).length * every) / drafts.length;
      expect(share).toBeGreaterThan(0.8);
      expect(share).toBeLessThan(1.2);
    }
  });

  test('without ids every nth is taken; one in one is all', () => {
    const drafts = Array.from({ length: 30 }, (_, i) => draft(undefined, i));
    expect(kept(drafts, { every: 10 }).map(({ firstActivity }) => firstActivity)).toEqual([at(0), at(10), at(20)]);
    expect(kept(drafts, { every: 1 })).toHaveLength(30);
    expect([isPart({ every: 1 }), isPart({}), isPart({ every: 2 }), isPart({ to: at(1) })]).toEqual([false, false, true, true]);
  });
});

test('the report counts what was left out, says the rule and carries it', async () => {
  const text = Array.from({ length: 60 }, (_, i) => `{"toy":"t","id":"n${i}","at":"2024-01-01T00:${String(i).padStart(2, '0')}:00Z"}\n`);
  const only = { from: at(10), to: at(39), every: 3 };
  const { reports, alerts } = await take(memorySource(text.join('')), { importers: [toy], only });
  const [report] = reports;
  expect(report).toMatchObject({ records: 60, only, ignoredBy: { [OUTSIDE]: 30, [UNSAMPLED]: 30 - alerts.length } });
  expect(report?.notes.join(' ')).toMatch(
    /begin from 2024-01-01T00:10:00Z to 2024-01-01T00:39:00Z.*one alert in 3, by a hash of its id \(of alerts without an id every 3rd\)/,
  );
});

test('a whole file carries no part', async () => {
  const { reports } = await take(memorySource('{"toy":"t"}\n'), { importers: [toy], only: { every: 1 } });
  expect(reports[0]).not.toHaveProperty('only');
});

test('the rule is said in good English', () => {
  expect([11, 12, 21, 22, 23, 101, 113].map((every) => /every (\w+)\)/.exec(sliceNotes({ every })[0] ?? '')?.[1])).toEqual([
    '11th',
    '12th',
    '21st',
    '22nd',
    '23rd',
    '101st',
    '113th',
  ]);
});
