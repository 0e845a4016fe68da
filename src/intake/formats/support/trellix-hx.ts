import type { JsonObject } from '../../../base/json.ts';
import type { TimeAssumptions } from '../../../base/time.ts';
import type { AlertDraft } from '../../../domain/alert.ts';
import * as make from '../../../domain/evidence-builders.ts';
import type { Evidence, RemediationStatus } from '../../../domain/evidence.ts';
import { severityOfWord } from '../../../domain/severity.ts';
import { attackOf } from './attack.ts';
import { processChain } from './edr-process.ts';
import { Fields } from './fields.ts';
import { timesOf } from './moments.ts';
import { defined, judgementOf, statusOfWord } from './states.ts';

const SOURCES: Readonly<Record<string, string>> = {
  IOC: 'Indicator match',
  EXD: 'Exploit',
  MAL: 'Malware',
  PROCGUARD: 'Process Guard',
  AMSI: 'AMSI',
  GENERIC: 'Alert',
};

/** An alert of Endpoint Security (HX). Its `event_values` are flat (`processEvent/pid`) for indicators, nested for malware. */
export function fireeyeHx(record: JsonObject, assume: TimeAssumptions): AlertDraft {
  const row = new Fields(record);
  const values = row.at('eventvalues');
  const source = row.word('source') ?? '';
  const detection = values.at('detections').each('detection')[0] ?? new Fields({});
  const infection = detection.at('infection');
  const detail = row.at('detail');
  const indicator =
    row.at('indicator').text('displayname', 'name') ?? row.at('condition').text('name') ?? values.text('indicatordisplayname');
  const malware = infection.text('infectionname') ?? values.text('malwarename');
  const agent = row.at('agent');
  const host = row.at('host').text('hostname') ?? agent.text('hostname') ?? row.text('hostname') ?? values.text('hostname');
  const word = row.word('severity') ?? values.word('severity') ?? infection.word('confidencelevel');
  const resolution = row.word('resolution');
  const kind = Object.hasOwn(SOURCES, source) ? SOURCES[source] : source;
  const id = row.text('id', 'uuid');
  return defined({
    externalId: id,
    idScope: 'fireeye-hx',
    title:
      malware ??
      indicator ??
      row.text('name', 'displayname') ??
      `${kind === '' ? 'HX alert' : kind}${row.text('eventtype') === undefined ? '' : `: ${row.text('eventtype')}`}`,
    description: row.at('indicator').text('description') ?? detail.text('message'),
    severity: severityOfWord(word),
    severityText: word,
    status: resolution === 'ALERT' ? ('new' as const) : statusOfWord(resolution),
    ...judgementOf(row.flag('isfalsepositive') ? 'falsePositive' : undefined, undefined),
    category: row.text('subtype') ?? kind,
    ...attackOf([], [...row.list('mitretechniques'), indicator]),
    vendor: 'Trellix',
    product: 'Trellix Endpoint Security HX',
    detectionSource: source,
    rule: row.at('condition').text('id') ?? row.text('conditionid'),
    ...timesOf(
      {
        first: row.get('eventat', 'matchedat', 'reportedat'),
        detected: row.get('matchedat', 'reportedat'),
        updated: row.get('reportedat'),
      },
      assume,
    ),
    evidence: evidenceOf(row, values, agent, host, remediationOf(resolution, source)),
    threatName: malware,
  });
}

function remediationOf(resolution: string | undefined, source: string): RemediationStatus | undefined {
  if (resolution === 'QUARANTINED') return 'remediated';
  if (resolution === 'BLOCK' || resolution === 'BLOCKED' || resolution === 'PARTIAL_BLOCK')
    return resolution === 'PARTIAL_BLOCK' ? 'partiallyRemediated' : 'blocked';
  return resolution === 'ALERT' && source !== '' ? 'active' : undefined;
}

/** `processEvent/pid` reads as `pid`; the first part tells which event it was. */
function flat(values: Fields): Map<string, string> {
  const out = new Map<string, string>();
  for (const name of values.names()) {
    const original = values.nameOf(name) ?? name;
    const value = values.text(name);
    const key = (original.split('/').pop() ?? '').toLowerCase();
    if (value !== undefined && original.includes('/') && !out.has(key)) out.set(key, value);
  }
  return out;
}

function evidenceOf(
  row: Fields,
  values: Fields,
  agent: Fields,
  host: string | undefined,
  remediation: RemediationStatus | undefined,
): Evidence[] {
  const facts = flat(values);
  const get = (...keys: string[]): string | undefined => keys.map((key) => facts.get(key)).find((value) => value !== undefined);
  const found: (Evidence | undefined)[] = [
    make.device({
      name: host,
      agentId: agent.text('id') ?? row.text('agentid'),
      agentOf: 'fireeye-hx',
      roles: ['impacted'],
      attributes: { containment: agent.text('containmentstate'), os: values.at('osdetails').at('$').text('name') },
    }),
    make.user({ name: get('username', 'user'), host, roles: ['impacted'] }),
    make.user({ name: values.text('processuser'), host, roles: ['impacted'] }),
    make.ip(get('remoteip', 'remoteipaddress'), { roles: ['destination'], attributes: { port: get('remoteport') } }),
    make.ip(get('localip', 'localipaddress'), { roles: ['contextual'] }),
    make.domain(get('hostname', 'domain'), { roles: ['related'] }),
    make.url(get('requesturl')?.includes('://') === true ? get('requesturl') : undefined, { roles: ['related'] }),
    make.registry({
      key: get('path')?.startsWith('HKEY') === true ? get('path') : get('keypath'),
      valueName: get('valuename'),
      valueData: get('value', 'text'),
      roles: ['edited'],
    }),
    make.file({
      path: get('fullpath', 'filepath'),
      name: get('filename'),
      md5: get('md5'),
      sha256: get('sha256'),
      roles: ['related'],
      remediation,
    }),
    ...processChain(
      [
        {
          pid: get('pid'),
          started: get('starttime'),
          image: get('processpath', 'process'),
          commandLine: get('processcmdline', 'cmdline'),
          md5: get('md5'),
        },
        { pid: get('parentpid'), image: get('parentprocesspath', 'parentprocess') },
      ],
      host,
      { remediation },
    ),
  ];
  const actor = values.at('scannedobject').at('fileevent').at('actorprocess');
  found.push(
    make.process({ pid: actor.text('pid'), image: actor.text('path'), host, user: actor.at('user').text('username'), roles: ['related'] }),
  );
  found.push(make.user({ name: actor.at('user').text('username'), domain: actor.at('user').text('domain'), host, roles: ['impacted'] }));
  for (const detection of values.at('detections').each('detection')) {
    const object = detection.at('infectedobject');
    const file = object.at('fileobject');
    found.push(
      make.file({
        path: file.text('filepath'),
        md5: file.text('md5sum'),
        sha1: file.text('sha1sum'),
        sha256: file.text('sha256sum'),
        roles: ['suspicious'],
        verdict: 'malicious',
        remediation,
        attributes: { size: file.text('sizeinbytes') },
      }),
    );
    found.push(
      make.process({
        image: object.at('processobject').text('path', 'name'),
        pid: object.at('processobject').text('pid'),
        host,
        roles: ['related'],
      }),
    );
    found.push(make.named('malware', detection.at('infection').text('infectionname'), { roles: ['related'] }));
  }
  for (const event of values.each('analysisdetails', 'analysisdetail')) {
    const info = event.at('processinfo').has('imagepath') ? event.at('processinfo') : event;
    found.push(
      make.process({ pid: info.text('pid'), image: info.text('imagepath'), commandLine: info.text('cmdline'), host, roles: ['related'] }),
    );
  }
  for (const md5 of row.list('md5values')) found.push(make.file({ hash: md5, roles: ['suspicious'] }));
  return make.evidenceList(found);
}
