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

/** The trimmed text, or `undefined` where it says nothing: empty, a dash, `N/A`, a zero GUID, a sample's `string`. */
export function stated(value: unknown): string | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  const text = String(value).trim();
  return EMPTY.has(text.toLowerCase()) ? undefined : text;
}
