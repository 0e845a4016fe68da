import { normalAddress } from './address.ts';
import {
  app,
  cloudResource,
  commandLine,
  device,
  domain,
  file,
  ip,
  mailbox,
  mailCluster,
  named,
  normalised,
  oauthApp,
  url,
  user,
} from './evidence-builders.ts';
import { EVIDENCE_TYPES, type Evidence, type EvidenceType } from './evidence.ts';
import { normalNetwork } from './network.ts';
import { stated } from './placeholder.ts';

/** An entry of a list, in the form evidence is compared in. */
export interface ListEntry {
  readonly type: EvidenceType;
  /** An identifier `kind:value`; for `ip` also a network `ip:10.1.0.0/16`. */
  readonly id: string;
  readonly note: string;
}
export interface ListFault {
  /** From 1. */
  readonly line: number;
  readonly text: string;
  readonly why: string;
}
export interface ParsedList {
  readonly entries: readonly ListEntry[];
  readonly faults: readonly ListFault[];
  /** Lines that say the same as an earlier one. */
  readonly repeated: number;
  /** Lines beyond the limit, not looked at. */
  readonly left: number;
}

/** Most entries taken at once. */
export const MOST_ENTRIES = 10_000;
const HASH = /^(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64})$/i;
/** `kind:value`, where the value of the type itself may not look so. */
const IDENTIFIER = /^[a-z][a-z0-9-]{1,40}:[^/\\]/;
const OWN_KIND: Readonly<Partial<Record<EvidenceType, string>>> = {
  ip: 'ip:',
  url: 'url:',
  cloudResource: 'resource:',
  commandLine: 'cmd:',
  generic: 'generic:',
};
const isIdentifier = (type: EvidenceType, value: string): boolean =>
  OWN_KIND[type] === undefined ? IDENTIFIER.test(value) : value.startsWith(OWN_KIND[type]);

/**
 * Reads entries, one a line: a value, or CSV (RFC 4180) `type,value,note`. Blank lines, lines that begin with `#` and a heading are passed over.
 * `type`: what a value without a type is; undefined: told by its form, and a fault where the form does not tell.
 */
export function parseEntries(text: string, type?: EvidenceType): ParsedList {
  const entries = new Map<string, ListEntry>();
  const faults: ListFault[] = [];
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/);
  let [repeated, left] = [0, 0];
  lines.forEach((line, i) => {
    const plain = line.trim();
    if (plain === '' || plain.startsWith('#') || /^"?type"?\s*[,;\t]/i.test(plain)) return;
    if (entries.size >= MOST_ENTRIES) {
      left++;
      return;
    }
    const cells = cellsOf(plain);
    const stands = EVIDENCE_TYPES.find((known) => known.toLowerCase() === cells[0]?.toLowerCase());
    const [value = '', ...rest] = stands !== undefined && cells.length > 1 ? cells.slice(1) : cells;
    const entry = entryOf(value, cells.length > 1 && stands !== undefined ? stands : type);
    if (typeof entry === 'string') faults.push({ line: i + 1, text: plain, why: entry });
    else {
      const key = `${entry.type}|${entry.id}`;
      if (entries.has(key)) repeated++;
      else entries.set(key, { ...entry, note: rest.join(', ').trim() });
    }
  });
  return { entries: [...entries.values()], faults, repeated, left };
}

/** The cells of one line of CSV: parted by comma, semicolon or tab, whichever comes first. An apostrophe that guards a formula is taken off. */
function cellsOf(line: string): string[] {
  const separator = /^(?:"(?:[^"]|"")*"|[^,;\t"])*?([,;\t])/.exec(line)?.[1] ?? ',';
  const cells: string[] = [];
  let cell = '';
  let quoted = false;
  for (let i = 0; i < line.length; i++) {
    const c = line.charAt(i);
    if (quoted && c === '"' && line.charAt(i + 1) === '"') {
      cell += '"';
      i++;
    } else if (c === '"' && (quoted || cell.trim() === '')) quoted = !quoted;
    else if (c === separator && !quoted) {
      cells.push(cell);
      cell = '';
    } else cell += c;
  }
  return [...cells, cell].map((one) => one.trim().replace(/^'(?=[=+\-@])/, ''));
}

/** The entry a value stands for, or why it is none. */
export function entryOf(written: string, type?: EvidenceType): Omit<ListEntry, 'note'> | string {
  const value = refanged(written.trim());
  if (stated(value) === undefined) return value === '' ? 'The value is missing.' : 'This is a placeholder; it names nothing.';
  const kind = type ?? typeOfForm(value);
  if (kind === undefined) return 'Its form does not tell what it is: write type,value, for example device,FS-01 or domain,example.com.';
  if (kind === 'ip' && value.includes('/')) {
    const network = normalNetwork(value);
    return network === undefined ? 'This is no network: write it as 10.1.0.0/16.' : { type: 'ip', id: `ip:${network}` };
  }
  const made = built(kind, value);
  const id = made?.ids[0];
  return made === undefined || id === undefined ? `This is no ${WORDS[kind] ?? kind}.` : { type: made.type, id };
}

const WORDS: Readonly<Partial<Record<EvidenceType, string>>> = {
  ip: 'IP address',
  domain: 'domain name',
  url: 'URL',
  file: 'file hash or path',
};

/** Lists of indicators are handed round defanged. */
const refanged = (text: string): string =>
  text
    .replace(/\[(?:\.|dot)\]|\(\.\)/gi, '.')
    .replace(/\[@\]/g, '@')
    .replace(/^hxxp/i, 'http')
    .replace('[://]', '://');

function typeOfForm(value: string): EvidenceType | undefined {
  if (normalNetwork(value) !== undefined || normalAddress(value) !== undefined) return 'ip';
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(value)) return 'url';
  if (/^[^@\s]+@[^@\s]+$/.test(value) || /^[^\\\s]+\\[^\\]+$/.test(value) || /^S-1-\d/i.test(value)) return 'user';
  return HASH.test(value) ? 'file' : undefined;
}

function built(type: EvidenceType, value: string): Evidence | undefined {
  // An export of a list states identifiers as they are kept.
  if (isIdentifier(type, value)) return normalised(type, [value], value);
  switch (type) {
    case 'ip':
      return ip(value);
    case 'device':
      return device({ name: value });
    case 'user':
      return user({ name: value });
    case 'mailbox':
      return mailbox(value);
    case 'url':
      return url(value);
    case 'domain':
      return domain(value);
    case 'commandLine':
      return commandLine(value);
    case 'file':
      return HASH.test(value) ? file({ hash: value }) : file({ path: value });
    case 'session':
    case 'securityGroup':
    case 'container':
    case 'malware':
    case 'service':
    case 'generic':
      return named(type, value);
    case 'app':
      return app(value);
    case 'oauthApp':
      return oauthApp(value);
    case 'cloudResource':
      return cloudResource(value);
    case 'mailCluster':
      return mailCluster(value);
    case 'process':
    case 'registryKey':
    case 'registryValue':
    case 'mailMessage':
      return normalised(type, [`name:${value.toLowerCase()}`], value);
  }
}

/** The value as it is written in a list: bare where that reads back as the same, else with its kind. */
export function writtenValue(type: EvidenceType, id: string): string {
  const bare = id.slice(id.indexOf(':') + 1);
  const read = entryOf(bare, type);
  return typeof read !== 'string' && read.type === type && read.id === id ? bare : id;
}
