import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { IMPORTERS } from '../../src/intake/registry.ts';
import { validAlert } from '../../src/intake/validate.ts';
import { fixturesOf } from './describe-importer.ts';
import { fileSource, memorySource, take } from './sources.ts';

const FIXTURES = IMPORTERS.flatMap(({ id }) => fixturesOf(id).map((file) => [id, file] as const));
const short = (file: string): string => file.split('/').slice(-2).join('/');

/** Rows: what the files are. Columns: what they were taken for. Anything off the diagonal is a fault. */
test('the confusion matrix over all fixtures, with their names and as unknown, is a diagonal', async () => {
  const confused: string[] = [];
  const counts = new Map<string, number>();
  for (const [id, file] of FIXTURES) {
    for (const name of [basename(file), 'unknown', 'alerts.json', 'export.csv']) {
      const { reports } = await take(fileSource(file, name));
      for (const report of reports) {
        if (report.format === id && report.candidates.length === 0) counts.set(id, (counts.get(id) ?? 0) + 1);
        else
          confused.push(
            `${short(file)} as ${name} → ${report.format ?? report.error?.code ?? 'nothing'} ${report.candidates.map(({ format }) => format).join(' or ')}`,
          );
      }
    }
  }
  expect(confused).toEqual([]);
  expect([...counts.keys()].sort()).toEqual(IMPORTERS.map(({ id }) => id).sort());
});

describe('junk is taken by none', () => {
  const files = fixturesOf('junk');
  test('there is junk', () => expect(files.length).toBeGreaterThan(10));
  test.each(files.map((file) => [basename(file), file]))('%s', async (_, file) => {
    const { reports, alerts } = await take(fileSource(file, 'unknown'));
    expect(alerts).toHaveLength(0);
    expect(reports.map(({ format, error }) => [format, error?.code])).toEqual([[null, 'intake/unknown-format']]);
  });
});

test('each fixture, cut off in the middle or with bytes changed, ends with a report and sound alerts', async () => {
  for (const [, file] of FIXTURES) {
    const bytes = new Uint8Array(readFileSync(file));
    if (bytes.length > 300_000) continue;
    for (const share of [0.3, 0.5, 0.9]) {
      const cut = bytes.slice(0, Math.floor(bytes.length * share));
      const mixed = bytes.slice();
      for (let i = 7; i < mixed.length; i += 97) mixed[i] = (mixed[i] ?? 0) ^ Math.floor(64 * share);
      for (const content of [cut, mixed]) {
        const { reports, alerts } = await take(memorySource(content));
        expect([short(file), reports.length > 0]).toEqual([short(file), true]);
        for (const { draft } of alerts) expect(validAlert(draft, () => undefined)).toBe(draft);
      }
    }
  }
});

test('hostile text in every field is kept as text', async () => {
  const hostile = `"'><img src=x onerror=alert(1)> \${7*7} {{7*7}} =cmd|' /C calc'!A0 '; DROP TABLE alert; -- \u202e\ufeff`;
  for (const { id } of IMPORTERS) {
    const file = fixturesOf(id).find((path) => /\.(?:ndjson|jsonl|json)$/.test(path) && !/-(?:bad|cut|empty|utf16)/.test(path));
    if (file === undefined) continue;
    const text = readFileSync(join(file), 'utf8').replace(/("(?:[^"\\]|\\.)*")(\s*:)?/g, (whole: string, value: string, colon?: string) =>
      colon === undefined && value.length > 12 && !/\d{4}-\d\d/.test(value)
        ? JSON.stringify(`${String(JSON.parse(value))}${hostile}`)
        : whole,
    );
    const { reports, alerts } = await take(memorySource(text));
    expect([id, reports.length > 0]).toEqual([id, true]);
    for (const { draft } of alerts) expect(validAlert(draft, () => undefined)).toBe(draft);
  }
});
