import { describe, expect, test } from 'vitest';
import { CLASSIFICATION_LABELS, isLegalPair, type Classification } from '../../../src/domain/classification.ts';
import {
  alertsInQuestion,
  changesOf,
  determinationsFor,
  draftOf,
  isEmpty,
  withClassification,
  type Managed,
} from '../../../src/ui/parts/manage.ts';
import { alertChanges, alertDraft, type ManagedAlert } from '../../../src/ui/parts/manage-alert.ts';

const one = (more: Partial<Managed> = {}): Managed => ({
  id: 1,
  name: 'Suspicious PowerShell',
  severity: 'medium',
  status: 'new',
  assignedTo: '',
  tags: ['vip'],
  classification: 'unknown',
  determination: 'unknown',
  activeAlerts: 3,
  ...more,
});

describe('managing one incident', () => {
  test('an untouched draft changes nothing', () => expect(isEmpty(changesOf([one()], draftOf([one()])))).toBe(true));

  test('only what differs is written', () => {
    const draft = { ...draftOf([one()]), name: '  Ransomware on FS-01 ', tags: ['urgent'], assignedTo: 'Jo' };
    expect(changesOf([one()], draft)).toEqual({ name: 'Ransomware on FS-01', addTags: ['urgent'], removeTags: ['vip'], assignedTo: 'Jo' });
  });

  test('an emptied name is not a name', () => expect(isEmpty(changesOf([one()], { ...draftOf([one()]), name: '  ' }))).toBe(true));

  test('the note goes with resolving only', () => {
    const draft = { ...draftOf([one()]), resolvingNote: 'done' };
    expect(isEmpty(changesOf([one()], draft))).toBe(true);
    expect(changesOf([one()], { ...draft, status: 'resolved' })).toEqual({ status: 'resolved', resolvingNote: 'done' });
  });
});

describe('classification', () => {
  const all = Object.keys(CLASSIFICATION_LABELS) as Classification[];
  test.each(all)('%s offers only determinations that may go with it', (classification) => {
    const offered = determinationsFor(classification);
    expect(offered[0]).toBe('unknown');
    for (const determination of offered) expect(isLegalPair(classification, determination)).toBe(true);
    expect(new Set(offered).size).toBe(offered.length);
  });

  test('a determination that may not stay is taken back', () => {
    const draft = draftOf([one({ classification: 'truePositive', determination: 'malware' })]);
    expect(withClassification(draft, 'falsePositive').determination).toBe('unknown');
    const other = draftOf([one({ classification: 'truePositive', determination: 'other' })]);
    expect(withClassification(other, 'falsePositive').determination).toBe('other');
  });

  test('classification and determination are written together', () => {
    const draft = { ...withClassification(draftOf([one()]), 'truePositive'), determination: 'phishing' as const };
    expect(changesOf([one()], draft)).toEqual({ classification: 'truePositive', determination: 'phishing' });
  });
});

describe('managing many', () => {
  const many = [one(), one({ id: 2, severity: 'high', tags: ['vip', 'dmz'], status: 'resolved', assignedTo: 'Jo' })];
  test('what they do not share is left as it is', () => {
    const draft = draftOf(many);
    expect([draft.severity, draft.status, draft.assignedTo, draft.name]).toEqual([undefined, undefined, undefined, undefined]);
    expect(draft.tags).toEqual(['vip']);
    expect(isEmpty(changesOf(many, draft))).toBe(true);
    expect(changesOf(many, { ...draft, severity: 'low' })).toEqual({ severity: 'low' });
  });

  test('the cascade asks about open alerts of those that were not resolved yet', () => {
    expect(alertsInQuestion(many, { status: 'resolved' })).toBe(3);
    expect(alertsInQuestion(many, { status: 'inProgress' })).toBe(0);
    expect(alertsInQuestion([one({ activeAlerts: 0 })], { status: 'resolved' })).toBe(0);
  });
});

describe('managing alerts', () => {
  const settled: ManagedAlert = {
    id: 1,
    title: 'Malware',
    status: 'new',
    assignedTo: 'Jo',
    classification: 'truePositive',
    determination: 'malware',
  };
  const unread: ManagedAlert = { id: 2, title: 'Malware' };

  test('an untouched draft changes nothing, whether the alerts are known, not known, or differ', () => {
    for (const alerts of [[settled], [unread], [settled, unread], [settled, { ...settled, status: 'resolved' } as const]])
      expect(alertChanges(alerts, alertDraft(alerts))).toEqual({});
  });

  test('what is set is written, also to alerts that differ; what is not set is left', () => {
    const alerts = [settled, unread];
    expect(alertChanges(alerts, { ...alertDraft(alerts), status: 'resolved', assignedTo: ' Ann ' })).toEqual({
      status: 'resolved',
      assignedTo: 'Ann',
    });
  });

  test('a classification takes its determination with it', () => {
    const draft = withClassification(alertDraft([settled]), 'falsePositive');
    expect(alertChanges([settled], draft)).toEqual({ classification: 'falsePositive', determination: 'unknown' });
  });
});
