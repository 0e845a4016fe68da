import { expect, test } from 'vitest';
import { collect } from './collect.ts';
import { oktaSystemLog } from '../../../src/intake/formats/okta-system-log.ts';
import { describeImporter } from '../describe-importer.ts';

describeImporter(oktaSystemLog);

const event = (eventType: string, debugData: Record<string, string | boolean> = {}) =>
  collect(oktaSystemLog, {
    uuid: '1',
    eventType,
    published: '2024-03-18T09:10:10Z',
    displayMessage: 'M',
    severity: 'INFO',
    debugContext: { debugData },
  });

test('a threat suspected makes an alert of any event, in text or as a truth value', () => {
  expect(event('user.session.start', { threatSuspected: 'true' }).alerts).toHaveLength(1);
  expect(event('user.session.start', { threatSuspected: true }).alerts).toHaveLength(1);
  expect(event('user.session.start', { threatSuspected: 'false' })).toMatchObject({ alerts: [], ignored: ['user.session.start event'] });
});

test('the risk level is the severity', () => {
  expect(event('user.session.start', { risk: '{level=HIGH, reasons=New IP}' }).alerts[0]?.severity).toBe('high');
});
