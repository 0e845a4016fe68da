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
