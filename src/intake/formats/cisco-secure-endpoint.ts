import type { JsonObject } from '../../base/json.ts';
import * as make from '../../domain/evidence-builders.ts';
import type { Evidence, RemediationStatus, Verdict } from '../../domain/evidence.ts';
import { type Severity, severityOfWord } from '../../domain/severity.ts';
import type { Confidence, ReadContext, RecordImporter } from '../importer.ts';
import { attackOf } from './support/attack.ts';
import { processChain } from './support/edr-process.ts';
import { Fields, hasKey } from './support/fields.ts';
import { timesOf } from './support/moments.ts';
import { defined } from './support/states.ts';

/** Cisco Secure Endpoint (AMP for Endpoints) events: API v1 and its event stream. Events of the agent itself are no alerts. */
export const ciscoSecureEndpoint: RecordImporter = {
  id: 'cisco-secure-endpoint',
  label: 'Cisco Secure Endpoint events',
  spec: 'https://developer.cisco.com/docs/secure-endpoint/',
  kind: 'record',
  containers: ['json'],

  match(record: JsonObject): Confidence {
    if (!hasKey(record, 'event_type') || !hasKey(record, 'event_type_id')) return 0;
    return hasKey(record, 'connector_guid') || hasKey(record, 'computer') || hasKey(record, 'timestamp_nanoseconds') ? 100 : 50;
  },

  read(record: JsonObject, ctx: ReadContext): void {
    const row = new Fields(record);
    const type = row.text('eventtype') ?? '';
    const word = row.word('severity');
    const detection = row.text('detection');
    if (word === undefined && detection === undefined && AGENT.test(type)) {
      ctx.ignore(`${type} event`);
      return;
    }
    const file = row.at('file');
    const ioc = row.at('cloudioc');
    const threat = row.at('bpdata').at('details');
    ctx.alert(
      defined({
        externalId: row.text('id'),
        idScope: 'cisco-secure-endpoint',
        title: detection ?? ioc.text('shortdescription') ?? (type === '' ? 'Cisco Secure Endpoint event' : type),
        description: ioc.text('description') ?? (detection === undefined ? undefined : type),
        severity: severityFrom(word, type),
        severityText: word,
        category: type,
        ...attackOf(
          [...row.list('tactics'), ...row.each('tactics').flatMap((one) => [one.text('externalid', 'name')])],
          [...row.list('techniques'), ...row.each('techniques').flatMap((one) => [one.text('externalid')])],
        ),
        vendor: 'Cisco',
        product: 'Cisco Secure Endpoint',
        detectionSource: type,
        rule: row.text('detectionid', 'eventtypeid'),
        ...timesOf(
          { first: row.get('starttimestamp', 'startdate', 'timestamp', 'date'), detected: row.get('timestamp', 'date') },
          ctx.assume,
        ),
        evidence: evidenceOf(row, file, type),
        url: row.at('computer').at('links').text('trajectory'),
        threatName: detection ?? threat.text('name'),
      }),
    );
  },
};

const AGENT =
  /^(?:Scan|Install|Uninstall|Update|Policy|Product|Definition|Reboot|Connector|Computer|Agent|Fault|Failed to Update|Heartbeat|Key|APDE|Orbital|Endpoint Isolation)/i;

function severityFrom(word: string | undefined, type: string): Severity {
  const named = severityOfWord(word);
  if (named !== 'unknown' || word !== undefined) return named;
  if (/Executed malware|Exploit|Ransomware|Cloud IOC|Retrospective/i.test(type)) return 'high';
  return /Threat Detected|Threat Quarantined|Quarantine/i.test(type) ? 'medium' : 'unknown';
}

function evidenceOf(row: Fields, file: Fields, type: string): Evidence[] {
  const computer = row.at('computer');
  const host = computer.text('hostname');
  const remediation: RemediationStatus | undefined = /fail/i.test(type)
    ? 'active'
    : /quarantined/i.test(type)
      ? 'remediated'
      : /blocked|prevented/i.test(type)
        ? 'prevented'
        : undefined;
  const word = file.word('disposition')?.toLowerCase();
  const verdict: Verdict | undefined =
    word === 'malicious' || word === 'blacklisted' || word === 'blocklisted'
      ? 'malicious'
      : word === 'clean'
        ? 'noThreatsFound'
        : undefined;
  const hashes = file.at('identity');
  const parent = file.at('parent');
  const line = row.at('commandline');
  const out: (Evidence | undefined)[] = [
    make.device({
      name: host,
      agentId: computer.text('connectorguid') ?? row.text('connectorguid'),
      agentOf: 'cisco-amp',
      roles: ['impacted'],
      attributes: { os: computer.text('operatingsystem') },
    }),
    make.ip(computer.text('externalip'), { roles: ['contextual'], attributes: { of: 'egress' } }),
    ...computer.each('networkaddresses').map((one) => make.ip(one.text('ip'), { roles: ['contextual'] })),
    make.user({ name: accountOf(computer.text('user'), host), host, roles: ['impacted'] }),
    make.file({
      path: file.text('filepath'),
      name: file.text('filename'),
      sha256: hashes.text('sha256'),
      sha1: hashes.text('sha1'),
      md5: hashes.text('md5'),
      roles: ['suspicious'],
      verdict,
      remediation,
    }),
    ...processChain(
      [
        {
          pid: parent.text('processid'),
          image: parent.text('filepath', 'filename'),
          commandLine: line.list('arguments').join(' ') || undefined,
          sha256: parent.at('identity').text('sha256'),
          sha1: parent.at('identity').text('sha1'),
          md5: parent.at('identity').text('md5'),
        },
      ],
      host,
    ),
  ];
  const net = row.at('networkinfo');
  out.push(
    make.ip(net.text('remoteip'), { roles: ['destination'], attributes: { port: net.text('remoteport') } }),
    make.ip(net.text('localip'), { roles: ['source'] }),
    make.url(net.text('dirtyurl'), { roles: ['suspicious'] }),
  );
  for (const one of row.at('bpdata').each('observables')) {
    const f = one.at('file');
    out.push(make.file({ path: f.text('path', 'name'), sha256: f.text('sha256'), roles: ['related'] }));
  }
  return make.evidenceList(out);
}

/** `jdoe@WS-42` is an account of the machine; `u:jdoe` comes from an older connector. */
function accountOf(user: string | undefined, host: string | undefined): string | undefined {
  const name = user?.replace(/^u:/, '');
  const [, local, realm] = /^([^@]+)@([^@.]+)$/.exec(name ?? '') ?? [];
  return local === undefined ? name : realm?.toLowerCase() === host?.split('.')[0]?.toLowerCase() ? local : `${realm}\\${local}`;
}
