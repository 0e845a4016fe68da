import { expect, test } from 'vitest';
import { crowdstrikeEventStream } from '../../../src/intake/formats/crowdstrike-event-stream.ts';
import { describeImporter } from '../describe-importer.ts';
import { onlyAlert, told } from './collect.ts';

describeImporter(crowdstrikeEventStream);

test('an event of identity protection is an alert', () => {
  const alert = onlyAlert(crowdstrikeEventStream, {
    metadata: {
      customerIDString: 'c',
      offset: 7,
      eventType: 'IdentityProtectionEvent',
      eventCreationTime: 1_715_674_800_855,
      version: '1.0',
    },
    event: {
      IncidentType: 'UNUSUAL_ACTIVITY',
      IncidentDescription: 'User access patterns detected as anomalous.',
      Severity: 3,
      SeverityName: 'MEDIUM',
      StartTime: 1_715_674_795_970,
      EndTime: 1_715_674_796_842,
      IdentityProtectionIncidentId: 'INC-7',
      UserName: 'EXAMPLE.ORG\\JANE',
      EndpointName: 'ws-7',
      EndpointIp: '10.0.0.7',
      Category: 'Incidents',
      State: 'NEW',
    },
  });
  expect(alert).toMatchObject({
    externalId: 'INC-7',
    title: 'Unusual activity',
    description: 'User access patterns detected as anomalous.',
    severity: 'medium',
    status: 'new',
    product: 'CrowdStrike Falcon Identity Protection',
  });
  expect(told(alert.evidence)).toEqual([
    'device netbios:ws-7 [impacted]',
    'ip ip:10.0.0.7 [contextual]',
    'user account:example.org\\jane name:jane [impacted]',
  ]);
});
