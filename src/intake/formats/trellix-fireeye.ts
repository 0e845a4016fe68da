import { isObject, type JsonObject, own } from '../../base/json.ts';
import type { Confidence, ReadContext, RecordImporter } from '../importer.ts';
import { hasKey, objectOf, objectsOf, parsedObject, textOf } from './support/fields.ts';
import { trellixEdr } from './support/trellix-edr.ts';
import { trellixEpo } from './support/trellix-epo.ts';
import { fireeyeHx } from './support/trellix-hx.ts';
import { fireeyeNx } from './support/trellix-nx.ts';
import { epoEvents } from './support/trellix-xml.ts';

/** Trellix (FireEye, McAfee): Endpoint Security HX, Network Security NX and Email Security EX, ePolicy Orchestrator, EDR. */
export const trellixFireeye: RecordImporter = {
  id: 'trellix-fireeye',
  label: 'Trellix and FireEye (HX, NX, ePO, EDR)',
  spec: 'https://docs.trellix.com/',
  kind: 'record',
  containers: ['json', 'table'],

  match(record: JsonObject): Confidence {
    const kind = kindOf(record);
    if (kind === undefined) return 0;
    return kind === 'xml' || kind === 'rawmsg' ? 75 : 100;
  },

  read(record: JsonObject, ctx: ReadContext): void {
    switch (kindOf(record)) {
      case 'hx':
        ctx.alert(fireeyeHx(record, ctx.assume));
        return;
      case 'hx-page':
        for (const entry of entriesOf(record)) ctx.alert(fireeyeHx(entry, ctx.assume));
        return;
      case 'nx':
        for (const alert of objectsOf(record, 'alert')) ctx.alert(fireeyeNx(alert, record, ctx.assume));
        return;
      case 'rawmsg': {
        const inner = parsedObject(own(record, 'rawmsg'));
        if (inner === undefined) ctx.reject('intake/bad-record', 'A raw message that is no JSON.');
        else for (const alert of objectsOf(inner, 'alert')) ctx.alert(fireeyeNx(alert, inner, ctx.assume));
        return;
      }
      case 'epo':
        ctx.alert(trellixEpo(record, ctx.assume));
        return;
      case 'edr':
        ctx.alert(trellixEdr(record, ctx.assume));
        return;
      case 'xml': {
        const events = epoEvents(xmlOf(record) ?? '');
        if (events.length === 0) ctx.ignore('ePO message without a threat event');
        for (const event of events) ctx.alert(trellixEpo(event, ctx.assume));
        return;
      }
      default:
        ctx.reject('intake/bad-record', 'No record of Trellix.');
    }
  },
};

function kindOf(record: JsonObject): 'hx' | 'hx-page' | 'nx' | 'rawmsg' | 'epo' | 'edr' | 'xml' | undefined {
  if (hasKey(record, 'event_values') || (hasKey(record, 'condition') && hasKey(record, 'matched_at') && hasKey(record, 'agent'))) {
    return hasKey(record, 'reported_at') || hasKey(record, 'matched_at') || hasKey(record, 'event_at') ? 'hx' : undefined;
  }
  if (entriesOf(record).some((entry) => hasKey(entry, 'event_values') || hasKey(entry, 'matched_at'))) return 'hx-page';
  const alert = objectOf(record, 'alert');
  if (
    alert !== undefined &&
    (hasKey(record, 'appliance') || hasKey(record, 'appliance-id') || (hasKey(alert, 'explanation') && hasKey(alert, 'occurred')))
  )
    return 'nx';
  const raw = own(record, 'rawmsg');
  if (typeof raw === 'string' && raw.trimStart().startsWith('{') && /"(?:appliance|alert)"/.test(raw.slice(0, 4000))) return 'rawmsg';
  const type = own(record, 'type');
  const attributes = own(record, 'attributes');
  if (isObject(attributes) && typeof type === 'string') {
    if (
      type === 'MVEvents' ||
      hasKey(attributes, 'threatseverity') ||
      (hasKey(attributes, 'threatname') && hasKey(attributes, 'detectedutc'))
    )
      return 'epo';
    if (/^(?:threats?|detections?|affected-?hosts?|alerts?)$/i.test(type)) {
      const own = ['rank', 'traceId', 'aggregationKey', 'firstDetected', 'detectionDate', 'aGuid'].some((key) => hasKey(attributes, key));
      return own ? 'edr' : undefined;
    }
    return undefined;
  }
  const keys = Object.keys(record).filter((key) => EPO.has(key.toLowerCase()));
  if (keys.length >= 4) return 'epo';
  const xml = xmlOf(record);
  if (xml !== undefined) return 'xml';
  return textOf(record, 'traceId') !== undefined && hasKey(record, 'detectionTags') ? 'edr' : undefined;
}

const EPO = new Set([
  'detectedutc',
  'threatname',
  'threatseverity',
  'threattype',
  'threateventid',
  'threatactiontaken',
  'targethostname',
  'targetipv4',
  'analyzername',
  'analyzerhostname',
  'agentguid',
  'receivedutc',
]);

/** An `<EPOEvent>` in any text field of the record. */
function xmlOf(record: JsonObject): string | undefined {
  for (const key of ['message', '_raw', 'raw', 'event', 'log', 'Message', 'SyslogMessage']) {
    const text = own(record, key);
    if (typeof text === 'string' && text.includes('<EPOEvent')) return text;
  }
  return undefined;
}

/** Alerts of an HX answer, whose envelope has keys beside the page: `{data: {entries}, details, route}`. */
function entriesOf(record: JsonObject): readonly JsonObject[] {
  const data = own(record, 'data');
  return isObject(data) ? objectsOf(data, 'entries') : [];
}
