import type { JsonObject } from '../../base/json.ts';
import { UTC_ASSUMED } from '../../base/time.ts';
import type { AlertDraft } from '../../domain/alert.ts';
import * as make from '../../domain/evidence-builders.ts';
import type { Evidence } from '../../domain/evidence.ts';
import { severityOfWord } from '../../domain/severity.ts';
import type { Confidence, ReadContext, RecordImporter } from '../importer.ts';
import { attackOf } from './support/attack.ts';
import { CROWDSTRIKE_IDS, dispositionOf, falconProduct, falconSeverity, processGuid } from './support/crowdstrike.ts';
import { type ChainLink, processChain, realmOf } from './support/edr-process.ts';
import { Fields, hasKey } from './support/fields.ts';
import { instantOf, timesOf } from './support/moments.ts';
import { joinedPath } from './support/paths.ts';
import { defined, judgementOf, statusOfWord } from './support/states.ts';
import { unflatten } from './support/unflatten.ts';

/** CrowdStrike Falcon: alerts of the Alerts API v2, detections of the older Detects API (`behaviors`), and incidents of the Incidents API. */
export const crowdstrikeAlertsV2: RecordImporter = {
  id: 'crowdstrike-alerts-v2',
  label: 'CrowdStrike Falcon alerts (API)',
  spec: 'https://falcon.crowdstrike.com/documentation/page/d02475a5/converting-from-detects-api-to-alerts-api',
  withAlerts: 'Export the alerts (/alerts/queries/alerts/v2, then /alerts/entities/alerts/v2) and drop them as well.',
  kind: 'record',
  containers: ['json', 'table'],

  match(record: JsonObject): Confidence {
    if (hasKey(record, 'metadata') || hasKey(record, 'event')) return 0;
    if (hasKey(record, 'composite_id')) {
      return hasKey(record, 'cid') ||
        hasKey(record, 'created_timestamp') ||
        hasKey(record, 'aggregate_id') ||
        hasKey(record, 'severity_name')
        ? 100
        : 50;
    }
    if (hasKey(record, 'detection_id')) return hasKey(record, 'behaviors') || hasKey(record, 'max_severity_displayname') ? 100 : 0;
    return hasKey(record, 'incident_id') && hasKey(record, 'fine_score') ? 100 : 0;
  },

  read(record: JsonObject, ctx: ReadContext): void {
    const row = new Fields(Object.keys(record).some((key) => key.includes('.')) ? unflatten(record) : record);
    if (row.has('incidentid') && row.has('finescore')) {
      incident(row, ctx);
      return;
    }
    const draft = row.has('behaviors') || !row.has('compositeid') ? detection(row, ctx) : alert(row, ctx);
    if (draft.title === '') ctx.reject('intake/no-title', `Alert ${draft.externalId ?? ''} has neither a name nor a technique.`);
    else ctx.alert(draft);
  },
};

function alert(row: Fields, ctx: ReadContext): AlertDraft {
  const mitre = row.each('mitreattack');
  const tactic = row.text('tactic', 'tactics');
  const technique = row.text('technique', 'techniques');
  const word = row.word('severityname');
  const score = row.number('severity');
  const resolution = row.word('resolution');
  const state = row.word('status');
  return defined({
    externalId: row.text('compositeid'),
    idScope: CROWDSTRIKE_IDS,
    title: row.text('displayname', 'name') ?? named(tactic, technique) ?? '',
    description: row.text('description', 'iocdescription'),
    severity: falconSeverity(word, score),
    severityText: word ?? (score === undefined ? undefined : String(score)),
    status: state?.toLowerCase() === 'reopened' ? ('new' as const) : (statusOfWord(state) ?? statusOfWord(resolution)),
    ...judgementOf(resolution, undefined),
    assignedTo: row.text('assignedtoname', 'assignedtouid', 'assignedtouuid'),
    category: tactic ?? row.text('scenario', 'objective'),
    ...attackOf(
      [
        row.text('tacticid'),
        tactic,
        ...row.list('tacticids', 'tactics'),
        ...mitre.flatMap((one) => [one.text('tacticid'), one.text('tactic')]),
      ],
      [row.text('techniqueid'), ...row.list('techniqueids', 'techniques'), ...mitre.map((one) => one.text('techniqueid'))],
    ),
    vendor: 'CrowdStrike',
    product: falconProduct(row.word('product')),
    detectionSource: row.list('sourceproducts').join(', ') || row.text('type'),
    rule: row.text('patternid', 'rulename', 'ruleid'),
    ...timesOf(
      {
        first: row.get('starttime', 'contexttimestamp', 'timestamp'),
        last: row.get('endtime', 'mostrecentactivitytimestamp', 'contexttimestamp'),
        detected: row.get('createdtimestamp', 'crawledtimestamp', 'timestamp'),
        updated: row.get('updatedtimestamp'),
      },
      ctx.assume,
    ),
    evidence: evidenceOf(row, [row]),
    sourceIncident: row.text('incidentid', 'leadid', 'aggregateid'),
    url: row.text('falconhostlink'),
    threatName: row.text('malwarefamily', 'iocmalwarefamily'),
    actorName: row.list('adversaries', 'adversaryids', 'actors').join(', ') || undefined,
    kind:
      row.word('product')?.toLowerCase() === 'cspm' && row.word('type')?.toLowerCase().includes('iom') === true
        ? ('posture' as const)
        : undefined,
  });
}

/** Detects v1: the facts stand in its behaviors, each one process. */
function detection(row: Fields, ctx: ReadContext): AlertDraft {
  const behaviors = row.each('behaviors');
  const worst = [...behaviors].sort((a, b) => (b.number('severity') ?? 0) - (a.number('severity') ?? 0))[0] ?? row;
  const word = row.word('maxseveritydisplayname', 'severityname');
  const score = row.number('maxseverity', 'severity') ?? worst.number('severity');
  const state = row.word('status');
  const tactic = worst.text('tactic');
  return defined({
    externalId: row.text('detectionid'),
    idScope: CROWDSTRIKE_IDS,
    title:
      worst.text('displayname') ??
      row.text('displayname', 'name') ??
      named(tactic, worst.text('technique')) ??
      worst.text('scenario', 'description') ??
      '',
    description: worst.text('description') ?? row.text('description'),
    severity: falconSeverity(word, score),
    severityText: word ?? (score === undefined ? undefined : String(score)),
    status: statusOfWord(state) ?? (state !== undefined && /positive|ignored/i.test(state) ? ('resolved' as const) : undefined),
    ...judgementOf(state, undefined),
    assignedTo: row.text('assignedtoname', 'assignedtouid'),
    category: tactic ?? worst.text('scenario'),
    ...attackOf(
      behaviors.flatMap((one) => [one.text('tacticid'), one.text('tactic')]),
      behaviors.map((one) => one.text('techniqueid')),
    ),
    vendor: 'CrowdStrike',
    product: 'CrowdStrike Falcon Insight',
    detectionSource: worst.text('scenario'),
    rule: worst.text('behaviorid', 'patternid'),
    ...timesOf(
      {
        first: row.get('firstbehavior') ?? worst.get('timestamp'),
        last: row.get('lastbehavior') ?? worst.get('timestamp'),
        detected: row.get('createdtimestamp'),
        updated: row.get('dateupdated', 'updatedtimestamp'),
      },
      ctx.assume,
    ),
    evidence: evidenceOf(row, behaviors.length > 0 ? behaviors : [row]),
    url: row.text('falconhostlink'),
    actorName: row.list('adversaryids').join(', ') || undefined,
  });
}

const named = (tactic: string | undefined, technique: string | undefined): string | undefined =>
  [tactic, technique].filter((word) => word !== undefined).join(': ') || undefined;

function evidenceOf(row: Fields, behaviors: readonly Fields[]): Evidence[] {
  const found: (Evidence | undefined)[] = [];
  const device = row.at('device');
  const agent = device.text('deviceid', 'aid') ?? row.text('agentid', 'deviceid', 'sensorid', 'aid');
  const host = device.text('hostname') ?? row.text('hostname', 'devicehostname', 'computername');
  found.push(
    make.device({
      name: host,
      domain: device.text('machinedomain') ?? row.text('machinedomain'),
      agentId: agent,
      agentOf: 'crowdstrike',
      roles: ['impacted'],
      attributes: {
        os: device.text('osversion', 'platformname') ?? row.text('platform', 'osname'),
        platform: device.text('platformname'),
        mac: device.text('macaddress'),
        site: device.text('sitename'),
        kind: device.text('producttypedesc'),
        externalIp: device.text('externalip'),
      },
    }),
    make.ip(device.text('localip') ?? row.text('localip'), { roles: ['contextual'] }),
    make.ip(device.text('externalip') ?? row.text('externalip'), { roles: ['contextual'], attributes: { of: 'egress' } }),
  );
  for (const name of row.list('hostnames', 'sourcehosts')) found.push(make.device({ name, roles: ['impacted'] }));
  for (const name of row.list('usernames')) found.push(make.user({ name, roles: ['impacted'] }));
  for (const behavior of behaviors) behaviour(behavior, host, agent, device.text('machinedomain'), found);
  identity(row, found);
  for (const one of row.each('networkaccesses')) {
    found.push(
      make.ip(one.text('remoteaddress'), {
        roles: [one.word('connectiondirection') === '1' ? 'source' : 'destination'],
        attributes: { port: one.text('remoteport'), protocol: one.text('protocol') },
      }),
      make.url(one.text('url'), { roles: ['related'] }),
    );
  }
  for (const one of row.each('dnsrequests')) found.push(make.domain(one.text('domainname', 'domain'), { roles: ['related'] }));
  for (const key of [
    'fileswritten',
    'executableswritten',
    'filesaccessed',
    'documentaccesses',
    'documentsaccessed',
    'scriptfileswritten',
  ]) {
    for (const one of row.each(key)) {
      found.push(
        make.file({
          name: one.text('filename'),
          path: joinedPath(one.text('filepath'), one.text('filename')),
          sha256: one.text('sha256', 'sha256hash'),
          roles: [key.includes('access') ? 'related' : 'created'],
        }),
      );
    }
  }
  for (const one of row.each('quarantinedfiles'))
    found.push(
      make.file({
        path: one.text('filename'),
        sha256: one.text('sha256'),
        roles: ['suspicious'],
        remediation: /quarantin/i.test(one.word('state') ?? 'quarantined') ? 'remediated' : undefined,
      }),
    );
  for (const one of row.each('ioccontext')) found.push(indicator(one));
  for (const address of [...row.list('sourceips'), ...row.list('sourceip')]) found.push(make.ip(address, { roles: ['source'] }));
  for (const address of [...row.list('destinationips'), ...row.list('destinationip')])
    found.push(make.ip(address, { roles: ['destination'] }));
  found.push(
    make.cloudResource(row.text('resourceid', 'assetid'), {
      roles: ['impacted'],
      attributes: {
        provider: row.text('cloudprovider'),
        account: row.text('cloudaccountid', 'accountid'),
        region: row.text('cloudregion', 'region'),
      },
    }),
    make.named('container', row.text('containerid'), {
      label: row.text('containername'),
      roles: ['impacted'],
      attributes: { image: row.text('imagename', 'containerimage') },
    }),
  );
  return make.evidenceList(found);
}

function behaviour(
  row: Fields,
  host: string | undefined,
  agent: string | undefined,
  domain: string | undefined,
  found: (Evidence | undefined)[],
): void {
  const remediation = dispositionOf(row.at('patterndispositiondetails'), row.text('patterndispositiondescription'));
  const sid = row.text('userid');
  const logon = realmOf(row.text('logondomain') ?? domain);
  found.push(
    make.user({
      name: row.text('username'),
      ...(row.text('username')?.includes('\\') !== true && { domain: logon }),
      upn: row.text('userprincipal'),
      ...(sid !== undefined && /^S-1-/i.test(sid) && { sid }),
      host,
      roles: ['impacted'],
    }),
  );
  found.push(
    ...processChain(
      [
        {
          ...link(row, agent, row.text('triggeringprocessgraphid') ?? row.text('processid')),
          user: row.text('username'),
        },
        link(row.at('parentdetails'), agent, undefined),
        link(row.at('grandparentdetails'), agent, undefined),
      ],
      host,
      { remediation },
    ),
  );
  found.push(indicator(row));
}

/** A process of an alert, or of its `parent_details`, whose names carry the prefix `parent_` in the older API. */
function link(row: Fields, agent: string | undefined, id: string | undefined): ChainLink {
  return {
    pid: row.text('localprocessid'),
    started: row.get('processstarttime'),
    image: joinedPath(row.text('filepath'), row.text('filename')),
    commandLine: row.text('cmdline', 'commandline', 'parentcmdline'),
    guid: processGuid(agent, id ?? row.text('processgraphid', 'parentprocessgraphid', 'processid')),
    user: row.text('username'),
    sha256: row.text('sha256', 'parentsha256'),
    sha1: row.text('sha1'),
    md5: row.text('md5', 'parentmd5'),
  };
}

function indicator(row: Fields): Evidence | undefined {
  const kind = (row.word('ioctype') ?? '').toLowerCase();
  const value = row.text('iocvalue');
  if (value === undefined) return undefined;
  const context = { roles: ['suspicious'] as const, attributes: { indicator: row.text('iocsource', 'iocdescription') } };
  if (kind.includes('hash') || kind.includes('sha') || kind === 'md5') return make.file({ hash: value, ...context });
  if (kind.includes('domain')) return make.domain(value, context);
  if (kind.includes('ip')) return make.ip(value, context);
  if (kind.includes('registry')) return make.registry({ key: value, ...context });
  if (kind.includes('command')) return make.commandLine(value, context);
  return /[\\/]/.test(value) && !value.includes('://') ? make.file({ path: value, ...context }) : make.url(value, context);
}

/** Accounts and endpoints of Identity Protection. */
function identity(row: Fields, found: (Evidence | undefined)[]): void {
  for (const [side, role] of [
    ['source', 'impacted'],
    ['target', 'target'],
  ] as const) {
    const name = row.text(`${side}accountsamaccountname`, `${side}accountname`);
    const sid = row.text(`${side}accountobjectsid`);
    const host = row.text(`${side}endpointhostname`);
    found.push(
      make.user({
        name,
        domain: row.text(`${side}accountdomain`),
        upn: row.text(`${side}accountupn`),
        sid,
        objectId: row.text(`${side}accountazureid`),
        displayName: row.text(`${side}accountname`),
        roles: [role],
        attributes: { directoryGuid: row.text(`${side}accountobjectguid`) },
      }),
      make.device({
        name: host,
        agentId: row.text(`${side}endpointsensorid`),
        agentOf: 'crowdstrike',
        roles: [side === 'source' ? 'source' : 'target'],
      }),
      make.ip(row.text(`${side}endpointaddressip4`, `${side}endpointaddressip6`, `${side}endpointipaddress`), {
        roles: [side === 'source' ? 'source' : 'destination'],
      }),
    );
  }
  found.push(make.device({ name: row.text('targetdomaincontrollerhostname', 'domaincontrollerhostname'), roles: ['target'] }));
  found.push(make.app(row.text('ssoapplicationidentifier', 'targetserviceaccessidentifier'), { roles: ['target'] }));
}

const INCIDENT_STATES: Readonly<Record<string, string>> = { '20': 'New', '25': 'Reopened', '30': 'In progress', '40': 'Closed' };

function incident(row: Fields, ctx: ReadContext): void {
  const id = row.text('incidentid');
  if (id === undefined) {
    ctx.reject('intake/bad-record', 'An incident without an id.');
    return;
  }
  const score = row.number('finescore');
  const state = row.word('status', 'state');
  const when = (...keys: string[]) => instantOf(row.get(...keys), UTC_ASSUMED);
  ctx.incident(
    defined({
      externalId: id,
      idScope: CROWDSTRIKE_IDS,
      title: row.text('name') ?? `CrowdStrike incident ${id.split(':').pop() ?? id}`,
      severity: score === undefined ? severityOfWord(row.word('severity')) : falconSeverity(undefined, score > 5 ? score : score * 10),
      status: state === undefined ? undefined : (INCIDENT_STATES[state] ?? state),
      assignedTo: row.text('assignedtoname', 'assignedto'),
      created: when('created'),
      updated: when('modifiedtimestamp'),
      firstActivity: when('start'),
      lastActivity: when('end'),
      tags: [...row.list('tags')],
    }),
  );
}
