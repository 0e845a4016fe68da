import type { Json, JsonObject } from '../../../base/json.ts';

/*
 * Events of ePolicy Orchestrator as its syslog server registration sends them: `<EPOEvent><MachineInfo>…</MachineInfo><SoftwareInfo ProductName="…">
 * <Event>…</Event></SoftwareInfo></EPOEvent>`. Only this shape is read: elements with text, no namespaces, no entities but the five of XML.
 */

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };
const unescaped = (text: string): string =>
  text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(lt|gt|amp|quot|apos));/gi, (whole, dec?: string, hex?: string, name?: string) => {
    if (name !== undefined) return ENTITIES[name.toLowerCase()] ?? whole;
    const code = dec === undefined ? Number.parseInt(hex ?? '', 16) : Number(dec);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });

/** The text of each leaf element inside a block, by lower-case name; the first of a name stands. */
function leaves(block: string, into: Map<string, Json>): void {
  for (const [, name = '', text = ''] of block.matchAll(/<([A-Za-z][\w.-]{0,60})(?:\s[^<>]*)?>([^<]*)<\/\1\s*>/g)) {
    const key = name.toLowerCase();
    const value = unescaped(text).trim();
    if (value !== '' && !into.has(key)) into.set(key, value);
  }
}

function attributes(tag: string, into: Map<string, Json>): void {
  for (const [, name = '', text = ''] of tag.matchAll(/([A-Za-z][\w.-]{0,60})="([^"]*)"/g)) {
    const key = name.toLowerCase();
    if (!into.has(key)) into.set(key, unescaped(text));
  }
}

/** One flat record an `<Event>`, each with the machine and the software it belongs to. */
export function epoEvents(xml: string): JsonObject[] {
  const out: JsonObject[] = [];
  for (const whole of blocks(xml, 'EPOEvent')) {
    const machine = blocks(whole, 'MachineInfo')[0] ?? '';
    for (const software of blocks(whole, 'SoftwareInfo')) {
      const tag = /^[^>]*>/.exec(software)?.[0] ?? '';
      for (const event of blocks(software, 'Event')) {
        const values = new Map<string, Json>();
        leaves(event, values);
        leaves(software.slice(0, software.search(/<Event[\s>]/)), values);
        attributes(tag, values);
        leaves(machine, values);
        out.push(Object.fromEntries([...values].filter(([key]) => key !== '__proto__')));
      }
    }
  }
  return out;
}

/** The insides of each element of a name, with the rest of its opening tag before them. */
function blocks(text: string, name: string): string[] {
  const out: string[] = [];
  const open = `<${name}`;
  const close = `</${name}>`;
  let at = 0;
  for (;;) {
    const start = text.indexOf(open, at);
    if (start < 0) return out;
    const after = text[start + open.length] ?? '';
    const end = text.indexOf(close, start);
    if (/[\s>]/.test(after)) out.push(text.slice(start + open.length, end < 0 ? undefined : end));
    if (end < 0) return out;
    at = /[\s>]/.test(after) ? end + close.length : start + open.length;
  }
}
