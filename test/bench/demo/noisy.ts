import { Random } from '../random.ts';
import { attacks } from './noisy-attacks.ts';
import { alertAt, entity, makeCompany, type Company, type NoisyAlert, type Thing } from './noisy-company.ts';

/* A fortnight of a middle-sized company's alerts, most of them worth nothing: what wears an analyst out. Made for the page's demo and for trying correlation by eye. */

interface Detector {
  /** Share of the noise. */
  readonly weight: number;
  readonly title: string;
  readonly product: string;
  readonly severity: 'informational' | 'low' | 'medium' | 'high';
  readonly tactic?: string;
  readonly technique?: string;
  /** Follows office hours; else goes on day and night. */
  readonly office: boolean;
  readonly things: (company: Company, random: Random) => readonly Thing[];
}

const workstation = (company: Company, random: Random): readonly Thing[] => {
  const at = random.int(company.people.length);
  return [entity('device', company.machines[at] ?? ''), entity('user', company.people[at] ?? '')];
};
const scanned = (company: Company, random: Random): readonly Thing[] => [
  entity('ip', company.scanner, 'source'),
  entity('ip', company.addresses[random.int(company.addresses.length)] ?? '', 'target'),
];
const stranger = (random: Random): string => `203.0.113.${1 + random.int(250)}`;

const NOISE: readonly Detector[] = [
  {
    weight: 16,
    title: 'Port sweep of a server',
    product: 'Suricata',
    severity: 'low',
    tactic: 'Discovery',
    technique: 'T1046',
    office: false,
    things: scanned,
  },
  { weight: 6, title: 'Outdated TLS offered', product: 'Suricata', severity: 'informational', office: false, things: scanned },
  {
    weight: 13,
    title: 'Connection to a low-reputation host',
    product: 'Suricata',
    severity: 'low',
    tactic: 'Command and Control',
    technique: 'T1071',
    office: true,
    // Everyone leaves by the same two addresses: the hub that welds naive correlation together.
    things: (company, random) => [
      entity('ip', random.pick(company.nat), 'source'),
      entity('ip', `198.51.100.${1 + random.skewed(250)}`, 'target'),
    ],
  },
  {
    weight: 12,
    title: 'Failed sign-ins of a service account',
    product: 'Wazuh',
    severity: 'medium',
    tactic: 'Credential Access',
    technique: 'T1110',
    office: false,
    things: (company, random) => [entity('user', random.pick(company.services)), entity('device', random.pick(company.servers))],
  },
  {
    weight: 7,
    title: 'Integrity checksum changed',
    product: 'Wazuh',
    severity: 'low',
    office: false,
    things: (company, random) => [entity('device', random.pick(company.servers))],
  },
  {
    weight: 8,
    title: 'Suspicious PowerShell command line',
    product: 'Microsoft Defender for Endpoint',
    severity: 'medium',
    tactic: 'Execution',
    technique: 'T1059.001',
    office: true,
    things: (company, random) => [...workstation(company, random), entity('process', 'powershell.exe', 'process-image')],
  },
  {
    weight: 6,
    title: 'An unwanted application was blocked',
    product: 'Microsoft Defender for Endpoint',
    severity: 'low',
    office: true,
    things: (company, random) => [
      ...workstation(company, random),
      entity('file', `sha256:${company.junk[random.skewed(company.junk.length)] ?? ''}`),
    ],
  },
  {
    weight: 9,
    title: 'Unfamiliar sign-in properties',
    product: 'Microsoft Entra ID Protection',
    severity: 'medium',
    tactic: 'Initial Access',
    technique: 'T1078.004',
    office: true,
    things: (company, random) => [
      entity('user', random.pick(company.people)),
      entity('ip', random.chance(0.3) ? random.pick(company.hotels) : stranger(random), 'source'),
    ],
  },
  {
    weight: 5,
    title: 'Atypical travel',
    product: 'Microsoft Entra ID Protection',
    severity: 'low',
    tactic: 'Initial Access',
    technique: 'T1078.004',
    office: true,
    things: (company, random) => [entity('user', random.pick(company.people)), entity('ip', random.pick(company.hotels), 'source')],
  },
  {
    weight: 9,
    title: 'Email reported by user as phish',
    product: 'Microsoft Defender for Office 365',
    severity: 'informational',
    tactic: 'Initial Access',
    technique: 'T1566',
    office: true,
    things: (company, random) => [
      entity('mailbox', random.pick(company.people)),
      entity('domain', `news-${random.skewed(60)}.example`, 'sender'),
    ],
  },
  {
    weight: 5,
    title: 'Web application attack blocked',
    product: 'Suricata',
    severity: 'medium',
    tactic: 'Initial Access',
    technique: 'T1190',
    office: false,
    things: (company, random) => [entity('ip', stranger(random), 'source'), entity('device', random.pick(company.web))],
  },
  {
    weight: 4,
    title: 'Mass download by a single user',
    product: 'Microsoft Defender for Cloud Apps',
    severity: 'medium',
    tactic: 'Exfiltration',
    technique: 'T1530',
    office: true,
    things: (company, random) => [entity('user', random.pick(company.people)), entity('app', 'Document site')],
  },
];

const DAYS = 14;
const START = Date.UTC(2026, 1, 23) / 1000;

/** Alerts in order of time; the same for the same seed. */
export function noisyFortnight(count: number, seed: number): readonly NoisyAlert[] {
  const random = new Random(seed);
  const company = makeCompany(random);
  const alerts = [...attacks(company, random, START)];
  const total = NOISE.reduce((sum, { weight }) => sum + weight, 0);
  while (alerts.length < count) {
    let ticket = random.next() * total;
    const detector = NOISE.find(({ weight }) => (ticket -= weight) < 0);
    if (!detector) continue;
    const { title, product, severity, tactic, technique } = detector;
    const time = moment(random, detector.office);
    const things = detector.things(company, random);
    // Products repeat themselves: one cause in five raises a short burst.
    const repeats = random.chance(0.2) ? 1 + random.int(4) : 1;
    for (let i = 0, at = time; i < repeats && alerts.length < count; i++, at += 20 + random.int(200))
      alerts.push(
        alertAt({
          time: at,
          title,
          product,
          severity,
          ...(tactic === undefined ? {} : { tactic }),
          ...(technique === undefined ? {} : { technique }),
          things,
        }),
      );
  }
  return alerts.sort((a, b) => a.time.localeCompare(b.time));
}

/** A second of the fortnight; in office hours of a working day nine times in ten, where the detector follows people. */
function moment(random: Random, office: boolean): number {
  for (;;) {
    const day = random.int(DAYS);
    const second = random.int(86_400);
    const hour = second / 3600;
    // START is a Monday.
    const working = day % 7 < 5 && hour >= 7 && hour < 18;
    if (!office || working || random.chance(0.06)) return START + day * 86_400 + second;
  }
}
