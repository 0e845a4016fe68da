import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { incidentName } from '../../src/correlate/naming.ts';
import { type DetectorFacts, priority, PRIORITY_WEIGHTS, type PriorityFacts, signalOf } from '../../src/correlate/priority.ts';
import { gapText, linkSentence } from '../../src/correlate/sentence.ts';
import { tacticMask } from '../../src/attack/tactics.ts';

describe('names', () => {
  const facts = {
    alerts: 7,
    titles: ['Ransomware', 'Phish'],
    tactics: tacticMask(['TA0001', 'TA0006']),
    devices: 3,
    users: 2,
    products: 2,
  };
  test('take the form of the Defender portal', () => {
    expect(incidentName(facts)).toBe(
      'Multi-stage incident involving Initial access & Credential access on 3 endpoints reported by multiple sources',
    );
    expect(incidentName({ ...facts, tactics: tacticMask(['TA0001']), devices: 1, products: 1 })).toBe(
      'Initial access incident on one endpoint',
    );
    expect(incidentName({ ...facts, tactics: 0, devices: 0, products: 1 })).toBe('Ransomware and one other detection involving 2 users');
  });
  test('an incident of one alert takes the title', () => {
    expect(incidentName({ ...facts, alerts: 1 })).toBe('Ransomware');
  });
});

describe('priority', () => {
  const grave = { title: 'A', severity: 4, incidents: 4, alone: 0, alerts: 2, tie: 0.8 };
  const common = { title: 'B', severity: 2, incidents: 40, alone: 30, alerts: 9, tie: 0.8 };
  const facts: PriorityFacts = {
    detectors: [grave, common],
    totalIncidents: 100,
    tactics: 0b111,
    products: 2,
    criticalAssets: 0,
    watchedEntities: 0,
    malicious: 0,
    namedThreats: [],
  };
  const scoreOf = (detectors: readonly DetectorFacts[]): number => priority({ ...facts, detectors }).score;

  test('is the sum of its factors, whatever the facts and the weights', () => {
    const detector = fc
      .record({
        title: fc.string(),
        severity: fc.nat(4),
        incidents: fc.integer({ min: 1, max: 900 }),
        alone: fc.nat(900),
        alerts: fc.integer({ min: 1, max: 50 }),
        tie: fc.double({ min: 0, max: 1, noNaN: true }),
      })
      .map((one) => ({ ...one, alone: Math.min(one.alone, one.incidents) }));
    const weight = fc.double({ min: 0, max: 1000, noNaN: true });
    const weights = fc.record(
      Object.fromEntries(['rarity', 'signal', 'cohesion', 'single', 'perTactic', 'perProduct', 'critical'].map((key) => [key, weight])),
    );
    fc.assert(
      fc.property(
        fc.array(detector, { minLength: 1, maxLength: 8 }),
        fc.nat(0x3fff),
        fc.nat(3),
        weights,
        (detectors, tactics, few, chosen) => {
          const found = priority(
            {
              ...facts,
              detectors,
              totalIncidents: 900,
              tactics,
              criticalAssets: few,
              malicious: few,
              namedThreats: few > 1 ? ['Emotet'] : [],
            },
            { ...PRIORITY_WEIGHTS, ...chosen },
          );
          expect(found.factors.reduce((sum, factor) => sum + factor.points, 0)).toBe(found.score);
          expect(found.score).toBeGreaterThanOrEqual(0);
          expect(found.score).toBeLessThanOrEqual(100);
        },
      ),
    );
  });
  test('rises with breadth, corroboration and what is at stake', () => {
    const base = priority(facts).score;
    expect(priority({ ...facts, tactics: 0b11111 }).score).toBeGreaterThan(base);
    expect(priority({ ...facts, products: 4 }).score).toBeGreaterThan(base);
    expect(priority({ ...facts, criticalAssets: 1 }).score).toBeGreaterThan(base);
    expect(scoreOf([common])).toBeLessThan(base);
  });
  test('falls where a detector mostly speaks alone, and says where', () => {
    const base = scoreOf([grave, common]);
    expect(scoreOf([{ ...grave, incidents: 40, alone: 39 }, common])).toBeLessThan(scoreOf([{ ...grave, incidents: 40 }, common]));
    expect(scoreOf([{ ...grave, incidents: 1 }, common])).toBeLessThan(base);
    expect(priority(facts).factors.find(({ label }) => label === 'Signal to noise')?.explanation).toBe(
      'In 30 of 40 incidents nothing stands beside “B”',
    );
  });
  test('judges a detector by its other incidents: that it is alone in this one says nothing of it', () => {
    expect(signalOf({ incidents: 4, alone: 1 }, true)).toBe(signalOf({ incidents: 4, alone: 0 }, false));
    expect(signalOf({ incidents: 1, alone: 1 }, true)).toBe(0.5);
    expect(signalOf({ incidents: 1, alone: 0 }, false)).toBe(0.5);
  });
  test('counts what is weakly tied for less, the gravest in full', () => {
    const other = { ...grave, title: 'C' };
    const firm = scoreOf([grave, other]);
    expect(scoreOf([grave, { ...other, tie: 0.3 }])).toBeLessThan(firm);
    expect(scoreOf([grave, { ...other, tie: 0 }])).toBe(scoreOf([grave, { ...common, severity: 0, tie: 0 }]));
  });
  test('of a single alert is lower than of one that came again', () => {
    expect(scoreOf([{ ...grave, alerts: 1 }])).toBeLessThan(scoreOf([grave]));
  });
  test('says how grave it is in words, and names the rarest of several as grave', () => {
    const said = (...detectors: readonly DetectorFacts[]): string | undefined => priority({ ...facts, detectors }).factors[0]?.explanation;
    const [rare, loud] = [
      { ...grave, title: 'Rare', incidents: 1 },
      { ...grave, title: 'Loud', incidents: 9 },
    ];
    expect(said(loud)).toBe('The gravest detection is of high severity: “Loud”');
    expect(said(loud, rare)).toBe('2 detections are of high severity, the rarest “Rare”');
    expect(said({ ...loud, severity: 0 })).toBe('“Loud” states no severity');
    expect(said({ ...loud, severity: 0 }, { ...rare, severity: 0 })).toBe('No detection states a severity; the rarest is “Rare”');
  });
  test('is 0 without alerts', () => {
    expect(priority({ ...facts, detectors: [] })).toEqual({ score: 0, factors: [] });
  });
});

describe('sentences', () => {
  test('name what is shared and the time between', () => {
    expect(
      linkSentence(
        [
          { code: 'sharedIndicators', weight: 0.5, type: 'file', label: 'a.exe' },
          { code: 'sameTargetedAsset', weight: 0.6, type: 'device', label: 'FS-01' },
          { code: 'temporalProximity', weight: 0 },
        ],
        14 * 60e6,
      ),
    ).toBe('Same targeted device FS-01 and shared file a.exe, 14 min apart.');
    expect(linkSentence([{ code: 'temporalProximity', weight: 0 }], undefined)).toBe('Close in time.');
  });
  test.each([
    [0, 'at the same moment'],
    [30e6, '30 s apart'],
    [-7200e6, '2 h apart'],
    [5 * 86_400e6, '5 days apart'],
    [Number.NaN, ''],
  ])('%d µs: %s', (gap, text) => {
    expect(gapText(gap)).toBe(text);
  });
});
