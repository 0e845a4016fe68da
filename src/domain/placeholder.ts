const EMPTY = new Set([
  '',
  '-',
  '--',
  '—',
  'n/a',
  'na',
  'none',
  'null',
  'nil',
  'undefined',
  'unknown',
  '(empty)',
  '(none)',
  '(unknown)',
  'not available',
  '0.0.0.0',
  '::',
  '<unknown>',
  'xxx.xxx.x.x',
  'string',
  '...',
  '…',
  '?',
  '%',
  '*',
  'redacted',
  '[redacted]',
  '<redacted>',
  '0',
  'true',
  'false',
  '00000000-0000-0000-0000-000000000000',
  'ffffffff-ffff-ffff-ffff-ffffffffffff',
]);

/** No placeholder is longer. */
const LONGEST = 36;
/** First characters of the placeholders, lower and upper case: what begins otherwise says something. */
const SUSPECT = new Uint8Array(128);
for (const word of EMPTY) {
  for (const first of [word.slice(0, 1).toLowerCase(), word.slice(0, 1).toUpperCase()]) {
    const code = first.charCodeAt(0);
    if (code < 128) SUSPECT[code] = 1;
  }
}

/** `trim` is asked only where something visible of ASCII does not stand at both ends: it seldom has anything to do, and every field passes here. */
function trimmed(text: string): string {
  const first = text.charCodeAt(0);
  const last = text.charCodeAt(text.length - 1);
  return first > 32 && first < 127 && last > 32 && last < 127 ? text : text.trim();
}

/** The trimmed text, or `undefined` where it says nothing: empty, a dash, `N/A`, a zero GUID, a sample's `string`. */
export function stated(value: unknown): string | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  const text = typeof value === 'string' ? trimmed(value) : String(value);
  if (text === '') return undefined;
  if (text.length > LONGEST) return text;
  const first = text.charCodeAt(0);
  if (first < 128 && SUSPECT[first] === 0) return text;
  return EMPTY.has(text.toLowerCase()) ? undefined : text;
}
