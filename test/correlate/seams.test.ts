import { describe, expect, test } from 'vitest';
import { correlate } from '../../src/correlate/correlate.ts';
import { correlateIncrement } from '../../src/correlate/increment.ts';
import type { CorrelationInput, CorrelationOptions, CorrelationResult } from '../../src/correlate/model.ts';
import { whyNot } from '../../src/correlate/why-not.ts';
import { toInput } from './harness.ts';

const NORMAL: CorrelationOptions = { profile: 'normal', sourceIncidents: 'ignore' };

interface Step {
  readonly title: string;
  readonly category: string;
  readonly at: number;
  readonly things: readonly string[];
}
const entity = (text: string): { type: string; value: string; role?: string } => {
  const [type = '', value = ''] = text.split('=');
  return type === 'image' ? { type: 'file', value, role: 'process-image' } : { type, value };
};
/** Minutes after an hour → input. Things are written `device=WS1`. */
const input = (steps: readonly Step[]): CorrelationInput =>
  toInput(
    steps.map(({ title, category, at, things }, i) => ({
      id: `a${i}`,
      time: new Date(Date.UTC(2025, 2, 3, 8) + at * 60_000).toISOString(),
      title,
      product: 'p',
      category,
      entities: things.map(entity),
    })),
  ).input;

const hash = (n: number): string => `file=sha256:${String(n).padStart(64, '0')}`;
/** An intrusion on one client: mail, dropper, command and control, theft, look at the domain controller. */
const intrusion = (n: number, start: number, mark = n): Step[] => [
  { title: 'Malicious file in mail', category: 'InitialAccess', at: start, things: [`user=u${n}`, `mail=m${n}`, hash(mark)] },
  { title: 'Dropper', category: 'Execution', at: start + 4, things: [`device=WS${n}`, `user=u${n}`, hash(mark)] },
  { title: 'Beacon', category: 'CommandAndControl', at: start + 9, things: [`device=WS${n}`, `user=u${n}`, `ip=203.0.113.${n}`] },
  { title: 'LSASS read', category: 'CredentialAccess', at: start + 15, things: [`device=WS${n}`, `user=u${n}`, hash(100 + mark)] },
  { title: 'Account enumeration', category: 'Discovery', at: start + 21, things: ['device=DC1', `device=WS${n}`, `user=u${n}`] },
];
const together = (result: CorrelationResult, a: number, b: number): boolean => result.incident[a] === result.incident[b];

describe('two attacks that meet', () => {
  test('on one domain controller within minutes stay two, and the merge is suggested', () => {
    const result = correlate(input([...intrusion(1, 0), ...intrusion(2, 3)]), NORMAL);
    for (let step = 1; step < 5; step++) {
      expect(together(result, 0, step)).toBe(true);
      expect(together(result, 5, 5 + step)).toBe(true);
    }
    expect(together(result, 0, 5)).toBe(false);
    expect(result.suggestions.map(({ a, b }) => [a, b])).toContainEqual([result.incident[0], result.incident[5]]);
  });

  test('are asked why not one: what they share would be enough for two alerts, and is not called too little', () => {
    const both = input([...intrusion(1, 0), ...intrusion(2, 3)]);
    const { incident } = correlate(both, NORMAL);
    const why = whyNot(both, incident, incident[0] ?? 0, incident[5] ?? 0, NORMAL);
    expect(why.verdict).toBe('heldBack');
    for (const { objection, strength } of why.shared) expect(objection === 'weak').toBe(strength < why.needed);
    expect(why.shared.map(({ objection }) => objection)).toContain('enough');
  });

  test('with the same malware are one', () => {
    const result = correlate(input([...intrusion(1, 0, 7), ...intrusion(2, 3, 7)]), NORMAL);
    expect(result.incidents).toBe(1);
  });

  test('of which one follows the other in a known order are one', () => {
    const both = input([...intrusion(1, 0), ...intrusion(2, 3)]);
    expect(correlate({ ...both, sequences: [{ from: 4, to: 9, entity: 0 }] }, NORMAL).incidents).toBe(1);
  });

  test('that a person linked are one', () => {
    const steps = input([...intrusion(1, 0), ...intrusion(2, 3)]);
    expect(correlate({ ...steps, overrides: { mustLink: [[1, 7]], cannotLink: [] } }, NORMAL).incidents).toBe(1);
  });

  test('that were shown as one stay one when more comes in', () => {
    const first = [...intrusion(1, 0), ...intrusion(2, 3)];
    const steps = input([
      ...first,
      { title: 'Beacon', category: 'CommandAndControl', at: 40, things: ['device=WS2', 'user=u2', 'ip=203.0.113.2'] },
    ]);
    const known = input(first);
    const shown = correlate({ ...known, overrides: { mustLink: [[1, 7]], cannotLink: [] } }, NORMAL);
    const open = {
      id: 1,
      status: 'new' as const,
      assignedTo: '',
      classification: 'unknown' as const,
      determination: 'unknown' as const,
      alerts: 10,
      entities: 10,
      worked: false,
    };
    const { result } = correlateIncrement({ incident: shown.incident, incidents: [open], result: shown }, steps, NORMAL);
    expect(result.incidents).toBe(1);
  });
});

const theft = (n: number, start: number): Step[] =>
  ['Mass download', 'Archive written', 'Data policy', 'Copy to a stick'].map((title, i) => ({
    title,
    category: 'Exfiltration',
    at: start + 4 * i,
    things: [`user=u${n}`, `device=WS${n}`, hash(500 + n)],
  }));

test('an attack that begins by itself is no part of what befell its victim before, though that has no beginning in the data', () => {
  const { incident } = correlate(input([...theft(1, 0), ...intrusion(1, 30)]), NORMAL);
  expect([...incident]).toEqual([0, 0, 0, 0, 1, 1, 1, 1, 1]);
});

test('the same course about other people and machines, through the common exit of all, is another attack', () => {
  const everyDay = Array.from({ length: 120 }, (_, i): Step => ({
    title: `Odd sign-in ${i % 9}`,
    category: 'InitialAccess',
    at: 300 * i - 18_000,
    things: [`user=everybody${i % 40}`, 'ip=203.0.113.1'],
  }));
  const steal = (n: number, start: number): Step[] => [
    { title: 'Mass download', category: 'Collection', at: start, things: [`user=u${n}`, 'ip=203.0.113.1'] },
    ...theft(n, start + 6).slice(1),
  ];
  const steps = [...everyDay, ...steal(1, 100), ...steal(2, 104)];
  const { incident } = correlate(input(steps), NORMAL);
  const [first, second] = [incident.slice(120, 124), incident.slice(124)];
  expect([new Set(first).size, new Set(second).size]).toEqual([1, 1]);
  expect(first[0]).not.toBe(second[0]);
});

test('what was heard of a machine before does not hide that an attack begins there', () => {
  const chance: Step = { title: 'Odd process', category: 'Execution', at: 100, things: ['device=WS2', 'user=u2'] };
  const later = [
    chance,
    ...intrusion(2, 104),
    { title: 'Remote service', category: 'LateralMovement', at: 130, things: ['device=WS2', 'user=u2', hash(102)] },
    { title: 'Backups deleted', category: 'Impact', at: 132, things: ['device=WS2', 'user=u2', hash(102)] },
    { title: 'Ransom note', category: 'Impact', at: 134, things: ['device=WS2', 'user=u2', hash(102)] },
  ];
  const { incident } = correlate(input([...theft(2, 60), ...later]), NORMAL);
  expect(new Set(incident.slice(5)).size).toBe(1);
  expect(incident[5]).not.toBe(incident[0]);
});

describe('a spray that meets the victim of another attack stays by itself', () => {
  const spray = (start: number): Step[] =>
    Array.from({ length: 8 }, (_, i) => ({
      title: 'Password spray',
      category: 'CredentialAccess',
      at: start + i,
      things: [`user=${i === 0 ? 'u1' : `other${i}`}`, 'ip=203.0.113.99'],
    }));

  test('after it', () => {
    const { incident } = correlate(input([...intrusion(1, 0), ...spray(25)]), NORMAL);
    expect(new Set(incident.slice(5)).size).toBe(1);
    expect(incident[5]).not.toBe(incident[0]);
  });
  test('before it, where that begins by itself', () => {
    const [mail, dropper, beacon] = intrusion(1, 12);
    const { incident } = correlate(input([...spray(0), ...[mail, dropper, beacon].filter((step) => step !== undefined)]), NORMAL);
    expect(new Set(incident.slice(8)).size).toBe(1);
    expect(incident[8]).not.toBe(incident[0]);
  });
});

test('two sprays hours apart that have one of many victims in common are two', () => {
  const spray = (start: number, from: string): Step[] => [
    ...Array.from({ length: 7 }, (_, i) => ({
      title: 'Password spray',
      category: 'CredentialAccess',
      at: start + i,
      things: [`user=${i === 0 ? 'u1' : `${from}-${i}`}`, `ip=${from}`],
    })),
    { title: 'Inbox rule', category: 'Persistence', at: start + 9, things: [`user=${from}-2`, `ip=${from}`] },
  ];
  expect(correlate(input([...spray(0, '203.0.113.8'), ...spray(180, '203.0.113.9')]), NORMAL).incidents).toBe(2);
});

test('one intrusion that moves from machine to machine is not cut', () => {
  const steps = [
    ...intrusion(1, 0),
    ...[2, 3, 4].flatMap((n) => [
      { title: 'Remote service', category: 'LateralMovement', at: 20 + 5 * n, things: [`device=WS${n - 1}`, `device=WS${n}`, 'user=u1'] },
      { title: 'Dropper', category: 'Execution', at: 22 + 5 * n, things: [`device=WS${n}`, 'user=u1', hash(200 + n)] },
      { title: 'Backups deleted', category: 'Impact', at: 24 + 5 * n, things: [`device=WS${n}`, 'user=u1'] },
    ]),
  ];
  expect(correlate(input(steps), NORMAL).incidents).toBe(1);
});

test('a sign-in with stolen credentials midway is no second beginning', () => {
  const steps: Step[] = [
    ...intrusion(1, 0),
    { title: 'Remote service', category: 'LateralMovement', at: 30, things: ['device=WS1', 'device=SRV1', 'user=u1'] },
    { title: 'Service registered', category: 'Persistence', at: 31, things: ['device=SRV1', 'user=u1', hash(300)] },
    { title: 'First sign-in from this address', category: 'InitialAccess', at: 33, things: ['device=SRV1', 'user=u1', hash(300)] },
    { title: 'Archive written', category: 'Collection', at: 36, things: ['device=SRV1', 'user=u1', hash(300)] },
    { title: 'Large upload', category: 'Exfiltration', at: 40, things: ['device=SRV1', hash(300), 'ip=203.0.113.77'] },
  ];
  expect(correlate(input(steps), NORMAL).incidents).toBe(1);
});

test('the image of a system tool alone joins nothing, though the same detection names it again further down the kill chain', () => {
  const tool = `image=sha256:${'5'.repeat(64)}`;
  const steps = ['Execution', 'Impact'].map((category, n): Step => ({
    title: 'Unusual process',
    category,
    at: 120 * n,
    things: [`device=H${n}`, tool],
  }));
  expect(correlate(input(steps), NORMAL).incidents).toBe(2);
});
