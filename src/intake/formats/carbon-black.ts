import { isObject, type Json, type JsonObject, own } from '../../base/json.ts';
import * as make from '../../domain/evidence-builders.ts';
import type { Evidence, RemediationStatus } from '../../domain/evidence.ts';
import { type Severity, severityOfWord } from '../../domain/severity.ts';
import type { Confidence, ReadContext, RecordImporter } from '../importer.ts';
import { attackOf } from './support/attack.ts';
import { processChain } from './support/edr-process.ts';
import { Fields, hasKey } from './support/fields.ts';
import { timesOf } from './support/moments.ts';
import { joinedPath } from './support/paths.ts';
import { defined, judgementOf, statusOfWord } from './support/states.ts';

/** Carbon Black Cloud alerts (Alerts API v6 and v7, data forwarder schema 1 and 2). */
export const carbonBlack: RecordImporter = {
  id: 'carbon-black',
  label: 'Carbon Black Cloud alerts',
  spec: 'https://developer.carbonblack.com/reference/carbon-black-cloud/platform/latest/alerts-api/',
  kind: 'record',
  containers: ['json', 'table'],

  match(record: JsonObject): Confidence {
    if (isNotification(record)) return 100;
    if (own(record, 'type') === 'watchlist.hit' || (hasKey(record, 'ioc_hit') && hasKey(record, 'report_name'))) return 100;
    if (hasKey(record, 'threat_id') && hasKey(record, 'reason_code') && hasKey(record, 'device_name')) return 75;
    if (!hasKey(record, 'org_key') && !hasKey(record, 'alert_url')) return 0;
    if (!hasKey(record, 'device_id') && !hasKey(record, 'device_name') && !hasKey(record, 'threat_id')) return 0;
    return hasKey(record, 'reason_code') ||
      hasKey(record, 'threat_id') ||
      hasKey(record, 'legacy_alert_id') ||
      hasKey(record, 'determination') ||
      hasKey(record, 'alert_url')
      ? 100
      : 0;
  },

  read(record: JsonObject, ctx: ReadContext): void {
    const row = new Fields(isNotification(record) ? alertOf(new Fields(record)) : record);
    const type = row.text('type');
    const score = row.number('severity');
    const workflow = row.at('workflow');
    const id = row.text('id', 'alertid', 'legacyalertid') ?? hitOf(row);
    const determination = row.at('determination').word('value') ?? row.word('determinationvalue');
    const reasons = row.at('threatcause');
    ctx.alert(
      defined({
        externalId: id,
        idScope: 'carbon-black',
        title:
          row.text('reason') ??
          row.text('reportname', 'watchlistname', 'threatname', 'reasoncode', 'ioctitle') ??
          `Carbon Black alert ${id ?? ''}`.trim(),
        description: row.text('reportdescription', 'threatnotes', 'reason'),
        severity: score === undefined ? severityOfWord(row.word('severity')) : severityOf(score),
        severityText: row.word('severity'),
        status: statusOfWord(workflow.word('status', 'state') ?? row.word('workflowstatus')),
        ...judgementOf(determination, undefined),
        assignedTo: workflow.word('changedbytype') === 'USER' ? workflow.text('changedby') : undefined,
        category: row.text('threatcategory', 'category', 'threatcausethreatcategory') ?? type,
        ...attackOf(
          [row.text('attacktactic'), ...row.list('attacktactics'), ...row.list('ttps')],
          [
            row.text('attacktechnique'),
            ...row.list('reporttags'),
            ...row.list('attacktechniques'),
            ...row.list('ttps').map((one) => one.replace(/^MITRE_/i, '').replace(/_/g, ' ')),
            ...row.each('threatindicators').flatMap((one) => [...one.list('ttps')].map((ttp) => ttp.replace(/_/g, ' '))),
          ],
        ),
        vendor: 'Broadcom Carbon Black',
        product: 'Carbon Black Cloud',
        detectionSource: type,
        rule: row.text('reportid', 'ruleid', 'reasoncode'),
        ...timesOf(
          {
            first: row.get('firsteventtimestamp', 'firsteventtime', 'detectiontimestamp', 'createtime', 'backendtimestamp'),
            last: row.get('lasteventtimestamp', 'lasteventtime'),
            detected: row.get('detectiontimestamp', 'backendtimestamp', 'createtime'),
            updated: row.get('backendupdatetimestamp', 'lastupdatetime', 'userupdatetimestamp'),
          },
          ctx.assume,
        ),
        evidence: evidenceOf(row, reasons),
        sourceIncident: row.text('threatid'),
        url: row.text('alerturl'),
        threatName: row.text('threatname'),
        actorName: row.text('threatactor'),
      }),
    );
  },
};

/** The notifications API and its tables wrap an alert of older form: `{type, eventTime, deviceInfo, threatInfo | threatHunterInfo}`. */
const isNotification = (record: JsonObject): boolean =>
  hasKey(record, 'deviceInfo') && (hasKey(record, 'threatInfo') || hasKey(record, 'threatHunterInfo') || hasKey(record, 'deviceControl'));

function alertOf(note: Fields): JsonObject {
  const device = note.at('deviceinfo');
  const hunted = note.at('threathunterinfo');
  const threat = hunted.has('incidentid') ? hunted : note.at('threatinfo');
  const cause = threat.at('threatcause');
  const found: Record<string, Json | undefined> = {
    id: threat.get('incidentid') ?? note.get('eventid'),
    type: note.get('type'),
    severity: threat.get('responseseverity', 'score'),
    reason: threat.get('summary') ?? note.get('eventdescription'),
    report_id: threat.get('reportid'),
    report_name: threat.get('reportname'),
    threat_id: threat.get('threatid'),
    threat_category: cause.get('threatcategory'),
    first_event_time: exact(threat.get('firstactivitytime', 'time')) ?? exact(note.get('eventtime')) ?? note.get('timegenerated'),
    detection_timestamp: exact(note.get('eventtime')) ?? note.get('timegenerated'),
    device_id: device.get('deviceid'),
    device_name: device.get('devicename'),
    device_os: device.get('devicetype'),
    device_username: device.get('email'),
    device_internal_ip: device.get('internalipaddress'),
    device_external_ip: device.get('externalipaddress'),
    device_policy: device.get('groupname'),
    process_guid: threat.get('processguid'),
    process_name: threat.get('processpath') ?? cause.get('actorname') ?? threat.each('indicators')[0]?.get('applicationname'),
    process_sha256: threat.get('sha256') ?? threat.each('indicators')[0]?.get('sha256hash'),
    process_md5: threat.get('md5'),
    process_reputation: threat.get('reputation'),
    run_state: threat.get('runstate'),
    workflow_status: threat.get('status'),
    alert_url: note.get('url'),
  };
  return Object.fromEntries<Json | undefined>(Object.entries(found).filter(([, value]) => value !== undefined && value !== 'null'));
}

/** Spreadsheets leave `1.59061E+12` of milliseconds: no time. */
const exact = (value: Json | undefined): Json | undefined => (typeof value === 'string' && /E\+/i.test(value) ? undefined : value);

/** A watchlist hit has no id: one IOC in one process is one hit. */
function hitOf(row: Fields): string | undefined {
  const [ioc, process] = [row.text('iocid'), row.text('processguid')];
  return ioc === undefined || process === undefined ? undefined : `${row.text('reportid') ?? ''}/${ioc}/${process}`;
}

/** 1 to 10: 1–2 low, 3–4 medium, 5 and more high. */
const severityOf = (score: number): Severity => (score >= 5 ? 'high' : score >= 3 ? 'medium' : score >= 1 ? 'low' : 'unknown');

function remediationOf(row: Fields): RemediationStatus | undefined {
  const words = [row.word('runstate'), row.word('sensoraction'), row.word('policyapplied'), row.word('threatcauseactorprocessaction')]
    .join(' ')
    .toUpperCase();
  if (words.includes('TERMINATE') || words.includes('DENY') || words.includes('DID_NOT_RUN') || row.word('policyapplied') === 'APPLIED')
    return 'blocked';
  return words.includes('QUARANTINE') ? 'remediated' : words.includes('RAN') || words.includes('ALLOW') ? 'active' : undefined;
}

const isSha256 = (hash: string): boolean => hash.length === 64;
const isMd5 = (hash: string): boolean => hash.length === 32;

/** A name may come as text or as `{name, …}`. */
const plain = (value: Json | undefined): Json | undefined => (isObject(value) ? (own(value, 'name') ?? own(value, 'value')) : value);

function evidenceOf(row: Fields, cause: Fields): Evidence[] {
  const host = row.text('devicename');
  const remediation = remediationOf(row);
  const user = row.text('processusername', 'deviceusername', 'username');
  const found: (Evidence | undefined)[] = [
    make.device({
      name: host?.includes('\\') === true ? host.split('\\').pop() : host,
      agentId: row.text('deviceid'),
      agentOf: 'carbon-black',
      roles: ['impacted'],
      attributes: {
        os: row.text('deviceosversion', 'deviceos'),
        policy: row.text('devicepolicy', 'policyname'),
        uemId: row.text('deviceuemid'),
        priority: row.text('devicetargetvalue', 'targetvalue'),
      },
    }),
    make.ip(row.text('deviceinternalip'), { roles: ['contextual'] }),
    make.ip(row.text('deviceexternalip'), { roles: ['contextual'], attributes: { of: 'egress' } }),
    make.user({ name: user, host, roles: ['impacted'] }),
    user === row.text('deviceusername') ? undefined : make.user({ name: row.text('deviceusername'), host, roles: ['contextual'] }),
  ];
  // Of `process_hash` one is an MD5 and one a SHA-256.
  const [hashes, parents] = [row.list('processhash'), row.list('parenthash')];
  const sha = [...row.list('processsha256'), ...row.list('threatcauseactorsha256'), ...hashes.filter(isSha256)][0];
  const path = plain(row.get('processname'));
  found.push(
    ...processChain(
      [
        {
          pid: row.text('processpid'),
          started: row.get('processcreationtime'),
          image: path ?? joinedPath(row.text('processpath'), row.text('threatcauseactorname')) ?? cause.text('actorname'),
          commandLine: row.text('processcmdline'),
          guid: row.text('processguid', 'threatcauseactorprocesspid') ?? cause.text('actorprocessguid'),
          user,
          sha256: sha ?? cause.text('actorsha256'),
          md5: row.text('processmd5', 'threatcauseactormd5') ?? hashes.find(isMd5),
          attributes: {
            reputation: row.text('processreputation', 'threatcausereputation', 'processeffectivereputation'),
            signer: row.text('processpublisher'),
          },
        },
        {
          pid: row.text('parentpid'),
          image: row.text('parentname', 'parentpath'),
          commandLine: row.text('parentcmdline'),
          guid: row.text('parentguid'),
          sha256: row.text('parentsha256') ?? parents.find(isSha256),
          md5: row.text('parentmd5') ?? parents.find(isMd5),
          user: row.text('parentusername'),
        },
      ],
      host,
      {
        remediation,
        verdict: /MALWARE|KNOWN_MALWARE/i.test(row.text('processreputation', 'threatcausereputation') ?? '') ? 'malicious' : undefined,
      },
    ),
  );
  found.push(
    make.process({
      pid: row.text('childpid'),
      image: row.text('childname'),
      commandLine: row.text('childcmdline'),
      guid: row.text('childguid'),
      host,
      roles: ['target'],
    }),
    make.file({ path: row.text('childname'), sha256: row.text('childsha256'), md5: row.text('childmd5'), roles: ['related'] }),
    make.ip(row.text('netconnremoteip', 'netconnremoteipv4', 'netconnremoteipv6', 'remoteip'), {
      roles: ['destination'],
      attributes: { port: row.text('netconnremoteport', 'remoteport'), protocol: row.text('netconnprotocol', 'protocol') },
    }),
    make.ip(row.text('netconnlocalip', 'netconnlocalipv4'), { roles: ['source'] }),
    make.domain(row.text('netconnremotedomain', 'remotedomain'), { roles: ['destination'] }),
    make.file({ hash: row.text('iochit'), roles: ['suspicious'] }) ??
      (/[.][a-z]/i.test(row.text('iochit') ?? '') && !/[\s:]/.test(row.text('iochit') ?? '')
        ? make.url(row.text('iochit'), { roles: ['suspicious'] })
        : undefined),
    make.named('container', row.text('k8spodname', 'podname', 'containerid'), {
      roles: ['impacted'],
      attributes: { cluster: row.text('k8scluster'), namespace: row.text('k8snamespace') },
    }),
  );
  if (row.text('externaldevicefriendlyname', 'productname') !== undefined && (row.text('type') ?? '').includes('DEVICE_CONTROL'))
    found.push(
      make.named('generic', row.text('serialnumber', 'externaldevicefriendlyname', 'productname'), {
        kind: 'usb',
        label: row.text('externaldevicefriendlyname', 'productname'),
        roles: ['related'],
      }),
    );
  return make.evidenceList(found);
}
