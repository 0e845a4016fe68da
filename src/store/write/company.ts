/* What stands beside a detection: how often anything does, and how firmly. */

/** By detector. */
export interface Company {
  /** Incidents it speaks in. */
  readonly incidents: Uint32Array;
  /** Of these, incidents in which no other detector speaks. */
  readonly alone: Uint32Array;
}

/** `alertsOf(ordinal)`: ids of an incident's alerts. `detector`: by row, which is id - 1. */
export function companyOf(incidents: number, alertsOf: (ordinal: number) => Uint32Array, detector: Uint32Array): Company {
  const detectors = detector.reduce((most, one) => (one > most ? one : most), 0) + 1;
  const spread = new Uint32Array(detectors);
  const alone = new Uint32Array(detectors);
  const last = new Uint32Array(detectors);
  for (let ordinal = 0; ordinal < incidents; ordinal++) {
    let [kinds, one] = [0, 0];
    for (const alert of alertsOf(ordinal)) {
      const d = detector[alert - 1] as number;
      if (last[d] === ordinal + 1) continue;
      last[d] = ordinal + 1;
      spread[d] = (spread[d] as number) + 1;
      kinds++;
      one = d;
    }
    if (kinds === 1) alone[one] = (alone[one] as number) + 1;
  }
  return { incidents: spread, alone };
}

/** The link by which an alert came to its incident. */
export interface Link {
  /** Id of the alert it was joined to; 0: none, it is a first one or a person put it there. */
  readonly to: number;
  /** 0–1. */
  readonly strength: number;
}
/** The same of each alert, by row. */
export interface Links {
  readonly to: Uint32Array;
  readonly strength: Float32Array;
}

/**
 * By detector of one incident the strongest link, 0–1, between its alerts and another detector's. Where a person brought several trees together
 * their first alerts are as firmly there as can be: 1.
 */
export function tiesOf(alerts: Uint32Array, detector: Uint32Array, { to, strength }: Links): Map<number, number> {
  const ties = new Map<number, number>();
  const tie = (d: number, by: number): void => {
    if (by > (ties.get(d) ?? 0)) ties.set(d, by);
  };
  const firsts: number[] = [];
  for (const alert of alerts) {
    const own = detector[alert - 1] as number;
    const other = to[alert - 1] as number;
    if (other === 0) firsts.push(own);
    else if (detector[other - 1] !== own) {
      tie(own, strength[alert - 1] as number);
      tie(detector[other - 1] as number, strength[alert - 1] as number);
    }
  }
  if (firsts.length > 1) for (const one of firsts) tie(one, 1);
  return ties;
}
