import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { hash64 } from '../../src/base/hash.ts';
import type { FlagsOf } from '../../src/store/entity-table.ts';
import { highOf, KeyTable, lowOf } from '../../src/store/key-table.ts';
import { correlationInput } from '../../src/store/correlation-columns.ts';
import { Mirror } from '../../src/store/mirror.ts';
import { AlertWriter, nextBatchId } from '../../src/store/write/alerts.ts';
import { anyPlaced, at, device, ip, placed, report, user } from '../helpers/alerts.ts';
import { openTestWorkspace } from '../helpers/database.ts';

const flagsOf: FlagsOf = ({ type, ids }) => (type === 'ip' && ids.some((id) => id.startsWith('ip:10.')) ? 1 : 0);

/** Everything a mirror says, with numbers that are given in order of appearance turned into what they stand for. */
function said(mirror: Mirror): unknown {
  const detectors = new Map<number, number>();
  return {
    count: mirror.count,
    entities: Array.from({ length: mirror.entities.count }, (_, i) => [mirror.entities.type[i], mirror.entities.flags[i]]),
    alerts: Array.from({ length: mirror.count }, (_, i) => {
      const refs: number[][] = [];
      mirror.eachRef(i + 1, (...ref) => refs.push(ref));
      const detector = mirror.detector[i] ?? 0;
      if (!detectors.has(detector)) detectors.set(detector, detectors.size);
      return {
        key: mirror.keyOf(i + 1),
        time: mirror.time[i],
        lastTime: mirror.lastTime[i],
        detector: detectors.get(detector),
        product: mirror.productTerms[mirror.product[i] ?? 0],
        severity: mirror.severity[i],
        tactics: mirror.tactics[i],
        repeats: mirror.repeats[i],
        excluded: mirror.excluded[i],
        status: mirror.status[i],
        sourceIncident: mirror.sourceIncident[i],
        incident: mirror.incident[i],
        link: [mirror.linkTo[i], mirror.linkStrength[i]],
        batch: mirror.batch[i],
        refs,
      };
    }),
  };
}

test('the mirror kept in step with the writer is the mirror read from the database', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(anyPlaced, { maxLength: 12 }), { maxLength: 4 }), fc.array(fc.nat(60)), async (files, decided) => {
      const { db, mirror } = await openTestWorkspace(flagsOf);
      for (const file of files) {
        const writer = new AlertWriter(db, mirror, nextBatchId(db));
        writer.write(file);
        writer.finish(report(), { at: 1 });
        for (const n of decided) {
          if (n >= mirror.count) continue;
          db.run("insert or replace into alert_decision (key, status) values (?, 'resolved')", [mirror.keyOf(n + 1)]);
        }
        mirror.refreshDecisions(db);
      }
      expect(said(Mirror.load(db, flagsOf))).toEqual(said(mirror));
      for (let id = 1; id <= mirror.count; id++) expect(mirror.find(mirror.keyOf(id))).toBe(id);
      db.close();
    }),
    { numRuns: 40 },
  );
});

test('the reverse index names each alert of an entity once, over resolved mentions', async () => {
  const { db, mirror } = await openTestWorkspace();
  const writer = new AlertWriter(db, mirror, 1);
  writer.write([
    placed({ externalId: '1', evidence: [device('fs-01'), ip('203.0.113.7')] }),
    placed({ externalId: '2', evidence: [user('jane'), device('dc-03')] }),
    placed({ externalId: '3', evidence: [device('dc-03'), device('fs-01')] }),
  ]);
  expect([...mirror.alertsOf(1)]).toEqual([1, 3]);
  expect([...mirror.alertsOf(4)]).toEqual([2, 3]);
  // dc-03 (entity 4) turns out to be fs-01 (entity 1).
  mirror.setCanonical(Uint32Array.of(0, 1, 2, 0));
  expect([...mirror.alertsOf(4)]).toEqual([1, 2, 3]);
  expect([...mirror.alertsOf(1)]).toEqual([1, 2, 3]);
});

test('the correlation gets rows from 0, canonical entities once per alert, and no time as NaN', async () => {
  const { db, mirror } = await openTestWorkspace(flagsOf);
  const writer = new AlertWriter(db, mirror, 1);
  writer.write([
    placed({
      externalId: '1',
      tactics: ['TA0001'],
      evidence: [ip('10.0.0.5', ['source']), ip('203.0.113.7', ['target'])],
      lastActivity: at(5),
    }),
    {
      draft: { title: 'No time', severity: 'high', product: 'Other', externalId: '2', evidence: [ip('203.0.113.7')], kind: 'posture' },
      place: { line: 2, offset: -1, length: -1 },
      format: 'test-format',
    },
  ]);
  const input = correlationInput(mirror, Uint32Array.of(1, 1), { mustLink: [], cannotLink: [] });
  expect(input.count).toBe(2);
  expect([...input.offset]).toEqual([0, 1, 2]);
  expect([...input.entity]).toEqual([1, 1]);
  expect([...input.role]).toEqual([(1 << 2) | (1 << 15), 1 << 2]);
  expect([...input.time]).toEqual([at(0), Number.NaN]);
  expect([...input.lastTime]).toEqual([at(5), Number.NaN]);
  expect([...input.excluded]).toEqual([0, 1]);
  expect([...input.severity]).toEqual([3, 4]);
  expect([...input.entities.flags]).toEqual([1, 0]);
});

test('the key table finds what was put in, through growth', () => {
  const table = new KeyTable();
  const hashes = Array.from({ length: 5000 }, (_, i) => hash64(`key ${i}`));
  hashes.forEach((hash, i) => table.set(highOf(hash), lowOf(hash), i + 1));
  table.set(0, 0, 77);
  expect(hashes.every((hash, i) => table.get(highOf(hash), lowOf(hash)) === i + 1)).toBe(true);
  expect([table.get(0, 0), table.get(0, 1), table.size]).toEqual([77, 0, 5001]);
});
