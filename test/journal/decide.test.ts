import { beforeEach, expect, test } from 'vitest';
import { decide } from '../../src/journal/decide.ts';
import type { AlertView, Decision, DecisionReader, IncidentView } from '../../src/journal/decision.ts';
import type { Row } from '../../src/journal/event.ts';

/* Deciders over plain objects: incident 1 with alerts 1 and 2, incident 2 with alert 3. */

let rows: Record<string, Row>;
let incidents: IncidentView[];
let alerts: AlertView[];
let entities = 5;

const incident = (id: number, over: Partial<IncidentView> = {}): IncidentView => ({
  ...{ id, key: `i-${id}`, name: `Case ${id}`, severity: 'medium', status: 'new', classification: 'unknown', determination: 'unknown' },
  ...{ assignedTo: '', tags: [], resolvingNote: '', alerts: 3 - id, entities: 2 },
  ...over,
});
const alert = (id: number, inside: number, over: Partial<AlertView> = {}): AlertView => ({
  ...{
    id,
    key: `a${id}`,
    title: `Alert ${id}`,
    incident: `i-${inside}`,
    status: 'new',
    classification: 'unknown',
    determination: 'unknown',
  },
  assignedTo: '',
  ...over,
});

beforeEach(() => {
  rows = {};
  incidents = [incident(1), incident(2)];
  alerts = [alert(1, 1), alert(2, 1), alert(3, 2)];
  entities = 5;
});

const reader: DecisionReader = {
  row: (table, key) => rows[`${table}/${key}`] ?? null,
  incident: (id) => incidents.find((found) => found.id === id),
  incidentOfKey: (key) => incidents.find((found) => found.key === key),
  alert: (id) => alerts.find((found) => found.id === id),
  alertsOf: (key) => alerts.filter((found) => found.incident === key),
  entity: (id) => (id === 1 ? { id, key: 'ip|203.0.113.7', label: '203.0.113.7' } : undefined),
  commentsOf: (key) => (key === 'i-2' ? [{ author: 'Bo', at: 5, text: 'seen' }] : []),
  entitiesOfAll: () => entities,
};
const taken = (decision: Decision): ReturnType<typeof decide> => {
  let n = 0;
  return decide(decision, reader, { at: 100, actor: 'Ann', newId: () => `id-${++n}` });
};
const change = (
  changes: Extract<Decision, { kind: 'incident.change' }>['changes'],
  ids: readonly number[] = [1],
): ReturnType<typeof decide> => taken({ kind: 'incident.change', ids, changes });
const refused = (result: ReturnType<typeof decide>): string | undefined => (result.ok ? undefined : result.error.code);
const said = (result: ReturnType<typeof decide>): string | undefined => (result.ok ? result.value.summary : result.error.code);

test('a sentence names before and after in the words of the portal', () => {
  expect(said(change({ severity: 'high' }))).toBe('Severity changed from Medium to High');
  expect(said(change({ status: 'inProgress', name: 'Phish' }))).toBe(
    'Name changed from “Case 1” to “Phish”; status changed from New to In progress',
  );
  expect(said(change({ classification: 'truePositive', determination: 'malware' }))).toBe(
    'Classification changed from Not set to True positive; determination changed from Not set to Malware',
  );
  expect(said(change({ assignedTo: ' Bo ' }))).toBe('Owner changed from nobody to Bo; 2 alerts assigned');
});

test('many incidents are one event; those that are already so stay out', () => {
  incidents = [incident(1, { status: 'inProgress' }), incident(2)];
  const both = change({ status: 'resolved' }, [1, 2, 2]);
  expect(said(both)).toBe('2 incidents: status set to Resolved');
  expect(both).toMatchObject({ value: { subjects: ['i-1', 'i-2'] } });
  const one = change({ status: 'inProgress' }, [1, 2]);
  expect(one).toMatchObject({ value: { summary: 'Status changed from New to In progress', subjects: ['i-2'] } });
  expect(refused(change({ status: 'inProgress' }, [1]))).toBe('journal/nothing-changed');
  expect(refused(change({}, [1, 2]))).toBe('journal/nothing-changed');
});

test('resolving takes the open alerts along only when asked', () => {
  alerts = [alert(1, 1, { status: 'resolved' }), alert(2, 1)];
  const alone = change({ status: 'resolved' });
  expect(alone.ok && alone.value.changes.map((row) => row.key)).toEqual(['i-1']);
  const cascade = change({ status: 'resolved', resolveAlerts: true });
  expect(cascade.ok && cascade.value.changes).toEqual([
    { table: 'incident_decision', key: 'i-1', before: null, after: { status: 'resolved', updated: 100 } },
    { table: 'alert_decision', key: 'a2', before: null, after: { status: 'resolved', updated: 100 } },
  ]);
  rows['setting/resolve.noteRequired'] = { value: 'true' };
  expect(refused(change({ status: 'resolved' }))).toBe('journal/note-required');
  expect(refused(change({ status: 'resolved', resolvingNote: 'tested by red team' }))).toBeUndefined();
});

test('a determination must belong to its classification; a new classification clears one that does not', () => {
  expect(refused(change({ determination: 'malware' }))).toBe('journal/illegal-determination');
  expect(refused(change({ classification: 'falsePositive', determination: 'malware' }))).toBe('journal/illegal-determination');
  incidents = [incident(1, { classification: 'truePositive', determination: 'malware' })];
  const cleared = change({ classification: 'falsePositive' });
  expect(cleared).toMatchObject({ value: { changes: [{ after: { classification: 'falsePositive', determination: 'unknown' } }] } });
  incidents = [incident(1, { classification: 'truePositive', determination: 'other' })];
  const kept = change({ classification: 'falsePositive' });
  expect(kept.ok && kept.value.changes[0]?.after).toEqual({ classification: 'falsePositive', updated: 100 });
});

test('tags are a person’s own words: system tags cannot be set or removed, case makes no second tag', () => {
  incidents = [incident(1, { tags: ['VIP'] })];
  expect(refused(change({ addTags: ['Redirected'] }))).toBe('journal/system-tag');
  expect(refused(change({ removeTags: ['ransomware '] }))).toBe('journal/system-tag');
  expect(refused(change({ addTags: ['vip', ' '] }))).toBe('journal/nothing-changed');
  const mixed = change({ addTags: ['finance'], removeTags: ['vip'] });
  expect(mixed).toMatchObject({ value: { summary: 'Tagged “finance”; tag “VIP” removed', changes: [{ after: { tags: '["finance"]' } }] } });
});

test('an empty name gives the automatic one back', () => {
  expect(refused(change({ name: ' ' }))).toBe('journal/nothing-changed');
  rows['incident_decision/i-1'] = { name: 'Phish', updated: 5 };
  expect(change({ name: '' })).toMatchObject({ value: { changes: [{ before: { name: 'Phish', updated: 5 }, after: null }] } });
});

test('what cannot be is refused by a code', () => {
  expect(refused(change({ status: 'redirected' }))).toBe('journal/status-not-settable');
  expect(refused(change({ name: 'x'.repeat(513) }))).toBe('journal/too-long');
  expect(refused(change({ name: 'x' }, [9]))).toBe('journal/not-found');
  expect(refused(change({ name: 'x' }, []))).toBe('journal/not-found');
  incidents = [incident(1, { status: 'redirected' })];
  expect(refused(change({ name: 'x' }))).toBe('journal/redirected');
  expect(refused(taken({ kind: 'alert.change', ids: [99], changes: { status: 'new' } }))).toBe('journal/not-found');
});

test('a comment has up to 30 000 characters, a pair of surrogates being one', () => {
  const comment = (text: string): string | undefined => refused(taken({ kind: 'incident.comment', id: 1, text }));
  expect(comment('  \n')).toBe('journal/empty-comment');
  expect(comment('😀'.repeat(30_000))).toBeUndefined();
  expect(comment('x'.repeat(30_001))).toBe('journal/too-long');
});

test('a merge pours the smaller into the larger: alerts, tags, comments, owner; the source is redirected', () => {
  incidents = [incident(1, { tags: ['vip'] }), incident(2, { tags: ['mail'], assignedTo: 'Bo' })];
  const merged = taken({ kind: 'incident.merge', ids: [2, 1], reasons: ['sameActor'], comment: 'one intruder' });
  expect(merged).toMatchObject({
    value: { kind: 'incident.merged', summary: '#2 “Case 2” merged into #1 “Case 1” (Same actor)', subjects: ['i-1', 'i-2'] },
  });
  const after = merged.ok ? Object.fromEntries(merged.value.changes.map((row) => [`${row.table}/${row.key}`, row.after])) : {};
  expect(after).toEqual({
    'incident_decision/i-1': { tags: '["vip","mail"]', assigned_to: 'Bo', updated: 100 },
    'incident_decision/i-2': { status: 'redirected', redirect_to: 'i-1', tags: '["Redirected"]', updated: 100 },
    'placement/a3': { incident: 'i-1', at: 100, actor: 'Ann', reason: 'Same actor' },
    'alert_decision/a1': { assigned_to: 'Bo', updated: 100 },
    'alert_decision/a2': { assigned_to: 'Bo', updated: 100 },
    'alert_decision/a3': { assigned_to: 'Bo', updated: 100 },
    'comment/id-1': { incident: 'i-1', author: 'Bo', at: 5, text: '*From source #2:*\n\nseen' },
    'comment/id-2': { incident: 'i-1', author: 'Ann', at: 100, text: 'one intruder' },
  });
  expect(refused(taken({ kind: 'incident.merge', ids: [1, 1] }))).toBe('merge/too-few');
  rows['setting/merge.maxEntities'] = { value: '4' };
  expect(refused(taken({ kind: 'incident.merge', ids: [1, 2] }))).toBe('merge/too-many-entities');
});

test('alerts move to another incident or to a new one', () => {
  const moved = taken({ kind: 'alert.move', ids: [1], to: 2 });
  expect(moved).toMatchObject({ value: { summary: 'Alert “Alert 1” moved to #2 “Case 2”', subjects: ['i-2', 'i-1'] } });
  expect(taken({ kind: 'alert.move', ids: [1], to: null })).toMatchObject({
    value: {
      summary: 'Alert “Alert 1” moved to a new incident',
      changes: [{ table: 'placement', key: 'a1', after: { incident: 'p-id-1' } }],
    },
  });
  expect(refused(taken({ kind: 'alert.move', ids: [3], to: 2 }))).toBe('journal/nothing-changed');
  expect(refused(taken({ kind: 'alert.move', ids: [1, 2], to: null }))).toBe('journal/whole-incident');
  incidents = [incident(1), incident(2, { status: 'resolved' })];
  expect(refused(taken({ kind: 'alert.move', ids: [1], to: 2 }))).toBe('journal/resolved');
});

test('one rule for a pair of alerts, whichever is named first', () => {
  const added = taken({ kind: 'override.add', rule: 'mustLink', a: 3, b: 1 });
  expect(added).toMatchObject({
    value: { kind: 'override.added', changes: [{ key: 'a1|a3', after: { kind: 'mustLink', a: 'a1', b: 'a3' } }] },
  });
  rows['override/a1|a3'] = { kind: 'mustLink', a: 'a1', b: 'a3', at: 1, actor: 'Bo', note: null };
  expect(refused(taken({ kind: 'override.add', rule: 'mustLink', a: 1, b: 3 }))).toBe('journal/nothing-changed');
  const entry = (b: string) => ({ kind: 'ignore', a: 'ip', b }) as const;
  expect(said(taken({ kind: 'rules.change', add: [entry('ip:10.0.0.1')] }))).toBe('“10.0.0.1” added to the ignore list');
  expect(said(taken({ kind: 'rules.change', add: [entry('ip:10.0.0.1'), entry('ip:10.0.0.2')] }))).toBe(
    '2 entries added to the ignore list',
  );
  expect(taken({ kind: 'rules.change', remove: ['a1|a3'] })).toMatchObject({ value: { changes: [{ after: null }] } });
  expect(refused(taken({ kind: 'rules.change', remove: ['x'] }))).toBe('journal/not-found');
  expect(refused(taken({ kind: 'override.add', rule: 'mustLink', a: 1, b: 1 }))).toBe('journal/same-alert');
});

test('entities are marked, settings set; both say what was before', () => {
  expect(taken({ kind: 'entity.change', ids: [1], incident: 2, changes: { ignored: true, verdict: 'malicious' } })).toMatchObject({
    value: {
      summary: expect.stringMatching(/^“203\.0\.113\.7”: verdict changed from .+ to Malicious; no longer links alerts$/) as string,
      subjects: ['i-2'],
    },
  });
  expect(refused(taken({ kind: 'entity.change', ids: [1], changes: { watched: false } }))).toBe('journal/nothing-changed');
  expect(said(taken({ kind: 'setting.change', key: 'zone', value: 'UTC' }))).toBe('Setting zone changed from the default to “UTC”');
  expect(refused(taken({ kind: 'setting.change', key: '__proto__', value: 'x' }))).toBe('journal/setting-name');
});

test('a change of the correlation says what was changed, each with before and after', () => {
  const change = (before: unknown, after: unknown): string | undefined => {
    if (before === null) delete rows['setting/correlation'];
    else rows['setting/correlation'] = { value: JSON.stringify(before) };
    return said(taken({ kind: 'setting.change', key: 'correlation', value: after === null ? null : JSON.stringify(after) }));
  };
  const wide = { profile: 'wide', sourceIncidents: 'ignore', types: {} };
  expect(change(null, wide)).toBe('Correlation: profile from normal to wide');
  expect(change(wide, { ...wide, sourceIncidents: 'keep' })).toBe(
    'Correlation: incidents that stand in the files from “Correlate anew” to “Keep”',
  );
  const chosen = { ...wide, types: { ip: { window: 12 }, file: { strength: 0.5 } } };
  expect(change(wide, chosen)).toBe(
    'Correlation: window of IP addresses from the profile’s to 12 h; strength of files from the profile’s to 0.5',
  );
  expect(change(chosen, { ...wide, types: { ip: { window: 24 } } })).toBe(
    'Correlation: window of IP addresses from 12 h to 24 h; strength of files from 0.5 to the profile’s',
  );
  expect(change(wide, null)).toBe('Correlation: profile from wide to normal');
  // Written by an earlier version; and what has no word.
  expect(change({ profile: 'normal', respectSourceIncidents: true, types: {} }, null)).toContain(
    'from “Keep and suggest” to “Correlate anew”',
  );
  expect(change(null, ['__proto__'])).toBe('Correlation changed');
});

test('a change of weights or of sequence rules says which, with what stands where nothing was chosen', () => {
  const standard = {
    weights: { severity: [1, 2, 3, 4, 5], rarity: 2, scale: 10 },
    sequenceName: (id: string) => (id === 'phish-click' ? 'Phishing mail, then a click' : undefined),
  };
  const change = (key: string, before: unknown, after: unknown): string | undefined => {
    Object.assign(rows, { [`setting/${key}`]: { value: before === null ? null : JSON.stringify(before) } });
    const value = after === null ? null : JSON.stringify(after);
    return said(decide({ kind: 'setting.change', key, value }, reader, { at: 100, actor: 'Ann', newId: () => 'id', standard }));
  };
  expect(change('priority', null, { severity: [1, 2, 3, 4, 9], rarity: 0 })).toBe(
    'Weights of the priority: severity high from 5 to 9; rarity of detectors from 2 to 0',
  );
  expect(change('priority', { rarity: 0, scale: 20 }, { scale: 20 })).toBe('Weights of the priority: rarity of detectors from 0 to 2');
  expect(change('priority', { scale: 20 }, null)).toBe('Weights of the priority: scale from 20 to 10');
  expect(change('priority', null, { other: 1 })).toBe('Weights of the priority changed');

  const mine = { id: 'mine', name: 'Mine' };
  expect(change('sequences', null, { off: ['phish-click'], raise: [], own: [mine] })).toBe(
    'Sequence rules: “Mine” added; “Phishing mail, then a click” switched off',
  );
  expect(change('sequences', { off: ['phish-click'], raise: ['mine'], own: [mine] }, { off: [], raise: ['phish-click'], own: [] })).toBe(
    'Sequence rules: “Mine” taken away; “Phishing mail, then a click” switched on; “Phishing mail, then a click” raises an alert; “Mine” raises no alert',
  );
  expect(change('sequences', { off: ['of-old'], raise: [], own: [] }, null)).toBe('Sequence rules: “of-old” switched on');
  expect(change('sequences', null, { off: 1 })).toBe('Sequence rules changed');
});

test('alerts are changed and commented on as one decision; a comment alone is one too, and stands with each incident concerned', () => {
  const both = taken({ kind: 'alert.change', ids: [1, 3], changes: { status: 'resolved' }, comment: 'Test of ours' });
  const comments = both.ok ? both.value.changes.filter(({ table }) => table === 'comment') : [];
  expect(comments.map(({ after }) => after?.['incident'])).toEqual(both.ok ? both.value.subjects : []);
  expect(comments).toHaveLength(2);
  expect(comments[0]?.after?.['text']).toMatch(/^On 1 alert: “.+”\n\nTest of ours$/);
  expect(said(both)).toMatch(/^2 alerts: status .+; commented$/);
  expect(said(taken({ kind: 'alert.change', ids: [1], changes: {}, comment: ' Seen ' }))).toMatch(/^Alert “.+”: commented$/);
  expect(refused(taken({ kind: 'alert.change', ids: [1], changes: {}, comment: ' ' }))).toBe('journal/nothing-changed');
});
