import type { Json } from '../../../base/json.ts';
import { Fields } from './fields.ts';

export interface CefEvent {
  readonly vendor: string;
  readonly product: string;
  readonly version: string;
  readonly classId: string;
  readonly name: string;
  readonly severity: string;
  readonly fields: Fields;
}

/** Where `CEF:0|` begins; −1 when the line holds none. */
export const cefStart = (line: string): number =>
  line.search(/(?:^|[\s>:\]])CEF:\s?\d+\|/) + (/^CEF:/.test(line) ? 0 : /CEF:\s?\d+\|/.test(line) ? 1 : 0);

/** Header and extension of one event; `undefined` when the header is cut off. A missing extension or severity is allowed. */
export function cefEvent(text: string): CefEvent | undefined {
  const parts: string[] = [];
  let at = text.indexOf(':') + 1;
  let part = '';
  for (; at < text.length && parts.length < 7; at++) {
    const char = text[at];
    if (char === '\\' && (text[at + 1] === '|' || text[at + 1] === '\\')) part += text[++at] ?? '';
    else if (char === '|') {
      parts.push(part.trim());
      part = '';
    } else part += char ?? '';
  }
  if (parts.length < 7 && part.trim() !== '') parts.push(part.trim());
  if (parts.length < 6) return undefined;
  const [, vendor = '', product = '', version = '', classId = '', name = '', severity = ''] = parts;
  return { vendor, product, version, classId, name, severity, fields: labelled(extension(parts.length < 7 ? '' : text.slice(at))) };
}

const KEY = /(?:^|\s)([A-Za-z_][\w.[\]$-]*)=/g;

/** `key=value key=value`: blanks stand in values, so that a value ends where the next key begins. */
export function extension(text: string): Record<string, string> {
  const out: Record<string, string> = Object.create(null) as Record<string, string>;
  const keys = [...text.matchAll(KEY)];
  keys.forEach((match, i) => {
    const name = match[1] ?? '';
    const value = unescaped(text.slice(match.index + match[0].length, keys[i + 1]?.index ?? text.length).trim());
    if (value !== '' && !(name in out)) out[name] = value;
  });
  return out;
}

const PATH = /^"?(?:[A-Za-z]:|\\)\\(?!\\)/;
function unescaped(value: string): string {
  if (!value.includes('\\')) return value;
  // Some senders leave the backslashes of Windows paths alone.
  if (PATH.test(value)) return value.replace(/\\([=|])/g, '$1');
  return value.replace(/\\([\\=|nr])/g, (_, char: string) => (char === 'n' ? '\n' : char === 'r' ? '\r' : char));
}

const PREFIX =
  /^(?:ad\.|BitdefenderGZ|FTNTFGT|FortinetFortiGate|FortinetFortiWeb|PanOS|TrendMicroDs|TrendMicro|Cybereason(?:CEFgenerator)?|cp_|CS_?(?=[A-Z]))/;

/** Fields under their own name, under the label a vendor gave them, and without the vendor's prefix. The first of a name wins. */
export function labelled(values: Record<string, string>): Fields {
  const out: Record<string, Json> = { ...values };
  for (const key of Object.keys(values)) {
    const value = values[key] ?? '';
    if (/label$/i.test(key)) {
      const custom = values[key.slice(0, -5)];
      if (custom !== undefined && value !== '__proto__' && !(value in out)) out[value] = custom;
      continue;
    }
    const bare = key.replace(PREFIX, '');
    if (bare !== key && bare !== '' && bare !== '__proto__' && !(bare in out)) out[bare] = value;
  }
  return new Fields(out);
}

const PALO_ALTO =
  /^(?:traffic|system|config|auth|authentication|decryption|globalprotect|hip-?match|userid|iptag|sctp|gtp|tunnel|start|end)$/i;

/** Traffic, audit and system records that share the pipe with alerts. */
export function isRoutine({ vendor, product, classId, name, severity, fields }: CefEvent): boolean {
  const act = fields.text('act', 'deviceaction') ?? '';
  const category = fields.text('cat', 'deviceeventcategory') ?? '';
  if (/fortinet/i.test(vendor)) return /^(?:traffic|event)\b/i.test(category === '' ? name : category);
  if (/palo alto/i.test(vendor))
    return [classId, name].some((part) => PALO_ALTO.test(part)) && ![classId, name].some((part) => /^threat$/i.test(part));
  if (/arcsight/i.test(vendor)) return /^(?:agent|monitor|manager):/i.test(classId);
  if (/check point/i.test(vendor))
    return (
      /^(?:accept|bypass|allow|log in|log out|encrypt|decrypt|key install)$/i.test(act) &&
      /^(?:unknown|0|low)?$/i.test(severity) &&
      !fields.has('protectionname')
    );
  if (/cisco/i.test(vendor) && /email security|web security/i.test(product))
    return ![...fields.names()].some(
      (key) => /verdict$/.test(key) && /^(?:positive|malicious|suspect|virus|infected|viral)/i.test(fields.text(key) ?? ''),
    );
  if (/^\/(?:normal|informational)$/i.test(fields.text('categorysignificance') ?? '')) return true;
  if (/^(?:unknown|low|0|1|2|3)?$/i.test(severity) && /^(?:accept|allow|allowed|permit|permitted|pass)$/i.test(act))
    return fields.text('virusname', 'malwarename', 'threatname', 'filehash') === undefined;
  return (
    /\b(?:audit|login succe|logged (?:in|out)|logon success|heartbeat|health check)\b/i.test(`${name} ${category}`) &&
    !/threat|malware|attack|fail/i.test(name)
  );
}
