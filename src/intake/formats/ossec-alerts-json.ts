import { isObject, type JsonObject, own } from '../../base/json.ts';
import type { Confidence, ReadContext, RecordImporter } from '../importer.ts';
import { hasKey, numberOf, textOf } from './support/fields.ts';
import { ossecDraft } from './support/ossec.ts';

/** `alerts.json` of OSSEC: the fields of its alerts.log under names Wazuh has since changed. */
export const ossecAlertsJson: RecordImporter = {
  id: 'ossec-alerts-json',
  label: 'OSSEC alerts.json',
  spec: 'https://www.ossec.net/docs/docs/formats/alerts.html',
  kind: 'record',
  containers: ['json'],

  match(record: JsonObject): Confidence {
    const rule = own(record, 'rule');
    if (!isObject(rule) || !hasKey(rule, 'level') || hasKey(rule, 'description')) return 0;
    if (!hasKey(rule, 'comment') && !hasKey(rule, 'sidid')) return 0;
    return hasKey(record, 'full_log') || hasKey(record, 'TimeStamp') || hasKey(record, 'location') ? 100 : 75;
  },

  read(record: JsonObject, ctx: ReadContext): void {
    const rule = own(record, 'rule');
    const facts = isObject(rule) ? rule : {};
    const id = textOf(facts, 'sidid', 'id');
    const agent = textOf(record, 'hostname', 'agent_name', 'agentip');
    const location = textOf(record, 'location');
    const text: Record<string, string | undefined> = {};
    for (const name of ['srcip', 'dstip', 'srcport', 'dstport', 'srcuser', 'dstuser', 'user']) text[name] = textOf(record, name);
    const file = own(record, 'SyscheckFile');
    if (isObject(file)) {
      text['file'] = textOf(file, 'path');
      text['md5_after'] = textOf(file, 'md5_after');
      text['sha1_after'] = textOf(file, 'sha1_after');
    }
    ctx.alert(
      ossecDraft(
        {
          id: textOf(record, 'id'),
          time: own(record, 'TimeStamp') ?? own(record, 'timestamp') ?? textOf(record, 'id')?.split('.')[0],
          rule: id,
          level: numberOf(facts, 'level'),
          title: textOf(facts, 'comment') ?? `OSSEC rule ${id ?? ''}`,
          groups: (textOf(facts, 'group') ?? '')
            .split(',')
            .map((group) => group.trim())
            .filter((group) => group !== ''),
          location: location?.includes('->') === true || agent === undefined ? location : `${agent}->${location ?? ''}`,
          facts: text,
          log: textOf(record, 'full_log') ?? '',
        },
        ctx,
      ),
    );
  },
};
