import { createHash } from 'node:crypto';

/* The people and machines of the story. All of it is invented: names under .example, public addresses from the documentation ranges of RFC 5737. */

export const DOMAIN = 'harbourline.example';
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const guid = (text: string): string => {
  const hex = sha256(text);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
};
export const hashOf = (text: string): { readonly sha1: string; readonly sha256: string } => ({
  sha1: createHash('sha1').update(text).digest('hex'),
  sha256: sha256(text),
});
export const guidOf = guid;

export interface Person {
  readonly account: string;
  readonly upn: string;
  readonly name: string;
  readonly sid: string;
  readonly objectId: string;
}
const person = (account: string, name: string, rid: number): Person => ({
  account,
  name,
  upn: `${account}@${DOMAIN}`,
  sid: `S-1-5-21-1004336348-1177238915-682003330-${rid}`,
  objectId: guid(`person ${account}`),
});
export const PEOPLE = {
  maya: person('m.lindqvist', 'Maya Lindqvist', 1142),
  jonas: person('j.adeyemi', 'Jonas Adeyemi', 1150),
  tomas: person('t.reyes', 'Tomas Reyes', 1107),
  tomasAdmin: person('t.reyes-adm', 'Tomas Reyes (admin)', 1108),
  priya: person('p.nair', 'Priya Nair', 1163),
  oscar: person('o.bell', 'Oscar Bell', 1171),
  helen: person('h.okoro', 'Helen Okoro', 1188),
  backup: person('svc-backup', 'Backup service', 1203),
} as const;

export interface Machine {
  readonly name: string;
  readonly fqdn: string;
  readonly ip: string;
  readonly os: 'Windows11' | 'WindowsServer2022' | 'Linux';
  readonly mdeId: string;
  readonly azureId: string;
}
const machine = (name: string, ip: string, os: Machine['os']): Machine => ({
  name,
  fqdn: `${name.toLowerCase()}.${DOMAIN}`,
  ip,
  os,
  mdeId: hashOf(`machine ${name}`).sha1,
  azureId: guid(`machine ${name}`),
});
export const MACHINES = {
  finance: machine('WKS-FIN-07', '10.20.7.17', 'Windows11'),
  hr: machine('WKS-HR-03', '10.20.9.33', 'Windows11'),
  build: machine('BLD-01', '10.20.4.11', 'WindowsServer2022'),
  files: machine('FS-01', '10.20.1.20', 'WindowsServer2022'),
  controller: machine('DC-01', '10.20.1.10', 'WindowsServer2022'),
  vault: machine('bk-01', '10.20.1.31', 'Linux'),
  web: machine('web-02', '10.20.30.12', 'Linux'),
  scanner: machine('scan-01', '10.20.0.5', 'Linux'),
} as const;

/** The other side. */
export const FOES = {
  phishDomain: 'parcel-track-notice.example',
  phishUrl: 'https://parcel-track-notice.example/n/4471?ref=fin',
  phishSender: 'dispatch@parcel-track-notice.example',
  mailIp: '203.0.113.120',
  signInIp: '203.0.113.45',
  c2Ip: '198.51.100.23',
  c2Domain: 'cdn-assets-sync.example',
  dropIp: '198.51.100.77',
  dropDomain: 'files.drop-depot.example',
  webScannerIp: '192.0.2.146',
} as const;

export const LOADER = { name: 'Delivery_Note_4471.js', path: 'C:\\Users\\m.lindqvist\\Downloads', ...hashOf('the loader of the story') };
export const IMPLANT = {
  name: 'syncsvc.dll',
  path: 'C:\\Users\\m.lindqvist\\AppData\\Local\\SyncSvc',
  ...hashOf('the implant of the story'),
};
export const COPIER = { name: 'svchelper.exe', path: 'C:\\ProgramData\\Intel', ...hashOf('the copier of the story') };

/** A time of the story's day in seconds after midnight UTC of 10 March 2026: `at('08:06:12')`. */
export function at(clock: string, day = 0): number {
  const [h = 0, m = 0, s = 0] = clock.split(':').map(Number);
  return Date.UTC(2026, 2, 10 + day, h, m, s) / 1000;
}
export const iso = (seconds: number, fraction = '000'): string => `${new Date(seconds * 1000).toISOString().slice(0, 19)}.${fraction}Z`;
