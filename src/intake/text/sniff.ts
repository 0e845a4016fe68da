import { behindHead } from './behind-head.ts';
import { guessTable } from './sniff-table.ts';
import type { TableShape } from './sniff-table.ts';

export type TextShape =
  | { readonly kind: 'empty' }
  | { readonly kind: 'ndjson'; readonly name: 'NDJSON' | 'log lines with JSON' }
  | { readonly kind: 'values'; readonly name: 'JSON array' | 'JSON object' | 'JSON records' }
  | { readonly kind: 'table'; readonly table: TableShape }
  | { readonly kind: 'text' };

const LOOK = 20;

/** What kind of text this is, by its first non-blank character and its structure. `whole`: the head is the whole file. */
export function sniffText(head: string, whole: boolean): TextShape {
  const text = head.replace(/^[\ufeff\s\p{Cc}]+/u, '');
  if (text === '') return whole ? { kind: 'empty' } : { kind: 'values', name: 'JSON records' };
  const json = sniffJson(text, whole);
  if (json !== undefined) return json;
  const table = guessTable(head.replace(/^\ufeff/, ''), whole);
  return table === undefined ? { kind: 'text' } : { kind: 'table', table };
}

function sniffJson(text: string, whole: boolean): TextShape | undefined {
  const lines = text.split('\n', LOOK + 1);
  if (!whole) lines.pop();
  const filled = lines.map((line) => line.trim()).filter((line) => line !== '');
  const objects = filled.filter((line) => /^[[{]/.test(line) && parses(line)).length;
  if (filled.length > 1 && objects > 0 && objects * 2 >= filled.length) return { kind: 'ndjson', name: 'NDJSON' };
  if (/^\{\s*(?:["}]|$)/.test(text)) {
    if (filled.length === 1 && objects === 1) return { kind: 'values', name: 'JSON object' };
    return { kind: 'values', name: /\n\}\s*,?\s*\{/.test(text) ? 'JSON records' : 'JSON object' };
  }
  if (
    /^\[\s*(?:[[{"\]]|$|-?\d+(?:\.\d+)?\s*[,\]]|(?:true|false|null)\s*[,\]])/.test(text) &&
    !text.startsWith('[**]') &&
    startsAsList(text, whole)
  ) {
    return { kind: 'values', name: 'JSON array' };
  }
  const headed = filled.filter((line) => behindHead(line) !== undefined).length;
  return headed > 0 && headed * 2 >= filled.length ? { kind: 'ndjson', name: 'log lines with JSON' } : undefined;
}

/** `[2024-05-01 …] message` and `["x"] y` are log lines: what follows the first element must be a comma or the end of the list. */
function startsAsList(text: string, whole: boolean): boolean {
  const scalar = /^\[\s*(?:"(?:[^"\\\n]|\\.)*"|[-\d.]+|true|false|null)\s*(.)/.exec(text);
  if (scalar !== null) return scalar[1] === ',' || (scalar[1] === ']' && (whole ? /\]\s*$/.test(text) : true));
  return true;
}

function parses(line: string): boolean {
  try {
    JSON.parse(line);
    return true;
  } catch {
    return false;
  }
}
