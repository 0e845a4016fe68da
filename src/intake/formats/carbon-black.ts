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
    const row = new Fields(record);
    const type = row.text('type');
    const score = row.number('severity');
    const workflow = row.at('workflow');
    const id = row.text('id', 'alertid', 'legacyalertid');
    const determination = row.at('determination').word('value') ?? row.word('determinationvalue');
    const reasons = row.at('threatcause');
    ctx.alert(
      defined({
        externalId: id,
        idScope: 'carbon-black',
        title:
          row.text('reason') ??
          row.text('reportname', 'watchlistname', 'threatname', 'reasoncode') ??
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
  const sha = [...row.list('processsha256'), ...row.list('threatcauseactorsha256')][0];
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
          md5: row.text('processmd5', 'threatcauseactormd5'),
          attributes: {
            reputation: row.text('processreputation', 'threatcausereputation', 'processeffectivereputation'),
            signer: row.text('processpublisher'),
          },
        },
        {
          pid: row.text('parentpid'),
          image: row.text('parentname'),
          commandLine: row.text('parentcmdline'),
          guid: row.text('parentguid'),
          sha256: row.text('parentsha256'),
          md5: row.text('parentmd5'),
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
