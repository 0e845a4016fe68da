import { grouped } from '../base/text.ts';
import type { Diagnosis, PartWanted } from '../worker/api.ts';
import { bytesText } from './bytes.ts';

/** More is not offered: nothing beyond it was measured. See docs/limits.md. */
const MOST_ALERTS = 2_000_000;
const MOST_BYTES = 2e9;
/** Memory of the page at its peak, while it loads alerts of 3 kB and six entities each: docs/limits.md. */
const PAGE_BYTES = 280e6;
const BYTES_PER_ALERT = 4600;
/** Of the computer's memory; the rest is for all else that runs there. */
const SHARE_OF_MEMORY = 0.5;
/** Where the browser does not say. */
const USUAL_GB = 8;
/** A 64-bit browser allows a page about so much of script memory; one that allows less holds less. */
const USUAL_HEAP = 2 ** 32;
/** In the storage: two snapshots, and beside them each record packed. */
const STORED_BYTES_PER_ALERT = 1800;
const PACKED = 0.35;

export interface Load {
  /** As the files lie on the disk. */
  readonly bytes: number;
  readonly alerts: number;
  /** Counted to the end; else reckoned from the part that was looked at. */
  readonly isExact: boolean;
}
export const NO_LOAD: Load = { bytes: 0, alerts: 0, isExact: true };

export interface Machine {
  /** GB, as the browser tells it; undefined where it does not. */
  readonly memory: number | undefined;
  /** Bytes that scripts of a page may use; undefined where not told. */
  readonly heap: number | undefined;
  /** Bytes that this page may still store; undefined where not told. */
  readonly free: number | undefined;
}
/** How many more alerts fit, and what sets the limit. */
export interface Room {
  readonly alerts: number;
  readonly because: 'memory' | 'storage' | 'stated';
}

/**
 * What a file holds, from a look at it: at its head (`looked` of its bytes), or at as much of it as the doctor reads. Packed bytes are set against
 * packed bytes, so that the ratio of a gzip is that of the part that was unpacked.
 */
export function loadOf(looks: readonly Diagnosis[], size: number, looked = size): Load {
  const alerts = looks.reduce((sum, { report }) => sum + report.alerts, 0);
  const share = Math.min(...looks.map((look) => look.share), 1) * (size === 0 ? 1 : looked / size);
  return { bytes: size, alerts: share <= 0 ? 0 : Math.round(alerts / share), isExact: share === 1 };
}

export const sumOf = (a: Load, b: Load): Load => ({
  bytes: a.bytes + b.bytes,
  alerts: a.alerts + b.alerts,
  isExact: a.isExact && b.isExact,
});

/** Room beside the alerts that are here. `load` tells how much of the storage an alert of these files takes. */
export function roomOn({ memory, heap, free }: Machine, load: Load, present = 0): Room {
  const byMemory = ((memory ?? USUAL_GB) * 1e9 * SHARE_OF_MEMORY - PAGE_BYTES) / BYTES_PER_ALERT;
  const byHeap = (MOST_ALERTS * (heap ?? USUAL_HEAP)) / USUAL_HEAP;
  const carried = Math.round(Math.min(MOST_ALERTS, byMemory, byHeap));
  const stored = STORED_BYTES_PER_ALERT + (load.alerts === 0 ? 0 : (load.bytes / load.alerts) * PACKED);
  const kept = free === undefined ? Number.POSITIVE_INFINITY : Math.floor(free / stored);
  const left = Math.max(0, carried - present);
  if (kept < left) return { alerts: kept, because: 'storage' };
  return { alerts: left, because: carried < MOST_ALERTS ? 'memory' : 'stated' };
}

export const fits = (load: Load, room: Room): boolean => load.alerts <= room.alerts && load.bytes <= MOST_BYTES;

/** `About 1.4 million alerts in 4.2 GB; this browser can hold about 900 000.` And why. */
export function tooMuchWords(load: Load, room: Room, machine: Machine, present = 0): string {
  const size = `${load.isExact ? '' : 'About '}${load.isExact ? grouped(load.alerts) : about(load.alerts)} alerts in ${bytesText(load.bytes)}`;
  if (load.alerts <= room.alerts)
    return `${size}. The page is meant for files of up to ${bytesText(MOST_BYTES)} at once; beyond that it was not measured and may be slow.`;
  const more = present > 0 ? ` beside the ${grouped(present)} already here` : '';
  const holds = `this browser can hold about ${about(room.alerts)}${more}`;
  return `${size}; ${holds}. ${BECAUSE[room.because](machine)}`;
}

const BECAUSE: Readonly<Record<Room['because'], (machine: Machine) => string>> = {
  memory: ({ memory }) =>
    memory === undefined
      ? 'It does not say how much memory the computer has; with 8 GB the tab would run out of it.'
      : `It says that the computer has ${memory} GB of memory, of which the page should take no more than half; the tab may run out of it.`,
  storage: ({ free }) => `It allows this page ${bytesText(free ?? 0)} more of storage: what does not fit would be lost with the tab.`,
  stated: () => 'That is what the page is meant for; with more the tab may run out of memory.',
};

/** `1.4 million`, `900 000`, `12 000`, `850`: two or three figures, as sure as an estimate is. */
export function about(count: number): string {
  if (count >= 1e6) return `${(count / 1e6).toFixed(1).replace(/\.0$/, '')} million`;
  const step = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, count))) - 1);
  return grouped(Math.round(count / step) * step);
}

/** How many alerts a part holds, if they are spread evenly over the time that was seen. */
export function alertsOfPart(
  load: Load,
  { from, to, every = 1 }: PartWanted,
  seen: { readonly first: number | undefined; readonly last: number | undefined },
): number {
  const { first, last } = seen;
  let share = 1;
  if (first !== undefined && last !== undefined && last > first)
    share = Math.max(0, Math.min(to ?? last, last) - Math.max(from ?? first, first)) / (last - first);
  return Math.round((load.alerts * share) / every);
}

/** The smallest sample that fits at ease: one alert in so many. */
export const sampleFor = (load: Load, room: Room): number =>
  Math.max(2, room.alerts <= 0 ? 1000 : Math.ceil(load.alerts / (room.alerts * 0.8)));

export async function thisMachine(): Promise<Machine> {
  const { deviceMemory } = navigator as Navigator & { readonly deviceMemory?: number };
  const { memory } = performance as Performance & { readonly memory?: { readonly jsHeapSizeLimit: number } };
  const machine = { memory: deviceMemory, heap: memory?.jsHeapSizeLimit };
  try {
    const { quota, usage } = await navigator.storage.estimate();
    return { ...machine, free: quota === undefined ? undefined : Math.max(0, quota - (usage ?? 0)) };
  } catch {
    return { ...machine, free: undefined };
  }
}
