import type { JsonObject } from '../../base/json.ts';
import { hash64 } from '../../base/hash.ts';
import { severityOfWord } from '../../domain/severity.ts';
import type { Confidence, ReadContext, RecordImporter } from '../importer.ts';
import { Fields, foldKey } from './support/fields.ts';
import { MICROSOFT_IDS } from './support/microsoft.ts';
import { instantOf } from './support/moments.ts';
import { displayList, ownerOf } from './support/portal.ts';
import { defined, judgementOf } from './support/states.ts';

/** CSV of the incident queue of the Defender portal: incidents without their alerts. Columns are found by their aliases. */
export const portalIncidentsCsv: RecordImporter = {
  id: 'portal-incidents-csv',
  label: 'Defender portal, incident queue (CSV)',
  spec: 'https://learn.microsoft.com/defender-xdr/incident-queue',
  withAlerts:
    'The CSV of the incident queue never holds alerts: export the alerts queue (Incidents & alerts, Alerts, Export) or, with all evidence, Microsoft Graph /security/alerts_v2.',
  kind: 'record',
  containers: ['table'],

  match(record: JsonObject): Confidence {
    const keys = new Set(Object.keys(record).map(foldKey));
    if (
      keys.has('alertname') ||
      keys.has('alerttitle') ||
      keys.has('alertid') ||
      keys.has('alertids') ||
      keys.has('incidentgrade') ||
      keys.has('entitytype')
    )
      return 0;
    if (!keys.has('severity') || (!keys.has('incidentname') && !keys.has('incidentid'))) return 0;
    const tells = [
      'activealerts',
      'impactedassets',
      'investigationstate',
      'servicesources',
      'detectionsources',
      'datasensitivity',
      'devicegroups',
      'lastupdatetime',
      'lastactivity',
    ].filter((key) => keys.has(key)).length;
    if (keys.has('activealerts') || keys.has('impactedassets')) return 100;
    return tells >= 2 ? 75 : 0;
  },

  read(record: JsonObject, ctx: ReadContext): void {
    const row = new Fields(record);
    const title = row.text('incidentname', 'name', 'title');
    const id =
      row.text('incidentid', 'incidentnumber') ??
      (title === undefined ? undefined : `#${hash64(`${title}\n${row.text('firstactivity', 'createdtime') ?? ''}`)}`);
    if (id === undefined) {
      ctx.reject('intake/bad-record', 'A row without name and id of its incident.');
      return;
    }
    const when = (...names: string[]) => instantOf(row.get(...names), ctx.assume);
    ctx.incident(
      defined({
        externalId: id,
        idScope: MICROSOFT_IDS,
        title: title ?? `Incident ${id}`,
        severity: severityOfWord(row.word('severity')),
        status: row.word('status'),
        ...judgementOf(row.word('classification'), row.word('determination')),
        assignedTo: ownerOf(row.text('assignedto', 'owner')),
        created: when('createdtime', 'creationtime', 'created'),
        updated: when('lastupdatetime', 'lastupdated'),
        firstActivity: when('firstactivity', 'firstactivitytime'),
        lastActivity: when('lastactivity', 'lastactivitytime'),
        tags: displayList(row.text('tags', 'incidenttags')),
        url: row.text('incidentlink', 'incidenturl', 'link'),
      }),
    );
  },
};
