import { describe, expect, test } from 'vitest';
import { incidentName } from '../../src/correlate/naming.ts';
import { priority, type PriorityFacts } from '../../src/correlate/priority.ts';
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
  const facts: PriorityFacts = {
    detectors: [
      { title: 'A', severity: 4, incidents: 1, alerts: 2 },
      { title: 'B', severity: 2, incidents: 40, alerts: 9 },
    ],
    totalIncidents: 100,
    tactics: 0b111,
    products: 2,
    criticalAssets: 0,
    watchedEntities: 0,
    malicious: 0,
    namedThreats: [],
  };
  test('is the sum of its factors', () => {
    const { score, factors } = priority({ ...facts, criticalAssets: 1, malicious: 2, namedThreats: ['Emotet'] });
    expect(factors.reduce((sum, factor) => sum + factor.points, 0)).toBe(score);
    expect(score).toBeGreaterThan(0);
    expect(score).toBeLessThanOrEqual(100);
  });
  test('rises with breadth, corroboration and what is at stake', () => {
    const base = priority(facts).score;
    expect(priority({ ...facts, tactics: 0b11111 }).score).toBeGreaterThan(base);
    expect(priority({ ...facts, products: 4 }).score).toBeGreaterThan(base);
    expect(priority({ ...facts, criticalAssets: 1 }).score).toBeGreaterThan(base);
    expect(priority({ ...facts, detectors: facts.detectors.slice(1) }).score).toBeLessThan(base);
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
