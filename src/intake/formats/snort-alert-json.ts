import { type JsonObject, own } from '../../base/json.ts';
import { stated } from '../../domain/placeholder.ts';
import type { Confidence, ReadContext, RecordImporter } from '../importer.ts';
import { hasKey, numberOf, textOf } from './support/fields.ts';
import { endOf, flowList, severityOfPriority } from './support/ids.ts';
import { timesOf } from './support/moments.ts';

/** Snort 3 `alert_json`: fields are whatever the configuration names. */
export const snortAlertJson: RecordImporter = {
  id: 'snort-alert-json',
  label: 'Snort 3 alert_json',
  spec: 'https://docs.snort.org/start/alert_logging',
  kind: 'record',
  containers: ['json'],

  match(record: JsonObject): Confidence {
    if (hasKey(record, 'event_type') || hasKey(record, '_path')) return 0;
    const rule = own(record, 'rule');
    const named = (typeof rule === 'string' && /^\d+:\d+:\d+$/.test(rule)) || (hasKey(record, 'gid') && hasKey(record, 'sid'));
    if (!named) return 0;
    const packet = ['pkt_num', 'pkt_gen', 'src_addr', 'src_ap', 'dst_addr', 'dst_ap', 'pkt_len'].some((key) => hasKey(record, key));
    return packet ? 100 : hasKey(record, 'msg') ? 50 : 0;
  },

  read(record: JsonObject, ctx: ReadContext): void {
    const rule = textOf(record, 'rule') ?? [textOf(record, 'gid') ?? '1', textOf(record, 'sid'), textOf(record, 'rev') ?? '0'].join(':');
    const from = endOf(textOf(record, 'src_ap') ?? '');
    const to = endOf(textOf(record, 'dst_ap') ?? '');
    const priority = numberOf(record, 'priority');
    const category = stated(own(record, 'class'));
    const action = textOf(record, 'action') ?? '';
    ctx.alert({
      title: textOf(record, 'msg') ?? `Snort rule ${rule}`,
      severity: severityOfPriority(priority),
      ...(priority !== undefined && { severityText: String(priority) }),
      ...(category !== undefined && { category }),
      vendor: 'Cisco',
      product: 'Snort',
      rule,
      ...timesOf({ first: own(record, 'seconds') ?? own(record, 'timestamp') }, ctx.assume),
      ...withMicroseconds(record, ctx),
      evidence: flowList({
        source: textOf(record, 'src_addr') ?? from.address,
        sourcePort: textOf(record, 'src_port') ?? from.port,
        destination: textOf(record, 'dst_addr') ?? to.address,
        destinationPort: textOf(record, 'dst_port') ?? to.port,
        protocol: textOf(record, 'proto'),
        service: textOf(record, 'service'),
        blocked: /^(?:drop|block|reject|reset)/i.test(action),
      }),
    });
  },
};

/** `seconds` names the year and `timestamp` the microsecond: together they are exact, in whatever zone the sensor wrote. */
function withMicroseconds(record: JsonObject, ctx: ReadContext): object {
  const seconds = numberOf(record, 'seconds');
  const text = textOf(record, 'timestamp');
  const fraction = /\.(\d{1,6})/.exec(text ?? '')?.[1];
  if (seconds === undefined || fraction === undefined) return {};
  return { ...timesOf({ first: `${seconds}.${fraction}` }, ctx.assume), timeText: text };
}
