import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { correlate } from '../../src/correlate/correlate.ts';
import type { CorrelationInput } from '../../src/correlate/model.ts';
import { episodesOf } from '../../src/correlate/sequences/episodes.ts';
import { seenSequences, type SequenceFacts, sequenceLinks } from '../../src/correlate/sequences/match.ts';
import { type SequenceRule, SEQUENCES } from '../../src/correlate/sequences/rule.ts';
import { reasonCode } from '../../src/domain/reason.ts';
import { parseSequences } from '../../src/worker/parse-sequences.ts';
import { inputOf, type Small } from './arbitrary.ts';

const NORMAL = { profile: 'normal', sourceIncidents: 'ignore' } as const;
/** Users 4–7 are people 1–4; file 12 stands for the mailbox of the first. */
const PEOPLE = Uint32Array.from({ length: 17 }, (_, e) => (e === 12 ? 1 : e >= 4 && e < 8 ? e - 3 : 0));
interface Told extends Small {
  readonly techniques: readonly string[];
  readonly title?: string;
  readonly category?: string;
  readonly product?: string;
}
const told = (at: number, entities: readonly number[], ...techniques: string[]): Told => ({
  at,
  detector: at,
  tactic: 1,
  entities,
  techniques,
});
const factsOf = (alerts: readonly Told[]): SequenceFacts => ({
  person: PEOPLE,
  techniquesOf: (row) => alerts[row]?.techniques ?? [],
  titleOf: (row: number): string => alerts[row]?.title ?? '',
  categoryOf: (row: number): string => alerts[row]?.category ?? '',
  productOf: (row: number): string => alerts[row]?.product ?? '',
});
const linksOf = (alerts: readonly Told[], rules: readonly SequenceRule[] = SEQUENCES, input: CorrelationInput = inputOf(alerts)) =>
  sequenceLinks(input, rules, factsOf(alerts));
const ends = (alerts: readonly Told[], rules?: readonly SequenceRule[]): string[] =>
  linksOf(alerts, rules).map(({ from, to }) => `${from}>${to}`);

describe('orders of events', () => {
  test('a mail to a mailbox and a sign-in of its owner are one incident though they share nothing, and the link says why', () => {
    const alerts = [told(0, [12], 'T1566.002'), told(3, [4], 'T1078.004'), told(4, [5], 'T1078')];
    expect(ends(alerts)).toEqual(['0>1']);
    const plain = correlate(inputOf(alerts), NORMAL);
    expect(plain.incidents).toBe(3);
    const result = correlate({ ...inputOf(alerts), sequences: linksOf(alerts) }, NORMAL);
    expect(result.incidents).toBe(2);
    expect(result.incident[0]).toBe(result.incident[1]);
    expect([...result.reasonCode]).toEqual([reasonCode('eventSequence')]);
    expect([...result.reasonEntity]).toEqual([4 + 1]);
  });

  test('not in another order, not too late, not of another person, not half of it', () => {
    expect(ends([told(0, [4], 'T1078'), told(3, [12], 'T1566')])).toEqual([]);
    expect(ends([told(0, [12], 'T1566'), told(30, [4], 'T1078')])).toEqual([]);
    expect(ends([told(0, [12], 'T1566'), told(3, [6], 'T1078')])).toEqual([]);
    const three: SequenceRule = {
      id: 'x',
      name: 'x',
      join: 'device',
      steps: [
        { techniques: ['T1059'], within: 0 },
        { techniques: ['T1003'], within: 2 },
        { tactics: ['TA0008'], within: 2 },
      ],
    };
    const [a, b] = [told(0, [1], 'T1059'), told(1, [1], 'T1003')];
    expect(ends([a, b], [three])).toEqual([]);
  });

  test('what Entra ID Protection says of a person is an odd sign-in, whatever technique it states or leaves out', () => {
    const risk = { ...told(2, [4]), product: 'Microsoft Entra ID Protection' };
    expect(ends([told(0, [12], 'T1566'), risk, told(3, [4], 'T1114.003')])).toEqual(['0>1', '1>2']);
    expect(ends([told(0, [12], 'T1566'), { ...risk, product: 'Some other product' }])).toEqual([]);
  });

  test('an alert that states but the technique above meets a step of one of its sub-techniques', () => {
    expect(ends([told(0, [4], 'T1078'), told(1, [4], 'T1564')])).toEqual(['0>1']);
    expect(ends([told(0, [4], 'T1078'), told(1, [4], 'T1564.001')])).toEqual([]);
  });

  test('a mail, a click on the next day and a sign-in on the day after are one order, though no pair of ours holds the ends together', () => {
    const alerts = [told(0, [12], 'T1566.002'), told(20, [4], 'T1204.001'), told(40, [4], 'T1078.004')];
    expect(ends(alerts.filter((_, i) => i !== 1))).toEqual([]);
    expect(ends(alerts)).toContain('1>2');
  });

  test("a person's own step is met by category or by the words of a title; ours go by ATT&CK alone", () => {
    const own: SequenceRule = {
      id: 'own',
      name: 'own',
      join: 'device',
      steps: [
        { titles: ['mail delivered', 'Zustellung'], within: 0 },
        { techniques: ['T1059'], categories: ['Suspicious activity'], within: 2 },
      ],
    };
    const by = (at: number, title: string, category = ''): Told => ({ ...told(at, [1]), title, category });
    expect(ends([by(0, 'Phish: malicious MAIL was (late) delivered'), by(1, '', 'suspicious-Activity')], [own])).toEqual(['0>1']);
    expect(ends([by(0, 'zustellung'), told(1, [1], 'T1059.001')], [own])).toEqual(['0>1']);
    expect(ends([by(0, 'Mails delivered'), told(1, [1], 'T1059')], [own])).toEqual([]);
    expect(ends([by(0, 'Zustellung'), by(1, 'Suspicious activity')], [own])).toEqual([]);
    for (const step of SEQUENCES.flatMap(({ steps }) => steps)) expect(step).not.toHaveProperty('titles');
    for (const step of SEQUENCES.flatMap(({ steps }) => steps)) expect(step).not.toHaveProperty('categories');
  });

  test('what shares an alert is one episode, named by its first alerts; the order of rows does not matter', () => {
    const episodes = (alerts: readonly Told[]) =>
      episodesOf(seenSequences(inputOf(alerts), SEQUENCES, factsOf(alerts))).map(({ rule, first, steps }) => ({
        id: rule.id,
        first,
        steps,
      }));
    const spray = [told(0, [4], 'T1110'), told(1, [4], 'T1078'), told(2, [4], 'T1078'), told(90, [4], 'T1110'), told(91, [4], 'T1078')];
    expect(episodes(spray)).toEqual([
      { id: 'guess-sign-in', first: [0, 1], steps: [[0], [1, 2]] },
      { id: 'guess-sign-in', first: [3, 4], steps: [[3], [4]] },
    ]);
    // One mail to two, one alert about both: one episode.
    expect(episodes([told(0, [4, 5], 'T1110'), told(1, [4, 5], 'T1078')])).toEqual([
      { id: 'guess-sign-in', first: [0, 1], steps: [[0], [1]] },
    ]);
    const any = fc.record({
      at: fc.integer({ min: 0, max: 40 }),
      entities: fc.subarray([4, 5, 12]),
      techniques: fc.subarray(['T1566', 'T1204', 'T1078', 'T1110']),
    });
    fc.assert(
      fc.property(fc.array(any, { maxLength: 12 }), (some) => {
        const alerts = some.map((one, i): Told => ({ ...one, at: one.at + i / 100, detector: i, tactic: 1 }));
        const sorted = (list: ReturnType<typeof episodes>, row: (at: number) => number): string[] =>
          list
            .map(({ id, first, steps }) => JSON.stringify([id, first.map(row), steps.map((at) => at.map(row).sort((a, b) => a - b))]))
            .sort();
        const turned = episodes([...alerts].reverse());
        expect(sorted(turned, (at) => alerts.length - 1 - at)).toEqual(sorted(episodes(alerts), (at) => at));
      }),
    );
  });

  test('what a person keeps apart stays apart', () => {
    const alerts = [told(0, [12], 'T1566.002'), told(3, [4], 'T1078.004')];
    const input = { ...inputOf(alerts, { mustLink: [], cannotLink: [[0, 1]] }), sequences: linksOf(alerts) };
    expect(correlate(input, NORMAL).incidents).toBe(2);
  });

  test('one who takes part in it all day is no victim of an attack', () => {
    const alerts = Array.from({ length: 60 }, (_, i) => told(i / 4, [4], i % 2 === 0 ? 'T1110' : 'T1078'));
    expect(ends(alerts)).toEqual([]);
  });

  test('the order of rows does not matter', () => {
    const any = fc.record({
      at: fc.integer({ min: 0, max: 40 }),
      entities: fc.subarray([1, 4, 5, 12]),
      techniques: fc.subarray(['T1566', 'T1204', 'T1078', 'T1110', 'T1003', 'T1021']),
    });
    fc.assert(
      fc.property(fc.array(any, { maxLength: 12 }), (some) => {
        const alerts = some.map((one, i): Told => ({ ...one, at: one.at + i / 100, detector: i, tactic: 1 }));
        const turned = [...alerts].reverse();
        const back = (row: number): number => alerts.length - 1 - row;
        const there = linksOf(turned).map(({ from, to }) => `${back(from)}>${back(to)}`);
        expect(there.sort()).toEqual(ends(alerts).sort());
      }),
    );
  });
});

describe('rules from a file', () => {
  const own = {
    id: 'mine',
    name: 'Mine',
    join: 'device',
    steps: [
      { techniques: ['T1059'], within: 0 },
      { tactics: ['TA0008'], within: 4 },
    ],
  };
  test('are read, and a fault names the rule, the place and what is wrong', () => {
    expect(parseSequences(JSON.stringify([own]))).toMatchObject({ ok: true, value: [own] });
    expect(parseSequences(JSON.stringify([...SEQUENCES, own]))).toMatchObject({ ok: true, value: [own] });
    const said = (value: unknown): string => {
      const parsed = parseSequences(typeof value === 'string' ? value : JSON.stringify(value));
      return parsed.ok ? '' : parsed.error.message;
    };
    expect(said('[{')).toMatch(/^The file is no JSON/);
    expect(said([{ ...own, steps: [{ techniques: ['phish'], within: 0 }, own.steps[1]] }])).toContain(
      '0.steps.0.techniques.0: a technique is',
    );
    expect(said([{ ...own, steps: [{ within: 0 }, own.steps[1]] }])).toContain('names techniques, tactics, products, categories or titles');
    expect(said([{ ...own, extra: 1 }])).toContain('extra');
    const raises = { title: 'Mine', severity: 'high' };
    expect(parseSequences(JSON.stringify([{ ...own, raises }]))).toMatchObject({ ok: true, value: [{ raises }] });
    expect(said([{ ...own, raises: { ...raises, severity: 'urgent' } }])).toContain('0.raises.severity: a severity is');
    expect(said([{ ...own, raises: { severity: 'high' } }])).toContain('0.raises.title');
    expect(said([{ ...own, steps: [{ titles: [''], within: 0 }, own.steps[1]] }])).toContain('0.steps.0.titles.0');
    const early = SEQUENCES.map(({ id, name, join, steps }) => ({ id, name, join, steps }));
    expect(parseSequences(JSON.stringify(early))).toMatchObject({ ok: true, value: [] });
    expect(said([own, own])).toBe('Two rules have the id mine.');
    expect(said([{ ...own, id: 'phish-click' }])).toBe('Two rules have the id phish-click.');
  });
});
