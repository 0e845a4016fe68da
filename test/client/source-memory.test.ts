import { describe, expect, test } from 'vitest';
import { offsetOf, offsetText } from '../../src/client/zone-offset.ts';
import { FIELD_WORDS, readMappingFile, writeMappingFile } from '../../src/client/source-memory.ts';
import { FIELDS } from '../../src/intake/mapping/fields.ts';
import type { MappingSpec } from '../../src/intake/mapping/spec.ts';

const SPEC: MappingSpec = {
  v: 1,
  fingerprint: 'f0123456789abcdef',
  name: 'House',
  columns: { title: ['what'], device: ['box', 'host'] },
  severityScale: 'upTo10',
  severityWords: { ugly: 'high' },
  product: 'House',
  offsetMinutes: 345,
  dayFirst: true,
};

describe('mapping files', () => {
  test('what is written is read', () => expect(readMappingFile(writeMappingFile(SPEC))).toEqual({ ok: true, value: SPEC }));

  test.each([
    '',
    '[]',
    '{"v":2}',
    '{"v":1,"fingerprint":"f","columns":{"time":["t"]}}',
    '{"v":1,"fingerprint":"f","columns":{"title":[7]}}',
    '{"v":1,"columns":{"title":"__proto__"}}',
  ])('refuses %s', (text) => {
    expect(readMappingFile(text).ok).toBe(false);
  });

  test.each(['__proto__', 'constructor', 'prototype'])('refuses a key %s wherever it stands, and poisons nothing', (key) => {
    const good = writeMappingFile(SPEC);
    for (const text of [
      good.replace('{', `{"${key}":{"polluted":true},`),
      good.replace('"columns": {', `"columns": {"${key}":["x"],`),
      good.replace('"severityWords": {', `"severityWords": {"${key}":"high",`),
    ]) {
      expect(text).not.toBe(good);
      expect(readMappingFile(text)).toMatchObject({
        ok: false,
        error: { code: 'intake/bad-mapping', message: expect.stringContaining(key) as string },
      });
    }
    expect('polluted' in {}).toBe(false);
  });

  test('a column may be called what it likes, and what a mapping does not know is left out', () => {
    const spec = { ...SPEC, columns: { title: ['__proto__', 'constructor'] } };
    expect(readMappingFile(writeMappingFile(spec))).toEqual({ ok: true, value: spec });
    expect(readMappingFile(JSON.stringify({ ...SPEC, evil: 1, columns: { ...SPEC.columns, evil: ['x'] } }))).toEqual({
      ok: true,
      value: SPEC,
    });
    expect(readMappingFile(`"${'x'.repeat(1 << 20)}"`).ok).toBe(false);
  });

  test('names each field as the intake does', () => {
    expect(Object.entries(FIELD_WORDS).sort()).toEqual(FIELDS.map(({ id, label }) => [id, label]).sort());
  });
});

describe('the offset of a zone', () => {
  const at = (iso: string): number => Date.parse(`${iso}Z`) * 1000;
  test('is that of the clocks at the civil time, on both sides of a change', () => {
    expect(offsetOf('Europe/Berlin', at('2026-01-10T12:00:00'))).toBe(60);
    expect(offsetOf('Europe/Berlin', at('2026-07-10T12:00:00'))).toBe(120);
    expect(offsetOf('Europe/Berlin', at('2026-03-29T01:30:00'))).toBe(60);
    expect(offsetOf('Europe/Berlin', at('2026-03-29T03:30:00'))).toBe(120);
    expect(offsetOf('America/St_Johns', at('2026-01-10T12:00:00'))).toBe(-210);
    expect(offsetOf('utc', at('2026-01-10T12:00:00'))).toBe(0);
  });
  test('reads as people write it', () => {
    expect([0, 345, -210].map(offsetText)).toEqual(['UTC', 'UTC+05:45', 'UTC−03:30']);
  });
});
