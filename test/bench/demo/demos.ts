import { everyday } from './everyday.ts';
import { intrusion } from './intrusion.ts';
import { noisyFortnight } from './noisy.ts';

type Node = Readonly<Record<string, unknown>>;

const ndjson = (records: readonly Node[], time: (record: Node) => string): string =>
  [...records]
    .sort((a, b) => time(a).localeCompare(time(b)))
    .map((record) => `${JSON.stringify(record)}\n`)
    .join('');
const field =
  (name: string) =>
  (record: Node): string =>
    String(record[name]);

const graph = [...intrusion.graph, ...everyday.graph].sort((a, b) =>
  field('createdDateTime')(b).localeCompare(field('createdDateTime')(a)),
);
const noisy = noisyFortnight(10_000, 7);

/** A demo data set of the empty page. A file whose name ends in .gz is packed when written. */
export interface Demo {
  readonly id: string;
  readonly title: string;
  readonly line: string;
  readonly files: Readonly<Record<string, string>>;
}
export const DEMOS: readonly Demo[] = [
  {
    id: 'story',
    title: 'One intrusion, four products',
    line: 'A parcel notice, a stolen password, three servers: one day at a freight company, in the exports of Defender, Suricata, Wazuh and Elastic, with the false alarms of that day around it.',
    files: {
      'defender-alerts.json': JSON.stringify(
        { '@odata.context': 'https://graph.microsoft.com/v1.0/$metadata#security/alerts_v2', value: graph },
        null,
        1,
      ),
      'suricata-eve.json': ndjson([...intrusion.suricata, ...everyday.suricata], field('timestamp')),
      'wazuh-alerts.json': ndjson([...intrusion.wazuh, ...everyday.wazuh], field('timestamp')),
      'elastic-alerts.ndjson': ndjson([...intrusion.elastic, ...everyday.elastic], field('@timestamp')),
    },
  },
  {
    id: 'noisy',
    title: 'A noisy fortnight',
    line: `${noisy.length.toLocaleString('en').replace(',', ' ')} alerts of 14 days: scanners, shared addresses, service accounts, people on the road, and a few real attacks among them.`,
    files: { 'noisy-fortnight.ndjson.gz': noisy.map((alert) => `${JSON.stringify(alert)}\n`).join('') },
  },
];
