import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { figuresIn } from '../../../src/ui/parts/figures.ts';
import { lanesOf } from '../../../src/ui/incident/lanes.ts';
import { sourceWord } from '../../../src/ui/parts/source-word.ts';
import { storyIndex } from '../../../src/ui/incident/story-index.ts';
import type { AlertRow, IncidentGraph, IncidentTimeline } from '../../../src/worker/api.ts';

const alert = (id: number, firstActivity: number | null, assets: readonly number[] = []): AlertRow => ({
  id,
  key: `a${id}`,
  incident: 1,
  title: `alert ${id}`,
  severity: 'medium',
  status: 'new',
  category: '',
  tactics: [],
  product: 'P',
  detectionSource: '',
  firstActivity,
  lastActivity: firstActivity,
  assets: assets.map((a) => ({ id: a, type: 'device', label: `d${a}` })),
  count: 1,
  link: null,
  raised: false,
});
const graph: IncidentGraph = {
  nodes: [
    { id: 10, type: 'device', label: 'FS-01', verdict: 'unknown', alerts: 2, alertIds: [1, 2], startedAt: null, folded: 0 },
    { id: 11, type: 'ip', label: '203.0.113.9', verdict: 'malicious', alerts: 1, alertIds: [], startedAt: null, folded: 0 },
  ],
  edges: [{ source: 10, target: 11, relation: 'connected to', alerts: [2] }],
  hidden: 0,
};
const timeline: IncidentTimeline = {
  lanes: [{ id: 10, type: 'device', label: 'FS-01' }],
  marks: [
    { alert: 2, title: 'two', severity: 'high', from: 50, to: 60, lane: 10, raised: false },
    { alert: 1, title: 'one', severity: 'low', from: 20, to: 20, lane: 0, raised: false },
  ],
  undated: 1,
  hidden: 0,
};

describe('storyIndex', () => {
  const index = storyIndex(graph, timeline, [alert(3, null, [12]), alert(4, 30)]);
  it('orders alerts by time, those without one last', () => expect(index.order).toEqual([1, 4, 2, 3]));
  it('joins entities and alerts by node, edge, lane and asset', () => {
    expect(index.alertsOf.get(10)).toEqual([1, 2]);
    expect(index.alertsOf.get(11)).toEqual([2]);
    expect(index.alertsOf.get(12)).toEqual([3]);
    expect(index.entitiesOf.get(2)).toEqual([10, 11]);
  });
  it('stands on nothing', () => expect(storyIndex(undefined, undefined, []).order).toEqual([]));
});

describe('lanesOf', () => {
  const seen = (id: number, roles: readonly ('sensor' | 'impacted')[]) => ({
    id,
    type: 'device' as const,
    label: `d${id}`,
    identifiers: [],
    roles,
    verdict: 'unknown' as const,
    remediation: 'none' as const,
    alerts: 1,
    firstSeen: null,
    lastSeen: null,
    incidents: 1,
    critical: false,
    builtin: false,
  });
  const mark = (alert: number, from: number, lane: number) => ({
    alert,
    title: '',
    severity: 'low' as const,
    from,
    to: from,
    lane,
    raised: false,
  });
  const three: IncidentTimeline = {
    lanes: [10, 20, 30].map((id) => ({ id, type: 'device', label: `d${id}` })),
    marks: [mark(1, 50, 10), mark(2, 20, 30), mark(3, 30, 0)],
    undated: 0,
    hidden: 0,
  };

  it('stands an alert in the lane of every asset it names, lanes by first mark', () => {
    const rows = [alert(1, 50, [10, 20]), alert(2, 20, [30])];
    const { lanes, marks } = lanesOf(three, undefined, [], storyIndex(undefined, three, rows));
    expect(lanes.map((l) => l.id)).toEqual([30, 10, 20]);
    expect(marks.map((m) => [m.alert, m.lane])).toEqual([
      [1, 10],
      [1, 20],
      [2, 30],
      [3, 0],
    ]);
  });

  it('places an alert once in a lane, also when the rows already say so twice', () => {
    const twice: IncidentTimeline = { ...three, marks: [mark(1, 50, 10), mark(1, 50, 20)] };
    const { marks } = lanesOf(twice, undefined, [], storyIndex(undefined, twice, []));
    expect(marks.map((m) => m.lane)).toEqual([10, 20]);
  });

  it('gives a sensor a lane only for alerts that name nothing else', () => {
    const rows = [alert(1, 50, [10, 30]), alert(2, 20, [30])];
    const { marks } = lanesOf(three, undefined, [seen(30, ['sensor']), seen(10, ['impacted'])], storyIndex(undefined, three, rows));
    expect(marks.filter((m) => m.lane === 30).map((m) => m.alert)).toEqual([2]);
  });
});

it('sourceWord reads a Graph enumeration and leaves out what the product says already', () => {
  expect(sourceWord('microsoftDefenderForEndpoint', 'Microsoft Defender for Endpoint')).toBe('');
  expect(sourceWord('azureAdIdentityProtection', 'Microsoft Entra ID Protection')).toBe('Azure Ad Identity Protection');
  expect(sourceWord('Network', 'Suricata')).toBe('Network');
});

describe('figuresIn', () => {
  it('makes each figure lead to its rows', () => {
    const parts = figuresIn('14 alerts of 3 products on 2 devices and 1 user name 1\u2009204 files.');
    expect(parts.filter((p) => p.target).map((p) => [p.text, p.target?.tab, p.target?.type])).toEqual([
      ['14 alerts', 'alerts', undefined],
      ['3 products', 'alerts', undefined],
      ['2 devices', 'assets', 'device'],
      ['1 user', 'assets', 'user'],
      ['1\u2009204 files', 'evidence', 'file'],
    ]);
  });
  it('leads to those alone that the sentence is about, and what is more to what was counted before', () => {
    const targets = (sentence: string) =>
      figuresIn(sentence).flatMap(({ text, target }) => (target ? [[text, target.tab, target.only]] : []));
    expect(targets('7 things in it are called malicious: a.exe, b.exe, c.exe and 4 more.')).toEqual([
      ['7 things', 'evidence', 'malicious'],
      ['4 more', 'evidence', 'malicious'],
    ]);
    expect(targets('1 alert of 32 is resolved.')).toEqual([['1 alert', 'alerts', 'resolved']]);
    expect(targets('It touches 12 assets: a, b, c and 9 more.').map(([, tab]) => tab)).toEqual(['assets', 'assets']);
    expect(targets('It begins with “2 things in it are called malicious: x”.').map(([, , only]) => only)).toEqual([undefined]);
    expect(targets('and 4 more')).toEqual([]);
  });
  it('leaves times, versions and addresses alone', () => {
    expect(figuresIn('At 12:04 alerts began; 1.2 files; 10.0.0.1 users').filter((p) => p.target)).toEqual([]);
  });
  it('loses no letter (property)', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.string(), fc.constantFrom('3 devices', '1 alert', ' ')), { maxLength: 20 }), (words) => {
        const sentence = words.join(' ');
        expect(
          figuresIn(sentence)
            .map((p) => p.text)
            .join(''),
        ).toBe(sentence);
      }),
    );
  });
});
