import type { JsonObject } from '../../base/json.ts';
import { UTC_ASSUMED } from '../../base/time.ts';
import * as make from '../../domain/evidence-builders.ts';
import type { Evidence, RemediationStatus, Verdict } from '../../domain/evidence.ts';
import { type Severity, severityOfWord } from '../../domain/severity.ts';
import type { Confidence, ReadContext, RecordImporter } from '../importer.ts';
import { attackOf } from './support/attack.ts';
import { processChain, realmOf } from './support/edr-process.ts';
import { Fields, hasKey } from './support/fields.ts';
import { timesOf } from './support/moments.ts';
import { deviceAddresses } from './support/paths.ts';
import { defined, judgementOf, statusOfWord } from './support/states.ts';
import { unflatten } from './support/unflatten.ts';

/** SentinelOne threats: API 2.1 (`threatInfo` …), the flat records of API 2.0, and the CSV of the console. */
export const sentineloneThreat: RecordImporter = {
  id: 'sentinelone-threat',
  label: 'SentinelOne threats',
  spec: 'https://www.sentinelone.com/platform/singularity-api/',
  kind: 'record',
  containers: ['json', 'table'],

  match(record: JsonObject): Confidence {
    if (hasKey(record, 'deviceInfo')) return 0;
    if (hasKey(record, 'threatInfo') || hasKey(record, 'threatInfo.threatId') || hasKey(record, 'threatInfo.threatName')) return 100;
    if (
      hasKey(record, 'mitigationStatus') &&
      (hasKey(record, 'agentComputerName') || hasKey(record, 'agentId')) &&
      (hasKey(record, 'fileContentHash') || hasKey(record, 'threatName'))
    )
      return 100;
    const keys = new Set(Object.keys(record).map((key) => key.toLowerCase().replace(/[^a-z]/g, '')));
    return keys.has('threatdetails') && (keys.has('confidencelevel') || keys.has('aiconfidencelevel')) && keys.has('incidentstatus')
      ? 100
      : 0;
  },

  read(record: JsonObject, ctx: ReadContext): void {
    const row = new Fields(Object.keys(record).some((key) => key.includes('.')) ? unflatten(record) : record);
    const info = row.has('threatinfo') ? row.at('threatinfo') : row;
    const id = info.text('threatid') ?? row.text('id');
    const confidence = info.word('confidencelevel', 'aiconfidencelevel', 'rank');
    const analyst = info.word('analystverdict');
    const indicators = row.each('indicators');
    const tactics = indicators.flatMap((one) => one.each('tactics'));
    const kind = info.text('classification');
    ctx.alert(
      defined({
        externalId: id,
        idScope: 'sentinelone',
        title:
          info.text('threatname', 'threatdetails', 'filedisplayname', 'description') ??
          (kind === undefined ? `SentinelOne threat ${id ?? ''}`.trim() : `SentinelOne: ${kind}`),
        description:
          indicators
            .map((one) => one.text('description'))
            .filter((text) => text !== undefined)
            .join('\n') || info.text('description'),
        severity: severityOf(confidence),
        severityText: confidence,
        status: statusOfWord(info.word('incidentstatus')) ?? (info.flag('resolved') ? ('resolved' as const) : undefined),
        ...judgementOf(analyst, undefined),
        assignedTo: info.text('assignee', 'initiatingusername'),
        category: kind,
        ...attackOf(
          tactics.map((one) => one.text('name')),
          tactics.flatMap((one) => one.each('techniques')).flatMap((one) => [one.text('name'), one.text('link')]),
        ),
        vendor: 'SentinelOne',
        product: 'SentinelOne Singularity',
        detectionSource:
          info
            .each('detectionengines')
            .map((one) => one.text('title', 'key'))
            .filter((text) => text !== undefined)
            .join(', ') ||
          info.list('engines', 'detectingengine').join(', ') ||
          undefined,
        ...timesOf(
          {
            first: info.get(
              'identifiedat',
              'identifiedtime',
              'identifiedtimeutc',
              'identifyingtime',
              'identifyingtimeutc',
              'createddate',
              'createdat',
              'reportedtime',
              'reportedtimeutc',
            ),
            detected: info.get('createdat', 'createddate', 'reportedtime', 'reportedtimeutc'),
            updated: info.get('updatedat'),
          },
          info.has('reportedtimeutc') ? UTC_ASSUMED : ctx.assume,
          info.has('reportedtimeutc'),
        ),
        evidence: evidenceOf(row, info, confidence, analyst),
        sourceIncident: info.text('storyline', 'storylineid'),
        threatName: kind !== undefined && !/[.\\/]/.test(info.text('threatname') ?? '.') ? info.text('threatname') : undefined,
      }),
    );
  },
};

/** SentinelOne states how sure it is, not how grave: malicious reads as high, suspicious as medium. */
function severityOf(confidence: string | undefined): Severity {
  const word = confidence?.toLowerCase() ?? '';
  if (word === 'malicious') return 'high';
  if (word === 'suspicious') return 'medium';
  const rank = Number(word);
  if (word !== '' && Number.isFinite(rank)) return rank >= 7 ? 'high' : rank >= 4 ? 'medium' : 'low';
  return severityOfWord(word);
}

function verdictOf(confidence: string | undefined, analyst: string | undefined): Verdict | undefined {
  if (/true/i.test(analyst ?? '')) return 'malicious';
  if (/false/i.test(analyst ?? '')) return 'noThreatsFound';
  const word = confidence?.toLowerCase();
  return word === 'malicious' || word === 'suspicious' ? word : undefined;
}

function remediationOf(row: Fields, info: Fields): RemediationStatus | undefined {
  const word = (info.word('mitigationstatus') ?? '').toLowerCase().replace(/[^a-z]/g, '');
  if (info.flag('mitigatedpreemptively')) return 'prevented';
  const done = row
    .each('mitigationstatus')
    .some((one) => one.word('status')?.toLowerCase() === 'success' && /quarantine|remediate|rollback/i.test(one.word('action') ?? ''));
  if (done || word === 'mitigated') return 'remediated';
  if (word === 'blocked') return 'blocked';
  if (word === 'active' || word === 'notmitigated') return 'active';
  return word.includes('pending') ? 'running' : word.includes('benign') ? 'none' : undefined;
}

function evidenceOf(row: Fields, info: Fields, confidence: string | undefined, analyst: string | undefined): Evidence[] {
  const seen = row.at('agentdetectioninfo');
  const now = row.at('agentrealtimeinfo');
  const host =
    now.text('agentcomputername') ??
    row.text('agentcomputername', 'endpoints', 'endpointname', 'endpoint') ??
    seen.text('agentcomputername');
  const judged = { verdict: verdictOf(confidence, analyst), remediation: remediationOf(row, info) };
  const domain = realmOf(now.text('agentdomain') ?? seen.text('agentdomain') ?? row.text('agentdomain'));
  const hashes = {
    sha256: info.text('sha256'),
    sha1: info.text('sha1', 'filecontenthash', 'hash'),
    md5: info.text('md5'),
  };
  const path = info.text('filepath', 'path');
  const name = info.text('threatname', 'filedisplayname');
  const found: (Evidence | undefined)[] = [
    make.device({
      name: host,
      domain,
      agentId: now.text('agentuuid') ?? seen.text('agentuuid') ?? now.text('agentid') ?? row.text('agentid'),
      agentOf: 'sentinelone',
      roles: ['impacted'],
      attributes: {
        os: now.text('agentosname') ?? seen.text('agentosname') ?? row.text('agentosname', 'endpointos'),
        site: now.text('sitename') ?? row.text('sitename'),
        group: now.text('groupname'),
        account: now.text('accountname'),
      },
    }),
    make.file({
      ...hashes,
      path,
      ...(path === undefined && name?.includes('.') === true && { name }),
      roles: ['suspicious'],
      ...judged,
      attributes: { size: info.text('filesize'), signer: info.text('publishername') },
    }),
    make.user({ name: info.text('processuser', 'username'), host, roles: ['impacted'] }),
    make.user({
      name: seen.text('agentlastloggedinusername'),
      upn: seen.text('agentlastloggedinupn', 'agentlastloggedinusermail'),
      domain,
      host,
      roles: ['contextual'],
    }),
    make.ip(seen.text('externalip') ?? row.text('externalip'), { roles: ['contextual'], attributes: { of: 'egress' } }),
  ];
  const addresses = deviceAddresses([
    ...(seen.text('agentipv4') ?? '').split(',').map((one) => one.trim()),
    ...(row.text('agentip', 'agentipv4') ?? '').split(',').map((one) => one.trim()),
    ...now.each('networkinterfaces').flatMap((one) => [...one.list('inet')]),
  ]);
  for (const address of addresses) found.push(make.ip(address, { roles: ['contextual'] }));
  const line = info.text('maliciousprocessarguments');
  const parent = info.text('originatorprocess', 'originatingprocess');
  if (line !== undefined || info.word('detectiontype')?.toLowerCase() === 'dynamic') {
    found.push(
      ...processChain(
        [{ image: path ?? name, commandLine: line, user: info.text('processuser'), ...hashes }, { image: parent }],
        host,
        judged,
      ),
    );
  } else if (parent !== undefined) found.push(make.process({ image: parent, host, roles: ['related'] }));
  const container = row.at('containerinfo');
  const cluster = row.at('kubernetesinfo');
  found.push(
    make.named('container', container.text('id', 'name'), {
      label: container.text('name'),
      roles: ['impacted'],
      attributes: { image: container.text('image') },
    }),
    make.named(
      'generic',
      [cluster.text('cluster'), cluster.text('namespace'), cluster.text('pod')].filter((one) => one !== undefined).join('/'),
      { kind: 'k8s-pod', label: cluster.text('pod'), roles: ['related'] },
    ),
  );
  return make.evidenceList(found);
}
