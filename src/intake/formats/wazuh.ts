import { hash64 } from '../../base/hash.ts';
import { isObject, type JsonObject, own } from '../../base/json.ts';
import { tacticsOf } from '../../attack/tactics.ts';
import { techniquesOf } from '../../attack/techniques.ts';
import type { Severity } from '../../domain/severity.ts';
import type { Confidence, ReadContext, RecordImporter } from '../importer.ts';
import { isEve } from './support/eve-evidence.ts';
import { hasKey, listOf, numberOf, objectOf, parsedObject, textOf } from './support/fields.ts';
import { timesOf } from './support/moments.ts';
import { unflatten } from './support/unflatten.ts';
import { wazuhEvidence } from './support/wazuh-evidence.ts';

/** Wazuh alerts: `alerts.json`, hits of the indexer, CSV of the dashboard (dotted headers) and hand-flattened CSV (`rule_level`). */
export const wazuh: RecordImporter = {
  id: 'wazuh',
  label: 'Wazuh alerts',
  spec: 'https://documentation.wazuh.com/current/user-manual/manager/alert-management.html',
  kind: 'record',
  containers: ['json', 'table'],

  match(record: JsonObject): Confidence {
    const rule = own(record, 'rule');
    if (isObject(rule)) {
      if (!hasKey(rule, 'level') || !hasKey(rule, 'description')) return 0;
      if (hasKey(record, 'kibana') || hasKey(record, 'event_type')) return 0;
      return hasKey(record, 'agent') || hasKey(record, 'manager') || hasKey(record, 'decoder')
        ? 100
        : hasKey(record, 'full_log') || hasKey(record, 'location')
          ? 75
          : 0;
    }
    const source = own(record, '_source');
    if (isObject(source)) return this.match(source, 'json');
    const has = (name: string): boolean =>
      hasKey(record, name) || hasKey(record, `_source.${name}`) || hasKey(record, name.replace('.', '_'));
    if (!has('rule.level')) return 0;
    return has('rule.description') && (has('agent.name') || has('agent.id') || has('manager.name') || has('rule.id'))
      ? 100
      : has('rule.description') && has('full_log')
        ? 75
        : 0;
  },

  read(record: JsonObject, ctx: ReadContext): void {
    const alert = nestedForm(record);
    const rule = objectOf(alert, 'rule') ?? {};
    const data = objectOf(alert, 'data');
    const groups = groupsOf(rule);
    // Suricata seen through Wazuh: the event itself is the alert, so that it equals the one of the native feed.
    if (groups.includes('suricata')) {
      const inner = parsedObject(own(alert, 'full_log'));
      const event = isEve(inner) ? inner : isEve(data) ? data : undefined;
      if (event !== undefined && own(event, 'event_type') === 'alert' && ctx.nested(event)) return;
    }
    const title = textOf(rule, 'description');
    const id = textOf(rule, 'id');
    if (title === undefined && id === undefined) {
      ctx.reject('intake/no-title', 'A Wazuh alert without a rule.');
      return;
    }
    const level = numberOf(rule, 'level');
    const mitre = objectOf(rule, 'mitre');
    const tactics = mitre === undefined ? [] : tacticsOf(listOf(mitre, 'tactic'));
    const techniques = mitre === undefined ? [] : techniquesOf(listOf(mitre, 'id'));
    const manager = textOf(objectOf(alert, 'manager') ?? {}, 'name');
    const externalId = textOf(alert, 'id') ?? derivedId(alert, id);
    const location = textOf(alert, 'location');
    ctx.alert({
      ...(externalId !== undefined && { externalId, idScope: manager === undefined ? 'wazuh' : `wazuh/${manager}` }),
      title: title ?? `Wazuh rule ${id ?? ''}`,
      severity: level === undefined ? 'unknown' : severityOfLevel(level),
      ...(level !== undefined && { severityText: `level ${level}` }),
      ...(groups.length > 0 && { category: groups.join(', ') }),
      ...(tactics.length > 0 && { tactics }),
      ...(techniques.length > 0 && { techniques }),
      vendor: 'Wazuh',
      product: 'Wazuh',
      ...(location !== undefined && { detectionSource: location }),
      ...(id !== undefined && { rule: id }),
      ...timesOf({ first: own(alert, 'timestamp') ?? own(alert, '@timestamp') }, ctx.assume),
      evidence: wazuhEvidence(alert, data),
      ...((groups.includes('sca') || groups.includes('vulnerability-detector')) && { kind: 'posture' as const }),
    });
  },
};

/** A table without the id column: the log line tells apart what rule, agent and time have in common. */
function derivedId(alert: JsonObject, rule: string | undefined): string | undefined {
  const log = own(alert, 'full_log');
  if (typeof log !== 'string') return undefined;
  const agent = textOf(objectOf(alert, 'agent') ?? {}, 'id', 'name') ?? '';
  return `#${hash64(`${rule ?? ''}\n${agent}\n${textOf(alert, 'timestamp', '@timestamp') ?? ''}\n${log}`)}`;
}

/** Bands of the Wazuh dashboard, with 0–3 (not shown there by default) as informational. */
export function severityOfLevel(level: number): Severity {
  if (level <= 3) return 'informational';
  if (level <= 6) return 'low';
  return level <= 11 ? 'medium' : 'high';
}

/** `groups` is a list, or text of a table cell: `[ossec, sca]`, `ossec, sca`. */
function groupsOf(rule: JsonObject): readonly string[] {
  const groups = listOf(rule, 'groups');
  return groups.length === 1 && /[,[\]]/.test(groups[0] ?? '')
    ? (groups[0] ?? '')
        .replace(/[[\]"]/g, '')
        .split(',')
        .map((group) => group.trim())
        .filter((group) => group !== '')
    : groups;
}

const HAND_FLATTENED = /^(rule|agent|manager|data|predecoder|decoder|syscheck)_(?=.)/;

/** The alert as `alerts.json` has it, from a hit of the indexer or a row of a table. */
function nestedForm(record: JsonObject): JsonObject {
  const source = own(record, '_source');
  if (isObject(source)) return nestedForm(source);
  if (isObject(own(record, 'rule'))) return record;
  const dotted: Record<string, JsonObject[string]> = {};
  for (const key of Object.keys(record)) {
    const name = key.replace(/^_source\./, '').replace(HAND_FLATTENED, '$1.');
    dotted[ALIASES[name] ?? name] = record[key];
  }
  return unflatten(dotted);
}
const ALIASES: Readonly<Record<string, string | undefined>> = Object.assign(Object.create(null) as Record<string, string>, {
  src_ip: 'data.srcip',
  dst_ip: 'data.dstip',
  srcip: 'data.srcip',
  dstip: 'data.dstip',
  src_user: 'data.srcuser',
  dst_user: 'data.dstuser',
  srcuser: 'data.srcuser',
  dstuser: 'data.dstuser',
  'rule.mitre_id': 'rule.mitre.id',
  'rule.mitre_tactic': 'rule.mitre.tactic',
  'rule.mitre_technique': 'rule.mitre.technique',
  hostname: 'predecoder.hostname',
});
