import { isObject, type Json, type JsonObject, own } from '../../../base/json.ts';
import * as make from '../../../domain/evidence-builders.ts';
import type { Context } from '../../../domain/evidence-builders.ts';
import { type Evidence, EVIDENCE_TYPES, type EvidenceRole, type EvidenceType } from '../../../domain/evidence.ts';
import { objectsOf, textOf, wordOf } from './fields.ts';
import { remediationOfWord, roleOfWord, verdictOfWord } from './states.ts';

/* `entities[]` of alertweave-alerts: `{type, value, role?, verdict?, …}`. */

/** The part before the colon names a kind only where it is one we know; `HKLM:\…` and `http://…` are values. */
const KINDS = new Set(
  'upn sid aad objectid account name display mail email fqdn netbios hostname agentid mde aaddevice sha256 sha1 md5 hash path pid image cmd procguid guid nmid mid resource arn appid'.split(
    ' ',
  ),
);
const TYPES: Readonly<Record<string, EvidenceType>> = {
  host: 'device',
  machine: 'device',
  account: 'user',
  identity: 'user',
  address: 'ip',
  hash: 'file',
  cmdline: 'commandLine',
  mail: 'mailMessage',
  message: 'mailMessage',
  email: 'mailMessage',
  registry: 'registryKey',
  resource: 'cloudResource',
  application: 'app',
  group: 'securityGroup',
  hostname: 'device',
  cluster: 'mailCluster',
};
const BY_NAME = new Map<string, EvidenceType>([
  ...EVIDENCE_TYPES.map((type) => [type.toLowerCase(), type] as const),
  ...Object.entries(TYPES),
]);

/** Keys of an entity that are identifiers or its frame; the rest are attributes. */
const FRAME = new Set([
  'type',
  'value',
  'role',
  'roles',
  'verdict',
  'remediation',
  'label',
  'ids',
  'upn',
  'sid',
  'objectId',
  'account',
  'mail',
  'fqdn',
  'hostname',
  'agentId',
  'agentOf',
  'sha256',
  'sha1',
  'md5',
  'name',
  'path',
  'pid',
  'started',
  'commandLine',
  'image',
  'parent',
  'guid',
  'attributes',
]);

export function ownEvidence(record: JsonObject): Evidence[] {
  return make.evidenceList(objectsOf(record, 'entities').map(entity));
}

function entity(item: JsonObject): Evidence | undefined {
  const word = wordOf(item, 'type') ?? 'generic';
  const type = BY_NAME.get(word.toLowerCase().replace(/[^a-z]/g, ''));
  const context = contextOf(item);
  const ids = own(item, 'ids');
  if (Array.isArray(ids) && type !== undefined) return make.normalised(type, ids as readonly Json[], own(item, 'label'), context);
  const value = textOf(item, 'value');
  const at = value?.indexOf(':') ?? -1;
  const prefix = value?.slice(0, Math.max(at, 0)).toLowerCase() ?? '';
  const kind = KINDS.has(prefix) ? prefix : '';
  return built(type, word, item, kind, kind === '' ? value : value?.slice(at + 1), context);
}

function contextOf(item: JsonObject): Context & { attributes: Record<string, unknown> } {
  const attributes: Record<string, unknown> = {};
  for (const key of Object.keys(item)) if (!FRAME.has(key) && key !== '__proto__') attributes[key] = item[key];
  const given = own(item, 'attributes');
  if (isObject(given)) for (const key of Object.keys(given)) if (key !== '__proto__') attributes[key] = given[key];
  const words = own(item, 'roles') ?? own(item, 'role');
  const list: readonly Json[] = Array.isArray(words) ? (words as readonly Json[]) : words === undefined ? [] : [words];
  const roles: EvidenceRole[] = [];
  for (const role of list) {
    const known = typeof role === 'string' ? (roleOfWord(role) ?? (role === 'cluster' ? 'contextual' : undefined)) : undefined;
    if (known !== undefined && !roles.includes(known)) roles.push(known);
  }
  return {
    roles,
    verdict: verdictOfWord(wordOf(item, 'verdict')),
    remediation: remediationOfWord(wordOf(item, 'remediation')),
    attributes,
  };
}

function built(
  type: EvidenceType | undefined,
  word: string,
  item: JsonObject,
  kind: string,
  value: string | undefined,
  context: Context,
): Evidence | undefined {
  const of = (...kinds: string[]): string | undefined => (kinds.includes(kind) ? value : undefined);
  const plain = kind === '' ? value : undefined;
  const at = (key: string): Json | undefined => own(item, key);
  switch (type) {
    case 'user':
      return make.user({
        ...context,
        name: of('account', 'name') ?? plain ?? at('account') ?? at('name'),
        upn: of('upn') ?? at('upn'),
        sid: of('sid') ?? at('sid'),
        objectId: of('aad', 'objectid') ?? at('objectId'),
        mail: of('mail', 'email') ?? at('mail'),
        displayName: of('display') ?? textOf(item, 'displayName', 'label'),
        host: textOf(item, 'host'),
      });
    case 'device':
      return make.device({
        ...context,
        name: of('netbios', 'hostname', 'name') ?? plain ?? at('hostname') ?? at('name'),
        fqdn: of('fqdn') ?? at('fqdn'),
        agentId: of('agentid', 'mde', 'guid') ?? at('agentId'),
        agentOf: kind === 'mde' ? 'mde' : (wordOf(item, 'agentOf') ?? 'agent'),
        aadDeviceId: of('aaddevice'),
      });
    case 'ip':
      return make.ip(value ?? null, context);
    case 'file': {
      const hashed = plain !== undefined && /^(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64})$/i.test(plain);
      const where = hashed ? undefined : plain;
      const isPath = where !== undefined && /[\\/]/.test(where);
      return make.file({
        ...context,
        sha256: of('sha256') ?? at('sha256'),
        sha1: of('sha1') ?? at('sha1'),
        md5: of('md5') ?? at('md5'),
        hash: hashed ? plain : of('hash'),
        name: of('name') ?? at('name') ?? (isPath ? undefined : where),
        path: of('path') ?? at('path') ?? (isPath ? where : undefined),
      });
    }
    case 'process': {
      const instance = /^(\d+)@(.+)$/.exec(plain ?? '');
      const digits = plain !== undefined && /^\d+$/.test(plain) ? plain : undefined;
      const parent = at('parent');
      return make.process({
        ...context,
        pid: of('pid') ?? instance?.[1] ?? digits ?? at('pid'),
        started: instance?.[2] ?? at('started'),
        image: of('image', 'path', 'name') ?? at('image') ?? (instance === null && digits === undefined ? plain : undefined),
        commandLine: of('cmd') ?? at('commandLine'),
        guid: of('procguid', 'guid') ?? at('guid'),
        host: textOf(item, 'host', 'device'),
        user: textOf(item, 'user'),
        ...(isObject(parent)
          ? {
              parentImage: own(parent, 'image'),
              parentPid: own(parent, 'pid'),
              parentStarted: own(parent, 'started'),
              parentCommandLine: own(parent, 'commandLine'),
              parentGuid: own(parent, 'guid'),
            }
          : /^\d+$/.test(textOf(item, 'parent') ?? '')
            ? { parentPid: parent }
            : { parentImage: parent }),
      });
    }
    case 'commandLine':
      return make.commandLine(kind === 'cmd' ? value : textOf(item, 'value', 'commandLine'), context);
    case 'url':
      return make.url(textOf(item, 'value'), context);
    case 'domain':
      return make.domain(textOf(item, 'value'), context);
    case 'mailbox':
      return make.mailbox(value, context);
    case 'mailMessage':
      return make.mailMessage({
        ...context,
        networkMessageId: of('nmid') ?? (plain?.startsWith('<') === true ? undefined : plain) ?? at('networkMessageId'),
        internetMessageId: of('mid') ?? (plain?.startsWith('<') === true ? plain : undefined) ?? at('internetMessageId'),
        subject: of('display') ?? at('subject'),
        sender: at('sender'),
        recipient: at('recipient'),
      });
    case 'mailCluster':
      return make.mailCluster(textOf(item, 'value'), context);
    case 'registryKey':
    case 'registryValue':
      return make.registry({
        ...context,
        key: textOf(item, 'value'),
        valueName: textOf(item, 'valueName', 'name'),
        valueData: textOf(item, 'valueData', 'data'),
      });
    case 'cloudResource':
      return make.cloudResource(kind === 'resource' ? value : textOf(item, 'value'), { ...context, name: at('name') });
    case 'app':
    case 'oauthApp': {
      const facts = { ...context, appId: of('appid') ?? at('appId') };
      const name = of('name') ?? plain ?? at('name');
      return type === 'app' ? make.app(name, facts) : make.oauthApp(name, facts);
    }
    case 'session':
    case 'securityGroup':
    case 'container':
    case 'malware':
    case 'service':
      return make.named(type, value, { ...context, label: at('name') });
    case 'generic':
    case undefined: {
      const named = word.toLowerCase().replace(/[^a-z0-9-]/g, '');
      return make.named('generic', textOf(item, 'value', 'name'), { ...context, kind: named === '' ? 'generic' : named });
    }
  }
}
