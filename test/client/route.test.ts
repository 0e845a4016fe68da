import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  formatRoute,
  INCIDENT_TABS,
  parseRoute,
  QUEUE_DEFAULTS,
  SELECTION_KINDS,
  TIME_RANGES,
  type QueueView,
  type Route,
} from '../../src/client/route.ts';
import { INCIDENT_SORTS, INCIDENT_STATUSES } from '../../src/domain/incident.ts';
import { SEVERITIES } from '../../src/domain/severity.ts';

const queue = (view: Partial<QueueView>): Route => ({ page: 'incidents', view: { ...QUEUE_DEFAULTS, ...view }, demo: undefined });

const id = fc.integer({ min: 1, max: 999_999 });
const word = fc.oneof(fc.string({ minLength: 1, maxLength: 40, unit: 'grapheme' }), fc.constantFrom('all', 'a,b', 'x%2Cy'));
const view: fc.Arbitrary<QueueView> = fc.record({
  statuses: fc.uniqueArray(fc.constantFrom(...INCIDENT_STATUSES)),
  severities: fc.uniqueArray(fc.constantFrom(...SEVERITIES)),
  classifications: fc.uniqueArray(fc.constantFrom('unknown' as const, 'truePositive' as const, 'falsePositive' as const)),
  tactics: fc.uniqueArray(fc.constantFrom('TA0001', 'TA0008', 'TA0040')),
  products: fc.uniqueArray(word, { maxLength: 3 }),
  tags: fc.uniqueArray(word, { maxLength: 3 }),
  assignees: fc.uniqueArray(word, { maxLength: 3 }),
  multipleProducts: fc.boolean(),
  watched: fc.boolean(),
  range: fc.oneof(
    fc.constantFrom(...TIME_RANGES),
    fc.tuple(id, id).map(([from, more]) => ({ from, to: from + more })),
  ),
  anchor: fc.constantFrom('data' as const, 'now' as const),
  sort: fc.constantFrom(...INCIDENT_SORTS),
  descending: fc.boolean(),
  selected: fc.option(id, { nil: undefined }),
});
const route: fc.Arbitrary<Route> = fc.oneof(
  view.map((v): Route => ({ page: 'incidents', view: v, demo: undefined })),
  fc.record({
    page: fc.constant('incident' as const),
    id,
    tab: fc.constantFrom(...INCIDENT_TABS),
    selection: fc.option(fc.record({ kind: fc.constantFrom(...SELECTION_KINDS), id }), { nil: undefined }),
  }),
  fc.constantFrom<Route>({ page: 'imports' }, { page: 'settings' }),
);

/** The order within a list means nothing. */
const unordered = (there: Route): unknown =>
  there.page === 'incidents'
    ? Object.fromEntries(
        Object.entries(there.view).map(([name, value]) => [name, Array.isArray(value) ? value.toSorted() : (value as unknown)]),
      )
    : there;

describe('the address', () => {
  test('of any view leads back to that view', () => {
    fc.assert(
      fc.property(route, (there) => {
        expect(unordered(parseRoute(formatRoute(there)))).toEqual(unordered(there));
      }),
    );
  });

  test('leaves defaults out', () => {
    expect(formatRoute(queue({}))).toBe('#/incidents');
    expect(formatRoute({ page: 'incident', id: 7, tab: 'attack-story', selection: undefined })).toBe('#/incidents/7');
    expect(formatRoute(queue({ sort: 'lastUpdate' }))).toBe('#/incidents?sort=-lastUpdate');
  });

  test('reads the demo link', () => {
    expect(parseRoute('#/?demo=story')).toMatchObject({ page: 'incidents', demo: 'story' });
    expect(parseRoute('')).toEqual(queue({}));
  });

  test.each([
    ['#/incidents?severity=high,purple', { severities: ['high'] }],
    ['#/incidents?severity=purple', {}],
    ['#/incidents?severity=all&status=all', { severities: [], statuses: [] }],
    ['#/incidents?sort=-drop table', {}],
    ['#/incidents?time=9-3', {}],
    ['#/incidents?time=3-9', { range: { from: 3, to: 9 } }],
    ['#/incidents?tactic=TA0001,<b>', { tactics: ['TA0001'] }],
    ['#/incidents?sel=-1', {}],
    ['#/incidents?v=2&severity=high', {}],
    ['#/incidents?v=1&severity=high', { severities: ['high'] }],
    ['#/incidents?product=%25E0%25A4%25A', {}],
  ])('unknown values are ignored: %s', (hash, expected) => {
    const parsed = parseRoute(hash);
    expect(parsed).toEqual(queue({ ...expected, ...(hash.includes('sort=-drop') ? { descending: true } : {}) } as Partial<QueueView>));
  });

  test('of an unknown page is missing, and nothing throws', () => {
    expect(parseRoute('#/incidents/0')).toEqual({ page: 'missing' });
    expect(parseRoute('#/incidents/7/x')).toEqual({ page: 'missing' });
    expect(parseRoute('#/constructor')).toEqual({ page: 'missing' });
    fc.assert(fc.property(fc.string(), (text) => void parseRoute(`#/${text}`)));
  });
});

test('a section of the settings has an address of its own; an unknown one is no page', () => {
  expect(parseRoute('#/settings/lists')).toEqual({ page: 'settings', section: 'lists' });
  expect(formatRoute({ page: 'settings', section: 'lists' })).toBe('#/settings/lists');
  expect(formatRoute({ page: 'settings' })).toBe('#/settings');
  expect(parseRoute('#/settings/__proto__')).toEqual({ page: 'missing' });
});
