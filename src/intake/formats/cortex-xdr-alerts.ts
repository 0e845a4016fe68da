import type { Json, JsonObject } from '../../base/json.ts';
import { UTC_ASSUMED } from '../../base/time.ts';
import * as make from '../../domain/evidence-builders.ts';
import type { Evidence, RemediationStatus } from '../../domain/evidence.ts';
import { severityOfWord } from '../../domain/severity.ts';
import type { Confidence, ReadContext, RecordImporter } from '../importer.ts';
import { attackOf } from './support/attack.ts';
import { type ChainLink, processChain } from './support/edr-process.ts';
import { Fields, hasKey, objectOf } from './support/fields.ts';
import { instantOf, timesOf } from './support/moments.ts';
import { defined, judgementOf, statusOfWord } from './support/states.ts';

/** Palo Alto Cortex XDR: alerts of the API (detail in `events[]` or flat), single events split off an alert, incidents with and without their alerts, tables of the console. */
export const cortexXdrAlerts: RecordImporter = {
  id: 'cortex-xdr-alerts',
  label: 'Cortex XDR alerts and incidents',
  spec: 'https://docs-cortex.paloaltonetworks.com/r/Cortex-XDR-REST-API/Get-Alerts-Multi-Events-v2',
  withAlerts: 'Export the alerts (get_alerts, or the Alerts table as a file), or each incident by get_incident_extra_data.',
  kind: 'record',
  containers: ['json', 'table'],

  match(record: JsonObject): Confidence {
    if (hasKey(record, 'alert_id')) {
      if (
        ['matching_status', 'detection_timestamp', 'matching_service_rule_id', 'local_insert_ts', 'is_whitelisted'].some((key) =>
          hasKey(record, key),
        )
      )
        return 100;
      return hasKey(record, 'actor_process_image_name') ||
        hasKey(record, 'causality_actor_process_image_name') ||
        hasKey(record, 'association_strength')
        ? 100
        : 0;
    }
    if (hasKey(record, 'actor_process_signature_status') && hasKey(record, 'event_timestamp')) return 75;
    if (hasKey(record, 'incident_id') && (hasKey(record, 'alert_count') || hasKey(record, 'alert_sources') || hasKey(record, 'xdr_url')))
      return 100;
    const incident = objectOf(record, 'incident');
    if (incident !== undefined && hasKey(incident, 'incident_id') && hasKey(record, 'alerts')) return 100;
    const first = objectOf(record, 'alerts');
    if (first !== undefined && hasKey(first, 'alert_id') && hasKey(first, 'external_id')) return 75;
    const keys = new Set(Object.keys(record).map((key) => key.toLowerCase().replace(/[^a-z]/g, '')));
    return keys.has('alertid') && keys.has('alertname') && keys.has('alertsource') ? 75 : 0;
  },

  read(record: JsonObject, ctx: ReadContext): void {
    const row = new Fields(record);
    if (row.has('incident')) {
      const id = incident(row.at('incident'), ctx);
      for (const alert of lists(row, 'alerts')) alertOf(alert, ctx, id);
    } else if (row.has('incidentid') && !row.has('alertid')) incident(row, ctx);
    else if (!row.has('alertid') && row.has('alerts')) for (const alert of lists(row, 'alerts')) alertOf(alert, ctx, undefined);
    else alertOf(row, ctx, undefined);
  },
};

/** `{data: [{…}]}` or the list itself. */
const lists = (row: Fields, name: string): Fields[] => {
  const inner = row.at(name);
  return inner.has('data') ? inner.each('data') : row.each(name);
};

const statusWord = (row: Fields): string | undefined => row.word('resolutionstatus', 'status')?.replace(/^STATUS_\d+_/i, '');

function alertOf(row: Fields, ctx: ReadContext, within: string | undefined): void {
  const id = row.text('alertid');
  const events = row.each('events');
  const title = row.first('name', 'alertname');
  const type = row.first('eventtype');
  if (id === undefined && title === undefined) {
    ctx.ignore('event of an alert that is not named');
    return;
  }
  const severity = row.word('severity');
  const state = statusWord(row);
  const action = row.first('actionpretty', 'action');
  const details = events.length > 0 ? events : [row];
  const times = details.flatMap((one) => one.get('eventtimestamp') ?? []).flat() as readonly Json[];
  const when = times
    .filter((one): one is string | number => typeof one === 'string' || typeof one === 'number')
    .sort((a, b) => Number(a) - Number(b));
  const detected = plainDay(row.get('detectiontimestamp', 'timestamp', 'localinsertts'));
  ctx.alert(
    defined({
      externalId: id,
      idScope: 'cortex-xdr',
      title: title ?? `Cortex XDR ${type ?? 'event'}`,
      description: row.first('description'),
      severity: severityOfWord(severity),
      severityText: severity,
      status: statusOfWord(state),
      ...judgementOf(state?.replace(/^resolved_/i, ''), undefined),
      assignedTo: row.first('assignedusermail', 'assigneduser'),
      category: row.first('category'),
      ...attackOf(
        [...row.list('mitretacticidandname', 'mitreattcktactic', 'mitretactic')],
        [...row.list('mitretechniqueidandname', 'mitreattcktechnique', 'mitretechnique')],
      ),
      vendor: 'Palo Alto Networks',
      product: 'Cortex XDR',
      detectionSource: row.first('source', 'alertsource'),
      rule: row.first('matchingserviceruleid'),
      ...timesOf(
        { first: when[0] ?? detected, last: when[when.length - 1], detected, updated: row.get('lastmodifiedts', 'modificationtime') },
        ctx.assume,
      ),
      evidence: evidenceOf(row, details, remediationOf(action)),
      sourceIncident: within ?? row.first('caseid', 'incidentid'),
      url: row.first('alertlink', 'originalalertlink'),
      partial: title === undefined ? true : undefined,
    }),
  );
}

/** The console writes `May 14th 2024 08:15:31`. */
const plainDay = (value: Json | undefined): Json | undefined =>
  typeof value === 'string' ? value.replace(/^([A-Z][a-z]{2} \d{1,2})(?:st|nd|rd|th) /, '$1 ') : value;

function remediationOf(action: string | undefined): RemediationStatus | undefined {
  if (action === undefined || /detected|reported/i.test(action)) return undefined;
  if (/quarantin/i.test(action)) return 'remediated';
  if (/block/i.test(action)) return 'blocked';
  return /prevent|terminat/i.test(action) ? 'prevented' : undefined;
}

/** A process by the prefix of its fields: `actor_process_…`, `causality_actor_process_…`. Hash and path may be lists in v2. */
function link(row: Fields, prefix: string): ChainLink {
  const name = row.first(`${prefix}imagename`);
  return {
    pid: row.first(`${prefix}ospid`),
    started: row.get(`${prefix}executiontime`),
    image: row.first(`${prefix}imagepath`) ?? name,
    commandLine: row.first(`${prefix}commandline`, `${prefix}imagecommandline`),
    guid: row.first(`${prefix}instanceid`),
    sha256: row.first(`${prefix}imagesha256`),
    md5: row.first(`${prefix}imagemd5`),
    attributes: { signature: row.first(`${prefix}signaturestatus`), signer: row.first(`${prefix}signaturevendor`) },
  };
}

function evidenceOf(alert: Fields, events: readonly Fields[], remediation: RemediationStatus | undefined): Evidence[] {
  const host = alert.first('hostname', 'host', 'agenthostname', 'agentfqdn');
  const found: (Evidence | undefined)[] = [
    make.device({
      name: host,
      fqdn: alert.first('agentfqdn', 'hostfqdn'),
      domain: alert.first('agentdevicedomain'),
      agentId: alert.first('endpointid', 'agentid'),
      agentOf: 'cortex-xdr',
      roles: ['impacted'],
      attributes: { os: alert.first('agentossubtype', 'agentostype', 'hostos'), mac: alert.first('mac', 'hostmacaddress') },
    }),
  ];
  for (const address of alert.list('hostip').flatMap((one) => one.split(/[,;]\s*/)))
    found.push(make.ip(address, { roles: ['contextual'] }));
  const rows = events.includes(alert) ? events : [alert, ...events];
  for (const row of rows) {
    for (const name of [...row.list('username'), ...row.list('actoreffectiveusername')].flatMap((one) => one.split(/[,;]\s*/)))
      found.push(make.user({ name, host, roles: ['impacted'] }));
    processes(row, host, remediation, found);
    things(row, remediation, found);
  }
  return make.evidenceList(found);
}

function processes(
  row: Fields,
  host: string | undefined,
  remediation: RemediationStatus | undefined,
  found: (Evidence | undefined)[],
): void {
  const user = row.first('actoreffectiveusername', 'username');
  const actor = { ...link(row, 'actorprocess'), user };
  const started = link(row, 'actionprocess');
  const initiator: ChainLink = {
    pid: row.first('initiatorpid'),
    image: row.first('initiatorpath', 'initiatedby'),
    commandLine: row.first('initiatorcmd'),
    sha256: row.first('initiatorsha256'),
    md5: row.first('initiatormd5'),
  };
  const main = actor.image === undefined && actor.guid === undefined ? initiator : actor;
  const chain = started.image === undefined && started.commandLine === undefined ? [main] : [started, main];
  found.push(...processChain(chain, host, { remediation }));
  // The causality group owner is an ancestor, not always the parent.
  found.push(...processChain([link(row, 'causalityactorprocess')], host));
  found.push(
    ...processChain([{ image: row.first('cgopath', 'cgoname'), commandLine: row.first('cgocmd'), sha256: row.first('cgosha256') }], host),
  );
  const remote = row.first('actionremoteprocessimagename');
  if (remote !== undefined) found.push(make.process({ image: remote, host, roles: ['target'] }));
}

function things(row: Fields, remediation: RemediationStatus | undefined, found: (Evidence | undefined)[]): void {
  const port = row.first('actionremoteport', 'remoteport');
  found.push(
    make.file({
      path: row.first('actionfilepath', 'filepath'),
      name: row.first('actionfilename'),
      sha256: row.first('actionfilesha256', 'filesha256', 'actionfilemacrosha256'),
      md5: row.first('actionfilemd5', 'filemd5'),
      roles: ['related'],
      remediation,
    }),
    make.registry({
      key: row.first('actionregistryfullkey', 'actionregistrykeyname', 'registryfullkey'),
      valueName: row.first('actionregistryvaluename'),
      valueData: row.first('actionregistrydata', 'registrydata'),
      roles: ['edited'],
    }),
    make.domain(row.first('actionexternalhostname', 'dstactionexternalhostname', 'remotehost'), { roles: ['destination'] }),
    make.domain(row.first('dnsqueryname', 'domain'), { roles: ['related'] }),
    make.url(row.first('fwurldomain', 'url'), { roles: ['related'] }),
    make.mailMessage({
      subject: row.first('fwemailsubject'),
      sender: row.first('fwemailsender'),
      recipient: row.first('fwemailrecipient'),
      roles: ['related'],
    }),
    make.mailbox(row.first('fwemailsender'), { roles: ['sender'] }),
    make.mailbox(row.first('fwemailrecipient'), { roles: ['recipient'] }),
    make.named('container', row.first('containerid'), {
      label: row.first('containername'),
      roles: ['impacted'],
      attributes: { image: row.first('imagename') },
    }),
    make.cloudResource(row.first('resourceid', 'referencedresource'), {
      roles: ['impacted'],
      attributes: { provider: row.first('cloudprovider'), project: row.first('project') },
    }),
  );
  for (const address of row.list('actionremoteip', 'remoteip'))
    found.push(make.ip(address, { roles: ['destination'], attributes: { port, country: row.first('actioncountry') } }));
  for (const address of row.list('actionlocalip', 'localip')) found.push(make.ip(address, { roles: ['source'] }));
}

function incident(row: Fields, ctx: ReadContext): string | undefined {
  const id = row.text('incidentid');
  if (id === undefined) {
    ctx.reject('intake/bad-record', 'An incident without an id.');
    return undefined;
  }
  const state = statusWord(row);
  const when = (...keys: string[]) => instantOf(row.get(...keys), UTC_ASSUMED);
  ctx.incident(
    defined({
      externalId: id,
      idScope: 'cortex-xdr',
      title: row.first('incidentname', 'description') ?? `Cortex XDR incident ${id}`,
      severity: severityOfWord(row.word('severity')),
      status: state,
      ...judgementOf(state?.replace(/^resolved_/i, ''), undefined),
      assignedTo: row.first('assigneduserprettyname', 'assignedusermail'),
      created: when('creationtime'),
      updated: when('modificationtime'),
      firstActivity: when('detectiontime', 'creationtime'),
      tags: [...row.list('tags')],
      url: row.first('xdrurl'),
    }),
  );
  return id;
}
