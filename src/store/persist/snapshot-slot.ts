import { checksum } from './checksum.ts';
import { readPart, writeAll, type StorageFile } from './storage-file.ts';

/*
 * A slot: 64 bytes of header, then the image. Little endian:
 *   0 magic 'AWSNAP01' · 8 generation (f64) · 16 seq (f64) · 24 length (f64) · 32 checksum of the image (4 × u32) · 48 checksum of bytes 0–47 (4 × u32)
 */
const MAGIC = 'AWSNAP01';
const HEADER_BYTES = 64;
/** Written in parts, so that an edit can be flushed in between. */
const PART = 8 << 20;

export interface SlotHeader {
  /** Counts snapshots, so that the older slot is known even when both hold the same seq. */
  readonly generation: number;
  readonly seq: number;
  readonly length: number;
  readonly sums: readonly number[];
}

/** The header when it is whole; the image may still be torn. */
export function readHeader(file: StorageFile): SlotHeader | undefined {
  const bytes = readPart(file, 0, HEADER_BYTES);
  if (bytes.length < HEADER_BYTES || String.fromCharCode(...bytes.subarray(0, 8)) !== MAGIC) return undefined;
  const view = new DataView(bytes.buffer);
  const stated = [48, 52, 56, 60].map((at) => view.getUint32(at, true));
  if (!same(checksum(bytes.slice(0, 48)), stated)) return undefined;
  return {
    generation: view.getFloat64(8, true),
    seq: view.getFloat64(16, true),
    length: view.getFloat64(24, true),
    sums: [32, 36, 40, 44].map((at) => view.getUint32(at, true)),
  };
}

/** The image the header promises; `undefined` when it is not that any more. */
export function readImage(file: StorageFile, header: SlotHeader): Uint8Array<ArrayBuffer> | undefined {
  if (file.size() < HEADER_BYTES + header.length) return undefined;
  const image = readPart(file, HEADER_BYTES, header.length);
  return image.length === header.length && same(checksum(image), header.sums) ? image : undefined;
}

/** Writes image, then header, then flushes: until the flush, the other slot is the one that counts. */
export async function writeSlot(
  file: StorageFile,
  image: Uint8Array,
  place: { readonly generation: number; readonly seq: number },
  breathe: () => Promise<void>,
): Promise<SlotHeader> {
  const sums = checksum(image);
  for (let at = 0; at < image.length; at += PART) {
    if (at > 0) await breathe();
    writeAll(file, image.subarray(at, at + PART), HEADER_BYTES + at);
  }
  file.truncate(HEADER_BYTES + image.length);
  const header = { ...place, length: image.length, sums };
  writeAll(file, encodeHeader(header), 0);
  file.flush();
  return header;
}

function encodeHeader({ generation, seq, length, sums }: SlotHeader): Uint8Array {
  const bytes = new Uint8Array(HEADER_BYTES);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < 8; i++) bytes[i] = MAGIC.charCodeAt(i);
  view.setFloat64(8, generation, true);
  view.setFloat64(16, seq, true);
  view.setFloat64(24, length, true);
  sums.forEach((sum, i) => view.setUint32(32 + i * 4, sum, true));
  checksum(bytes.slice(0, 48)).forEach((sum, i) => view.setUint32(48 + i * 4, sum, true));
  return bytes;
}

const same = (a: readonly number[], b: readonly number[]): boolean => a.every((word, i) => word === b[i]);
