import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { correlate } from '../../src/correlate/correlate.ts';
import { factsOf, orderOf } from './facts.ts';
import { hasLabelled, LABELLED, load } from './harness.ts';
import { type Score, score } from './score.ts';

/** Labelled sets stand beside the project; where they are absent these gates are skipped (docs/correlation.md has the figures). */
describe.skipIf(!hasLabelled)('on the ground truth', () => {
  const scoreOf = (name: string): Score => {
    const { input, keys, titles, truth } = load(join(LABELLED, `${name}.ndjson.gz`));
    const result = correlate(input, { profile: 'normal', sourceIncidents: 'ignore' });
    return score(
      keys.map((key) => truth.get(key)),
      result.incident,
      orderOf(factsOf(input, result, titles)),
    );
  };

  test('synth-10k: attacks found whole, little noise drawn in, the urgent ones first', () => {
    const s = scoreOf('synth-10k');
    expect(s.attack.f1).toBeGreaterThan(0.94);
    expect(s.noiseDrawnIn).toBeLessThan(0.015);
    expect(s.overMergedAttacks).toBeLessThan(0.01);
    expect(s.pAtK).toBeGreaterThan(0.94);
    expect(s.nDcg).toBeGreaterThan(0.95);
  });
  test('defender-lab: the incidents that Microsoft made', () => {
    const s = scoreOf('defender-lab');
    expect(s.b3.f1).toBeGreaterThan(0.95);
    expect(s.fragmentation).toBeLessThanOrEqual(1.05);
  });
  test.each(['ait-russellmitchell', 'ait-shaw'])('%s: the chain in one incident, the flood of noise kept out', (name) => {
    const s = scoreOf(name);
    expect([...s.main].find(([label]) => label.endsWith('/attack'))?.[1]).toBeGreaterThan(0.95);
    expect(s.noiseDrawnIn).toBeLessThan(0.05);
    expect(s.reduction).toBeGreaterThan(0.985);
  });
  test('cptc-odd: ahead of one blob', () => {
    expect(scoreOf('cptc-odd').b3.f1).toBeGreaterThan(0.4);
  });
});
