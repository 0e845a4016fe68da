import type { Random } from '../random.ts';
import { alertAt, entity, type Company, type NoisyAlert, type Thing } from './noisy-company.ts';

/* The attacks that hide in the fortnight. Each is a script of steps with its own cast; times between steps are drawn anew. */

interface Cast {
  readonly user: string;
  readonly machine: string;
  readonly server: string;
  readonly second: string;
  readonly web: string;
  readonly foe: string;
  readonly c2: string;
  readonly domain: string;
  readonly hash: string;
}
interface Step {
  /** Mean minutes since the step before. */
  readonly after: number;
  readonly title: string;
  readonly product: keyof typeof PRODUCT;
  readonly severity: 'low' | 'medium' | 'high';
  readonly tactic: string;
  readonly technique: string;
  readonly repeats?: number;
  readonly things: (cast: Cast) => readonly Thing[];
}
const PRODUCT = {
  mde: 'Microsoft Defender for Endpoint',
  mdo: 'Microsoft Defender for Office 365',
  mdi: 'Microsoft Defender for Identity',
  mda: 'Microsoft Defender for Cloud Apps',
  entra: 'Microsoft Entra ID Protection',
  suricata: 'Suricata',
  wazuh: 'Wazuh',
} as const;

const host = (cast: Cast): readonly Thing[] => [entity('device', cast.machine), entity('user', cast.user)];
const step = (
  after: number,
  product: Step['product'],
  severity: Step['severity'],
  title: string,
  tactic: string,
  technique: string,
  things: Step['things'],
  repeats = 1,
): Step => ({ after, product, severity, title, tactic, technique, things, repeats });

const PHISH_TO_EXTORTION: readonly Step[] = [
  step(0, 'mdo', 'medium', 'A potentially malicious URL click was detected', 'Initial Access', 'T1566.002', (c) => [
    entity('user', c.user),
    entity('domain', c.domain),
  ]),
  step(4, 'mde', 'medium', 'Suspicious script run from a browser', 'Execution', 'T1059.007', (c) => [
    ...host(c),
    entity('file', `sha256:${c.hash}`),
    entity('domain', c.domain),
  ]),
  step(
    2,
    'suricata',
    'high',
    'Loader check-in',
    'Command and Control',
    'T1071.001',
    (c) => [entity('device', c.machine), entity('ip', c.c2, 'target')],
    6,
  ),
  step(50, 'mde', 'high', 'Process memory dump of LSASS', 'Credential Access', 'T1003.001', host),
  step(40, 'mdi', 'high', 'Suspected overpass-the-hash attack', 'Lateral Movement', 'T1550.002', (c) => [
    entity('device', c.machine, 'source'),
    entity('user', c.user),
  ]),
  step(15, 'mde', 'high', 'Suspicious service registration', 'Lateral Movement', 'T1569.002', (c) => [
    entity('device', c.server),
    entity('device', c.machine, 'source'),
    entity('user', c.user),
  ]),
  step(30, 'mde', 'high', 'Backups of the system deleted', 'Impact', 'T1490', (c) => [entity('device', c.server), entity('user', c.user)]),
  step(
    5,
    'mde',
    'high',
    'Ransomware behaviour in the file system',
    'Impact',
    'T1486',
    (c) => [entity('device', c.server), entity('file', `sha256:${c.hash}`)],
    4,
  ),
];
const STOLEN_MAILBOX: readonly Step[] = [
  step(0, 'mdo', 'medium', 'A potentially malicious URL click was detected', 'Initial Access', 'T1566.002', (c) => [
    entity('user', c.user),
    entity('domain', c.domain),
  ]),
  step(
    20,
    'entra',
    'high',
    'Anonymous IP address',
    'Initial Access',
    'T1078.004',
    (c) => [entity('user', c.user), entity('ip', c.foe, 'source')],
    2,
  ),
  step(30, 'mda', 'medium', 'Suspicious inbox manipulation rule', 'Defense Evasion', 'T1564.008', (c) => [
    entity('user', c.user),
    entity('ip', c.foe, 'source'),
  ]),
  step(600, 'mda', 'medium', 'Suspicious inbox forwarding', 'Exfiltration', 'T1114.003', (c) => [
    entity('mailbox', c.user),
    entity('ip', c.foe, 'source'),
  ]),
  step(
    900,
    'mdo',
    'high',
    'Mail in a finance thread from a new country',
    'Lateral Movement',
    'T1534',
    (c) => [entity('mailbox', c.user), entity('ip', c.foe, 'source')],
    3,
  ),
];
const WEB_SHELL: readonly Step[] = [
  step(
    0,
    'suricata',
    'medium',
    'Exploit attempt against an upload form',
    'Initial Access',
    'T1190',
    (c) => [entity('ip', c.foe, 'source'), entity('device', c.web)],
    8,
  ),
  step(6, 'wazuh', 'high', 'Script file created in a web folder', 'Persistence', 'T1505.003', (c) => [
    entity('device', c.web),
    entity('file', `sha256:${c.hash}`),
  ]),
  step(
    3,
    'wazuh',
    'high',
    'Shell started by the web server',
    'Execution',
    'T1059.004',
    (c) => [entity('device', c.web), entity('user', 'www-data')],
    3,
  ),
  step(
    25,
    'suricata',
    'high',
    'Reverse shell traffic',
    'Command and Control',
    'T1095',
    (c) => [entity('device', c.web), entity('ip', c.c2, 'target')],
    2,
  ),
  step(60, 'wazuh', 'medium', 'Miner started', 'Impact', 'T1496', (c) => [entity('device', c.web), entity('file', `sha256:${c.hash}`)], 3),
];
const SPRAY: readonly Step[] = [
  step(
    0,
    'entra',
    'medium',
    'Password spray',
    'Credential Access',
    'T1110.003',
    (c) => [entity('user', c.user), entity('ip', c.foe, 'source')],
    5,
  ),
  step(35, 'entra', 'high', 'Unfamiliar sign-in properties', 'Initial Access', 'T1078.004', (c) => [
    entity('user', c.user),
    entity('ip', c.foe, 'source'),
  ]),
  step(12, 'mda', 'medium', 'Unusual addition of credentials to an application', 'Persistence', 'T1098.001', (c) => [
    entity('user', c.user),
    entity('app', `sync-${c.domain}`),
  ]),
  step(
    80,
    'mda',
    'high',
    'Mass download by a single user',
    'Exfiltration',
    'T1530',
    (c) => [entity('user', c.user), entity('ip', c.foe, 'source')],
    2,
  ),
];
const LEAVER: readonly Step[] = [
  step(
    0,
    'mda',
    'medium',
    'Mass download by a single user',
    'Collection',
    'T1530',
    (c) => [entity('user', c.user), entity('app', 'Document site')],
    3,
  ),
  step(1300, 'mde', 'medium', 'Many files copied to a removable drive', 'Exfiltration', 'T1052.001', host, 3),
  step(200, 'mde', 'low', 'Event log cleared', 'Defense Evasion', 'T1070.001', host),
];
const SERVER_TO_SERVER: readonly Step[] = [
  step(
    0,
    'wazuh',
    'medium',
    'First sign-in of this account from this address',
    'Lateral Movement',
    'T1021.004',
    (c) => [entity('device', c.server), entity('user', c.user)],
    2,
  ),
  step(9, 'wazuh', 'high', 'Successful sudo to root by an account that rarely uses it', 'Privilege Escalation', 'T1548.003', (c) => [
    entity('device', c.server),
    entity('user', c.user),
  ]),
  step(15, 'wazuh', 'high', 'Key added for remote sign-in', 'Persistence', 'T1098.004', (c) => [
    entity('device', c.server),
    entity('user', c.user),
  ]),
  step(30, 'wazuh', 'medium', 'First sign-in of this account from this address', 'Lateral Movement', 'T1021.004', (c) => [
    entity('device', c.second),
    entity('device', c.server, 'source'),
    entity('user', c.user),
  ]),
  step(
    60,
    'suricata',
    'high',
    'Large upload to an unclassified host',
    'Exfiltration',
    'T1567',
    (c) => [entity('device', c.second), entity('ip', c.c2, 'target')],
    3,
  ),
];

const SCRIPTS = [PHISH_TO_EXTORTION, STOLEN_MAILBOX, WEB_SHELL, SPRAY, LEAVER, SERVER_TO_SERVER];

/** Two of each kind, spread over the fortnight. */
export function attacks(company: Company, random: Random, start: number): readonly NoisyAlert[] {
  const alerts: NoisyAlert[] = [];
  for (let i = 0; i < SCRIPTS.length * 2; i++) {
    const script = SCRIPTS[i % SCRIPTS.length] ?? [];
    const who = random.int(company.people.length);
    const cast: Cast = {
      user: company.people[who] ?? '',
      machine: company.machines[who] ?? '',
      server: random.pick(company.servers),
      second: random.pick(company.servers),
      web: company.web[i % company.web.length] ?? '',
      foe: `203.0.113.${1 + random.int(250)}`,
      c2: `198.51.100.${1 + random.int(250)}`,
      domain: `update-${random.hex(6)}.example`,
      hash: random.hex(64),
    };
    let time = start + (i + random.next()) * (13 / (SCRIPTS.length * 2)) * 86_400;
    for (const { after, title, product, severity, tactic, technique, things, repeats = 1 } of script) {
      time += random.wait(after * 60);
      for (let n = 0; n < repeats; n++) {
        alerts.push(alertAt({ time, title, product: PRODUCT[product], severity, tactic, technique, things: things(cast) }));
        if (n < repeats - 1) time += 30 + random.wait(400);
      }
    }
  }
  return alerts;
}
