import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { EVIDENCE_TYPES, type EvidenceRole, type EvidenceType } from '../../src/domain/evidence.ts';
import { type Mentioned, relationsOf } from '../../src/store/queries/relations.ts';
import { roleMask } from '../../src/store/refs.ts';

const said = (...things: readonly (readonly [EvidenceType, ...EvidenceRole[]])[]): string[] =>
  relationsOf(things.map(([type, ...roles], i) => ({ id: i, type, roles: roleMask(roles) }))).map(
    ({ source, target, words }) => `${things[source]?.[0] ?? ''} ${words} ${things[target]?.[0] ?? ''}`,
  );

test('a thing is tied to what it acts on or stands in', () => {
  expect(said(['mailbox', 'recipient'], ['mailbox', 'sender'], ['mailMessage'], ['url'])).toEqual([
    'mailMessage delivered to mailbox',
    'mailbox sent mailMessage',
    'url linked in mailMessage',
  ]);
  expect(said(['ip', 'source'], ['ip', 'destination'])).toEqual(['ip connected to ip']);
  expect(said(['process', 'parentProcess'], ['process'], ['device'])).toEqual([
    'process started process',
    'process ran on device',
    'process ran on device',
  ]);
});

test('direction follows the roles: an address that was reached, and one that came in', () => {
  expect(said(['device'], ['ip', 'commandAndControl'])).toEqual(['device connected to ip']);
  expect(said(['device'], ['ip', 'attacker'])).toEqual(['ip connected to device']);
  expect(said(['device', 'lateral'], ['device', 'target'])).toEqual(['device acted against device']);
});

test('what is contacted is contacted by the one that acts, not by the one that was hit', () => {
  expect(said(['device', 'target'], ['ip', 'source'], ['url'])).toContain('ip contacted url');
  expect(said(['ip', 'destination'], ['ip', 'source'], ['domain'])).toEqual(['ip connected to ip', 'ip contacted domain']);
  expect(said(['device', 'target'], ['ip', 'target'])).toEqual(['device seen with ip']);
});

test('a mailbox is its user’s where both are called the same', () => {
  const owned = (label: string): number =>
    relationsOf([
      { id: 1, type: 'user', roles: 0, label: 'jane@contoso.com' },
      { id: 2, type: 'mailbox', roles: 0, label },
    ]).filter(({ words }) => words === 'owns').length;
  expect([owned('Jane@contoso.com'), owned('dispatch@contoso.com')]).toEqual([1, 0]);
});

test('a sensor that only saw it has no part, unless it is all there is', () => {
  expect(said(['device', 'sensor'], ['ip', 'source'], ['ip', 'target'])).toEqual(['ip connected to ip']);
  expect(said(['device', 'sensor'], ['device', 'sensor'])).toEqual(['device seen with device']);
});

test('every tie joins two different things of the alert, and nothing stands alone beside others', () => {
  const anyThing = fc.record({ type: fc.constantFrom(...EVIDENCE_TYPES), roles: fc.integer({ min: 0, max: 2 ** 24 - 1 }) });
  fc.assert(
    fc.property(fc.array(anyThing, { maxLength: 30 }), (list) => {
      const things: Mentioned[] = list.map((one, i) => ({ ...one, id: i + 1, roles: one.roles & ~roleMask(['sensor']) }));
      const ties = relationsOf(things);
      const tied = new Set(ties.flatMap(({ source, target }) => [source, target]));
      expect(ties.every(({ source, target }) => source !== target)).toBe(true);
      expect([...tied].every((id) => id >= 1 && id <= things.length)).toBe(true);
      if (things.length > 1) expect(tied.size).toBe(things.length);
    }),
  );
});
