import { describe, expect, test } from 'vitest';
import { about, fits, type Machine, roomOn, sampleFor, tooMuchWords } from '../../src/client/load-estimate.ts';
import { loadJudge } from '../../src/client/overload.ts';
import { ok } from '../../src/base/result.ts';
import type { Overview } from '../../src/worker/api.ts';

const load = (alerts: number, bytes = alerts * 1000, isExact = false) => ({ alerts, bytes, isExact });
const ROOMY: Machine = { memory: 32, heap: 2 ** 32, free: 500e9 };
const SMALL: Machine = { memory: 4, heap: 2 ** 32, free: 500e9 };

describe('what a browser can hold', () => {
  test('is told by its memory, its script memory, its storage and what is here already', () => {
    expect(roomOn(ROOMY, load(1))).toEqual({ alerts: 2_000_000, because: 'stated' });
    expect(roomOn(SMALL, load(1)).because).toBe('memory');
    expect(roomOn({ ...ROOMY, heap: 2 ** 30 }, load(1))).toEqual({ alerts: 500_000, because: 'memory' });
    expect(roomOn({ ...ROOMY, free: 1e9 }, load(1e6)).because).toBe('storage');
    expect(roomOn(ROOMY, load(1), 1_900_000).alerts).toBe(100_000);
    expect(roomOn(ROOMY, load(1), 3_000_000).alerts).toBe(0);
  });

  test('a browser that tells nothing is taken for one of 8 GB', () => {
    const nothing = { memory: undefined, heap: undefined, free: undefined };
    expect(roomOn(nothing, load(1)).alerts).toBe(roomOn({ ...ROOMY, memory: 8 }, load(1)).alerts);
  });

  test('more than it holds is said in words, with both figures and the reason', () => {
    const words = (machine: Machine, one = load(1_400_000), present = 0): string =>
      tooMuchWords(one, roomOn(machine, one, present), machine, present);
    expect(words(SMALL)).toBe(
      'About 1.4 million alerts in 1.4 GB; this browser can hold about 370\u2009000. It says that the computer has 4 GB of memory, of which the page should take no more than half; the tab may run out of it.',
    );
    expect(words({ ...ROOMY, free: 1e9 })).toMatch(/allows this page 1 GB more of storage/);
    expect(words(ROOMY, load(2_500_000, 1e9, true), 5)).toMatch(/^2\u2009500\u2009000 alerts in 1 GB; .* beside the 5 already here\./);
    expect(words(ROOMY, load(10, 3e9))).toMatch(/files of up to 2 GB/);
    expect([fits(load(10, 3e9), roomOn(ROOMY, load(10))), fits(load(10), roomOn(ROOMY, load(10)))]).toEqual([false, true]);
  });

  test('the sample that is proposed fits', () => {
    for (const machine of [ROOMY, SMALL]) {
      const one = load(9e6);
      const room = roomOn(machine, one);
      expect(one.alerts / sampleFor(one, room)).toBeLessThan(room.alerts);
    }
  });
});

test('figures are as sure as an estimate is', () => {
  expect([1_449_000, 2_000_000, 904_000, 12_345, 850, 7, 0].map(about)).toEqual([
    '1.4 million',
    '2 million',
    '900\u2009000',
    '12\u2009000',
    '850',
    '7',
    '0',
  ]);
});

test('small files are never held; large ones are set against what the workspace holds', async () => {
  const asked: number[] = [];
  const judge = (alerts: number): ReturnType<typeof loadJudge> =>
    loadJudge({ query: () => Promise.resolve(ok([{ alerts } as Overview])) }, () => {
      asked.push(alerts);
      return Promise.resolve(SMALL);
    });
  expect(await judge(0)(load(1e9, 1e6))).toBeUndefined();
  expect(asked).toEqual([]);
  expect(await judge(0)(load(300_000, 1e8))).toBeUndefined();
  expect((await judge(300_000)(load(300_000, 1e8)))?.why).toMatch(/beside the 300\u2009000 already here/);
});
