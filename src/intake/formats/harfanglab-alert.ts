import type { JsonObject } from '../../base/json.ts';
import * as make from '../../domain/evidence-builders.ts';
import type { Evidence, RemediationStatus } from '../../domain/evidence.ts';
import { severityOfWord } from '../../domain/severity.ts';
import type { Confidence, ReadContext, RecordImporter } from '../importer.ts';
import { attackOf } from './support/attack.ts';
import { processChain, realmOf } from './support/edr-process.ts';
import { Fields, hasKey } from './support/fields.ts';
import { timesOf } from './support/moments.ts';
import { defined, statusOfWord } from './support/states.ts';
import { unflatten } from './support/unflatten.ts';
import { windowsEvidence } from './support/windows-event.ts';

/** HarfangLab EDR alerts: Sigma, YARA, antivirus, driver and behaviour engines. */
export const harfanglabAlert: RecordImporter = {
  id: 'harfanglab-alert',
  label: 'HarfangLab EDR alerts',
  spec: 'https://harfanglab.io/',
  kind: 'record',
  containers: ['json', 'table'],

  match(record: JsonObject): Confidence {
    if (!hasKey(record, 'alert_unique_id') && !(hasKey(record, 'alert_subtype') && hasKey(record, 'rule_name'))) return 0;
    return hasKey(record, 'agent') || hasKey(record, 'alert_type') || hasKey(record, 'agent.agentid') || hasKey(record, 'rule_name')
      ? 100
      : 0;
  },

  read(record: JsonObject, ctx: ReadContext): void {
    const row = new Fields(Object.keys(record).some((key) => key.includes('.')) ? unflatten(record) : record);
    const severity = row.word('level');
    const tags = [...row.list('tags'), ...row.list('mitrecells').flatMap((cell) => cell.split('__'))];
    const status = row.word('status');
    const title = row.text('rulename', 'msg');
    if (title === undefined) {
      ctx.reject('intake/no-title', 'A HarfangLab alert without rule and message.');
      return;
    }
    ctx.alert(
      defined({
        externalId: row.text('alertuniqueid', 'id'),
        idScope: 'harfanglab',
        title,
        description: row.text('msg'),
        severity: severityOfWord(severity),
        severityText: severity,
        status: statusOfWord(status),
        ...(status !== undefined &&
          /false.?positive/i.test(status) && { classification: 'falsePositive' as const, status: 'resolved' as const }),
        category: row.text('alerttype'),
        ...attackOf(tags, tags),
        vendor: 'HarfangLab',
        product: 'HarfangLab EDR',
        detectionSource: row.text('alerttype', 'detectionorigin'),
        rule: row.text('ruleid'),
        ...timesOf(
          {
            first: row.get('@eventcreatedate', 'detectiondate', 'detectiontimestamp', 'alerttime', '@timestamp'),
            detected: row.get('alerttime', '@timestamp'),
            updated: row.get('lastupdate'),
          },
          ctx.assume,
        ),
        evidence: evidenceOf(row),
        sourceIncident: row.text('threatkey', 'aggregationkey'),
        threatName: row.at('avdetectiondetails').text('threatname', 'virusname', 'signaturename'),
      }),
    );
  },
};

function evidenceOf(row: Fields): Evidence[] {
  const agent = row.at('agent');
  const process = row.at('process');
  const host = agent.text('hostname');
  const dns = agent.text('dnsdomainname');
  // Levels of `quarantine` and `execution` tell what was asked of the agent; only a word tells that it was done.
  const remediation: RemediationStatus | undefined = /block/i.test(row.word('action') ?? '') ? 'blocked' : undefined;
  const found: (Evidence | undefined)[] = [
    make.device({
      name: host,
      domain: dns ?? realmOf(agent.text('domainname')),
      agentId: agent.text('agentid'),
      agentOf: 'harfanglab',
      roles: ['impacted'],
      attributes: {
        os: agent.text('osproducttype', 'ostype'),
        osVersion: agent.text('osversion'),
        kind: agent.text('producttype'),
        netbiosDomain: agent.text('domainname'),
      },
    }),
    make.ip(agent.text('ipaddress'), { roles: ['contextual'] }),
    make.user({ name: process.text('username') ?? row.text('username'), sid: process.text('usersid'), host, roles: ['impacted'] }),
  ];
  const hashes = process.at('hashes');
  found.push(
    ...processChain(
      [
        {
          pid: process.text('pid'),
          started: process.get('createtime'),
          image: process.text('imagename', 'processname') ?? row.text('imagename'),
          commandLine: process.text('commandline'),
          guid: process.text('processuniqueid'),
          user: process.text('username'),
          sha256: hashes.text('sha256'),
          sha1: hashes.text('sha1'),
          md5: hashes.text('md5'),
          attributes: {
            integrity: process.text('integritylevel'),
            directory: process.text('currentdirectory'),
            ancestry: process.text('ancestors'),
            signer: process.at('signatureinfo').at('signerinfo').text('displayname'),
          },
        },
        {
          pid: process.text('ppid'),
          image: process.text('parentimage'),
          commandLine: process.text('parentcommandline'),
          guid: process.text('parentuniqueid'),
        },
        {
          image: process.text('grandparentimage'),
          commandLine: process.text('grandparentcommandline'),
          guid: process.text('grandparentuniqueid'),
        },
      ],
      host,
      { remediation },
    ),
  );
  const network = row.at('detailsnetwork', 'network', 'detailsconnection');
  found.push(
    make.ip(network.text('saddr', 'sourceaddress', 'srcip'), { roles: ['source'] }),
    make.ip(network.text('daddr', 'destinationaddress', 'dstip'), { roles: ['destination'], attributes: { port: network.text('dport') } }),
    make.domain(row.at('detailsdnsresolution', 'dnsresolution').text('requestedname', 'query'), { roles: ['related'] }),
    make.url(row.at('detailsurlrequest').text('url'), { roles: ['related'] }),
  );
  const registry = row.at('detailsregistry');
  found.push(make.registry({ key: registry.text('targetobject', 'key'), valueData: registry.text('details', 'value'), roles: ['edited'] }));
  for (const name of ['detailsfile', 'detailslibrary', 'driverload', 'library', 'binary', 'avdetectiondetails', 'file']) {
    const one = row.at(name);
    const sums = one.at('hashes');
    found.push(
      make.file({
        path: one.text('targetfilename', 'imagepath', 'imagename', 'imageloaded', 'path', 'filepath', 'resourcepath', 'filename'),
        sha256: sums.text('sha256') ?? one.text('sha256', 'hashsha256'),
        sha1: sums.text('sha1') ?? one.text('sha1'),
        md5: sums.text('md5') ?? one.text('md5'),
        roles: [name === 'driverload' || name.includes('library') ? 'loaded' : 'related'],
      }),
    );
  }
  const log = row.at('eventlog');
  const data = log.object('eventdata');
  if (data !== undefined) found.push(...windowsEvidence(new Fields(data), log.text('computername') ?? host));
  return make.evidenceList(found);
}
