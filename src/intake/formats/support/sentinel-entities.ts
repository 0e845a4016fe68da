import { isObject, type Json, type JsonObject } from '../../../base/json.ts';
import * as make from '../../../domain/evidence-builders.ts';
import type { Context } from '../../../domain/evidence-builders.ts';
import type { Evidence, EvidenceRole } from '../../../domain/evidence.ts';
import { Fields, foldKey, listIn, parsedJson } from './fields.ts';
import { deviceAddresses, joinedPath } from './paths.ts';
import { otherEntity } from './sentinel-resources.ts';
import type { Sink } from './sink.ts';
import { remediationOfWord, rolesOfWords, verdictOfWord } from './states.ts';

/* Entities of Sentinel alerts, Defender for Cloud alerts and `AdditionalFields` of AlertEvidence: one schema, in PascalCase or camelCase,
   with the reference graph of Json.NET (`$id`, `$ref`). Source: Microsoft Sentinel entity types reference. */

const DEEPEST = 6;

/** Resolves `$ref` anywhere in the text it was made from, also to what is defined later or nested deeper. */
export class EntityGraph {
  readonly #byId = new Map<string, JsonObject>();
  constructor(readonly roots: readonly Json[]) {
    for (const root of roots) this.#index(root, 0);
  }
  #index(value: Json, depth: number): void {
    if (depth > 24) return;
    if (Array.isArray(value)) for (const item of value as readonly Json[]) this.#index(item, depth + 1);
    else if (isObject(value)) {
      const id = value['$id'];
      if ((typeof id === 'string' || typeof id === 'number') && !this.#byId.has(String(id))) this.#byId.set(String(id), value);
      for (const key of Object.keys(value)) {
        const inner = value[key];
        if (typeof inner === 'object' && inner !== null) this.#index(inner, depth + 1);
      }
    }
  }
  /** The object meant: itself, or the one its `$ref` names; `undefined` for a reference to nothing. */
  deref(value: Json | undefined): JsonObject | undefined {
    if (!isObject(value)) return Array.isArray(value) ? this.deref((value as readonly Json[])[0]) : undefined;
    const ref = value['$ref'];
    if (ref === undefined) return value;
    return typeof ref === 'string' || typeof ref === 'number' ? this.#byId.get(String(ref)) : undefined;
  }
}

/** What stands in an `Entities` cell or property, as evidence; each real entity once, bare references to a known one none. */
export function sentinelEntities(entities: Json | undefined): Evidence[] {
  const parsed = parsedJson(entities) ?? salvaged(entities);
  const roots = Array.isArray(parsed) ? (parsed as readonly Json[]) : parsed === undefined ? [] : [parsed];
  const graph = new EntityGraph(roots);
  const seen = new Set<JsonObject>();
  const found: Evidence[] = [];
  for (const root of roots) {
    const entity = graph.deref(root);
    if (entity === undefined || seen.has(entity)) continue;
    // A reference to a hash repeats what its file states.
    if (entity !== root && entityType(new Fields(entity)) === 'filehash') continue;
    seen.add(entity);
    sentinelEntity(entity, graph, (evidence) => evidence && found.push(evidence));
  }
  return make.evidenceList(found);
}

/** The whole entities of a list that a spreadsheet cut off (32 767 characters a cell). */
function salvaged(value: Json | undefined): Json | undefined {
  if (typeof value !== 'string' || !value.trimStart().startsWith('[')) return undefined;
  let depth = 0;
  let end = -1;
  let quoted = false;
  for (let i = 0; i < value.length; i++) {
    const c = value[i];
    if (quoted) {
      if (c === '\\') i++;
      else if (c === '"') quoted = false;
    } else if (c === '"') quoted = true;
    else if (c === '{' || c === '[') depth++;
    else if (c === '}' || c === ']') {
      depth--;
      if (depth === 1) end = i;
    }
  }
  return end < 0 ? undefined : parsedJson(`${value.slice(0, end + 1)}]`);
}

/** An entity of a graph with its folded fields. */
export class Entity extends Fields {
  constructor(
    readonly record: JsonObject,
    readonly graph: EntityGraph,
  ) {
    super(record);
  }
  entity(...names: string[]): Entity | undefined {
    const inner = this.graph.deref(this.get(...names));
    return inner === undefined ? undefined : new Entity(inner, this.graph);
  }
  entities(...names: string[]): Entity[] {
    const value = this.get(...names);
    const list = Array.isArray(value) ? (value as readonly Json[]) : value === undefined ? [] : [value];
    return list.flatMap((item) => {
      const inner = this.graph.deref(item);
      return inner === undefined ? [] : [new Entity(inner, this.graph)];
    });
  }
}

const TYPE_ALIASES: Readonly<Record<string, string>> = {
  user: 'account',
  machine: 'host',
  device: 'host',
  ipaddress: 'ip',
  dnsresolution: 'dns',
  domain: 'dns',
  domainname: 'dns',
  hash: 'filehash',
  mail: 'mailmessage',
  email: 'mailmessage',
  emailmessage: 'mailmessage',
  cloudapp: 'cloudapplication',
  oauthapp: 'oauthapplication',
  azureresourceid: 'azureresource',
};

/** What an untyped entity is by the place it stands in. */
const BY_PLACE: Readonly<Record<string, string>> = {
  account: 'account',
  host: 'host',
  ipaddress: 'ip',
  ipaddresses: 'ip',
  hostipaddress: 'ip',
  sourceaddress: 'ip',
  destinationaddress: 'ip',
  files: 'file',
  processes: 'process',
  filehashes: 'filehash',
};

export function entityType(entity: Fields, place = ''): string {
  const type = foldKey(entity.text('type', 'kind', 'entitytype') ?? '');
  if (type !== '') return Object.hasOwn(TYPE_ALIASES, type) ? (TYPE_ALIASES[type] ?? type) : type;
  if (Object.hasOwn(BY_PLACE, place)) return BY_PLACE[place] ?? place;
  if (entity.has('hostname') || entity.has('netbiosname') || entity.has('mdatpdeviceid')) return 'host';
  if (entity.has('networkmessageid')) return 'mailmessage';
  if (entity.has('mailboxprimaryaddress')) return 'mailbox';
  if (entity.has('commandline') || entity.has('processid')) return 'process';
  if (
    entity.has('sid') ||
    entity.has('ntdomain') ||
    entity.has('accountname') ||
    entity.has('aaduserid') ||
    entity.has('upnsuffix') ||
    entity.has('userprincipalname')
  )
    return 'account';
  if (entity.has('address')) return 'ip';
  if (entity.has('filehashes') || entity.has('directory')) return 'file';
  if (entity.has('algorithm')) return 'filehash';
  if (entity.has('hive')) return 'registrykey';
  if (entity.has('url')) return 'url';
  if (entity.has('domainname')) return 'dns';
  return entity.has('resourceid') ? 'azureresource' : 'unknown';
}

function entityContext(entity: Fields, given: readonly EvidenceRole[]): Context & { attributes: Record<string, unknown> } {
  const roles = rolesOfWords(entity.list('roles'));
  if (entity.get('asset') === true && !roles.includes('impacted')) roles.push('impacted');
  return {
    roles: roles.length > 0 ? [...roles, ...given.filter((role) => !roles.includes(role))] : given,
    verdict: verdictOfWord(entity.word('lastverdict', 'verdict', 'suspicionlevel')),
    remediation:
      remediationOfWord(entity.word('lastremediationstate', 'remediationstatus')) ?? remediationOfWord(entity.word('detectionstatus')),
    attributes: { detailedRoles: entity.list('detailedroles').join(', ') },
  };
}

/** One entity with what it nests (the host of a process, its image, its account). `given`: roles of the place it stands in. */
export function sentinelEntity(
  record: JsonObject,
  graph: EntityGraph,
  out: Sink,
  given: readonly EvidenceRole[] = [],
  depth = 0,
  place = '',
): void {
  if (depth > DEEPEST) return;
  const entity = new Entity(record, graph);
  const context = entityContext(entity, given);
  const nested = (name: string, roles: readonly EvidenceRole[]): void => {
    for (const inner of entity.entities(name)) sentinelEntity(inner.record, graph, out, roles, depth + 1, name);
  };
  const facts = (more: Record<string, unknown>) => ({ ...context, attributes: { ...context.attributes, ...more } });
  const type = entityType(entity, place);
  switch (type) {
    case 'account':
      out(accountOf(entity, context));
      nested('host', ['related']);
      break;
    case 'host':
      hostOf(entity, out, context);
      break;
    case 'ip': {
      const place = entity.entity('location');
      out(
        make.ip(entity.get('address', 'ipaddress'), {
          ...context,
          attributes: {
            ...context.attributes,
            country: place?.text('countrycode', 'countryname'),
            city: place?.text('city'),
            asn: place?.text('asn'),
            carrier: place?.text('carrier'),
          },
        }),
      );
      break;
    }
    case 'file':
      out(fileOf(entity, context));
      nested('host', ['related']);
      break;
    case 'filehash':
      out(make.file({ ...context, hash: entity.get('value') }));
      break;
    case 'process':
      processOf(entity, out, context, nested);
      break;
    case 'url':
      out(make.url(urlText(entity.text('url', 'value')), context));
      break;
    case 'dns':
      out(make.domain(entity.get('domainname', 'name'), context));
      nested('ipaddresses', context.roles ?? []);
      nested('hostipaddress', ['related']);
      break;
    case 'registrykey':
      out(make.registry({ ...context, hive: entity.get('hive'), key: entity.get('key') }));
      break;
    case 'registryvalue': {
      const key = entity.entity('key');
      out(
        make.registry({
          ...facts({ valueType: entity.text('valuetype') }),
          hive: key?.get('hive') ?? entity.get('hive'),
          key: key?.get('key') ?? entity.get('key'),
          valueName: entity.text('name', 'valuename') ?? '(default)',
          valueData: entity.get('value', 'valuedata'),
        }),
      );
      nested('host', ['related']);
      break;
    }
    default:
      otherEntity(type, entity, out, context, nested);
  }
}

/** Exports prefix some links: `uri=https://…`. */
const urlText = (text: string | undefined): string | undefined => text?.replace(/^ur[il]=/i, '');

export function accountOf(entity: Entity, context: Context): Evidence | undefined {
  const name = entity.text('name', 'accountname', 'username');
  const suffix = entity.text('upnsuffix');
  const upn =
    entity.text('userprincipalname', 'upn') ??
    (name !== undefined && suffix !== undefined && !name.includes('@') ? `${name}@${suffix}` : undefined);
  const host = entity.entity('host');
  const local = entity.get('isdomainjoined') === false;
  return make.user({
    ...context,
    name,
    domain: entity.text('ntdomain', 'domainname', 'dnsdomain'),
    upn,
    sid: entity.get('sid', 'usersid'),
    objectId: entity.get('aaduserid', 'aadid', 'objectguid', 'accountobjectid'),
    displayName: entity.get('displayname'),
    host:
      host === undefined || (!local && entity.text('ntdomain') !== undefined)
        ? undefined
        : host.text('mdatpdeviceid', 'machineid', 'fqdn', 'hostname', 'netbiosname'),
    attributes: { ...context.attributes, tenant: entity.text('aadtenantid'), logonId: entity.text('logonid'), puid: entity.text('puid') },
  });
}

/** The name by which processes and accounts of this host are told from those of others. */
const hostKey = (host: Entity | undefined): string | undefined =>
  host === undefined
    ? undefined
    : (host.text('mdatpdeviceid', 'machineid', 'fqdn') ?? fqdnOf(host) ?? host.text('hostname', 'netbiosname'));

function fqdnOf(host: Entity): string | undefined {
  const name = host.text('hostname');
  const domain = host.text('dnsdomain');
  return name !== undefined && domain !== undefined && !name.includes('.') ? `${name}.${domain}` : undefined;
}

function hostOf(entity: Entity, out: Sink, context: Context): void {
  const azure = entity.text('azureid', 'azureresourceid');
  const external = entity.entity('lastexternalipaddress');
  const last = entity.entity('lastipaddress');
  const interfaces = entity.entities('ipinterfaces').map((one) => one.text('address'));
  const lastIp = entity.text('lastipaddress') ?? last?.text('address');
  out(
    make.device({
      ...context,
      name: entity.text('hostname', 'netbiosname', 'computername'),
      fqdn: entity.text('fqdn') ?? fqdnOf(entity),
      domain: entity.get('dnsdomain'),
      agentId: entity.get('mdatpdeviceid', 'machineid'),
      agentOf: 'mde',
      aadDeviceId: entity.get('aaddeviceid'),
      attributes: {
        ...context.attributes,
        os: entity.text('osfamily', 'osplatform'),
        osVersion: entity.text('osversion'),
        osBuild: entity.text('osbuild'),
        riskScore: entity.text('riskscore'),
        health: entity.text('healthstatus'),
        onboarding: entity.text('onboardingstatus'),
        antivirus: entity.text('avstatus'),
        group: entity.text('rbacgroupname'),
        ntDomain: entity.text('ntdomain'),
        agent: entity.text('omsagentid'),
        tags: listIn(entity.get('tags')).join(', '),
        lastIp,
        externalIp: entity.text('lastexternalipaddress') ?? external?.text('address'),
      },
    }),
  );
  if (azure !== undefined) out(make.cloudResource(azure, { roles: context.roles ?? [] }));
  for (const ip of deviceAddresses([...interfaces, lastIp])) out(make.ip(ip, { roles: ['contextual'] }));
  for (const user of entity.entities('loggedonusers')) out(accountOf(user, { roles: ['contextual'] }));
}

export function fileOf(entity: Entity, context: Context): Evidence | undefined {
  const hashes: Record<string, string | undefined> = {};
  const own = { sha1: entity.text('sha1'), sha256: entity.text('sha256'), md5: entity.text('md5') };
  for (const hash of entity.entities('filehashes')) {
    const kind = foldKey(hash.text('algorithm') ?? '');
    const value = hash.text('value');
    if (value !== undefined && kind !== 'sha256ac') hashes[`h${value.length}`] ??= value;
  }
  return make.file({
    ...context,
    sha256: hashes['h64'] ?? own.sha256,
    sha1: hashes['h40'] ?? own.sha1,
    md5: hashes['h32'] ?? own.md5,
    name: entity.get('name', 'filename'),
    path: entity.get('directory', 'folderpath', 'fullpath', 'path'),
    attributes: {
      ...context.attributes,
      size: entity.text('sizeinbytes', 'filesize'),
      publisher: entity.text('publisher'),
      signer: entity.text('signer'),
    },
  });
}

function imageOf(file: Entity | undefined): string | undefined {
  return file === undefined ? undefined : joinedPath(file.text('directory', 'folderpath'), file.text('name', 'filename'));
}

function processOf(entity: Entity, out: Sink, context: Context, nested: (name: string, roles: readonly EvidenceRole[]) => void): void {
  const image = entity.entity('imagefile');
  const parent = entity.entity('parentprocess');
  const account = entity.entity('account');
  const host = entity.entity('host') ?? image?.entity('host') ?? parent?.entity('host');
  out(
    make.process({
      ...context,
      pid: pidOf(entity.text('processid')),
      started: entity.get('creationtimeutc', 'processcreationtime'),
      image: imageOf(image),
      commandLine: entity.get('commandline'),
      host: hostKey(host),
      parentPid: pidOf(parent?.text('processid')),
      parentStarted: parent?.get('creationtimeutc'),
      parentImage: imageOf(parent?.entity('imagefile')),
      parentCommandLine: parent?.get('commandline'),
      user: account?.text('userprincipalname', 'name', 'sid'),
      attributes: { ...context.attributes, elevation: entity.text('elevationtoken'), device: host?.text('hostname', 'netbiosname') },
    }),
  );
  if (image !== undefined) out(fileOf(image, { verdict: context.verdict, roles: ['processImage'] }));
  if (parent !== undefined) {
    out(
      make.process({
        roles: ['parentProcess'],
        pid: pidOf(parent.text('processid')),
        started: parent.get('creationtimeutc'),
        image: imageOf(parent.entity('imagefile')),
        commandLine: parent.get('commandline'),
        host: hostKey(parent.entity('host') ?? host),
      }),
    );
  }
  nested('account', ['related']);
  if (host !== undefined) sentinelEntity(host.record, host.graph, out, ['related'], DEEPEST, 'host');
}

/** Older agents write process ids in hexadecimal: `0x1a4` → `420`. */
const pidOf = (text: string | undefined): string | undefined =>
  text !== undefined && /^0x[0-9a-f]+$/i.test(text) ? String(Number.parseInt(text, 16)) : text;
