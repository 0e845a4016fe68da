import type { BindParams, Database } from 'sql.js';
import { beforeAll, expect, test } from 'vitest';
import { INCIDENTS_BY_NAME } from '../../src/store/incident-columns.ts';
import { commentsOf, eventsOfSubject } from '../../src/store/queries/activities.ts';
import { alertById } from '../../src/store/queries/alert-detail.ts';
import { alertsById, linksById } from '../../src/store/queries/alert-rows.ts';
import { entityLabels } from '../../src/store/queries/chips.ts';
import { incidentHeads } from '../../src/store/queries/incident-heads.ts';
import { entitiesById, verdictDecisions } from '../../src/store/queries/evidence-rows.ts';
import { incidentExtras } from '../../src/store/queries/incident.ts';
import { incidentsById } from '../../src/store/queries/incident-rows.ts';
import { batchRows } from '../../src/store/queries/workspace.ts';
import { openTestDatabase } from '../helpers/database.ts';

let db: Database;
beforeAll(async () => {
  db = await openTestDatabase();
});

const planOf = ({ text, bind }: { readonly text: string; readonly bind: BindParams }): string =>
  (db.exec(`explain query plan ${text}`, bind)[0]?.values ?? []).map((row) => String(row[3])).join('\n');

const ids = [1, 2, 3];
test.each([
  ['incident page', incidentsById.sql({ ids }), ['SEARCH incident USING INTEGER PRIMARY KEY']],
  ['incident heads', incidentHeads.sql({ ids }), ['SEARCH incident USING INTEGER PRIMARY KEY']],
  ['alert rows', alertsById.sql({ ids }), ['SEARCH alert USING INTEGER PRIMARY KEY']],
  ['links', linksById.sql({ ids }), ['SEARCH membership USING INTEGER PRIMARY KEY']],
  ['entity labels', entityLabels.sql({ ids }), ['SEARCH entity USING INTEGER PRIMARY KEY']],
  ['entities', entitiesById.sql({ ids }), ['SEARCH entity USING INTEGER PRIMARY KEY']],
  ['verdicts', verdictDecisions.sql({ keys: ['a'] }), ['SEARCH entity_decision USING INDEX sqlite_autoindex_entity_decision_1']],
  ['sort by name', { text: INCIDENTS_BY_NAME, bind: [] }, ['USING COVERING INDEX incident_by_name']],
  [
    'activities',
    eventsOfSubject.sql({ incident: 1, limit: 50 }),
    ['SEARCH s USING PRIMARY KEY (subject=?)', 'SEARCH e USING INTEGER PRIMARY KEY'],
  ],
  ['comments', commentsOf.sql({ incident: 1 }), ['SEARCH comment USING INDEX comment_by_incident (incident=?)']],
  ['files', batchRows.sql({}), ['SCAN batch']],
  [
    'incident extras',
    incidentExtras.sql({ id: 1 }),
    ['SEARCH i USING INTEGER PRIMARY KEY', 'sqlite_autoindex_incident_1', 'sqlite_autoindex_incident_decision_1'],
  ],
  [
    'alert',
    alertById.sql({ id: 1, key: 'a' }),
    ['SEARCH a USING INTEGER PRIMARY KEY', 'SEARCH d USING INDEX sqlite_autoindex_alert_decision_1'],
  ],
])('%s is found by its index and never sorted', (name, statement, wanted) => {
  const plan = planOf(statement);
  for (const step of wanted) expect(plan).toContain(step);
  expect(plan).not.toContain('TEMP B-TREE');
  // A table read as a whole would be named alone; `json_each` is the list of ids, `batch` is short and in key order.
  expect(
    plan.split('\n').filter((step) => /^SCAN (?!json_each|batch\b|incident USING COVERING INDEX)/.test(step)),
    name,
  ).toEqual([]);
});
