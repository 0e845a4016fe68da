import { guidOf, hashOf, iso, type Machine } from './cast.ts';

/* Builders of records as Suricata, Wazuh and Elastic Security write them. */

type Node = Readonly<Record<string, unknown>>;

// ── Suricata EVE ───────────────────────────────────────────────────────────────

export interface Flow {
  readonly from: string;
  readonly to: string;
  readonly port: number;
  readonly fromPort?: number;
  readonly protocol?: string;
}
export interface SuricataScene {
  readonly time: number;
  readonly flow: Flow;
  readonly id: number;
  readonly signature: string;
  readonly category: string;
  /** 1 is worst. */
  readonly severity: 1 | 2 | 3;
  readonly action?: 'allowed' | 'blocked';
  readonly metadata?: Node;
  /** `http`, `tls`, `smb`, `dns`, `flow`: what the engine knows of the stream. */
  readonly context?: Node;
}
const eveTime = (seconds: number, micros: number): string =>
  `${new Date(seconds * 1000).toISOString().slice(0, 19)}.${String(micros).padStart(6, '0')}+0000`;
const flowId = (flow: Flow, time: number): number =>
  Number.parseInt(hashOf(`${flow.from}${flow.to}${flow.port}${time}`).sha1.slice(0, 12), 16);

function eve(type: string, time: number, flow: Flow, rest: Node): Node {
  const id = flowId(flow, time);
  return {
    timestamp: eveTime(time, id % 1_000_000),
    flow_id: id,
    in_iface: 'span0',
    event_type: type,
    src_ip: flow.from,
    src_port: flow.fromPort ?? 49152 + (id % 16000),
    dest_ip: flow.to,
    dest_port: flow.port,
    proto: flow.protocol ?? 'TCP',
    ...rest,
  };
}
export const suricataAlert = (scene: SuricataScene): Node =>
  eve('alert', scene.time, scene.flow, {
    alert: {
      action: scene.action ?? 'allowed',
      gid: 1,
      signature_id: scene.id,
      rev: 2,
      signature: scene.signature,
      category: scene.category,
      severity: scene.severity,
      ...(scene.metadata === undefined ? {} : { metadata: scene.metadata }),
    },
    ...scene.context,
    host: 'sensor-dc1',
  });
/** Records that are no alerts stand between them in every real file. */
export const suricataFlow = (time: number, flow: Flow, bytes: number): Node =>
  eve('flow', time, flow, {
    app_proto: 'tls',
    flow: { bytes_toserver: bytes, bytes_toclient: bytes >> 4, state: 'closed' },
    host: 'sensor-dc1',
  });
export const suricataDns = (time: number, from: string, name: string, answer: string): Node =>
  eve(
    'dns',
    time,
    { from, to: '10.20.1.10', port: 53, protocol: 'UDP' },
    {
      dns: {
        version: 2,
        type: 'answer',
        rrname: name,
        rrtype: 'A',
        rcode: 'NOERROR',
        answers: [{ rrname: name, rrtype: 'A', ttl: 60, rdata: answer }],
      },
      host: 'sensor-dc1',
    },
  );

// ── Wazuh ──────────────────────────────────────────────────────────────────────

export interface WazuhScene {
  readonly time: number;
  readonly agent: Machine;
  readonly id: string;
  readonly level: number;
  readonly description: string;
  readonly groups: readonly string[];
  readonly mitre?: { readonly id: readonly string[]; readonly tactic: readonly string[]; readonly technique: readonly string[] };
  readonly data?: Node;
  readonly syscheck?: Node;
  readonly log: string;
  readonly program: string;
  readonly location?: string;
}
export const wazuhAlert = (scene: WazuhScene): Node => ({
  timestamp: iso(scene.time, '318').replace('Z', '+0000'),
  rule: {
    level: scene.level,
    description: scene.description,
    id: scene.id,
    ...(scene.mitre === undefined ? {} : { mitre: scene.mitre }),
    firedtimes: 1,
    mail: scene.level >= 12,
    groups: scene.groups,
  },
  agent: { id: scene.agent.name === 'bk-01' ? '014' : '009', name: scene.agent.name, ip: scene.agent.ip },
  manager: { name: 'wazuh-01' },
  id: `${scene.time}.${Number.parseInt(hashOf(scene.log).sha1.slice(0, 6), 16)}`,
  full_log: scene.log,
  predecoder: { program_name: scene.program, hostname: scene.agent.name },
  decoder: { name: scene.program },
  ...(scene.data === undefined ? {} : { data: scene.data }),
  ...(scene.syscheck === undefined ? {} : { syscheck: scene.syscheck }),
  location: scene.location ?? 'journald',
});

// ── Elastic Security ───────────────────────────────────────────────────────────

export interface ElasticScene {
  readonly time: number;
  readonly rule: string;
  readonly reason: string;
  readonly severity: 'low' | 'medium' | 'high' | 'critical';
  readonly risk: number;
  readonly tactic?: { readonly id: string; readonly name: string };
  readonly technique?: { readonly id: string; readonly name: string };
  /** Elastic Common Schema. */
  readonly event: Node;
}
/** One line of `_source`, dotted and nested keys mixed, as Kibana stores and exports it. */
export function elasticAlert(scene: ElasticScene): Node {
  const { tactic, technique } = scene;
  const threat =
    tactic === undefined
      ? []
      : [
          {
            framework: 'MITRE ATT&CK',
            tactic: { ...tactic, reference: `https://attack.mitre.org/tactics/${tactic.id}/` },
            technique: technique === undefined ? [] : [{ ...technique, reference: `https://attack.mitre.org/techniques/${technique.id}/` }],
          },
        ];
  return {
    '@timestamp': iso(scene.time + 240, '611'),
    'kibana.alert.uuid': hashOf(`${scene.rule} ${scene.time}`).sha256,
    'kibana.alert.original_time': iso(scene.time, '402'),
    'kibana.alert.rule.name': scene.rule,
    'kibana.alert.rule.uuid': guidOf(`elastic ${scene.rule}`),
    'kibana.alert.rule.category': 'Custom Query Rule',
    'kibana.alert.rule.threat': threat,
    'kibana.alert.reason': scene.reason,
    'kibana.alert.severity': scene.severity,
    'kibana.alert.risk_score': scene.risk,
    'kibana.alert.status': 'active',
    'kibana.alert.workflow_status': 'open',
    'kibana.space_ids': ['default'],
    ...scene.event,
  };
}
