import type { IncidentStatus } from '../../domain/incident.ts';
import { severityOfRank } from '../../domain/severity.ts';
import type { EntityDetail } from '../../worker/api.ts';
import { parseAttributes } from '../entity-table.ts';
import { ask, type QueryContext } from '../query.ts';
import { aliasesOf } from './aliases.ts';
import { alertRows, inTimeOrder } from './alert-rows.ts';
import { incidentHeads } from './incident-heads.ts';
import { entitiesById, evidenceRows, gather, incidentsOf } from './evidence-rows.ts';
import { typeOfCode } from './relations.ts';
import { listedBy } from './listed.ts';

const INCIDENTS_SHOWN = 100;
const ALERTS_SHOWN = 50;

export function entityDetail(context: QueryContext, { id: asked }: { readonly id: number }): readonly EntityDetail[] {
  const { db, mirror, words } = context;
  if (asked < 1 || asked > mirror.entities.count) return [];
  const id = mirror.entities.canonicalId(asked);
  const alerts = mirror.alertsOf(id);
  const gathered = gather(context, alerts, id).get(id) ?? {
    id,
    roles: 0,
    verdict: 0,
    remediation: 0,
    remediationAt: 0,
    alerts: [],
    first: Infinity,
    last: -Infinity,
  };
  const [row] = evidenceRows(context, [gathered]);
  if (row === undefined) return [];
  const mentions = ask(db, entitiesById, { ids: mirror.mentionsOf(id) });
  const attributes = new Map<string, string>();
  for (const mention of mentions)
    for (const [name, value] of Object.entries(parseAttributes(mention.attributes ?? '')))
      if (!attributes.has(name)) attributes.set(name, String(value));
  const counts = incidentsOf(context, id);
  const top = [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, INCIDENTS_SHOWN);
  const heads = new Map(ask(db, incidentHeads, { ids: top.map(([incident]) => incident) }).map((head) => [head.id, head]));
  return [
    {
      ...row,
      attributes: [...attributes].map(([name, value]) => ({ name, value })),
      incidentList: top.flatMap(([incident, count]) => {
        const head = heads.get(incident);
        return head === undefined
          ? []
          : [
              {
                id: incident,
                name: head.name,
                severity: severityOfRank(head.severity),
                status: head.status as IncidentStatus,
                alerts: count,
              },
            ];
      }),
      recentAlerts: alertRows(context, newest(context, alerts)),
      notLinking: words.notLinking(mirror.entities.flags[id - 1] ?? 0, typeOfCode(mirror.entities.type[id - 1])),
      ignored: mirror.entities.isIgnored(id),
      watched: mirror.entities.isWatched(id),
      aliases: aliasesOf(context, id),
      listed: listedBy(context, id),
    },
  ];
}

function newest(context: QueryContext, alerts: Uint32Array): number[] {
  const dated = inTimeOrder(context, alerts);
  const undated = dated.filter((alert) => Number.isNaN(context.mirror.time[alert - 1] ?? Number.NaN));
  const timed = dated.slice(0, dated.length - undated.length);
  return [...timed.reverse(), ...undated].slice(0, ALERTS_SHOWN);
}
