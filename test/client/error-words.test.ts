import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { titleOf, wordsOf } from '../../src/client/error-words.ts';

/** Codes that rooms put into failures and rejections, as they stand in the source: `'room/what'`. */
function codesIn(folder: string): Set<string> {
  const codes = new Set<string>();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !/\.(ts|svelte)$/.test(entry.name) || entry.name === 'error-words.ts') continue;
    const text = readFileSync(join(entry.parentPath, entry.name), 'utf8');
    for (const [, code] of text.matchAll(/'((?:intake|store|journal|worker|correlate|incident|page)\/[a-z0-9-]+)'/g))
      if (code !== undefined) codes.add(code);
  }
  return codes;
}

test('every failure that the program can give has words', () => {
  const codes = codesIn('src');
  expect(codes.size).toBeGreaterThan(20);
  expect([...codes].filter((code) => titleOf(code) === code)).toEqual([]);
});

describe('words of a failure', () => {
  test('title, cause and remedy', () => {
    const words = wordsOf({ code: 'store/in-use', message: 'x' });
    expect(words.title).toBe('The workspace is open in another tab');
    expect(words.remedy).toContain('Close the other tab');
  });
  test('the message is the cause where it is the better sentence', () =>
    expect(wordsOf({ code: 'journal/redirected', message: 'Incident #3 was merged into another.' }).cause).toBe(
      'Incident #3 was merged into another.',
    ));
  test('an unknown code still says what it knows', () =>
    expect(wordsOf({ code: 'future/thing', message: 'No luck.' })).toMatchObject({ cause: 'No luck. (future/thing)' }));
  test('a code named as a property of every object has no words of its own', () => expect(titleOf('constructor')).toBe('constructor'));
});
