import { isObject, type Json } from '../../../base/json.ts';
import * as make from '../../../domain/evidence-builders.ts';
import type { Evidence } from '../../../domain/evidence.ts';
import { Fields, parsedJson } from './fields.ts';
import { joinedPath } from './paths.ts';

/** `cat=Machine Learning;start=1584939404903` of CommonSecurityLog.AdditionalExtensions. */
export function extensionsOf(text: string | undefined): Fields {
  const out: Record<string, Json | undefined> = {};
  for (const part of (text ?? '').split(';')) {
    const at = part.indexOf('=');
    const key = part.slice(0, Math.max(at, 0)).trim();
    if (key !== '' && key !== '__proto__') out[key] ??= part.slice(at + 1).trim();
  }
  return new Fields(out);
}

/** Custom strings and numbers of CEF by their labels: `DeviceCustomString5Label: CommandLine`. */
function labelled(row: Fields): Fields {
  const out: Record<string, Json | undefined> = {};
  for (const kind of ['string', 'number', 'floatingpoint', 'date', 'ipv6address']) {
    for (let i = 1; i <= 6; i++) {
      const label = row.text(`devicecustom${kind}${i}label`, `flex${kind}${i}label`);
      const value = row.get(`devicecustom${kind}${i}`, `flex${kind}${i}`);
      if (label !== undefined && label !== '__proto__' && value !== undefined) out[label] ??= value;
    }
  }
  return new Fields(out);
}

/** What a row of CommonSecurityLog names. */
export function commonSecurityEvidence(row: Fields, more: Fields): Evidence[] {
  const custom = labelled(row);
  const sourceHost = row.text('sourcehostname');
  const targetHost = row.text('destinationhostname');
  const collector = row.text('devicename', 'computer', 'deviceaddress');
  const host = targetHost ?? sourceHost;
  const blocked = /block|prevent|quarantin|stop|deny|drop/i.test(row.text('deviceaction', 'simplifieddeviceaction') ?? '')
    ? ('blocked' as const)
    : undefined;
  const path = row.text('filepath', 'oldfilepath');
  const name = row.text('filename', 'oldfilename');
  const file = make.file({
    path: joinedPath(path, name),
    hash: row.text('filehash') ?? custom.text('sha256', 'sha256string', 'md5', 'filehash'),
    roles: ['related'],
    remediation: blocked,
  });
  const line = custom.text('commandline', 'cmdline') ?? more.text('commandline');
  return make.evidenceList([
    make.ip(row.text('sourceip', 'sourcetranslatedaddress'), {
      roles: ['source'],
      attributes: { mac: row.text('sourcemacaddress'), port: row.text('sourceport') },
    }),
    make.ip(row.text('destinationip', 'destinationtranslatedaddress'), {
      roles: ['destination'],
      attributes: { mac: row.text('destinationmacaddress'), port: row.text('destinationport'), protocol: row.text('protocol') },
    }),
    make.ip(row.text('maliciousip'), {
      roles: ['attacker'],
      verdict: 'malicious',
      attributes: { country: row.text('maliciousipcountry') },
    }),
    sourceHost === undefined
      ? undefined
      : make.device({
          name: sourceHost,
          domain: row.text('sourcentdomain', 'sourcednsdomain'),
          roles: targetHost === undefined ? ['source', 'impacted'] : ['source'],
        }),
    targetHost === undefined
      ? undefined
      : make.device({ name: targetHost, domain: row.text('destinationdnsdomain'), roles: ['destination', 'impacted'] }),
    collector === undefined || collector === sourceHost || collector === targetHost
      ? undefined
      : make.device({ name: collector, roles: ['sensor'] }),
    make.user({ name: slashed(row.text('sourceusername')), domain: row.text('sourcentdomain'), host, roles: ['source'] }),
    make.user({ name: slashed(row.text('destinationusername')), domain: row.text('destinationntdomain'), host, roles: ['target'] }),
    file,
    line === undefined && row.text('processname', 'destinationprocessname', 'sourceprocessname') === undefined
      ? undefined
      : make.process({
          image: row.text('destinationprocessname', 'sourceprocessname', 'processname') ?? joinedPath(path, name),
          commandLine: line,
          pid: row.text('processid', 'destinationprocessid', 'sourceprocessid') ?? custom.text('processid'),
          host,
          parentImage: custom.text('parentprocessname', 'parentimage', 'parentfilename'),
          roles: ['related'],
        }),
    make.url(row.text('requesturl', 'maliciousurl'), { roles: ['related'] }),
    make.domain(row.text('destinationdnsdomain') ?? more.text('dhost'), { roles: ['related'] }),
    make.named('malware', more.text('attackname', 'malwarename') ?? row.text('threatname'), { roles: ['related'] }),
  ]);
}

/** `NT AUTHORITY/SYSTEM` → `NT AUTHORITY\SYSTEM` */
const slashed = (name: string | undefined): string | undefined => name?.replace(/^([^/\\@]+)\/([^/\\@]+)$/, '$1\\$2');

/** What the columns of an unknown table name, by their words. */
export function customEvidence(row: Fields): Evidence[] {
  const host = row.text(
    'hostname',
    'computername',
    'devicename',
    'endpointname',
    'agentname',
    'machinename',
    'host',
    'endpoint',
    'computer',
    'device',
    'assethostname',
  );
  const resource = row.text('resourceid', 'resourcerrn', 'resourcearn', 'arn', 'assetid', 'assetuniqueid');
  const found: (Evidence | undefined)[] = [
    make.device({
      name: host,
      agentId: row.text('deviceid', 'agentid', 'endpointid', 'sensorid'),
      agentOf: 'agent',
      roles: ['impacted'],
      attributes: { os: row.text('deviceplatform', 'os', 'operatingsystem', 'platform'), osVersion: row.text('deviceos', 'osversion') },
    }),
    make.user({
      name: row.text('username', 'user', 'accountname', 'account', 'suser', 'duser', 'actor'),
      upn: row.text('userprincipalname', 'upn', 'useremail', 'email', 'actoremail'),
      roles: ['impacted'],
    }),
    make.ip(row.text('srcip', 'sourceip', 'sourceaddress', 'clientip', 'remoteip', 'ipaddress', 'ip', 'src'), { roles: ['source'] }),
    make.ip(row.text('dstip', 'destip', 'destinationip', 'destinationaddress', 'targetip', 'dst'), { roles: ['destination'] }),
    make.file({
      sha256: row.text('sha256', 'filesha256'),
      sha1: row.text('sha1', 'filesha1'),
      md5: row.text('md5', 'filemd5'),
      hash: row.text('filehash', 'hash'),
      path: row.text('filepath', 'path', 'file'),
      name: row.text('filename'),
      roles: ['related'],
    }),
    make.process({
      image: row.text('processpath', 'processname', 'process', 'image'),
      commandLine: row.text('commandline', 'cmdline', 'processcommandline'),
      pid: row.text('processid', 'pid'),
      host,
      roles: ['related'],
    }),
    make.domain(row.text('domain', 'domainname', 'dnsdomain', 'hostnamedomain'), { roles: ['related'] }),
    make.cloudResource(resource, {
      name: row.text('resourcename', 'assetname'),
      roles: ['impacted'],
      attributes: {
        resourceType: row.text('resourceresourcetype', 'resourcetype', 'assettype'),
        account: row.text('resourceaccountid', 'cloudproviderid', 'accountid'),
        region: row.text('resourceregionid', 'region'),
      },
    }),
  ];
  nestedFiles(row.get('findings', 'evidence', 'indicators'), found, 0);
  return make.evidenceList(found);
}

/** Files with hashes anywhere in a nested column. */
function nestedFiles(value: Json | undefined, found: (Evidence | undefined)[], depth: number): void {
  const parsed = parsedJson(value);
  if (depth > 4 || parsed === undefined || parsed === null) return;
  if (Array.isArray(parsed)) for (const item of parsed as readonly Json[]) nestedFiles(item, found, depth + 1);
  else if (isObject(parsed)) {
    const one = new Fields(parsed);
    if (one.text('sha256', 'sha1', 'md5') !== undefined)
      found.push(
        make.file({
          sha256: one.text('sha256'),
          sha1: one.text('sha1'),
          md5: one.text('md5'),
          path: one.text('file', 'path', 'filename'),
          roles: ['related'],
        }),
      );
    else
      for (const key of Object.keys(parsed))
        nestedFiles(isObject(parsed[key]) || Array.isArray(parsed[key]) ? parsed[key] : undefined, found, depth + 1);
  }
}
