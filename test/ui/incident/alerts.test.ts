import { describe, expect, it } from 'vitest';
import { actorsOf, alike, shownActivities } from '../../../src/ui/incident/activity-words.ts';
import { filterChips, idsOf, isFiltered, NO_FILTER, passes } from '../../../src/ui/incident/alert-filter.ts';
import type { ActivityRow, AlertRow } from '../../../src/worker/api.ts';

const row: AlertRow = {
  id: 7,
  key: 'a7',
  incident: 1,
  title: 'Beaconing to a rare domain',
  severity: 'medium',
  status: 'new',
  category: '',
  tactics: ['TA0011'],
  product: 'Suricata',
  detectionSource: '',
  firstActivity: 1,
  lastActivity: 1,
  assets: [{ id: 3, type: 'device', label: 'FS-01' }],
  count: 1,
  link: null,
  raised: false,
};

describe('alert filter', () => {
  it('leaves all alone until it is set', () => {
    expect(isFiltered(NO_FILTER)).toBe(false);
    expect(passes(row, NO_FILTER)).toBe(true);
  });
  it('is the conjunction of its parts; the text looks at title, product and assets', () => {
    expect(passes(row, { ...NO_FILTER, text: ' fs-0' })).toBe(true);
    expect(passes(row, { ...NO_FILTER, text: 'fs-0', severity: 'high' })).toBe(false);
    expect(passes(row, { ...NO_FILTER, tactic: 'TA0011', product: 'Suricata', status: 'new' })).toBe(true);
    expect(passes(row, { ...NO_FILTER, status: 'open' })).toBe(true);
    expect(passes({ ...row, status: 'resolved' }, { ...NO_FILTER, status: 'open' })).toBe(false);
    expect(passes(row, { ...NO_FILTER, ids: { label: 'x', alerts: idsOf([8]) } })).toBe(false);
  });
  it('names what it filters by, and takes each away alone', () => {
    const chips = filterChips({ ...NO_FILTER, tactic: 'TA0011', ids: { label: 'Names FS-01', alerts: idsOf([7]) } });
    expect(chips.map((c) => c.label)).toEqual(['Names FS-01', 'Tactic: Command and control']);
    expect(chips[0]?.without.ids).toBeUndefined();
    expect(chips[0]?.without.tactic).toBe('TA0011');
  });
});

describe('activity log', () => {
  const line = (seq: number, kind: string, actor: string, undone = false): ActivityRow => ({
    id: `e${seq}`,
    seq,
    at: seq,
    actor,
    kind,
    summary: '',
    undone,
    changes: [],
  });
  const rows = [
    line(1, 'correlation.ran', ''),
    line(2, 'incident.changed', 'Jo', true),
    line(3, 'event.undone', 'Jo'),
    line(4, 'incident.commented', 'Amira'),
  ];
  const all = { group: 'all', actor: undefined, undone: true } as const;
  it('is newest first and complete by default', () => expect(shownActivities(rows, all).map((r) => r.seq)).toEqual([4, 3, 2, 1]));
  it('filters by kind, by actor (also one without a name), and leaves out what was undone', () => {
    expect(shownActivities(rows, { ...all, group: 'comments' }).map((r) => r.seq)).toEqual([4]);
    expect(shownActivities(rows, { ...all, actor: '' }).map((r) => r.seq)).toEqual([1]);
    expect(shownActivities(rows, { ...all, undone: false }).map((r) => r.seq)).toEqual([4, 3, 1]);
    expect(actorsOf(rows)).toEqual(['', 'Amira', 'Jo']);
  });
  it('tells alike changes of many alerts once, with how many they are', () => {
    const moved = { field: 'Incident', before: 'as correlated', after: '#6' };
    const named = { field: 'Name', before: '', after: 'a' };
    expect(alike([moved, named, { ...moved }])).toEqual([
      { ...moved, times: 2 },
      { ...named, times: 1 },
    ]);
  });
});
