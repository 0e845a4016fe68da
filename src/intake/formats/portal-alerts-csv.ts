import type { JsonObject } from '../../base/json.ts';
import { tacticsOf } from '../../attack/tactics.ts';
import { techniquesOf } from '../../attack/techniques.ts';
import * as make from '../../domain/evidence-builders.ts';
import { severityOfWord } from '../../domain/severity.ts';
import type { Confidence, ReadContext, RecordImporter } from '../importer.ts';
import { Fields, foldKey } from './support/fields.ts';
import { microsoftProduct, MICROSOFT_IDS, namedProduct, productOfAlertId } from './support/microsoft.ts';
import { timesOf } from './support/moments.ts';
import { categoriesOf, displayList, impactedAssets, ownerOf } from './support/portal.ts';
import { defined, judgementOf, statusOfWord } from './support/states.ts';

const TITLE = ['alertname', 'alerttitle', 'title', 'name'];

/** CSV of the alerts queue of the Defender portal. Its columns are chosen by the user and named as displayed: each is found by its aliases. */
export const portalAlertsCsv: RecordImporter = {
  id: 'portal-alerts-csv',
  label: 'Defender portal, alerts queue (CSV)',
  spec: 'https://learn.microsoft.com/defender-xdr/investigate-alerts',
  kind: 'record',
  containers: ['table'],

  match(record: JsonObject): Confidence {
    const keys = new Set(Object.keys(record).map(foldKey));
    // Rows of hunting, Sentinel and Defender for Cloud name these columns too, and others beside them.
    if (
      ['entitytype', 'systemalertid', 'extendedproperties', 'attacktechniques', 'intent', 'additionalfields', 'activealerts'].some((key) =>
        keys.has(key),
      )
    )
      return 0;
    const spaced = Object.keys(record).some((key) =>
      /^(?:Alert name|Detection source|Detection sources|Service source|Service sources|Impacted assets|First activity|Last activity|Investigation state|Incident name|Incident ID)$/i.test(
        key.trim(),
      ),
    );
    if (!spaced || !keys.has('severity')) return 0;
    const source = keys.has('detectionsource') || keys.has('detectionsources') || keys.has('servicesource') || keys.has('servicesources');
    if (keys.has('alertname') || keys.has('alerttitle'))
      return source || keys.has('impactedassets') || keys.has('investigationstate')
        ? 100
        : keys.has('status') && keys.has('category')
          ? 75
          : 0;
    return keys.has('title') && source && (keys.has('firstactivity') || keys.has('lastactivity') || keys.has('impactedassets')) ? 75 : 0;
  },

  read(record: JsonObject, ctx: ReadContext): void {
    const row = new Fields(record);
    const title = row.text(...TITLE);
    if (title === undefined) {
      ctx.reject('intake/no-title', 'A row without an alert name.');
      return;
    }
    const id = row.text('alertid', 'id', 'provideralertid');
    const severity = row.word('severity', 'alertseverity');
    const category = categoriesOf(row.text('category', 'categories'));
    const tactics = tacticsOf(category);
    const techniques = techniquesOf(row.text('mitretechniques', 'techniques', 'attacktechniques', 'mitreattcktechniques'));
    ctx.alert(
      defined({
        externalId: id,
        ...(id !== undefined && { idScope: MICROSOFT_IDS }),
        title,
        severity: severityOfWord(severity),
        severityText: severity,
        status: statusOfWord(row.word('status', 'alertstatus')),
        ...judgementOf(row.word('classification'), row.word('determination')),
        assignedTo: ownerOf(row.text('assignedto', 'owner')),
        category,
        ...(tactics.length > 0 && { tactics }),
        ...(techniques.length > 0 && { techniques }),
        vendor: 'Microsoft',
        product:
          microsoftProduct(displayList(row.text('productname', 'productnames', 'servicesource', 'servicesources'))[0]) ??
          productOfAlertId(id) ??
          namedProduct(row.text('detectionsource', 'detectionsources')) ??
          'Microsoft Defender XDR',
        detectionSource: row.text('detectionsource', 'detectionsources', 'detectiontechnology'),
        rule: row.text('policyname', 'policyrule', 'detectorid'),
        ...timesOf(
          {
            first: row.get('firstactivity', 'firsteventtime', 'firstactivitytime'),
            last: row.get('lastactivity', 'lasteventtime', 'lastactivitytime'),
            detected: row.get('createdtime', 'creationtime', 'created', 'timegenerated'),
            updated: row.get('lastupdatetime', 'lastupdated'),
          },
          ctx.assume,
        ),
        evidence: make.evidenceList([
          ...impactedAssets(row.text('impactedassets', 'impactedentities', 'assets')),
          ...impactedAssets(row.text('devices', 'device', 'devicename', 'machine')),
          ...impactedAssets(row.text('users', 'user', 'account')),
        ]),
        sourceIncident: row.text('incidentid') ?? row.text('incidentname'),
        url: row.text('alertlink', 'alerturl', 'link'),
        threatName: row.text('associatedthreat', 'threatname', 'threatfamily'),
      }),
    );
  },
};
