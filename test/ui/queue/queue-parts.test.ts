import { describe, expect, test } from 'vitest';
import { DAY } from '../../../src/base/time.ts';
import { QUEUE_DEFAULTS } from '../../../src/client/route.ts';
import { COLUMNS, NAME_MIN, shownColumns, widthOf } from '../../../src/ui/queue/columns.ts';
import { facetValues, facetWord } from '../../../src/ui/queue/facet-list.ts';
import { endsOf, filterOf, rangeWords, resetFilters, unfiltered } from '../../../src/ui/queue/filter.ts';
import { histogramBars } from '../../../src/ui/queue/histogram-layout.ts';
import { incidentCsv } from '../../../src/ui/queue/incident-csv.ts';
import { assetShort, nameParts, productsShort } from '../../../src/ui/queue/short.ts';
import { rowAtPx, topOf, windowOf } from '../../../src/ui/queue/window-of.ts';
import type { IncidentFacets, IncidentRow } from '../../../src/worker/api.ts';

const NEWEST = 1_700_000_000_000_000;
const NOW = NEWEST + 400 * DAY;

describe('the time range', () => {
  test('counts back from the newest data, so that an old export is not empty', () =>
    expect(endsOf({ ...QUEUE_DEFAULTS, range: '7d' }, NEWEST, NOW)).toEqual({ from: NEWEST - 7 * DAY }));
  test('or from now', () =>
    expect(endsOf({ ...QUEUE_DEFAULTS, range: '7d', anchor: 'now' }, NEWEST, NOW)).toEqual({ from: NOW - 7 * DAY }));
  test('does not narrow without data', () => expect(endsOf({ ...QUEUE_DEFAULTS, range: '7d' }, null, NOW)).toEqual({}));
  test('says what it is', () => {
    const span = (from: number, to: number) => `${from} – ${to}`;
    expect(rangeWords(QUEUE_DEFAULTS, span)).toBe('All times');
    expect(rangeWords({ ...QUEUE_DEFAULTS, range: '24h' }, span)).toBe('Last 24 hours of data');
    expect(rangeWords({ ...QUEUE_DEFAULTS, range: { from: 1, to: 2 } }, span)).toBe('1 – 2');
  });
});

describe('the filter', () => {
  test('is at first what is open and matters', () =>
    expect(filterOf(QUEUE_DEFAULTS, '', NEWEST, NOW)).toEqual({ statuses: ['new', 'inProgress'], severities: ['high', 'medium', 'low'] }));
  test('shows everything when nothing is chosen', () => expect(filterOf(unfiltered(QUEUE_DEFAULTS), '', NEWEST, NOW)).toEqual({}));
  test('takes the search and the unassigned', () =>
    expect(filterOf({ ...unfiltered(QUEUE_DEFAULTS), assignees: [''] }, 'fs-01', null, NOW)).toEqual({ assignees: [''], search: 'fs-01' }));
  test('reset keeps the order and the open pane', () =>
    expect(resetFilters({ ...QUEUE_DEFAULTS, tags: ['x'], sort: 'name', descending: false, selected: 4 })).toEqual({
      ...QUEUE_DEFAULTS,
      sort: 'name',
      descending: false,
      selected: 4,
    }));
});

describe('the window over many rows', () => {
  test('asks for whole blocks around what is seen, so that a small scroll asks nothing', () => {
    const a = windowOf(32_000, 640, 32, 50_000);
    const b = windowOf(32_320, 640, 32, 50_000);
    expect([a.offset, a.limit]).toEqual([b.offset, b.limit]);
    expect(a.first).toBeLessThanOrEqual(1000);
    expect(a.last).toBeGreaterThanOrEqual(1020);
    expect(a.offset).toBeLessThanOrEqual(a.first);
    expect(a.offset + a.limit).toBeGreaterThanOrEqual(a.last);
    expect(a.limit).toBeLessThan(400);
  });
  test('rows below unfolded alerts move down by their height, and are found there again', () => {
    const unfolded = [
      { index: 2, extra: 100 },
      { index: 10, extra: 40 },
    ];
    expect(topOf(2, 32, unfolded)).toBe(64);
    expect(topOf(3, 32, unfolded)).toBe(196);
    expect(topOf(11, 32, unfolded)).toBe(11 * 32 + 140);
    for (const index of [0, 1, 2, 3, 9, 10, 11, 500]) {
      expect(rowAtPx(topOf(index, 32, unfolded), 32, unfolded)).toBe(index);
      expect(rowAtPx(topOf(index, 32, unfolded) + 31, 32, unfolded)).toBe(index);
    }
    expect(rowAtPx(150, 32, unfolded)).toBe(2);
  });
  test('stays inside the list', () => {
    expect(windowOf(0, 640, 32, 3)).toMatchObject({ first: 0, last: 3, offset: 0 });
    expect(windowOf(9_000_000, 640, 32, 10)).toMatchObject({ first: 10, last: 10 });
    expect(windowOf(0, 640, 32, 0)).toMatchObject({ first: 0, last: 0 });
  });
});

describe('columns', () => {
  test('the usual ones give way to the name where there is little room', () => {
    const usual = COLUMNS.filter((column) => column.shown);
    expect(shownColumns(undefined, 2000)).toEqual(usual);
    const narrow = shownColumns(undefined, 700);
    expect(widthOf(narrow)).toBeLessThanOrEqual(700);
    expect(narrow.map((column) => column.id)).toContain('severity');
    expect(narrow.length).toBeLessThan(usual.length);
    expect(NAME_MIN).toBeGreaterThan(200);
  });
  test('those a person chose all stand, the name always', () =>
    expect(shownColumns(['tags', 'bogus'], 100).map((column) => column.id)).toEqual(['name', 'tags']));
});

describe('facets', () => {
  const facets = {
    total: 3,
    statuses: [{ value: 'new', count: 3 }],
    products: [
      { value: 'Wazuh', count: 1 },
      { value: 'Suricata', count: 2 },
    ],
  } as unknown as IncidentFacets;
  test('fixed ones stand in the order of the trade', () =>
    expect(facetValues('statuses', facets, [])).toEqual([
      { value: 'new', count: 3 },
      { value: 'inProgress', count: 0 },
      { value: 'resolved', count: 0 },
    ]));
  test('what is chosen stays to be unchosen, even at 0', () =>
    expect(facetValues('products', facets, ['Gone'])).toEqual([
      { value: 'Suricata', count: 2 },
      { value: 'Wazuh', count: 1 },
      { value: 'Gone', count: 0 },
    ]));
  test('values read as words', () => {
    expect(facetWord('tactics', 'TA0008')).toBe('Lateral movement');
    expect(facetWord('assignees', '')).toBe('Unassigned');
    expect(facetWord('severities', 'constructor')).toBe('constructor');
  });
});

describe('the histogram', () => {
  const bin = (...counts: number[]) => ({ from: 0, to: 1, counts });
  test('a bar is as high as the root of its share, its severities in proportion, the worst on the ground', () => {
    const bars = histogramBars([bin(0, 0, 0, 0, 25), bin(0, 0, 50, 0, 50)], 20, 40);
    expect(bars).toHaveLength(3);
    expect(bars[0]).toMatchObject({ x: 0, y: 20, height: 20, severity: 'high' });
    expect(bars[1]).toMatchObject({ x: 10, y: 20, height: 20, severity: 'high' });
    expect(bars[2]).toMatchObject({ x: 10, y: 0, height: 20, severity: 'low' });
  });
  test('one alert among thousands is still seen, and no alert is not', () => {
    const bars = histogramBars([bin(0, 0, 0, 0, 1), bin(0, 0, 0, 0, 0), bin(0, 1_000_000, 0, 0, 0)], 30, 40);
    expect(bars).toHaveLength(2);
    expect(bars[0]?.height).toBe(2);
  });
  test('of nothing is nothing', () => expect(histogramBars([], 30, 40)).toEqual([]));
});

test('CSV: formulas are made text, quotes doubled, times in UTC', () => {
  const row = {
    name: '=cmd|"/c calc"!A1, and more',
    status: 'inProgress',
    lastActivity: NEWEST,
    firstActivity: null,
  } as IncidentRow;
  const columns = shownColumns(['name', 'status', 'firstActivity', 'lastActivity'], 0);
  expect(incidentCsv([row], columns)).toBe(
    'Incident,Status,First activity,Last activity\r\n"\'=cmd|""/c calc""!A1, and more",In progress,,2023-11-14T22:13:20Z\r\n',
  );
});

test('product names are shortened, never lost', () => {
  expect(productsShort([])).toBe('–');
  expect(productsShort(['Microsoft Defender for Endpoint', 'Suricata'])).toBe('Defender for Endpoint, Suricata');
  expect(productsShort(['Wazuh', 'Suricata', 'Elastic Security'])).toBe('Wazuh +2');
  expect(productsShort(['Microsoft'])).toBe('Microsoft');
});

test('names and assets are short where a column of them would begin alike', () => {
  expect(nameParts('Multi-stage incident involving Initial access & Impact on 3 endpoints reported by multiple sources')).toEqual([
    'Multi-stage incident involving ',
    'Initial access & Impact on 3 endpoints',
    ' reported by multiple sources',
  ]);
  expect(nameParts('Multi-stage incident involving ')).toEqual(['', 'Multi-stage incident involving ', '']);
  expect(nameParts('Mimikatz on SRV')).toEqual(['', 'Mimikatz on SRV', '']);
  expect(assetShort({ type: 'user', label: 'kofi.jensen@example.com' })).toBe('kofi.jensen');
  expect(assetShort({ type: 'user', label: '@handle' })).toBe('@handle');
  expect(assetShort({ type: 'device', label: 'srv-02.corp.example.com' })).toBe('srv-02');
  expect(assetShort({ type: 'device', label: '10.1.2.3' })).toBe('10.1.2.3');
  expect(assetShort({ type: 'device', label: 'fe80::1.2.3.4' })).toBe('fe80::1.2.3.4');
});
