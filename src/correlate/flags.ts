import { isPrivateAddress } from '../domain/address.ts';
import { type Evidence, type EvidenceType, type Identifier, isStrong, kindOf, valueOf } from '../domain/evidence.ts';
import { isWellKnownSid } from '../domain/well-known-sid.ts';
import { stated } from '../domain/placeholder.ts';
import { ENTITY_FLAGS } from './model.ts';

/** Mark of a site at the end of an identifier, as `domain/site.ts` writes it. */
const SITE_MARK = '@@';

/** Accounts that are the same name on every machine. Sources: Microsoft Sentinel, entities reference (names dropped when they stand alone); `root`, `www-data` … of Unix. */
const BUILTIN_NAMES: ReadonlySet<string> = new Set([
  'admin',
  'administrator',
  'system',
  'root',
  'anonymous',
  'anonymous logon',
  'authenticated user',
  'authenticated users',
  'everyone',
  'network',
  'null',
  'local system',
  'localsystem',
  'local service',
  'network service',
  'guest',
  'nobody',
  'daemon',
  'www-data',
]);
/** Names of Windows' own accounts, whatever domain stands before them. */
const SYSTEM_ACCOUNTS = /^(?:system|local ?service|network ?service|local ?system|anonymous logon|(?:dwm|umfd)-\d+)$/;
const SYSTEM_REALM =
  /^(?:nt authority|nt-autorität|autorite nt|autorité nt|nt service|window manager|font driver host|iis apppool|builtin)$/;
const LOOPBACK = /^(?:127\.|0\.|::1?$)/;
const EMPTY_VALUE = /^(?:[0-]+|f{8}-f{4}-f{4}-f{4}-f{12}|localhost(?:\.localdomain)?|localdomain)$/;

const unscoped = (value: string): string => {
  const at = value.indexOf(SITE_MARK);
  return at < 0 ? value : value.slice(0, at);
};

/** Bits of `ENTITY_FLAGS` that follow from what a thing is called. The user's own lists (ignored, critical, watched) are added by the caller. */
export function evidenceFlags(evidence: Pick<Evidence, 'type' | 'ids'>): number {
  const { type, ids } = evidence;
  let flags = 0;
  if (ids.length === 0 || ids.every((id) => isBuiltin(type, id, ids)) || (type === 'process' && ids.some(isOfKernel)))
    flags |= ENTITY_FLAGS.builtin;
  if (type === 'ip' && ids.some((id) => isPrivateAddress(unscoped(valueOf(id))))) {
    flags |= ENTITY_FLAGS.internalAddress;
    if (!ids.some((id) => id.includes(SITE_MARK))) flags |= ENTITY_FLAGS.privateAddress;
  }
  if (ids.length > 0 && !ids.some((id) => isStrong(id) || isInstance(id))) flags |= ENTITY_FLAGS.weak;
  return flags;
}

/** `pid@creation time`: no host is stated, yet two processes hardly share both. */
const isInstance = (id: Identifier): boolean => kindOf(id) === 'pid' && /@\d{4}-|@[0-9a-f]{6}/.test(valueOf(id));

/** Windows numbers its idle process 0 and its kernel's 4, on every machine and at every start: whatever comes over the network is theirs. */
const isOfKernel = (id: Identifier): boolean => /^(?:pid|proc)$/.test(kindOf(id)) && /(?:^|\/)[04](?:@|$)/.test(valueOf(id));

function isBuiltin(type: EvidenceType, id: Identifier, all: readonly Identifier[]): boolean {
  const kind = kindOf(id);
  const value = unscoped(valueOf(id));
  if (stated(value) === undefined || EMPTY_VALUE.test(value)) return true;
  if (type === 'ip') return LOOPBACK.test(value);
  if (type === 'device') return kind === 'netbios' && value === 'localhost';
  if (type !== 'user') return false;
  switch (kind) {
    case 'sid':
      return isWellKnownSid(value.replace(/@.*$/, ''));
    case 'account': {
      const at = value.lastIndexOf('\\');
      const name = value.slice(at + 1);
      return SYSTEM_REALM.test(value.slice(0, at)) || SYSTEM_ACCOUNTS.test(name) || hasWellKnownSid(all);
    }
    case 'name':
    case 'display':
      return BUILTIN_NAMES.has(value) || SYSTEM_ACCOUNTS.test(value) || hasWellKnownSid(all);
    default:
      return false;
  }
}

const hasWellKnownSid = (ids: readonly Identifier[]): boolean =>
  ids.some((id) => kindOf(id) === 'sid' && isWellKnownSid(unscoped(valueOf(id)).replace(/@.*$/, '')));
