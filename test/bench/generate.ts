import { createWriteStream, existsSync, statSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { guidOf, hashOf, type Machine, type Person } from './demo/cast.ts';
import { device, file, graphAlert, ip, process, url, user, windows, type GraphScene } from './demo/graph.ts';
import { Random } from './random.ts';

/*
 * Alerts for the bench: Graph alerts_v2 as NDJSON, about 3 KB and six entities each, over a fortnight. Devices and their users are many and even;
 * addresses, files and sites are skewed, so that a few of them stand in thousands of alerts, as NAT addresses and updaters do.
 */

const TITLES: readonly (readonly [string, string, string, GraphScene['severity']])[] = [
  ['Suspicious PowerShell command line', 'Execution', 'T1059.001', 'medium'],
  ['Suspicious scheduled task created', 'Persistence', 'T1053.005', 'medium'],
  ['Process memory dump of LSASS', 'CredentialAccess', 'T1003.001', 'high'],
  ['Connection to a command-and-control host', 'CommandAndControl', 'T1071.001', 'high'],
  ['An unwanted application was blocked', 'UnwantedSoftware', 'T1204.002', 'low'],
  ['Suspicious file in a start-up folder', 'Persistence', 'T1547.001', 'low'],
  ['Remote service created', 'LateralMovement', 'T1021.002', 'medium'],
  ['Bulk archiving of files', 'Collection', 'T1560.001', 'low'],
  ['Unusual number of names asked for', 'Discovery', 'T1087.002', 'informational'],
  ['Possible data exfiltration', 'Exfiltration', 'T1567.002', 'high'],
];
const START = Date.UTC(2026, 1, 23) / 1000;
const FORTNIGHT = 14 * 86_400;

const person = (i: number): Person => ({
  account: `user${i}`,
  upn: `user${i}@bench.example`,
  name: `User ${i}`,
  sid: `S-1-5-21-4004336348-2177238915-${i}`,
  objectId: guidOf(`bench person ${i}`),
});
const machine = (i: number): Machine => ({
  name: `BENCH-${i}`,
  fqdn: `bench-${i}.bench.example`,
  ip: `10.${60 + (i >> 16)}.${(i >> 8) & 255}.${i & 255}`,
  os: 'Windows11',
  mdeId: hashOf(`bench machine ${i}`).sha1,
  azureId: guidOf(`bench machine ${i}`),
});

/** Exports leave out what is empty; so the lines come to the 3 KB of real ones. */
const lean = (key: string, value: unknown): unknown =>
  value === null || value === '' || key === 'tags' || key === 'loggedOnUsers' || key === 'dnsDomain' || key === 'displayName'
    ? undefined
    : value;

export function* alertLines(count: number, seed = 1): Generator<string> {
  const random = new Random(seed);
  const desks = Math.max(50, Math.round(count / 25));
  const powershell = windows('powershell.exe', 'C:\\Windows\\System32\\WindowsPowerShell\\v1.0');
  const explorer = windows('explorer.exe', 'C:\\Windows');
  for (let i = 0; i < count; i++) {
    const desk = random.int(desks);
    const who = person(desk);
    const where = machine(desk);
    const [title, category, technique, severity] = random.pick(TITLES);
    const bad = random.skewed(desks, 3);
    const {
      parentProcessImageFile: _image,
      userAccount: _account,
      ...run
    } = process(
      powershell,
      `powershell.exe -File C:\\ProgramData\\Tool\\run${i}.ps1 -Step ${random.hex(12)}`,
      1000 + random.int(30_000),
      who,
      where,
      explorer,
      4480,
    );
    yield JSON.stringify(
      graphAlert({
        time: START + Math.floor((i / count) * FORTNIGHT) + random.int(3600) + i / 1e7,
        title,
        description: `${title}: seen by the sensor of ${where.fqdn} while ${who.name} was signed in.`,
        severity,
        source: 'microsoftDefenderForEndpoint',
        detection: 'microsoftDefenderForEndpoint',
        category,
        techniques: [technique],
        evidence: [
          device(where),
          user(who),
          ip(`203.0.${(bad >> 8) & 255}.${bad & 255}`, ['destination']),
          url(`https://host${random.skewed(desks, 2)}.bench.example/a/${bad}`),
          file({ name: `tool${bad}.exe`, path: 'C:\\ProgramData\\Tool', ...hashOf(`bench file ${bad}`) }, 'suspicious', where),
          run,
        ],
      }),
      lean,
    );
  }
}

/** Path of a file of so many alerts, made once per machine. */
export async function alertFile(count: number): Promise<string> {
  const path = join(tmpdir(), `alertweave-bench-v2-${count}.ndjson`);
  if (existsSync(path) && statSync(path).size > 0) return path;
  const out = createWriteStream(path);
  for (const line of alertLines(count)) if (!out.write(`${line}\n`)) await once(out, 'drain');
  out.end();
  await once(out, 'close');
  return path;
}
