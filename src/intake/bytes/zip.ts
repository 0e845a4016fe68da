import { Stop } from '../stop.ts';
import type { ByteFeed } from './feed.ts';
import { inflateFeed } from './gunzip.ts';
import { ByteWindow } from './window.ts';

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const DESCRIPTOR = 0x08074b50;
const HEADER = 30;
/** A data descriptor with zip64 sizes and the signature that follows it. */
const DESCRIPTOR_MAX = 28;

export interface ZipMember {
  readonly name: string;
  readonly feed: ByteFeed;
  /** Why its bytes cannot be had. */
  readonly problem: { readonly code: string; readonly message: string } | undefined;
}

interface Header {
  readonly name: string;
  readonly flags: number;
  readonly method: number;
  /** Undefined: told only after the data. */
  readonly size: number | undefined;
  readonly length: number;
}

/**
 * The files of a zip in the order in which they stand, while it is being read: the list at its end is not needed. Zip64 and data descriptors are
 * read (APPNOTE 6.3.10 §4.3). A member must be read, or left, before the next is asked for.
 */
export async function* zipMembers(feed: ByteFeed): AsyncGenerator<ZipMember> {
  const window = new ByteWindow(feed);
  for (;;) {
    if (!(await have(window, 4))) return;
    const signature = u32(window.bytes, window.start);
    if (signature !== LOCAL) {
      if (signature === CENTRAL || (signature & 0xffff) === 0x4b50) return;
      throw new Stop('intake/bad-archive', 'The archive is damaged: no file begins where one should. What came before was read.');
    }
    const header = await headerAt(window);
    window.start += header.length;
    const raw = remembering(header.size === undefined ? untilDescriptor(window) : ofSize(window, header.size));
    yield { name: header.name, feed: header.method === 8 ? inflateFeed(raw) : raw, problem: problemOf(header) };
    if (raw.failed) return;
    for (let rest = await raw.next(); rest !== undefined; rest = await raw.next());
  }
}

/** A fault that the reader of the member was told need not be told again. */
function remembering(feed: ByteFeed): ByteFeed & { readonly failed: boolean } {
  let failed = false;
  return {
    get failed() {
      return failed;
    },
    async next() {
      try {
        return await feed.next();
      } catch (error) {
        failed = true;
        throw error;
      }
    },
    close: () => feed.close(),
  };
}

function problemOf({ flags, method }: Header): ZipMember['problem'] {
  if ((flags & 1) !== 0) {
    return {
      code: 'intake/encrypted',
      message: 'This file in the archive is protected by a password. Unpack it with the password and drop what it holds.',
    };
  }
  if (method !== 0 && method !== 8) {
    return {
      code: 'intake/bad-archive',
      message: `This file is packed by a method (${method}) that browsers cannot unpack. Unpack the archive first.`,
    };
  }
  return undefined;
}

async function headerAt(window: ByteWindow): Promise<Header> {
  const cut = new Stop('intake/bad-archive', 'The archive is cut off. What came before was read.');
  if (!(await have(window, HEADER))) throw cut;
  const at = (): number => window.start;
  const nameLength = u16(window.bytes, at() + 26);
  const extraLength = u16(window.bytes, at() + 28);
  const length = HEADER + nameLength + extraLength;
  if (!(await have(window, length))) throw cut;
  const { bytes } = window;
  const flags = u16(bytes, at() + 6);
  const stated = u32(bytes, at() + 18);
  const size =
    stated === 0xffffffff ? zip64Size(bytes, at() + HEADER + nameLength, extraLength, u32(bytes, at() + 22) === 0xffffffff) : stated;
  return {
    name: nameOf(bytes.subarray(at() + HEADER, at() + HEADER + nameLength)),
    flags,
    method: u16(bytes, at() + 8),
    size: (flags & 8) !== 0 && (size === 0 || size === undefined) ? undefined : (size ?? 0),
    length,
  };
}

function zip64Size(bytes: Uint8Array, from: number, length: number, wholeFirst: boolean): number | undefined {
  for (let at = from; at + 4 <= from + length; at += 4 + u16(bytes, at + 2)) {
    if (u16(bytes, at) === 1) return u64(bytes, at + 4 + (wholeFirst ? 8 : 0));
  }
  return undefined;
}

function nameOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

function ofSize(window: ByteWindow, size: number): ByteFeed {
  let left = size;
  return {
    async next() {
      if (left <= 0) return undefined;
      if (!(await have(window, 1))) throw cutOff();
      const count = Math.min(left, window.end - window.start);
      const chunk = window.bytes.slice(window.start, window.start + count);
      window.start += count;
      left -= count;
      return chunk;
    },
    close: () => Promise.resolve(),
  };
}

/** Data of untold size ends where a descriptor stands that states the very number of bytes passed. */
function untilDescriptor(window: ByteWindow): ByteFeed {
  let passed = 0;
  let done = false;
  return {
    async next() {
      while (!done) {
        const more = await filled(window, 256 * 1024);
        const { bytes, start, end } = window;
        const found = findDescriptor(bytes, start, end, passed);
        if (found !== undefined) {
          done = true;
          const chunk = bytes.slice(start, found.at);
          window.start = found.at + found.length;
          return chunk.length > 0 ? chunk : undefined;
        }
        const until = more ? end - DESCRIPTOR_MAX : end;
        if (until <= start) {
          if (more) continue;
          done = true;
          throw window.fault ?? cutOff();
        }
        const chunk = bytes.slice(start, until);
        window.start = until;
        passed += chunk.length;
        return chunk;
      }
      return undefined;
    },
    close: () => Promise.resolve(),
  };
}

function findDescriptor(
  bytes: Uint8Array,
  start: number,
  end: number,
  passed: number,
): { readonly at: number; readonly length: number } | undefined {
  for (let at = bytes.indexOf(0x50, start); at >= 0 && at + 4 <= end; at = bytes.indexOf(0x50, at + 1)) {
    if (bytes[at + 1] !== 0x4b) continue;
    const size = (passed + at - start) >>> 0;
    const signature = u32(bytes, at);
    if (signature === DESCRIPTOR && at + 12 <= end && u32(bytes, at + 8) === size) {
      return { at, length: at + 20 <= end && isSignature(bytes, at + 16) ? 16 : at + 28 <= end && isSignature(bytes, at + 24) ? 24 : 16 };
    }
    // The signature of the descriptor is optional; then the next header tells.
    if (isSignature(bytes, at) && at - 12 >= start && u32(bytes, at - 8) === (size - 12) >>> 0) return { at: at - 12, length: 12 };
  }
  return undefined;
}

function isSignature(bytes: Uint8Array, at: number): boolean {
  const signature = u32(bytes, at);
  return signature === LOCAL || signature === CENTRAL;
}

const cutOff = (): Stop => new Stop('intake/bad-archive', 'The archive is cut off within this file.');

async function have(window: ByteWindow, count: number): Promise<boolean> {
  if (await filled(window, count)) return true;
  if (window.fault !== undefined) throw window.fault;
  return false;
}

async function filled(window: ByteWindow, count: number): Promise<boolean> {
  while (window.end - window.start < count) if (!(await window.fill())) return false;
  return true;
}

const u16 = (bytes: Uint8Array, at: number): number => (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8);
const u32 = (bytes: Uint8Array, at: number): number => (u16(bytes, at) | (u16(bytes, at + 2) << 16)) >>> 0;
const u64 = (bytes: Uint8Array, at: number): number => u32(bytes, at) + u32(bytes, at + 4) * 2 ** 32;
