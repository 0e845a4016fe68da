import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { packReasons, unpackReasons } from '../../src/store/reasons.ts';
import {
  packRefs,
  readRefs,
  type Ref,
  remediationOf,
  roleMask,
  rolesOfMask,
  stateOf,
  uniteRefs,
  unpackRefs,
  verdictOf,
} from '../../src/store/refs.ts';

const anyRef: fc.Arbitrary<Ref> = fc.record({
  entity: fc.integer({ min: 1, max: 0xffffffff }),
  roles: fc.integer({ min: 0, max: 2 ** 24 - 1 }),
  state: fc.integer({ min: 0, max: 255 }),
});

describe('references', () => {
  test('come back as they were packed', () => {
    fc.assert(
      fc.property(fc.array(anyRef), (refs) => {
        expect(unpackRefs(packRefs(refs))).toEqual(refs);
        const read: Ref[] = [];
        readRefs(packRefs(refs), (entity, roles, state) => read.push({ entity, roles, state }));
        expect(read).toEqual(refs);
      }),
    );
  });

  test('keep roles, verdict and remediation', () => {
    expect(rolesOfMask(roleMask(['lateral', 'contextual', 'impacted']))).toEqual(['contextual', 'impacted', 'lateral']);
    const state = stateOf('malicious', 'partiallyRemediated');
    expect([verdictOf(state), remediationOf(state)]).toEqual(['malicious', 'partiallyRemediated']);
    expect([verdictOf(0), remediationOf(0)]).toEqual(['unknown', 'none']);
  });

  test('unite: roles are joined, the graver verdict stays unless the record is newer', () => {
    const known: Ref = { entity: 7, roles: 1, state: stateOf('malicious', undefined) };
    const more: Ref = { entity: 7, roles: 2, state: stateOf('noThreatsFound', 'blocked') };
    expect(uniteRefs([known], [more, { entity: 8, roles: 0, state: 0 }], false)).toEqual([
      { entity: 7, roles: 3, state: stateOf('malicious', 'blocked') },
      { entity: 8, roles: 0, state: 0 },
    ]);
    expect(uniteRefs([known], [more], true)).toEqual([{ entity: 7, roles: 3, state: stateOf('noThreatsFound', 'blocked') }]);
  });
});

test('reasons come back as they were packed', () => {
  const reasons = [
    { code: 3, entity: 0, weight: 0.5 },
    { code: 18, entity: 1_000_000, weight: 0.25 },
  ];
  expect(unpackReasons(packReasons(reasons))).toEqual(reasons);
  expect(unpackReasons(new Uint8Array())).toEqual([]);
});
