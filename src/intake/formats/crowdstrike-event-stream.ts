import { isObject, type JsonObject, own } from '../../base/json.ts';
import * as make from '../../domain/evidence-builders.ts';
import type { Evidence } from '../../domain/evidence.ts';
import type { Confidence, ReadContext, RecordImporter } from '../importer.ts';
import { attackOf } from './support/attack.ts';
import { CROWDSTRIKE_IDS, dispositionOf, falconProduct, falconSeverity, processGuid } from './support/crowdstrike.ts';
import { processChain, realmOf } from './support/edr-process.ts';
import { Fields, hasKey, textOf } from './support/fields.ts';
import { timesOf } from './support/moments.ts';
import { joinedPath } from './support/paths.ts';
import { defined, statusOfWord } from './support/states.ts';
import { unflatten } from './support/unflatten.ts';

/** CrowdStrike Falcon event stream (SIEM connector, FDR external API events): `{metadata: {eventType}, event: {…}}`. Audit events are no alerts. */
export const crowdstrikeEventStream: RecordImporter = {
  id: 'crowdstrike-event-stream',
  label: 'CrowdStrike Falcon event stream',
  spec: 'https://falcon.crowdstrike.com/documentation/page/d6f0a8f3/event-streams-apis',
  kind: 'record',
  containers: ['json', 'table'],

  match(record: JsonObject): Confidence {
    const metadata = own(record, 'metadata');
    if (isObject(metadata)) {
      const type = own(metadata, 'eventType');
      if (typeof type !== 'string' || !hasKey(record, 'event')) return 0;
      return hasKey(metadata, 'customerIDString') || hasKey(metadata, 'eventCreationTime') || /(?:Summary|Streaming|Audit)Event$/.test(type)
        ? 100
        : 50;
    }
    if (hasKey(record, 'metadata.eventType')) return Object.keys(record).some((key) => key.startsWith('event.')) ? 100 : 0;
    if (externalType(record) !== undefined) return 100;
    // An event that lost its metadata on the way.
    const bare = hasKey(record, 'DetectId') || hasKey(record, 'CompositeId') || hasKey(record, 'DetectName');
    return bare && (hasKey(record, 'FalconHostLink') || hasKey(record, 'PatternDispositionValue')) ? 75 : 0;
  },

  read(record: JsonObject, ctx: ReadContext): void {
    const whole = hasKey(record, 'metadata.eventType') ? unflatten(record) : record;
    const outer = new Fields(whole);
    const metadata = outer.at('metadata');
    const inner = outer.object('event');
    const row = inner === undefined ? outer : new Fields({ ...outside(whole), ...inner });
    const type = metadata.text('eventtype') ?? externalType(whole) ?? 'DetectionSummaryEvent';
    if (!ALERTS.test(type)) {
      ctx.ignore(type);
      return;
    }
    const mitre = row.each('mitreattack');
    const tactic = row.text('tactic', 'tactics');
    const technique = row.text('technique', 'techniques');
    const word = row.word('severityname');
    const score = row.number('severity') ?? (row.has('finescore') ? (row.number('finescore') ?? 0) * 10 : row.number('score'));
    const title =
      row.text('detectname', 'name') ??
      row.text('rulename', 'policystatement', 'notificationtitle', 'objective') ??
      worded(row.text('incidenttype')) ??
      ([tactic, technique].filter((one) => one !== undefined).join(': ') ||
        (type.startsWith('Incident') ? 'CrowdStrike incident' : humanised(type)));
    const quiet = /IOM|CSPMSearch/.test(type);
    const status = row.word('status', 'state');
    ctx.alert(
      defined({
        externalId:
          row.text('compositeid', 'detectid', 'incidentid', 'identityprotectionincidentid', 'leadid', 'notificationid', 'id') ??
          eventId(metadata),
        idScope: CROWDSTRIKE_IDS,
        title,
        description: row.text('detectdescription', 'incidentdescription', 'description', 'policystatement', 'notificationsummary'),
        severity: falconSeverity(word, score),
        severityText: word ?? (score === undefined ? undefined : String(score)),
        status: statusOfWord(status),
        assignedTo: row.text('assignedto'),
        category: tactic ?? row.text('objective'),
        ...attackOf(
          [row.text('tacticid'), ...row.list('tacticids'), tactic, ...mitre.flatMap((one) => [one.text('tacticid'), one.text('tactic')])],
          [row.text('techniqueid'), ...row.list('techniqueids'), ...mitre.map((one) => one.text('techniqueid'))],
        ),
        vendor: 'CrowdStrike',
        product: falconProduct(productOf(type)),
        detectionSource: row.list('sourceproducts').join(', ') || undefined,
        rule: row.text('patternid', 'ruleid', 'policyid'),
        ...timesOf(
          {
            first:
              row.get(
                'starttime',
                'contexttimestamp',
                'starttimeepoch',
                'incidentstarttime',
                'signalstarttimestamp',
                'eventtimestamp',
                'utctimestamp',
                'timestamp',
              ) ??
              metadata.get('eventcreationtime') ??
              row.get('processstarttime'),
            last: row.get('endtime', 'endtimeepoch', 'incidentendtime', 'signalendtimestamp'),
            detected: metadata.get('eventcreationtime') ?? row.get('utctimestamp', 'timestamp', 'contexttimestamp'),
            updated: row.get('signalupdatedtimestamp'),
          },
          ctx.assume,
        ),
        evidence: evidenceOf(row),
        sourceIncident: row.text('incidentid', 'leadid', 'aggregateid'),
        url: row.text('falconhostlink'),
        kind: quiet ? ('posture' as const) : undefined,
      }),
    );
  },
};

const ALERTS =
  /Detection(?:Summary)?Event$|IncidentSummaryEvent$|LeadSummaryEvent$|^Overwatch|^OverWatch|ReconNotification|CSPM\w*StreamingEvent$|CSPMSearch|ThreatGraphIndicator|^IdentityProtectionEvent$|^Event_\w*Detection/;

/** `DetectionSummaryEvent` of an external API event in a data replicator file: `fdr_event_type`, `ExternalApiType` or the simple name. */
function externalType(record: JsonObject): string | undefined {
  const inner = own(record, 'event');
  for (const one of [isObject(inner) ? inner : undefined, record]) {
    if (one === undefined) continue;
    const type = textOf(one, 'ExternalApiType', 'fdr_event_type', 'event_simpleName');
    if (type !== undefined && /^Event_\w+Event$/.test(type)) return type.slice('Event_'.length);
  }
  return undefined;
}

/** The plain fields around an event, which the data replicator repeats outside of it. */
function outside(record: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(record).filter(([key, value]) => key !== 'metadata' && key !== 'event' && !isObject(value)));
}

const eventId = (metadata: Fields): string | undefined => {
  const offset = metadata.word('offset');
  const customer = metadata.text('customeridstring');
  return offset === undefined || customer === undefined ? undefined : `${customer}/${offset}`;
};

function productOf(type: string): string | undefined {
  if (type.startsWith('Idp') || type.startsWith('Identity')) return 'idp';
  if (type.startsWith('Mobile')) return 'mobile';
  if (type.startsWith('Xdr')) return 'xdr';
  if (type.startsWith('CSPM') || type.startsWith('Cloud')) return 'cspm';
  if (type.startsWith('DataProtection')) return 'dataprotection';
  if (/overwatch/i.test(type)) return 'overwatch';
  return type.startsWith('Epp') || type.startsWith('Detection') ? 'epp' : undefined;
}

const humanised = (type: string): string => type.replace(/(?:Summary|Streaming)?Event$/, '').replace(/([a-z])([A-Z])/g, '$1 $2');

/** `UNUSUAL_ACTIVITY` → `Unusual activity`. Incidents of endpoints have a number there. */
const worded = (type: string | undefined): string | undefined => {
  if (type === undefined || /^\d+$/.test(type)) return undefined;
  return /^[A-Z]+(?:_[A-Z]+)*$/.test(type) ? type.slice(0, 1) + type.slice(1).toLowerCase().replaceAll('_', ' ') : type;
};

function evidenceOf(row: Fields): Evidence[] {
  const found: (Evidence | undefined)[] = [];
  const agent = row.text('agentid', 'sensorid', 'agentidstring', 'aid', 'hostid');
  const host = row.text('hostname', 'computername', 'endpointname');
  const domain = realmOf(row.text('machinedomain', 'logondomain'));
  const remediation =
    dispositionOf(row.at('patterndispositionflags'), row.text('patterndispositiondescription')) ??
    (row.word('networkdetectiontype') === 'prevented' ? 'prevented' : undefined);
  found.push(
    make.device({
      name: host,
      domain,
      agentId: agent,
      agentOf: 'crowdstrike',
      roles: ['impacted'],
      attributes: { mac: row.text('macaddress'), groups: row.text('hostgroups'), platform: row.text('eventplatform', 'platform') },
    }),
    make.ip(row.text('localip', 'sourceendpointipaddress', 'endpointip'), { roles: ['contextual'] }),
    make.ip(row.text('localipv6'), { roles: ['contextual'] }),
    make.ip(row.text('aip', 'externalip'), { roles: ['contextual'], attributes: { of: 'egress' } }),
    make.ip(row.text('originsourceipaddress'), { roles: ['source'] }),
    make.user({
      name: row.text('username', 'accountname'),
      domain: realmOf(row.text('logondomain', 'machinedomain')),
      sid: row.text('usersid'),
      upn: row.text('userprincipal'),
      host,
      roles: ['impacted'],
    }),
  );
  found.push(
    ...processChain(
      [
        {
          pid: row.text('localprocessid'),
          started: row.get('processstarttime'),
          image: joinedPath(row.text('filepath'), row.text('filename')),
          commandLine: row.text('commandline'),
          guid: processGuid(agent, row.text('processid', 'contextprocessid')),
          user: row.text('username'),
          sha256: row.text('sha256string'),
          sha1: row.text('sha1string'),
          md5: row.text('md5string'),
        },
        {
          image: row.text('parentimagefilepath', 'parentimagefilename'),
          commandLine: row.text('parentcommandline'),
          guid: processGuid(agent, row.text('parentprocessid')),
        },
        { image: row.text('grandparentimagefilepath', 'grandparentimagefilename'), commandLine: row.text('grandparentcommandline') },
      ],
      host,
      { remediation },
    ),
  );
  identity(row, found);
  for (const key of ['networkaccesses', 'mobilenetworkconnections']) {
    for (const one of row.each(key)) {
      found.push(
        make.ip(one.text('remoteaddress'), {
          roles: [one.word('connectiondirection') === '1' ? 'source' : 'destination'],
          attributes: { port: one.text('remoteport'), protocol: one.text('protocol') },
        }),
        make.url(one.text('url'), { roles: ['related'] }),
      );
    }
  }
  found.push(make.domain(row.text('domainname'), { roles: ['related'] }));
  for (const one of [...row.each('dnsrequests'), ...row.each('mobilednsrequests')])
    found.push(make.domain(one.text('domainname'), { roles: ['related'] }));
  for (const one of [...row.each('fileswritten'), ...row.each('executableswritten')])
    found.push(
      make.file({
        path: joinedPath(one.text('filepath'), one.text('filename')),
        sha256: one.text('sha256hashdata', 'sha256'),
        roles: ['created'],
      }),
    );
  for (const one of [...row.each('documentsaccessed'), ...row.each('filesaccessed')])
    found.push(make.file({ path: joinedPath(one.text('filepath'), one.text('filename')), roles: ['related'] }));
  for (const one of row.each('quarantinefiles'))
    found.push(
      make.file({
        path: one.text('imagefilename', 'filename'),
        sha256: one.text('sha256hashdata', 'sha256'),
        roles: ['suspicious'],
        remediation: 'remediated',
      }),
    );
  for (const one of row.each('mobileappsdetails'))
    found.push(
      make.app(one.text('appname', 'androidapplabel', 'appidentifier', 'imagefilename'), {
        appId: one.text('appidentifier'),
        roles: ['suspicious'],
      }),
    );
  found.push(make.app(row.text('applicationname'), { roles: ['related'] }));
  indicators(row, found);
  for (const one of row.each('threatgraphindicators'))
    found.push(make.device({ name: one.text('hostname'), agentId: one.text('hostid'), agentOf: 'crowdstrike', roles: ['impacted'] }));
  for (const id of row.list('sensorids').flatMap((list) => list.split(/[,;]\s*/)))
    found.push(make.device({ agentId: id, agentOf: 'crowdstrike', roles: ['impacted'] }));
  for (const name of row.list('hostnames').flatMap((list) => list.split(/[,;]\s*/))) found.push(make.device({ name, roles: ['impacted'] }));
  for (const name of row.list('users', 'usernames').flatMap((list) => list.split(/[,;]\s*/)))
    found.push(make.user({ name, roles: ['impacted'] }));
  for (const hash of row.list('sha256hashes').flatMap((list) => list.split(/[,;]\s*/))) found.push(make.file({ hash, roles: ['related'] }));
  found.push(
    make.cloudResource(row.text('resourceid'), {
      roles: ['impacted'],
      attributes: { provider: row.text('cloudprovider'), account: row.text('accountid'), region: row.text('region') },
    }),
  );
  return make.evidenceList(found);
}

function identity(row: Fields, found: (Evidence | undefined)[]): void {
  for (const [side, role] of [
    ['source', 'impacted'],
    ['target', 'target'],
  ] as const) {
    found.push(
      make.user({
        name: row.text(`${side}accountsamaccountname`, `${side}accountname`),
        domain: row.text(`${side}accountdomain`),
        sid: row.text(`${side}accountobjectsid`),
        upn: row.text(`${side}accountupn`),
        roles: [role],
      }),
      make.device({
        name: row.text(`${side}endpointhostname`),
        agentId: row.text(`${side}endpointsensorid`),
        agentOf: 'crowdstrike',
        roles: [side],
      }),
      make.ip(row.text(`${side}endpointaddressip4`, `${side}endpointipaddress`), { roles: [side === 'source' ? 'source' : 'destination'] }),
    );
  }
}

function indicators(row: Fields, found: (Evidence | undefined)[]): void {
  const kind = (row.word('ioctype') ?? '').toLowerCase();
  const value = row.text('iocvalue');
  if (value === undefined) return;
  const context = { roles: ['suspicious'] as const };
  if (/hash|sha|md5/.test(kind)) found.push(make.file({ hash: value, ...context }));
  else if (kind.includes('domain')) found.push(make.domain(value, context));
  else if (kind.includes('ip')) found.push(make.ip(value, context));
  else if (kind.includes('registry')) found.push(make.registry({ key: value, ...context }));
  else if (kind.includes('file') || kind.includes('library')) found.push(make.file({ path: value, ...context }));
  else found.push(make.url(value, context));
}
