import { expect, test } from 'vitest';
import { defenderForCloud } from '../../../src/intake/formats/defender-for-cloud.ts';
import { describeImporter } from '../describe-importer.ts';
import { onlyAlert, told } from './collect.ts';

describeImporter(defenderForCloud);

const alert = (name: string, properties: object = {}): never =>
  ({
    name,
    type: 'Microsoft.Security/Locations/alerts',
    properties: { alertDisplayName: 'A', systemAlertId: 'same', ...properties },
  }) as never;

test('the name of the resource is the id: the official example repeats systemAlertId', () => {
  expect(onlyAlert(defenderForCloud, alert('one')).externalId).toBe('one');
  expect(onlyAlert(defenderForCloud, alert('two')).externalId).toBe('two');
});

test('the compromised entity is not named twice', () => {
  const id = '/subscriptions/1/resourceGroups/r/providers/Microsoft.Compute/virtualMachines/vm1';
  const made = onlyAlert(
    defenderForCloud,
    alert('n', { compromisedEntity: 'vm1', resourceIdentifiers: [{ azureResourceId: id, type: 'AzureResource' }] }),
  );
  expect(told(made.evidence)).toEqual([`cloudResource resource:${id.toLowerCase()} [impacted]`]);
});

test('alerts of other products in the same form, from the audit log of Microsoft 365, keep their product', () => {
  const mail = onlyAlert(defenderForCloud, {
    VendorName: 'Microsoft',
    ProviderName: 'OATP',
    AlertDisplayName: 'A potentially malicious URL click was detected',
    Severity: 'High',
    ProviderAlertId: '4444',
    SystemAlertId: null,
    Intent: 'Probing',
    StartTimeUtc: '2024-05-14T08:00:00Z',
    ExtendedLinks: [{ Href: 'https://security.microsoft.com/alerts/fa4444', Label: 'alert' }],
    Entities: [{ $id: '1', Url: 'https://example.net/a.js', Type: 'url' }],
  });
  expect(mail).toMatchObject({
    product: 'Microsoft Defender for Office 365',
    externalId: '4444',
    alias: { scope: 'microsoft', id: 'fa4444' },
    url: 'https://security.microsoft.com/alerts/fa4444',
  });
  const apps = onlyAlert(defenderForCloud, {
    AlertDisplayName: 'Impossible travel activity',
    AlertDescription: 'Jane was here and there',
    AlertSeverity: 'Medium',
    AlertUri: 'https://example.portal.cloudappsecurity.com/#/alerts/1',
    ActivityStartTime: '2024-05-14T08:00:00',
    CreationTime: '2024-05-14T08:20:00',
    ClientIPs: ['203.0.113.4', '198.51.100.4'],
    Workload: 'MCAS',
    ResultStatus: 'New',
  });
  expect(apps).toMatchObject({ product: 'Microsoft Defender for Cloud Apps', description: 'Jane was here and there', status: 'new' });
  expect((apps.detected ?? 0) - (apps.firstActivity ?? 0)).toBe(1_200_000_000);
  expect(told(apps.evidence)).toEqual(['ip ip:203.0.113.4 [source]', 'ip ip:198.51.100.4 [source]']);
});
