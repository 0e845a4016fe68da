import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { toIso } from '../../src/base/time.ts';
import type { Importer } from '../../src/intake/importer.ts';
import { IMPORTERS } from '../../src/intake/registry.ts';
import type { PlacedAlert } from '../../src/intake/report.ts';
import { isWellFormed, validAlert } from '../../src/intake/validate.ts';
import { fileSource, take } from './sources.ts';

const FIXTURES = new URL('../fixtures/', import.meta.url).pathname;
const DIGEST = 200;

export const fixturesOf = (id: string): readonly string[] => {
  const folder = join(FIXTURES, id);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => !name.endsWith('.md') && !name.startsWith('.'))
    .sort()
    .map((name) => join(folder, name));
};

/**
 * The test every format has: each file of `test/fixtures/<id>/` is recognised by content with its name and as `unknown`, claimed by this importer
 * alone, gives alerts that keep the model's rules, gives the same ones again, and matches its digest. A folder `<id>` without files fails.
 * Files whose name contains `-empty` may hold no record, those with `-bad` may hold rejected ones.
 */
export function describeImporter(importer: Importer): void {
  describe(`${importer.id}: ${importer.label}`, () => {
    const files = fixturesOf(importer.id);
    test('is registered and has fixtures', () => {
      expect(IMPORTERS.filter(({ id }) => id === importer.id)).toEqual([importer]);
      expect(files.length).toBeGreaterThan(0);
      expect(importer.spec).toMatch(/^(?:https?:\/\/|docs\/formats\/)/);
    });
    for (const file of files) {
      const name = file.slice(file.lastIndexOf('/') + 1);
      describe(name, () => {
        test('is recognised by content, with its name and as unknown', async () => {
          for (const source of [fileSource(file), fileSource(file, 'unknown')]) {
            const { reports } = await take(source);
            for (const report of reports) {
              expect({ error: report.error, candidates: report.candidates }).toEqual({ error: null, candidates: [] });
              expect(report.format).toBe(importer.id);
            }
          }
        });
        test('is claimed by no other importer', async () => {
          const claimed: string[] = [];
          for (const other of IMPORTERS) {
            if (other.id === importer.id) continue;
            const { reports } = await take(fileSource(file), { importers: [other] });
            // One that takes a minority of a file that mixes formats has not claimed it.
            if (
              reports.some(
                (report) => report.format === other.id && report.records > 0 && report.ignored + report.rejectedCount < report.records / 2,
              )
            )
              claimed.push(other.id);
          }
          expect(claimed).toEqual([]);
        });
        test('gives alerts that keep the rules, and the same ones again', async () => {
          const first = await take(fileSource(file));
          const broken = first.alerts.filter(
            ({ draft }) => validAlert(draft, () => undefined) !== draft || !draft.evidence.every(isWellFormed),
          );
          expect(broken).toEqual([]);
          for (const { draft } of first.alerts) expect(draft.product).not.toBe('');
          const again = await take(fileSource(file));
          expect(again.alerts).toEqual(first.alerts);
          for (const report of first.reports) {
            if (!/-(?:bad|cut)/.test(name)) expect(report.rejected).toEqual([]);
            if (!/-empty/.test(name)) expect(report.records).toBeGreaterThan(0);
          }
        });
        test('matches its digest', async () => {
          const { reports, alerts } = await take(fileSource(file));
          const head = reports.map(
            (r) =>
              `${r.container}, ${r.encoding}: ${r.records} records, ${r.alerts} alerts, ${r.sourceIncidents} incidents, ${r.ignored} ignored, ${r.rejectedCount} rejected`,
          );
          const rest = alerts.length > DIGEST ? [`… and ${alerts.length - DIGEST} more`] : [];
          expect([...head, ...alerts.slice(0, DIGEST).map(digest), ...rest].join('\n')).toMatchSnapshot();
        });
      });
    }
  });
}

/** One line a person can hold against the file. */
export function digest({ draft, place }: PlacedAlert): string {
  const at = draft.firstActivity ?? draft.detected;
  const evidence = draft.evidence
    .map(({ type, label, roles }) => `${type}=${label}${roles.length > 0 ? `(${roles.join('+')})` : ''}`)
    .join(' ');
  return [
    `${place.line}`,
    at === undefined ? '-' : toIso(at),
    draft.severity,
    draft.title,
    draft.externalId ?? '-',
    draft.product,
    [...(draft.tactics ?? []), ...(draft.techniques ?? [])].join(' '),
    evidence,
  ].join(' | ');
}
