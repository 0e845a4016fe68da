import { plural } from '../base/text.ts';
import { bytesText } from './bytes.ts';

/** What a machine of 8 GB was shown to carry; others in proportion. Source: measurements at a million alerts (1.9 GB at the peak, 600 MB of database). */
const ALERTS_ON_8_GB = 2_500_000;
const STORED_BYTES_PER_ALERT = 600;
/** Raw records are kept packed. */
const PACKED = 0.25;

export interface Load {
  readonly bytes: number;
  readonly alerts: number;
}
export interface Machine {
  /** GB, as the browser tells it (at most 8); undefined where it does not. */
  readonly memory: number | undefined;
  /** Bytes that this page may still store; undefined where not told. */
  readonly free: number | undefined;
}

/** Why a load is likely more than the machine holds, in words; undefined when it should fit. */
export function tooMuch(load: Load, machine: Machine): string | undefined {
  const carried = (ALERTS_ON_8_GB * Math.min(8, machine.memory ?? 8)) / 8;
  const stored = load.alerts * STORED_BYTES_PER_ALERT + load.bytes * PACKED;
  const size = `${bytesText(load.bytes)} with about ${plural(Math.round(load.alerts / 1000) * 1000, 'alert')}`;
  if (load.alerts > carried) {
    const memory = machine.memory === undefined ? 'a browser of this kind' : `a machine with ${machine.memory} GB of memory`;
    return `${size}: more than the ${plural(Math.round(carried / 1000) * 1000, 'alert')} that ${memory} holds at ease. The tab may run out of memory.`;
  }
  if (machine.free !== undefined && stored > machine.free)
    return `${size} would take about ${bytesText(stored)} of storage, and the browser allows this page ${bytesText(machine.free)} more. Decisions may not be saved.`;
  return undefined;
}

export async function thisMachine(): Promise<Machine> {
  const memory = (navigator as Navigator & { readonly deviceMemory?: number }).deviceMemory;
  try {
    const { quota, usage } = await navigator.storage.estimate();
    return { memory, free: quota === undefined ? undefined : Math.max(0, quota - (usage ?? 0)) };
  } catch {
    return { memory, free: undefined };
  }
}
