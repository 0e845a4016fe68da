import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

/* Contrast of WCAG 2.2 (1.4.3 text 4.5:1, 1.4.11 graphics and controls 3:1), computed from tokens.css for both themes. */

const declared = new Map<string, string>();
for (const [, name, value] of readFileSync('src/styles/tokens.css', 'utf8').matchAll(/(--[\w-]+):\s*([^;]+);/g))
  if (name !== undefined && value !== undefined && !declared.has(name)) declared.set(name, value.trim());

function colour(name: string, theme: 'light' | 'dark'): string {
  const value = declared.get(name);
  if (value === undefined) throw new Error(`no token ${name}`);
  const pair = /^light-dark\((.+?\)?), (.+)\)$/.exec(value);
  return follow(pair === null ? value : ((theme === 'light' ? pair[1] : pair[2]) ?? ''), theme);
}
function follow(value: string, theme: 'light' | 'dark'): string {
  const inner = /^var\((--[\w-]+)\)$/.exec(value)?.[1];
  if (inner !== undefined) return colour(inner, theme);
  if (!/^#[0-9a-f]{6}$/.test(value)) throw new Error(`not a plain colour: ${value}`);
  return value;
}
function luminance(hex: string): number {
  const channel = (at: number): number => {
    const c = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
}
function contrast(a: string, b: string): number {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return ((high ?? 0) + 0.05) / ((low ?? 0) + 0.05);
}

const SURFACES = ['--surface', '--surface-raised', '--surface-sunken', '--surface-hover', '--surface-selected', '--surface-overlay'];
const SEVERITIES = ['high', 'medium', 'low', 'informational', 'unknown'];
const TEXTS = [
  '--text',
  '--text-muted',
  '--text-link',
  '--accent',
  '--accent-strong',
  '--danger',
  '--warning',
  '--success',
  '--info',
  '--viz-asset',
  '--viz-evidence',
  '--viz-extra-1',
  '--viz-extra-2',
  ...SEVERITIES.map((s) => `--severity-${s}`),
  '--verdict-malicious',
  '--verdict-suspicious',
  '--verdict-noThreatsFound',
  '--verdict-unknown',
];
const ON_TINT: readonly (readonly [string, string])[] = ['danger', 'warning', 'success', 'info'].flatMap((kind): [string, string][] => [
  [`--${kind}`, `--${kind}-surface`],
  ['--text', `--${kind}-surface`],
]);
const GRAPHICS = ['--border-strong', '--focus', '--viz-edge', ...SEVERITIES.map((s) => `--severity-${s}-mark`)];

describe.each(['light', 'dark'] as const)('%s theme', (theme) => {
  it.each(TEXTS.flatMap((text) => SURFACES.map((surface) => [text, surface] as const)))('%s on %s is text of 4.5:1', (text, surface) =>
    expect(contrast(colour(text, theme), colour(surface, theme))).toBeGreaterThanOrEqual(4.5),
  );
  it.each([...ON_TINT, ['--text-on-accent', '--accent'] as const, ['--text-on-accent', '--accent-strong'] as const])(
    '%s on %s is text of 4.5:1',
    (text, surface) => expect(contrast(colour(text, theme), colour(surface, theme))).toBeGreaterThanOrEqual(4.5),
  );
  it.each(GRAPHICS.flatMap((mark) => SURFACES.slice(0, 3).map((surface) => [mark, surface] as const)))(
    '%s on %s is a mark of 3:1',
    (mark, surface) => expect(contrast(colour(mark, theme), colour(surface, theme))).toBeGreaterThanOrEqual(3),
  );
});

it('sees a bad pair', () => expect(contrast('#777777', '#ffffff')).toBeLessThan(4.5));
