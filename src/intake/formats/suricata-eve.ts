import { isObject, type Json, type JsonObject, own } from '../../base/json.ts';
import { tacticsOf } from '../../attack/tactics.ts';
import { techniquesOf } from '../../attack/techniques.ts';
import type { AlertDraft } from '../../domain/alert.ts';
import { type Severity, severityOfWord } from '../../domain/severity.ts';
import type { Confidence, ReadContext, RecordImporter } from '../importer.ts';
import { hasKey, listOf, numberOf, objectOf, parsedObject, textOf } from './support/fields.ts';
import { timesOf } from './support/moments.ts';
import { eveEvidence, isEve } from './support/eve-evidence.ts';
import { unflatten } from './support/unflatten.ts';

/** Suricata EVE JSON: of a file, of Splunk `_raw`, of Wazuh `data`, of Filebeat (`suricata.eve`), of a table with dotted headers. Only `alert` events are alerts. */
export const suricataEve: RecordImporter = {
  id: 'suricata-eve',
  label: 'Suricata EVE JSON',
  spec: 'https://docs.suricata.io/en/latest/output/eve/eve-json-format.html',
  kind: 'record',
  containers: ['json', 'table'],

  match(record: JsonObject): Confidence {
    const type = own(record, 'event_type');
    if (typeof type === 'string') {
      if (!hasKey(record, 'timestamp') || hasKey(record, 'rule')) return 0;
      if (hasKey(record, 'flow_id') || type === 'stats' || type === 'anomaly' || type === 'engine') return 100;
      return hasKey(record, 'alert') || hasKey(record, 'alert.signature') || (hasKey(record, 'src_ip') && hasKey(record, 'dest_ip'))
        ? 75
        : 0;
    }
    if (hasKey(record, 'alert.signature') && hasKey(record, 'src_ip')) return 75;
    const filebeat = own(record, 'suricata');
    return isObject(filebeat) && isObject(own(filebeat, 'eve')) && !hasKey(record, 'kibana.alert.uuid') && !hasKey(record, 'kibana')
      ? 75
      : 0;
  },

  read(record: JsonObject, ctx: ReadContext): void {
    const event = plain(record);
    const type = own(event, 'event_type');
    const alert = objectOf(event, 'alert');
    if (alert === undefined || (typeof type === 'string' && type !== 'alert')) {
      if (type === 'alert' || type === undefined) ctx.reject('intake/bad-record', 'An alert event without its alert object.');
      else ctx.ignore(`${typeof type === 'string' ? type : 'other'} event`);
      return;
    }
    ctx.alert(draftOf(event, alert, ctx));
  },
};

function draftOf(event: JsonObject, alert: JsonObject, ctx: ReadContext): AlertDraft {
  const gid = textOf(alert, 'gid') ?? '1';
  const sid = textOf(alert, 'signature_id');
  const rev = textOf(alert, 'rev');
  const rule = sid === undefined ? undefined : `${gid}:${sid}${rev === undefined ? '' : `:${rev}`}`;
  const category = textOf(alert, 'category');
  const metadata = objectOf(alert, 'metadata');
  const severity = severityOf(alert, metadata);
  const tactics =
    metadata === undefined ? [] : tacticsOf([...listOf(metadata, 'mitre_tactic_id'), ...listOf(metadata, 'mitre_tactic_name')]);
  const techniques = metadata === undefined ? [] : techniquesOf(listOf(metadata, 'mitre_technique_id'));
  const malware = metadata === undefined ? undefined : listOf(metadata, 'malware_family')[0];
  const time = own(event, 'timestamp');
  const id = identity(event, rule);
  return {
    ...(id !== undefined && { externalId: id }),
    title: textOf(alert, 'signature') ?? `Suricata rule ${rule ?? 'without a name'}`,
    severity: severity[0],
    ...(severity[1] !== undefined && { severityText: severity[1] }),
    ...(category !== undefined && { category }),
    ...(tactics.length > 0 && { tactics }),
    ...(techniques.length > 0 && { techniques }),
    vendor: 'OISF',
    product: 'Suricata',
    ...(rule !== undefined && { rule }),
    ...timesOf({ first: time }, ctx.assume),
    evidence: eveEvidence(event, alert, metadata),
    ...(malware !== undefined && { threatName: malware.replaceAll('_', ' ') }),
  };
}

/** EVE gives alerts no id: flow, rule and time together name one, with the packet or transaction where the same rule fires twice in a microsecond. */
function identity(event: JsonObject, rule: string | undefined): string | undefined {
  const flow = own(event, 'flow_id');
  const time = own(event, 'timestamp');
  if ((typeof flow !== 'number' && typeof flow !== 'string') || typeof time !== 'string') return undefined;
  const packet = own(event, 'pcap_cnt');
  const tx = own(event, 'tx_id');
  return `${flow}/${rule ?? ''}/${time}${part(packet, 'p')}${part(tx, 't')}`;
}

// Wazuh and Splunk make text of numbers.
const part = (value: Json | undefined, mark: string): string =>
  typeof value === 'number' || typeof value === 'string' ? `/${mark}${value}` : '';

const BY_NUMBER: readonly Severity[] = ['unknown', 'high', 'medium', 'low', 'informational'];

/** Emerging Threats' own word where the rule has one, else the priority: 1 is worst. */
function severityOf(alert: JsonObject, metadata: JsonObject | undefined): [Severity, string | undefined] {
  const word = metadata === undefined ? undefined : listOf(metadata, 'signature_severity')[0];
  const named = severityOfWord(word);
  const number = numberOf(alert, 'severity');
  if (named !== 'unknown') return [named, word];
  return [number === undefined ? 'unknown' : (BY_NUMBER[number] ?? 'unknown'), number === undefined ? undefined : String(number)];
}

/** The event as Suricata wrote it, whatever wraps or flattens it. */
function plain(record: JsonObject): JsonObject {
  // Splunk's extracted fields beside the event itself.
  const raw = hasKey(record, '_raw') ? parsedObject(own(record, '_raw')) : undefined;
  if (isEve(raw)) return raw;
  if (hasKey(record, 'alert.signature') || hasKey(record, 'alert.signature_id')) return unflatten(record);
  if (hasKey(record, 'alert_signature') && !hasKey(record, 'alert'))
    return unflatten(Object.fromEntries(Object.entries(record).map(([key, value]) => [key.replace(/^alert_/, 'alert.'), value])));
  const filebeat = own(record, 'suricata');
  const eve = isObject(filebeat) ? own(filebeat, 'eve') : undefined;
  if (!isObject(eve)) return record;
  // Filebeat moves the common fields to ECS and leaves the rest.
  const source = objectOf(record, 'source');
  const destination = objectOf(record, 'destination');
  const out: Record<string, Json | undefined> = { timestamp: own(record, '@timestamp') };
  if (source !== undefined) [out['src_ip'], out['src_port']] = [own(source, 'ip') ?? own(source, 'address'), own(source, 'port')];
  if (destination !== undefined)
    [out['dest_ip'], out['dest_port']] = [own(destination, 'ip') ?? own(destination, 'address'), own(destination, 'port')];
  return { ...out, ...eve };
}
