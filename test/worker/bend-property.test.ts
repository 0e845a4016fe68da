import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { detectorKey, DETECTOR_MODES, modeText } from '../../src/domain/detector-mode.ts';
import { LISTS, type RuleDraft } from '../../src/domain/rule.ts';
import type { Decision } from '../../src/journal/decision.ts';
import { MemoryDisk } from '../../src/store/persist/memory.ts';
import type { Workspace } from '../../src/worker/workspace.ts';
import { open, run, source } from '../helpers/workspace.ts';

/* Whatever is bent, and in whatever order: taking all of it back gives the very same incidents, links and priorities. */

const HOSTS = ['ws-1', 'ws-2', 'ws-3'];
const USERS = [['upn:jane@example.com', 'sid:s-1-5-21-1'], ['upn:bob@example.com', 'sid:s-1-5-21-1'], ['upn:omar@example.com']];
const TITLES = ['Port scan', 'Malware', 'Odd sign-in'];
const lines = (from: number, count: number): string[] =>
  Array.from({ length: count }, (_, k) => {
    const i = from + k;
    return JSON.stringify({
      id: `n${i}`,
      time: new Date(Date.UTC(2024, 2, 1 + (i % 3), 9, (i * 17) % 60)).toISOString(),
      title: TITLES[i % TITLES.length],
      techniques: [['T1110', 'T1003', 'T1078'][i % 3]],
      severity: ['low', 'medium', 'high'][i % 3],
      product: 'P',
      incident: i % 4 === 0 ? `x${i % 2}` : undefined,
      entities: [
        { type: 'device', value: `fqdn:${HOSTS[(i * 7 + (i >> 2)) % HOSTS.length]}.example.com`, role: 'target' },
        { type: 'user', ids: USERS[(i * 5) % USERS.length], role: 'target' },
      ],
    });
  });
const ALERTS = 18;

/** Every rule raises, one of a person's own by a title among them. */
const RAISING = JSON.stringify({
  off: [],
  raise: ['guess-sign-in', 'scanned', 'sprayed'],
  own: [
    {
      id: 'scanned',
      name: 'A scan, then malware there',
      join: 'device',
      steps: [
        { titles: ['port scan'], within: 0 },
        { titles: ['malware'], within: 72 },
      ],
      raises: { title: 'Malware where a scan was', severity: 'high' },
    },
    {
      id: 'sprayed',
      name: 'Guesses, then a sign-in days later',
      join: 'person',
      steps: [
        { techniques: ['T1110'], within: 0 },
        { techniques: ['T1078', 'T1003'], within: 72 },
      ],
      raises: { title: 'Sign-in after guesses', severity: 'low' },
    },
  ],
});

/** Two imports with work between them: what then stands is no weave of all at once. */
async function worked(): Promise<Workspace> {
  const workspace = await open(new MemoryDisk());
  await workspace.importSources([source('a.ndjson', ...lines(0, 9))], run);
  await workspace.importSources([source('b.ndjson', ...lines(9, 9))], run);
  return workspace;
}
const rowsOf = ({ db }: Workspace, sql: string): unknown => db.exec(sql)[0]?.values ?? [];
const standing = (workspace: Workspace): unknown => [
  rowsOf(workspace, 'select id, key, name, priority, judged, alerts, assets, status, last_update from incident order by id'),
  rowsOf(workspace, 'select alert, incident, link_to, score, hex(reasons) from membership order by alert'),
  rowsOf(workspace, 'select a, b, via from suggestion order by a, b'),
  rowsOf(workspace, 'select key, kind from override order by key'),
  rowsOf(workspace, 'select key, rule, steps from raised order by key'),
  rowsOf(workspace, 'select id, key, batch, severity, status, tactics, first_activity, last_activity, hex(refs) from alert order by id'),
];

const alert = fc.integer({ min: 1, max: ALERTS });
const identifier = fc.constantFrom(...USERS.flat());
const rule: fc.Arbitrary<RuleDraft> = fc.oneof(
  fc.record({ kind: fc.constantFrom(...LISTS), a: fc.constant('user'), b: identifier }),
  fc.record({ kind: fc.constantFrom(...LISTS), a: fc.constant('device'), b: fc.constantFrom('netbios:ws-1', 'netbios:ws-2') }),
  fc.record({ kind: fc.constant('noIdentity' as const), a: fc.constant('user'), b: identifier }),
  fc.record({
    kind: fc.constantFrom('sameThing' as const, 'twoThings' as const),
    a: identifier.map((id) => `user|${id}`),
    b: fc.constant('user|upn:bob@example.com'),
  }),
  fc.record({
    kind: fc.constant('detector' as const),
    a: fc.constantFrom(...TITLES.map((title) => detectorKey('P', title))),
    b: fc.constantFrom(...DETECTOR_MODES).map((mode) => modeText({ mode, hours: 3, types: ['device'] })),
  }),
);
const bend: fc.Arbitrary<Decision> = fc.oneof(
  { weight: 4, arbitrary: rule.map((one): Decision => ({ kind: 'rules.change', add: [one] })) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('override.add' as const),
      rule: fc.constantFrom('mustLink' as const, 'cannotLink' as const),
      a: alert,
      b: alert,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('alert.move' as const),
      ids: fc.array(alert, { minLength: 1, maxLength: 3 }),
      to: fc.constant(null),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('entity.change' as const),
      ids: fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 2 }),
      changes: fc.record({ ignored: fc.boolean(), critical: fc.boolean(), watched: fc.boolean() }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom<Decision>(
      { kind: 'setting.change', key: 'correlation', value: '{"profile":"strict","respectSourceIncidents":true,"types":{}}' },
      { kind: 'setting.change', key: 'correlation', value: '{"profile":"wide","sourceIncidents":"keep","types":{}}' },
      { kind: 'setting.change', key: 'sequences', value: '{"off":["guess-sign-in"],"own":[]}' },
      { kind: 'setting.change', key: 'sequences', value: RAISING },
      { kind: 'setting.change', key: 'sequences', value: '{"off":[],"raise":["guess-sign-in"],"own":[]}' },
      { kind: 'setting.change', key: 'priority', value: '{"critical":3,"scale":10}' },
    ),
  },
);

test('any bends, all taken back, leave the very same state behind', async () => {
  const workspace = await worked();
  const before = standing(workspace);
  await fc.assert(
    fc.asyncProperty(fc.array(bend, { minLength: 1, maxLength: 6 }), async (bends) => {
      let done = 0;
      for (const one of bends) if ((await workspace.decide(one)).ok) done++;
      for (let i = 0; i < done; i++) expect((await workspace.undo()).ok).toBe(true);
      expect(standing(workspace)).toEqual(before);
    }),
    { numRuns: 40 },
  );
});

test('with alerts of our own raised beforehand, and decided on, it is the same', async () => {
  const workspace = await worked();
  expect((await workspace.decide({ kind: 'setting.change', key: 'sequences', value: RAISING })).ok).toBe(true);
  expect(workspace.mirror.count).toBeGreaterThan(workspace.mirror.observed);
  await workspace.importSources([source('c.ndjson', ...lines(18, 4))], run);
  const ours = workspace.mirror.observed + 1;
  expect((await workspace.decide({ kind: 'alert.change', ids: [ours], changes: { status: 'resolved' } })).ok).toBe(true);
  const before = standing(workspace);
  await fc.assert(
    fc.asyncProperty(fc.array(bend, { minLength: 1, maxLength: 5 }), async (bends) => {
      let done = 0;
      for (const one of bends) if ((await workspace.decide(one)).ok) done++;
      for (let i = 0; i < done; i++) expect((await workspace.undo()).ok).toBe(true);
      expect(standing(workspace)).toEqual(before);
    }),
    { numRuns: 25 },
  );
});

test('bends made before the page was closed are taken back after it to the very same state', async () => {
  const disk = new MemoryDisk();
  const first = await open(disk);
  await first.importSources([source('a.ndjson', ...lines(0, 9))], run);
  await first.importSources([source('b.ndjson', ...lines(9, 9))], run);
  const before = standing(first);
  const add = (one: RuleDraft): Decision => ({ kind: 'rules.change', add: [one] });
  expect((await first.decide(add({ kind: 'ignore', a: 'device', b: 'netbios:ws-1' }))).ok).toBe(true);
  expect((await first.decide(add({ kind: 'noIdentity', a: 'user', b: 'sid:s-1-5-21-1' }))).ok).toBe(true);
  const bent = standing(first);
  expect(bent).not.toEqual(before);
  const second = await open(disk.restart());
  expect(standing(second)).toEqual(bent);
  await second.snapshot();
  const third = await open(disk.restart());
  expect((await third.undo()).ok).toBe(true);
  expect((await third.undo()).ok).toBe(true);
  expect(standing(third)).toEqual(before);
});
