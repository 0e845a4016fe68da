import { isPrivateAddress, normalAddress } from './address.ts';
import type { Evidence, EvidenceType, Identifier } from './evidence.ts';
import { type Context, cut, id, kindName, make } from './evidence-make.ts';
import { stated } from './placeholder.ts';
import { accountName, machineName, plainPath } from './spelling.ts';
import { isWellKnownSid } from './well-known-sid.ts';

export type { Context };
export { evidenceList } from './evidence-list.ts';

/* Each builder takes what a record states of one thing, as it stands there, and gives the normalised evidence,
   or `undefined` when nothing usable is stated. All text may be placeholder text; it is refused here, once. */

const GUID = /^\{?([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\}?$/i;
const guidIn = (text: string): string | undefined => (text.length < 36 ? undefined : GUID.exec(text)?.[1]);
const SID = /^S-1-\d+(?:-\d+)+$/i;

export interface UserFacts extends Context {
  /** Account name alone; `DOMAIN\name` and `name@domain` are taken apart. */
  readonly name?: unknown;
  readonly domain?: unknown;
  readonly upn?: unknown;
  readonly sid?: unknown;
  /** Entra object id. */
  readonly objectId?: unknown;
  readonly displayName?: unknown;
  readonly mail?: unknown;
  /** For a local account: the device it is local to. */
  readonly host?: unknown;
  /** An id of the product's own, scoped by it: `okta`, `aws` … */
  readonly vendorId?: { readonly vendor: string; readonly value: unknown };
}

/** A person or service account. Strong: upn, sid (not well-known), object id, `DOMAIN\name`. Weak: name alone. */
export function user(facts: UserFacts): Evidence | undefined {
  let name = accountName(stated(facts.name));
  let domain = stated(facts.domain);
  let upn = stated(facts.upn) ?? stated(facts.mail);
  let sid = stated(facts.sid);
  let objectId = stated(facts.objectId);
  if (name !== undefined) {
    if (name.length > 4 && name.charCodeAt(1) === 45 && SID.test(name)) [sid, name] = [sid ?? name, undefined];
    else if (name.length >= 36 && GUID.test(name)) [objectId, name] = [objectId ?? name, undefined];
    else if (name.includes('\\') && /^[^\\]+\\[^\\]+$/.test(name)) {
      const at = name.indexOf('\\');
      domain ??= name.slice(0, at);
      name = name.slice(at + 1);
    } else if (name.includes('@') && /^[^@\s]+@[^@\s]+$/.test(name)) [upn, name] = [upn ?? name, undefined];
  }
  if (upn !== undefined && !/^[^@\s]+@[^@\s]+$/.test(upn)) [name, upn] = [name ?? upn, undefined];
  if (sid !== undefined && !SID.test(sid)) sid = undefined;
  const guid = objectId === undefined ? undefined : guidIn(objectId);
  const host = stated(facts.host)?.toLowerCase();
  const lower = name?.toLowerCase();
  const realm = domain?.toLowerCase().replace(/\.$/, '');
  const scope = realm === undefined || realm === '.' ? host : realm;
  const wellKnown = sid !== undefined && isWellKnownSid(sid);
  const ids = [
    id('upn', upn?.toLowerCase()),
    wellKnown ? id('sid', host === undefined ? sid?.toLowerCase() : `${sid?.toLowerCase()}@${host}`) : id('sid', sid?.toLowerCase()),
    id('aad', guid?.toLowerCase()),
    facts.vendorId === undefined ? undefined : id(facts.vendorId.vendor, stated(facts.vendorId.value)?.toLowerCase()),
    lower !== undefined && scope !== undefined ? id('account', `${scope}\\${lower}`) : undefined,
    id('name', lower),
  ];
  const display = stated(facts.displayName);
  const label =
    upn ??
    (name !== undefined && domain !== undefined && domain !== '.' ? `${domain}\\${name}` : name) ??
    display ??
    sid ??
    guid ??
    stated(facts.vendorId?.value) ??
    '';
  if (ids.every((one) => one === undefined) && display !== undefined)
    return make('user', [id('display', display.toLowerCase())], display, facts);
  return make('user', ids, label, facts, display === undefined ? facts.attributes : { ...facts.attributes, displayName: display });
}

export interface DeviceFacts extends Context {
  /** Short name or FQDN; a FQDN is recognised by its dot. */
  readonly name?: unknown;
  readonly fqdn?: unknown;
  readonly domain?: unknown;
  readonly agentId?: unknown;
  /** Namespace of `agentId`: `mde`, `crowdstrike`, `wazuh` … */
  readonly agentOf?: string;
  readonly aadDeviceId?: unknown;
}

/** A machine. Strong: FQDN, agent id, Entra device id. Weak: short name (NetBIOS). A trailing `$` of a machine account is dropped. */
export function device(facts: DeviceFacts): Evidence | undefined {
  let name = machineName(stated(facts.name))?.replace(/\$$/, '');
  let fqdn = stated(facts.fqdn)?.replace(/\.$/, '');
  const domain = stated(facts.domain)?.replace(/\.$/, '');
  if (name !== undefined && (normalAddress(name) !== undefined || !/[\p{L}\p{N}]/u.test(name))) name = undefined;
  if (name?.includes('.') === true && !/\s/.test(name)) {
    fqdn ??= name;
    name = undefined;
  }
  if (fqdn !== undefined && !fqdn.includes('.')) [name, fqdn] = [name ?? fqdn, undefined];
  if (fqdn === undefined && name !== undefined && domain?.includes('.') === true) fqdn = `${name}.${domain}`;
  const short = (name ?? fqdn?.split('.')[0])?.toLowerCase();
  const aadDevice = stated(facts.aadDeviceId);
  const aad = aadDevice === undefined ? undefined : guidIn(aadDevice);
  const label = name ?? fqdn ?? stated(facts.agentId) ?? aad ?? '';
  return make(
    'device',
    [
      id('fqdn', fqdn?.toLowerCase()),
      id(facts.agentOf ?? 'agent', stated(facts.agentId)?.toLowerCase()),
      id('aaddevice', aad?.toLowerCase()),
      id('netbios', short),
    ],
    fqdn ?? label,
    facts,
  );
}

/** An address. `undefined` for placeholders and for what is no address. Attribute `private` is set where it holds. */
export function ip(address: unknown, context: Context = {}): Evidence | undefined {
  const normal = normalAddress(stated(address) ?? '');
  if (normal === undefined || normal === '0.0.0.0' || normal === '::') return undefined;
  const attributes = isPrivateAddress(normal) ? { ...context.attributes, private: true } : context.attributes;
  return make('ip', [id('ip', normal)], normal, attributes === undefined ? context : { ...context, attributes });
}

export interface FileFacts extends Context {
  readonly sha256?: unknown;
  readonly sha1?: unknown;
  readonly md5?: unknown;
  /** A hash of unknown kind: told by its length. */
  readonly hash?: unknown;
  readonly name?: unknown;
  /** Folder, or the whole path. */
  readonly path?: unknown;
}
const HEX: Readonly<Record<number, string>> = { 32: 'md5', 40: 'sha1', 64: 'sha256' };
/** Hashes of the empty input: they name nothing. */
const EMPTY_HASHES = new Set([
  'd41d8cd98f00b204e9800998ecf8427e',
  'da39a3ee5e6b4b0d3255bfef95601890afd80709',
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
]);

/** Lower-case hex digits, and neither zeros alone nor the hash of nothing. */
function isHash(text: string): boolean {
  let zeros = true;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (!((unit >= 48 && unit <= 57) || (unit >= 97 && unit <= 102))) return false;
    if (unit !== 48) zeros = false;
  }
  return !zeros && !EMPTY_HASHES.has(text);
}

/** A file. Strong: hashes. Weak: path, name. */
export function file(facts: FileFacts): Evidence | undefined {
  let [sha256, sha1, md5]: (string | undefined)[] = [];
  for (const value of [facts.sha256, facts.sha1, facts.md5, facts.hash]) {
    const text = value === undefined || value === null ? undefined : stated(value)?.toLowerCase();
    const kind = text === undefined ? undefined : HEX[text.length];
    if (text === undefined || kind === undefined || !isHash(text)) continue;
    if (kind === 'sha256') sha256 ??= text;
    else if (kind === 'sha1') sha1 ??= text;
    else if (kind === 'md5') md5 ??= text;
  }
  let name = stated(facts.name);
  let path = plainPath(stated(facts.path));
  if (name !== undefined && lastName(name) !== name) [path, name] = [plainPath(name), undefined];
  if (path !== undefined) {
    const last = lastName(path);
    if (name === undefined && last !== '') name = last;
    else if (name !== undefined && last.toLowerCase() !== name.toLowerCase())
      path = path.replace(/[\\/]?$/, path.includes('/') && !path.includes('\\') ? `/${name}` : `\\${name}`);
  }
  const first = sha256 ?? sha1 ?? md5;
  return make(
    'file',
    [id('sha256', sha256), id('sha1', sha1), id('md5', md5), id('path', path?.toLowerCase()), id('name', name?.toLowerCase())],
    name ?? path ?? first ?? '',
    facts,
    path === undefined ? facts.attributes : { ...facts.attributes, path },
  );
}

/** What follows the last slash of either kind. */
const lastName = (path: string): string => path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);

export interface ProcessFacts extends Context {
  readonly pid?: unknown;
  /** Creation time as stated. */
  readonly started?: unknown;
  readonly image?: unknown;
  readonly commandLine?: unknown;
  /** Device the process ran on: any stable name. Without it a pid identifies nothing. */
  readonly host?: unknown;
  readonly guid?: unknown;
  readonly parentPid?: unknown;
  readonly parentStarted?: unknown;
  readonly parentImage?: unknown;
  readonly parentCommandLine?: unknown;
  readonly parentGuid?: unknown;
  readonly user?: unknown;
}

/** A process. Strong: product's process guid, or host + pid + creation time. Weak: pid, image. */
export function process(facts: ProcessFacts): Evidence | undefined {
  const image = plainPath(stated(facts.image));
  const pid = stated(facts.pid);
  const started = stated(facts.started);
  const host = stated(facts.host)?.toLowerCase();
  const guid = stated(facts.guid)?.toLowerCase();
  const commandLine = stated(facts.commandLine);
  const name = image === undefined ? undefined : lastName(image) || image;
  const instance = pid !== undefined && started !== undefined ? `${pid}@${started}` : undefined;
  return make(
    'process',
    [
      id('procguid', guid),
      instance === undefined ? undefined : id(host === undefined ? 'pid' : 'proc', host === undefined ? instance : `${host}/${instance}`),
      host !== undefined && instance === undefined && pid !== undefined ? id('pid', `${host}/${pid}`) : undefined,
      id('image', image?.toLowerCase()),
    ],
    name === undefined ? (commandLine ?? (pid === undefined ? (guid ?? '') : `pid ${pid}`)) : pid === undefined ? name : `${name} (${pid})`,
    facts,
    {
      ...facts.attributes,
      pid,
      started,
      image,
      commandLine,
      host: stated(facts.host),
      parentPid: stated(facts.parentPid),
      parentStarted: stated(facts.parentStarted),
      parentImage: stated(facts.parentImage),
      parentCommandLine: stated(facts.parentCommandLine),
      parentGuid: stated(facts.parentGuid),
      user: stated(facts.user),
    },
  );
}

/** A command line as a thing of its own: the same long command on two hosts is a link. White space is folded. */
export function commandLine(text: unknown, context: Context = {}): Evidence | undefined {
  const line = stated(text)?.replace(/\s+/g, ' ');
  return line === undefined ? undefined : make('commandLine', [id('cmd', line.toLowerCase())], line, context);
}

/** A URL, or a domain where the field holds a bare name. Scheme and host are lower-cased, the fragment is cut. */
export function url(value: unknown, context: Context = {}): Evidence | undefined {
  const text = stated(value)
    ?.replace(/^hxxp/i, 'http')
    .replace(/\[(?:\.|dot|:\/\/|:)\]/gi, (m) => (m.includes(':') ? m.slice(1, -1) : '.'));
  if (text === undefined) return undefined;
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) {
    if (/^[^/\s]+\/\S/.test(text) && /^[^/]*\.[^/]/.test(text)) return url(`http://${text}`, context);
    return normalAddress(text) === undefined ? domain(text, context) : ip(text, context);
  }
  const m = /^([a-z][a-z0-9+.-]*):\/\/(?:[^/?#@]*@)?([^/?#]*)([^#]*)/i.exec(text);
  const host = (m?.[2] ?? '').toLowerCase().replace(/:(?:80|443)$/, '');
  const normal = m === null ? text : `${(m[1] ?? '').toLowerCase()}://${host}${m[3] ?? ''}`.replace(/\/$/, '');
  return make('url', [id('url', normal)], normal, { ...context, attributes: { ...context.attributes, host } });
}

/** A DNS name, lower case, without the root dot. Addresses and single labels are refused. */
export function domain(value: unknown, context: Context = {}): Evidence | undefined {
  const text = stated(value)
    ?.toLowerCase()
    .replace(/\.$/, '')
    .replace(/\[\.\]/g, '.')
    .replace(/:\d+$/, '');
  if (text === undefined || !/^(?=.{3,253}$)[^\s/@\\:]+\.[^\s/@\\:.]{2,}$/.test(text) || normalAddress(text) !== undefined)
    return undefined;
  return make('domain', [id('domain', text)], text, context);
}

export function mailbox(address: unknown, context: Context = {}): Evidence | undefined {
  const text = stated(address)
    ?.toLowerCase()
    .replace(/^.*<([^>]+)>$/, '$1');
  return text?.includes('@') === true ? make('mailbox', [id('mail', text)], text, context) : undefined;
}

export interface MailFacts extends Context {
  readonly networkMessageId?: unknown;
  readonly internetMessageId?: unknown;
  readonly subject?: unknown;
  readonly sender?: unknown;
  readonly recipient?: unknown;
}
/** A mail. Strong: network message id, internet message id. Weak: subject. */
export function mailMessage(facts: MailFacts): Evidence | undefined {
  const subject = stated(facts.subject);
  const network = stated(facts.networkMessageId)?.toLowerCase();
  const internet = stated(facts.internetMessageId)?.toLowerCase();
  return make(
    'mailMessage',
    [id('nmid', network), id('mid', internet), id('display', subject?.toLowerCase())],
    subject ?? internet ?? network ?? '',
    facts,
    { ...facts.attributes, subject, sender: facts.sender, recipient: facts.recipient },
  );
}

export function mailCluster(value: unknown, context: Context = {}): Evidence | undefined {
  const text = stated(value);
  return text === undefined ? undefined : make('mailCluster', [id('cluster', text.toLowerCase())], text, context);
}

export interface RegistryFacts extends Context {
  readonly hive?: unknown;
  readonly key?: unknown;
  readonly valueName?: unknown;
  readonly valueData?: unknown;
}
/** A registry key, or a value where one is named. Hive abbreviations are written out. */
export function registry(facts: RegistryFacts): Evidence | undefined {
  const hive = stated(facts.hive);
  const key = stated(facts.key);
  if (key === undefined) return undefined;
  const whole = (hive === undefined || key.toLowerCase().startsWith(hive.toLowerCase()) ? key : `${hive}\\${key}`)
    .replace(/^\\registry\\machine/i, 'HKEY_LOCAL_MACHINE')
    .replace(/^\\registry\\user/i, 'HKEY_USERS')
    .replace(/^HKLM\b/i, 'HKEY_LOCAL_MACHINE')
    .replace(/^HKCU\b/i, 'HKEY_CURRENT_USER')
    .replace(/^HKU\b/i, 'HKEY_USERS');
  const name = stated(facts.valueName);
  const context = { ...facts, attributes: { ...facts.attributes, valueData: stated(facts.valueData) } };
  return name === undefined
    ? make('registryKey', [id('key', whole.toLowerCase())], whole, context)
    : make('registryValue', [id('value', `${whole.toLowerCase()}\\\\${name.toLowerCase()}`)], `${whole}\\${name}`, context);
}

/** A cloud resource by its ARM id, ARN or full resource name. */
export function cloudResource(resourceId: unknown, context: Context & { readonly name?: unknown } = {}): Evidence | undefined {
  const text = stated(resourceId);
  if (text === undefined) return undefined;
  const label = stated(context.name) ?? text.split(/[/:]/).pop() ?? text;
  return make('cloudResource', [id('resource', text.toLowerCase())], label === '' ? text : label, {
    ...context,
    attributes: { ...context.attributes, resourceId: text },
  });
}

/** A cloud or enterprise application. */
export function app(value: unknown, context: Context & { readonly appId?: unknown } = {}): Evidence | undefined {
  const name = stated(value);
  const appId = stated(context.appId)?.toLowerCase();
  return make('app', [id('appid', appId), id(appId === undefined ? 'app' : 'name', name?.toLowerCase())], name ?? appId ?? '', context);
}
export function oauthApp(value: unknown, context: Context & { readonly appId?: unknown } = {}): Evidence | undefined {
  const name = stated(value);
  const appId = stated(context.appId)?.toLowerCase();
  return make('oauthApp', [id('appid', appId), id('name', name?.toLowerCase())], name ?? appId ?? '', context);
}

/** Any other thing with one name: session, group, container, malware family, service, or what an importer does not know (`generic`, with its kind). */
export function named(
  type: 'session' | 'securityGroup' | 'container' | 'malware' | 'service' | 'generic',
  value: unknown,
  context: Context & {
    readonly kind?: string;
    /** What a person reads, where `value` is an id. */
    readonly label?: unknown;
    /** Further identifiers of the same thing, by kind: `{ sid, guid }`. */
    readonly also?: Readonly<Record<string, unknown>>;
  } = {},
): Evidence | undefined {
  const text = stated(value);
  const more = Object.entries(context.also ?? {}).map(([kind, other]) => id(kind, stated(other)?.toLowerCase()));
  const label = stated(context.label) ?? text ?? more.find((one) => one !== undefined)?.replace(/^[^:]*:/, '') ?? '';
  return make(type, [id(kindName(context.kind) ?? type.toLowerCase(), text?.toLowerCase()), ...more], label, context);
}

/** Evidence whose identifiers are normal already: what an export of Alertweave states under `ids`. Anything that is no `kind:value` is left out. */
export function normalised(type: EvidenceType, ids: readonly unknown[], label: unknown, context: Context = {}): Evidence | undefined {
  const kept = ids
    .filter((one): one is string => typeof one === 'string' && /^[a-z][a-z0-9-]{0,40}:./.test(one))
    .map((one) => cut(one) as Identifier);
  const first = kept[0];
  return make(type, kept, stated(label) ?? first?.slice(first.indexOf(':') + 1) ?? '', context);
}
