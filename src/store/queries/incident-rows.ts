import { tacticsOfMask } from '../../attack/tactics.ts';
import type { Classification, Determination } from '../../domain/classification.ts';
import type { IncidentStatus } from '../../domain/incident.ts';
import { severityOfRank } from '../../domain/severity.ts';
import type { AssetChip, IncidentRow } from '../../worker/api.ts';
import { ask, defineQuery, idList, INT, INT_OR_NULL, type QueryContext, TEXT } from '../query.ts';
import { chipsOf, inOrder } from './chips.ts';
import { watchedThings } from './watched.ts';

/** Select ids first (columns), then read the rows of one page. */
export const incidentsById = defineQuery<{ readonly ids: readonly number[] }>()({
  columns: {
    id: INT,
    key: TEXT,
    name: TEXT,
    severity: INT,
    severity_overridden: INT,
    status: TEXT,
    classification: TEXT,
    determination: TEXT,
    assigned_to: TEXT,
    tags: TEXT,
    priority: INT,
    alerts: INT,
    active_alerts: INT,
    entities: INT,
    assets: TEXT,
    asset_count: INT,
    products: TEXT,
    tactics: INT,
    first_activity: INT_OR_NULL,
    last_activity: INT_OR_NULL,
    last_update: INT,
  },
  sql: ({ ids }) => ({
    text: `select id, key, name, severity, severity_overridden, status, classification, determination, assigned_to, tags, priority, alerts,
             active_alerts, entities, assets, asset_count, products, tactics, first_activity, last_activity, last_update
           from incident where id in (select value from json_each(?))`,
    bind: [idList(ids)],
  }),
});

const strings = (json: string): readonly string[] => JSON.parse(json) as readonly string[];

/** Rows in the order of the ids; ids that name no incident are passed over. */
export function incidentRows(context: QueryContext, ids: readonly number[]): IncidentRow[] {
  const rows = ask(context.db, incidentsById, { ids });
  const watched = watchedThings(context);
  const assets = new Map(rows.map((row) => [row.id, JSON.parse(row.assets) as readonly number[]]));
  const chips: ReadonlyMap<number, AssetChip> = chipsOf(context, [...assets.values()].flat());
  const byId = new Map(
    rows.map((row): [number, IncidentRow] => [
      row.id,
      {
        id: row.id,
        key: row.key,
        name: row.name,
        severity: severityOfRank(row.severity),
        severityOverridden: row.severity_overridden === 1,
        status: row.status as IncidentStatus,
        classification: row.classification as Classification,
        determination: row.determination as Determination,
        assignedTo: row.assigned_to,
        tags: strings(row.tags),
        priority: row.priority,
        alerts: row.alerts,
        activeAlerts: row.active_alerts,
        entities: row.entities,
        assets: inOrder(chips, assets.get(row.id) ?? []),
        assetCount: row.asset_count,
        products: strings(row.products),
        tactics: tacticsOfMask(row.tactics),
        firstActivity: row.first_activity,
        lastActivity: row.last_activity,
        lastUpdate: row.last_update,
        watched: watched.get(row.id) ?? 0,
      },
    ]),
  );
  return ids.map((id) => byId.get(id)).filter((row) => row !== undefined);
}
