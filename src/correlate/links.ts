import { roomFor } from './grow.ts';

/** A list of links between stories as columns: an object per link would weigh more than all else that is known of the alert. */
export class StoryLinks {
  length = 0;
  from = new Uint32Array(0);
  to = new Uint32Array(0);
  /** 0–1. */
  score = new Float64Array(0);
  /** 1: routine that comes back: the same detection about the same things. */
  routine = new Uint8Array(0);
  /** CSR: the evidence of link l, strongest first, is thing[offset[l]] … thing[offset[l+1]-1]. */
  offset = new Uint32Array(1);
  thing = new Uint32Array(0);
  strength = new Float64Array(0);
  /** The earlier story with which the thing is shared. */
  beside = new Uint32Array(0);

  /** Begins a link; `evidence` adds to the one begun last. Returns its number. */
  add(from: number, to: number, score: number, routine = false): number {
    const l = this.length++;
    if (l >= this.from.length) {
      this.from = roomFor(this.from, l + 1);
      this.to = roomFor(this.to, l + 1);
      this.score = roomFor(this.score, l + 1);
      this.routine = roomFor(this.routine, l + 1);
      this.offset = roomFor(this.offset, this.from.length + 1);
    }
    this.from[l] = from;
    this.to[l] = to;
    this.score[l] = score;
    this.routine[l] = routine ? 1 : 0;
    this.offset[l + 1] = this.offset[l] as number;
    return l;
  }

  evidence(thing: number, strength: number, beside: number): void {
    const at = this.offset[this.length] as number;
    if (at >= this.thing.length) {
      this.thing = roomFor(this.thing, at + 1);
      this.strength = roomFor(this.strength, at + 1);
      this.beside = roomFor(this.beside, at + 1);
    }
    this.thing[at] = thing;
    this.strength[at] = strength;
    this.beside[at] = beside;
    this.offset[this.length] = at + 1;
  }

  /** Adds link `l` of another list with its evidence. */
  take(other: StoryLinks, l: number): void {
    this.add(other.from[l] as number, other.to[l] as number, other.score[l] as number, other.routine[l] === 1);
    const to = other.offset[l + 1] as number;
    for (let i = other.offset[l] as number; i < to; i++)
      this.evidence(other.thing[i] as number, other.strength[i] as number, other.beside[i] as number);
  }
}

/** Why links hold, one reason after the other, as columns. */
export class ReasonColumns {
  length = 0;
  code = new Uint8Array(0);
  /** Entity + 1; 0: none. */
  entity = new Uint32Array(0);
  weight = new Float32Array(0);

  add(code: number, entity: number, weight: number): void {
    const at = this.length++;
    if (at >= this.code.length) {
      this.code = roomFor(this.code, at + 1);
      this.entity = roomFor(this.entity, at + 1);
      this.weight = roomFor(this.weight, at + 1);
    }
    this.code[at] = code;
    this.entity[at] = entity;
    this.weight[at] = weight;
  }
}
