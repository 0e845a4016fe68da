import { isObject, type Json, type JsonObject, own } from '../../base/json.ts';
import { UTC_ASSUMED } from '../../base/time.ts';
import { tacticsOf } from '../../attack/tactics.ts';
import { techniquesOf } from '../../attack/techniques.ts';
import { severityOfWord } from '../../domain/severity.ts';
import type { Confidence, ReadContext, RecordImporter } from '../importer.ts';
import { Fields, foldKey, has, wordOf } from './support/fields.ts';
import { huntingEvidence } from './support/hunting-evidence.ts';
import { microsoftProduct, MICROSOFT_IDS, productOfAlertId } from './support/microsoft.ts';
import { timesOf } from './support/moments.ts';
import { defined } from './support/states.ts';

/** Tables `AlertInfo` and `AlertEvidence` of advanced hunting: grid CSV, hunting API rows, and the streaming envelope of Event Hubs and storage. */
export const advancedHunting: RecordImporter = {
  id: 'advanced-hunting',
  label: 'Defender advanced hunting AlertInfo and AlertEvidence',
  spec: 'https://learn.microsoft.com/defender-xdr/advanced-hunting-alertevidence-table',
  kind: 'record',
  containers: ['json', 'table'],

  match(record: JsonObject): Confidence {
    if (streamed(record) !== undefined) return 100;
    let id = false;
    let evidence = 0;
    let info = 0;
    for (const key of Object.keys(record)) {
      switch (foldKey(key)) {
        case 'alertid':
          id = true;
          break;
        case 'incidentgrade':
        case 'creationtime':
        case 'alertname':
        case 'systemalertid':
        case 'impactedassets':
        case 'firstactivity':
        case 'investigationstate':
          return 0;
        case 'entitytype':
          evidence += 2;
          break;
        case 'evidencerole':
        case 'additionalfields':
        case 'evidencedirection':
          evidence++;
          break;
        case 'title':
        case 'severity':
        case 'servicesource':
        case 'detectionsource':
        case 'attacktechniques':
          info++;
          break;
        default:
      }
    }
    if (!id) return 0;
    if (evidence >= 3 || info >= 4) return isNested(record) ? 0 : 100;
    return (evidence === 2 && info >= 1) || (info === 3 && has(record, 'Title') && has(record, 'AlertId'))
      ? isNested(record)
        ? 0
        : 75
      : 0;
  },

  read(record: JsonObject, ctx: ReadContext): void {
    const table = streamed(record);
    if (table !== undefined && table !== 'alertinfo' && table !== 'alertevidence') {
      ctx.ignore(`${wordOf(record, 'category')?.replace(/^AdvancedHunting-/i, '') ?? 'other'} event`);
      return;
    }
    const properties = own(record, 'properties');
    const row = new Fields(table !== undefined && isObject(properties) ? properties : record);
    const id = row.text('alertid');
    if (id === undefined) {
      ctx.reject('intake/bad-record', 'A row without AlertId.');
      return;
    }
    const isEvidence = row.word('entitytype') !== undefined || table === 'alertevidence';
    const entity = row.word('entitytype') ?? 'entity';
    const severity = row.word('severity');
    const product = microsoftProduct(row.text('servicesource')) ?? productOfAlertId(id) ?? 'Microsoft Defender XDR';
    const category = row.list('category', 'categories').join(', ') || undefined;
    const tactics = tacticsOf(category);
    const techniques = techniquesOf(row.list('attacktechniques'));
    const time = row.get('timestamp') ?? own(record, 'time');
    ctx.alert(
      defined({
        externalId: id,
        idScope: MICROSOFT_IDS,
        // Older AlertEvidence has no Title: AlertInfo, before or after, brings it.
        title: row.text('title') ?? `${product}: alert with ${entity.toLowerCase()} evidence`,
        severity: severityOfWord(severity),
        severityText: severity,
        category,
        ...(tactics.length > 0 && { tactics }),
        ...(techniques.length > 0 && { techniques }),
        vendor: 'Microsoft',
        product,
        detectionSource: row.text('detectionsource'),
        ...timesOf(isEvidence ? { first: time } : { detected: time }, localTime(row) ? ctx.assume : UTC_ASSUMED, !localTime(row)),
        evidence: isEvidence ? huntingEvidence(row) : [],
        sourceIncident: row.text('incidentid'),
        threatName: row.text('threatfamily'),
        ...(isEvidence && { partial: true }),
      }),
    );
  },
};

/** Name of the table, lower case, where the record is an envelope of the streaming API. */
function streamed(record: JsonObject): string | undefined {
  const category = own(record, 'category');
  if (typeof category !== 'string' || !/^AdvancedHunting-/i.test(category)) return undefined;
  return category.slice('AdvancedHunting-'.length).toLowerCase();
}

/** A row is flat: what holds lists of objects is an alert of another API. */
function isNested(record: JsonObject): boolean {
  for (const key of ['evidence', 'Entities', 'entities', 'devices', 'alerts']) {
    const value: Json | undefined = own(record, key);
    if (typeof value === 'object' && value !== null) return true;
  }
  return false;
}

/** UTC by definition of the tables; the grid can be set to local time and then says so in the header. */
const localTime = (row: Fields): boolean => /\[(?!UTC)[^\]]*\]\s*$/i.test(row.nameOf('timestamp') ?? '');
