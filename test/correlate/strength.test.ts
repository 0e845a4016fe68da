import { expect, test } from 'vitest';
import { gapOf } from '../../src/correlate/scan.ts';
import { Stages } from '../../src/correlate/stages.ts';
import { linkStrength } from '../../src/correlate/strength.ts';
import { NORMAL } from '../../src/correlate/tuning.ts';
import { inputOf, type Small } from './arbitrary.ts';

const alert = (at: number, entities: readonly number[], detector: number): Small => ({ at, detector, tactic: 3, entities });
const storiesOf = (alerts: readonly Small[]) => new Stages().prepare(inputOf(alerts), NORMAL);

test('a moment within a story is as far as what the story said last before it', () => {
  const told = [0, 0.8, 1.6].map((at) => alert(at, [0], 0));
  const gaps = (at: number): number => {
    const { stories } = storiesOf([...told, alert(at, [0], 1)]);
    return gapOf(stories, 0, 1);
  };
  expect(gaps(0.3)).toBeCloseTo(0.3, 4);
  expect(gaps(0.8)).toBeCloseTo(0, 4);
  expect(gaps(1.5)).toBeCloseTo(0.7, 4);
  expect(gaps(2)).toBeCloseTo(0.4, 4);
});

test('what lasts is near all the while it lasts', () => {
  const input = inputOf([alert(0, [0], 0), alert(3, [0], 1)]);
  input.lastTime[0] = (input.time[0] ?? 0) + 5 * 3.6e9;
  expect(gapOf(new Stages().prepare(input, NORMAL).stories, 0, 1)).toBe(0);
});

test('an account that one strike at many names among others says less for what another detector tells of it, and no less for its own', () => {
  const strike = Array.from({ length: 4 }, (_, i) => alert(i / 100, [4 + i, 8], 0));
  const { stories, facts } = storiesOf([...strike, alert(0.5, [4], 1), alert(2, [4], 0)]);
  const said = (later: number, struck: number): number =>
    linkStrength(stories, facts, { ...NORMAL, struck }, new Float64Array(2).fill(1), 4, 0, later);
  expect(said(4, NORMAL.struck)).toBeLessThan(said(4, 0) * 0.9);
  expect(said(5, NORMAL.struck)).toBe(said(5, 0));
});

test('two strikes of one detector hours apart that both name an account among others say little of one cause, a second alert in the strike says all', () => {
  const strike = (at: number, first: number): Small[] => Array.from({ length: 3 }, (_, i) => alert(at + i / 100, [first - i, 8], 0));
  const { stories, facts } = storiesOf([...strike(0, 6), alert(0.1, [6, 9], 0), ...strike(4, 6)]);
  const said = (later: number, struckAgain: number): number =>
    linkStrength(stories, facts, { ...NORMAL, struckAgain }, new Float64Array(1).fill(1), 6, 0, later);
  expect(said(4, NORMAL.struckAgain)).toBeLessThan(said(4, 0) * 0.8);
  expect(said(3, NORMAL.struckAgain)).toBe(said(3, 0));
});
