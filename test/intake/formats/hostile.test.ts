import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isObject, type Json, type JsonObject } from '../../../src/base/json.ts';
import { IMPORTERS } from '../../../src/intake/registry.ts';
import { isWellFormed } from '../../../src/intake/validate.ts';
import { fixturesOf } from '../describe-importer.ts';
import { collect } from './collect.ts';

/* Any field of a real record may hold anything: reading ends, and what it gives keeps the model's rules. */

const HOSTILE: readonly Json[] = [
  null,
  '',
  '-',
  0,
  -1,
  1e300,
  true,
  [],
  {},
  [[[]]],
  ['a', null, { $ref: '1' }],
  { $ref: '1' },
  { $id: '1', $ref: '1' },
  '{"a":',
  '[{"Type":"host"},{"$ref":"1"',
  '__proto__',
  'constructor',
  '\u0000\ud800',
  'x'.repeat(5000),
  '0001-01-01T00:00:00',
  '9999-99-99T99:99:99Z',
  '::::',
  '999.1.1.1',
  'a\\b\\c',
  '@@',
  JSON.parse('{"__proto__":{"title":"x"},"constructor":{"name":1}}') as Json,
];

function recordsOf(id: string): JsonObject[] {
  return fixturesOf(id)
    .filter((file) => file.endsWith('.ndjson') && !file.includes('utf16'))
    .flatMap((file) => readFileSync(file, 'utf8').split('\n'))
    .flatMap((line) => {
      try {
        const value = JSON.parse(line.replace(/^\uFEFF/, '')) as Json;
        return isObject(value) ? [value] : [];
      } catch {
        return [];
      }
    })
    .slice(0, 6);
}

/** Paths to every value, lists and objects themselves included. */
function pathsOf(value: Json | undefined, at: readonly (string | number)[] = []): (readonly (string | number)[])[] {
  const inner = Array.isArray(value)
    ? (value as readonly Json[]).flatMap((item, i) => pathsOf(item, [...at, i]))
    : isObject(value)
      ? Object.keys(value).flatMap((key) => pathsOf(value[key], [...at, key]))
      : [];
  return at.length === 0 ? inner : [at, ...inner];
}

function replaced(value: Json, path: readonly (string | number)[], by: Json): Json {
  const [head, ...rest] = path;
  if (head === undefined) return by;
  if (Array.isArray(value)) return (value as readonly Json[]).map((item, i) => (i === head ? replaced(item, rest, by) : item));
  return isObject(value) ? { ...value, [head]: replaced(value[head] ?? null, rest, by) } : value;
}

describe.each(IMPORTERS.filter((importer) => importer.kind === 'record').map((importer) => ({ id: importer.id, importer })))(
  '$id',
  ({ id, importer }) => {
    const records = recordsOf(id);
    test.skipIf(records.length === 0)('reads a record in which any one or two values are hostile', () => {
      const pool = records.map((record) => ({ record, paths: pathsOf(record) })).filter(({ paths }) => paths.length > 0);
      fc.assert(
        fc.property(
          fc.constantFrom(...pool),
          fc.nat(),
          fc.nat(),
          fc.constantFrom(...HOSTILE),
          fc.constantFrom(...HOSTILE),
          ({ record, paths }, a, b, x, y) => {
            const once = replaced(record, paths[a % paths.length] ?? [], x);
            const broken = replaced(once, paths[b % paths.length] ?? [], y);
            if (!isObject(broken)) return;
            expect([0, 25, 50, 75, 100]).toContain(importer.match(broken, 'json'));
            for (const alert of collect(importer, broken).alerts) {
              expect(typeof alert.title).toBe('string');
              expect(alert.evidence.every(isWellFormed)).toBe(true);
              for (const time of [alert.firstActivity, alert.lastActivity, alert.detected, alert.updated])
                expect(time === undefined || Number.isSafeInteger(time)).toBe(true);
            }
          },
        ),
        { numRuns: 150 },
      );
    });
  },
);
