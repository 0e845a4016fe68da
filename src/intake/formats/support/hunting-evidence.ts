import type { Json, JsonObject } from '../../../base/json.ts';
import * as make from '../../../domain/evidence-builders.ts';
import type { Evidence, EvidenceRole } from '../../../domain/evidence.ts';
import { Fields, foldKey } from './fields.ts';
import { EntityGraph, sentinelEntity } from './sentinel-entities.ts';
import { roleOfWord } from './states.ts';

/* A row of AlertEvidence is one entity: `AdditionalFields` tells it in the entity schema of Sentinel, the columns tell it flat.
   Either may be missing, so the columns fill what the object leaves out. */

type Column = readonly [entityField: string, ...columns: string[]];

const ACCOUNT: readonly Column[] = [
  ['Name', 'accountname'],
  ['NTDomain', 'accountdomain'],
  ['Sid', 'accountsid'],
  ['AadUserId', 'accountobjectid'],
  ['UserPrincipalName', 'accountupn'],
];
const HOST: readonly Column[] = [
  ['HostName', 'devicename'],
  ['MdatpDeviceId', 'deviceid'],
];
const FILE: readonly Column[] = [
  ['Name', 'filename'],
  ['Directory', 'folderpath'],
  ['Sha1', 'sha1'],
  ['Sha256', 'sha256'],
  ['SizeInBytes', 'filesize'],
];
const REGISTRY: readonly Column[] = [
  ['Key', 'registrykey'],
  ['Name', 'registryvaluename'],
  ['Value', 'registryvaluedata'],
];

/** Columns that speak of the entity itself, by its type. */
const OWN: Readonly<Record<string, readonly Column[]>> = {
  process: [
    ['CommandLine', 'processcommandline'],
    ['ProcessId', 'processid'],
    ['CreationTimeUtc', 'processcreationtime'],
  ],
  file: FILE,
  user: ACCOUNT,
  account: ACCOUNT,
  machine: HOST,
  device: HOST,
  host: HOST,
  ip: [['Address', 'remoteip', 'localip']],
  url: [['Url', 'remoteurl']],
  mailmessage: [
    ['NetworkMessageId', 'networkmessageid'],
    ['Subject', 'emailsubject'],
  ],
  mailcluster: [['Query', 'emailclusterid']],
  mailbox: [
    ['MailboxPrimaryAddress', 'accountupn'],
    ['Upn', 'accountupn'],
    ['AccountName', 'accountname'],
    ['DomainName', 'accountdomain'],
    ['UserSid', 'accountsid'],
    ['AadId', 'accountobjectid'],
  ],
  cloudapplication: [
    ['Name', 'application'],
    ['AppId', 'applicationid'],
  ],
  oauthapplication: [
    ['OAuthAppId', 'oauthapplicationid'],
    ['Name', 'application'],
  ],
  registrykey: REGISTRY,
  registryvalue: REGISTRY,
  cloudresource: [
    ['ResourceId', 'resourceid', 'cloudresource'],
    ['ResourceName', 'cloudresource'],
    ['ResourceType', 'resourcetype'],
  ],
  azureresource: [
    ['ResourceId', 'resourceid', 'cloudresource'],
    ['ResourceName', 'cloudresource'],
    ['ResourceType', 'resourcetype'],
  ],
};

function filled(known: JsonObject, row: Fields, columns: readonly Column[]): Record<string, Json | undefined> {
  const have = new Fields(known);
  const out: Record<string, Json | undefined> = { ...known };
  for (const [field, ...names] of columns) {
    const value = row.get(...names);
    if (value !== undefined && have.text(foldKey(field)) === undefined) out[field] = value;
  }
  return out;
}
const none = (of: JsonObject): boolean => Object.keys(of).length === 0;

/** The evidence of one row, with what its object nests: host, image, parent process, account. */
export function huntingEvidence(row: Fields): Evidence[] {
  const type = foldKey(row.word('entitytype') ?? '');
  const known: JsonObject = row.object('additionalfields') ?? {};
  const entity = filled(known, row, Object.hasOwn(OWN, type) ? (OWN[type] ?? []) : []);
  const have = new Fields(entity);
  const host = filled({}, row, HOST);
  const account = filled({}, row, ACCOUNT);
  if (type !== '') entity['Type'] = type === 'cloudresource' ? cloudType(row, have) : type;
  if (type === 'process') {
    const image = filled({}, row, FILE);
    if (!have.has('imagefile') && !none(image)) entity['ImageFile'] = { ...image, Type: 'file' };
    if (!have.has('account') && !none(account)) entity['Account'] = { ...account, Type: 'account' };
  }
  if ((type === 'process' || type === 'file' || type.startsWith('registry')) && !have.has('host') && !none(host))
    entity['Host'] = { ...host, Type: 'host' };
  const roles: EvidenceRole[] = [];
  for (const word of [row.word('evidencerole'), row.word('evidencedirection')]) {
    const role = word === undefined ? undefined : roleOfWord(word);
    if (role !== undefined) roles.push(role);
  }
  const found: Evidence[] = [];
  sentinelEntity(entity, new EntityGraph([entity]), (evidence) => evidence && found.push(evidence), roles);
  if (type === 'ip') {
    const local = row.text('localip');
    if (local !== undefined && row.text('remoteip') !== undefined)
      found.push(...make.evidenceList([make.ip(local, { roles: ['related'] })]));
  }
  if (type !== 'malware') found.push(...make.evidenceList([make.named('malware', row.text('threatfamily'), { roles: ['related'] })]));
  return make.evidenceList(found);
}

function cloudType(row: Fields, entity: Fields): string {
  const platform = foldKey(row.word('cloudplatform') ?? '');
  if (platform.includes('amazon') || platform === 'aws' || entity.has('amazonresourceid')) return 'amazonresource';
  if (platform.includes('google') || platform === 'gcp' || entity.has('fullresourcename')) return 'gcpresource';
  return 'azureresource';
}
