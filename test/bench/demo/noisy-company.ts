import type { Random } from '../random.ts';

/** One line of the documented format `alertweave-alerts`. */
export interface NoisyAlert {
  readonly time: string;
  readonly title: string;
  readonly severity: string;
  readonly product: string;
  readonly tactics?: readonly string[];
  readonly techniques?: readonly string[];
  readonly entities: readonly Thing[];
}
export interface Thing {
  readonly type: string;
  readonly value: string;
  readonly role?: string;
}
export const entity = (type: string, value: string, role?: string): Thing => (role === undefined ? { type, value } : { type, value, role });

export interface Facts {
  /** Seconds since 1970. */
  readonly time: number;
  readonly title: string;
  readonly product: string;
  readonly severity: string;
  readonly tactic?: string;
  readonly technique?: string;
  readonly things: readonly Thing[];
}
export const alertAt = ({ time, title, product, severity, tactic, technique, things }: Facts): NoisyAlert => ({
  time: `${new Date(Math.floor(time) * 1000).toISOString().slice(0, 19)}Z`,
  title,
  severity,
  product,
  ...(tactic === undefined ? {} : { tactics: [tactic] }),
  ...(technique === undefined ? {} : { techniques: [technique] }),
  entities: things,
});

export interface Company {
  /** Sign-in names; person i works at machine i. */
  readonly people: readonly string[];
  readonly machines: readonly string[];
  readonly servers: readonly string[];
  readonly web: readonly string[];
  readonly services: readonly string[];
  readonly addresses: readonly string[];
  readonly nat: readonly string[];
  readonly hotels: readonly string[];
  readonly scanner: string;
  /** Hashes of unwanted software met again and again. */
  readonly junk: readonly string[];
}

const FIRST = [
  'ana',
  'ben',
  'chloe',
  'dario',
  'elif',
  'femi',
  'greta',
  'hugo',
  'ines',
  'jan',
  'kofi',
  'lena',
  'milan',
  'nora',
  'omar',
  'petra',
  'quinn',
  'rosa',
  'sami',
  'tess',
];
const LAST = [
  'abara',
  'brandt',
  'costa',
  'dubois',
  'eriksen',
  'fontaine',
  'garcia',
  'horvat',
  'ivanov',
  'jensen',
  'kaya',
  'lang',
  'moreau',
  'novak',
  'okafor',
  'petit',
  'rossi',
  'silva',
  'toth',
  'weber',
];
const numbered = (count: number, of: (i: number) => string): readonly string[] => Array.from({ length: count }, (_, i) => of(i));
const two = (i: number): string => String(i).padStart(2, '0');

export function makeCompany(random: Random): Company {
  return {
    people: numbered(320, (i) => `${FIRST[i % 20] ?? ''}.${LAST[Math.floor(i / 20) % 20] ?? ''}@meridianfoods.example`),
    machines: numbered(320, (i) => `MF-WS-${String(i).padStart(3, '0')}`),
    servers: numbered(36, (i) => `MF-SRV-${two(i)}`),
    web: numbered(4, (i) => `mf-web-${two(i)}`),
    services: ['svc-backup', 'svc-sql', 'svc-deploy', 'svc-print', 'svc-monitor', 'svc-hr-sync'].map(
      (name) => `${name}@meridianfoods.example`,
    ),
    addresses: numbered(220, (i) => `10.40.${Math.floor(i / 50)}.${10 + (i % 50)}`),
    nat: ['10.40.255.1', '10.40.255.2'],
    hotels: numbered(12, (i) => `192.0.2.${20 + i}`),
    scanner: '10.40.250.9',
    junk: numbered(9, () => random.hex(64)),
  };
}
