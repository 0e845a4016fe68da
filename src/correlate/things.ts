import { evidenceTypeCode, roleMask } from '../domain/evidence.ts';
import { ENTITY_FLAGS, type CorrelationInput } from './model.ts';
import { onlyWatched } from './sensor.ts';

/**
 * What can link two stories: the entities, where an address that always goes with one machine is taken for the machine, and after them
 * the detectors (thing = entities + detector), since one rare detector speaking at several places within minutes tells of one cause.
 */
export interface Things {
  readonly count: number;
  readonly entities: number;
  /** Thing of each entity. */
  readonly of: Uint32Array;
  /** By entity, 0–1: share of the machines beside an internal address that are its most frequent one. Low where several own it. */
  readonly owned: Float32Array;
}

/** Times an address must be seen with its machine, and the share of exceptions it may have. */
const LEAST_SEEN = 2;
const EXCEPTIONS = 0.1;

const DEVICE = evidenceTypeCode('device');
const IP = evidenceTypeCode('ip');

export function thingsOf(input: CorrelationInput, order: Uint32Array): Things {
  const entities = input.entities.count;
  let detectors = 0;
  for (const detector of input.detector) if (detector >= detectors) detectors = detector + 1;
  const of = new Uint32Array(entities);
  for (let e = 0; e < entities; e++) of[e] = e;
  const owned = new Float32Array(entities).fill(1);
  bindAddresses(input, order, of, owned);
  return { count: entities + detectors, entities, of, owned };
}

/** Majority vote of the machines with which an internal address stands alone in an alert; bound where hardly any other contradicts. */
function bindAddresses(input: CorrelationInput, order: Uint32Array, of: Uint32Array, owned: Float32Array): void {
  const { entities } = input;
  const isInternal = new Uint8Array(entities.count);
  let some = false;
  for (let e = 0; e < entities.count; e++) {
    if (entities.type[e] !== IP || ((entities.flags[e] as number) & ENTITY_FLAGS.internalAddress) === 0) continue;
    isInternal[e] = 1;
    some = true;
  }
  if (!some) return;
  const machine = new Int32Array(entities.count).fill(-1);
  const lead = new Int32Array(entities.count);
  const votes = new Uint32Array(entities.count);
  const agree = new Uint32Array(entities.count);
  for (const pass of [0, 1]) {
    for (let c = 0; c < input.count; c++) {
      const row = order[c] as number;
      const from = input.offset[row] as number;
      const to = input.offset[row + 1] as number;
      const device = onlyDevice(input, from, to);
      if (device.entity < 0) continue;
      for (let r = from; r < to; r++) {
        const e = input.entity[r] as number;
        if (isInternal[e] !== 1 || against(input.role[r] as number, device.role)) continue;
        if (pass === 1) {
          votes[e] = (votes[e] as number) + 1;
          if (machine[e] === device.entity) agree[e] = (agree[e] as number) + 1;
        } else if ((lead[e] as number) === 0) {
          machine[e] = device.entity;
          lead[e] = 1;
        } else lead[e] = (lead[e] as number) + (machine[e] === device.entity ? 1 : -1);
      }
    }
  }
  for (let e = 0; e < entities.count; e++) {
    const seen = agree[e] as number;
    if (isInternal[e] !== 1 || seen < LEAST_SEEN) continue;
    owned[e] = seen / (votes[e] as number);
    if ((owned[e] as number) >= 1 - EXCEPTIONS) of[e] = machine[e] as number;
  }
}

const ORIGIN = roleMask('source', 'attacker', 'commandAndControl', 'lateral');
const TARGET = roleMask('target', 'attacked', 'destination', 'impacted', 'compromised');
/** Whether an address and a device stand on two sides of what happened: then it is not the device's own. */
const against = (address: number, device: number): boolean =>
  ((address & ORIGIN) !== 0 && (device & TARGET) !== 0) || ((address & TARGET) !== 0 && (device & ORIGIN) !== 0);

/** The one device of an alert; entity -1 for none or several. */
function onlyDevice(input: CorrelationInput, from: number, to: number): { readonly entity: number; readonly role: number } {
  let entity = -1;
  let role = 0;
  for (let r = from; r < to; r++) {
    const e = input.entity[r] as number;
    if (input.entities.type[e] !== DEVICE || onlyWatched(input.role[r] as number)) continue;
    if (entity >= 0 && entity !== e) return NONE;
    entity = e;
    role |= input.role[r] as number;
  }
  return { entity, role };
}
const NONE = { entity: -1, role: 0 };
