import { expect, test } from 'vitest';
import { graphIncidents } from '../../../src/intake/formats/graph-incidents.ts';
import { describeImporter } from '../describe-importer.ts';
import { collect } from './collect.ts';

describeImporter(graphIncidents);

const incident = { '@odata.type': '#microsoft.graph.security.incident', id: '9', displayName: 'I', severity: 'high', status: 'active' };

test('a shell gives an incident without alerts, and says so', () => {
  const got = collect(graphIncidents, incident);
  expect(got.alerts).toEqual([]);
  expect(got.incidents).toMatchObject([{ externalId: '9', idScope: 'microsoft', alertIds: [] }]);
});

test('alerts come with the incident they stand in, as a list or as the one object a shipper left', () => {
  const alert = { id: 'da1', title: 'A', severity: 'low' };
  for (const alerts of [[alert], alert]) {
    const got = collect(graphIncidents, { ...incident, alerts });
    expect(got.alerts).toMatchObject([{ externalId: 'da1', sourceIncident: '9' }]);
    expect(got.incidents).toMatchObject([{ alertIds: ['da1'] }]);
  }
});

test('a redirected incident names the one it was merged into', () => {
  expect(collect(graphIncidents, { ...incident, status: 'redirected', redirectIncidentId: '4' }).incidents).toMatchObject([
    { status: 'redirected', redirectTo: '4' },
  ]);
});
