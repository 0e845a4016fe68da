import type { Database } from 'sql.js';
import { hash64 } from '../base/hash.ts';
import type { CorrelationInput, CorrelationResult } from '../correlate/model.ts';
import { canonicalOrder } from '../domain/canonical-order.ts';
import { type Episode, episodesOf } from '../correlate/sequences/episodes.ts';
import { seenSequences } from '../correlate/sequences/match.ts';
import { reasonCode } from '../domain/reason.ts';
import { readSetting } from '../store/correlation-rows.ts';
import type { Mirror } from '../store/mirror.ts';
import { type RaisedAlert, type RaisedChange, writeRaised } from '../store/write/raised.ts';
import { sequenceFacts } from './correlation-input.ts';
import { raisersOf, SEQUENCE_SETTING, type SequenceChoice, sequencesOfSetting } from './sequence-choice.ts';

const UNIT = '\u001f';

/** Alerts of our own that the sequences of the workspace call for: a function of the alerts of the files and the rules. */
export function raisedUnder(
  db: Database,
  mirror: Mirror,
  inputNow: () => CorrelationInput,
  choice: SequenceChoice = sequencesOfSetting(readSetting(db, SEQUENCE_SETTING)),
): RaisedAlert[] {
  const rules = raisersOf(choice);
  if (rules.length === 0) return [];
  const input = inputNow();
  const order = canonicalOrder(input);
  const position = new Uint32Array(input.count);
  order.forEach((row, c) => (position[row] = c));
  const inTime = (rows: readonly number[]): number[] => [...rows].sort((a, b) => (position[a] ?? 0) - (position[b] ?? 0));
  return episodesOf(seenSequences(input, rules, sequenceFacts(db, mirror))).flatMap((episode) => {
    const { raises } = episode.rule;
    if (raises === undefined) return [];
    const steps = episode.steps.map((rows) => inTime(rows).map((row) => row + 1));
    return [{ key: keyOf(mirror, episode), rule: episode.rule, raises, steps, entities: episode.entities.map((row) => row + 1) }];
  });
}

const keyOf = (mirror: Mirror, { rule, first }: Episode): string =>
  `a${hash64(['alertweave/sequence', rule.id, ...first.map((row) => mirror.keyOf(row + 1))].join(UNIT))}`;

/** Writes the alerts of our own under the rules in force; `place` puts them into the incidents of their last alerts. */
export function raise(
  db: Database,
  mirror: Mirror,
  input: () => CorrelationInput,
): { readonly change: RaisedChange; readonly place: (woven: CorrelationResult) => CorrelationResult } {
  const alerts = raisedUnder(db, mirror, input);
  const change = writeRaised(db, mirror, alerts);
  return { change, place: (woven) => placed(woven, mirror, new Map(alerts.map((alert) => [alert.key, alert]))) };
}

function placed(woven: CorrelationResult, mirror: Mirror, alerts: ReadonlyMap<string, RaisedAlert>): CorrelationResult {
  const { observed, count } = mirror;
  if (observed === count) return woven;
  const reasons = woven.reasonOffset[observed] ?? 0;
  const more = count - observed;
  const longer = <T extends Uint8Array | Uint32Array | Int32Array | Float32Array>(from: T, length: number): T => {
    const to = new (from.constructor as new (length: number) => T)(length);
    to.set(from.subarray(0, length));
    return to;
  };
  const result = {
    ...woven,
    incident: longer(woven.incident, count),
    parent: longer(woven.parent, count),
    score: longer(woven.score, count),
    reasonOffset: longer(woven.reasonOffset, count + 1),
    reasonCode: longer(woven.reasonCode, reasons + more),
    reasonEntity: longer(woven.reasonEntity, reasons + more),
    reasonWeight: longer(woven.reasonWeight, reasons + more),
  };
  for (let i = 0; i < more; i++) {
    const row = observed + i;
    const alert = alerts.get(mirror.keyOf(row + 1));
    const last = (alert?.steps.at(-1)?.at(-1) ?? 1) - 1;
    result.incident[row] = result.incident[last] ?? 0;
    result.parent[row] = last;
    result.score[row] = 1;
    result.reasonOffset[row + 1] = reasons + i + 1;
    result.reasonCode[reasons + i] = reasonCode('eventSequence');
    result.reasonEntity[reasons + i] = alert?.entities[0] ?? 0;
    result.reasonWeight[reasons + i] = 1;
  }
  return result;
}
