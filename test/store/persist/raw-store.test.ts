import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { deflate } from '../../../src/store/persist/deflate.ts';
import { MemoryDisk, memoryPersistence } from '../../../src/store/persist/memory.ts';
import { BLOCK_BYTES, RawWriter, readRange, type BlockCodec } from '../../../src/store/persist/raw-store.ts';
import { openTestDatabase } from '../../helpers/database.ts';

/** Keeps blocks as they are. */
const plainBlocks: BlockCodec = { pack: (block) => Promise.resolve(block), unpack: (packed) => Promise.resolve(packed) };
/** Deterministic bytes that compress somewhat and repeat nowhere near. */
const bytesOf = (length: number): Uint8Array => Uint8Array.from({ length }, (_, i) => ((i * 2654435761) >>> 24) ^ (i >> 9));

test('any range of any batch comes back to the byte, over block borders too', async () => {
  const db = await openTestDatabase();
  const persistence = memoryPersistence();
  await persistence.open();
  const files = [bytesOf(BLOCK_BYTES * 3 + 12_345), bytesOf(100), new Uint8Array(0)];
  for (const [batch, file] of files.entries()) {
    const writer = new RawWriter(db, persistence, deflate, batch + 1);
    for (let at = 0; at < file.length; at += 77_777) await writer.push(file.subarray(at, at + 77_777));
    expect(writer.offset).toBe(file.length);
    expect(await writer.finish()).toEqual({ ok: true, value: null });
  }
  expect((await persistence.usage()).raw).toBeLessThan(files[0]?.length ?? 0);
  const first = files[0] ?? new Uint8Array(0);
  await fc.assert(
    fc.asyncProperty(fc.nat(first.length - 1), fc.oneof(fc.nat(2_000), fc.nat(BLOCK_BYTES * 2)), async (offset, length) => {
      const end = Math.min(first.length, offset + length);
      const got = await readRange(db, persistence, deflate, { batch: 1, offset, length: end - offset });
      expect(got.ok && Buffer.compare(got.value, first.subarray(offset, end))).toBe(0);
    }),
    { numRuns: 40 },
  );
  expect(await readRange(db, persistence, deflate, { batch: 2, offset: 90, length: 11 })).toMatchObject({
    error: { code: 'store/raw-missing' },
  });
  expect(await readRange(db, persistence, deflate, { batch: 9, offset: 0, length: 1 })).toMatchObject({
    error: { code: 'store/raw-missing' },
  });
});

test('a slow packer holds the reader back: never more than a few blocks are on their way', async () => {
  const db = await openTestDatabase();
  const persistence = memoryPersistence();
  await persistence.open();
  const gates: (() => void)[] = [];
  const slow: BlockCodec = {
    pack: (block) => new Promise((resolve) => gates.push(() => resolve(block))),
    unpack: (packed) => plainBlocks.unpack(packed),
  };
  const writer = new RawWriter(db, persistence, slow, 1);
  const file = bytesOf(BLOCK_BYTES * 12);
  const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  const progress = { read: false };
  const reading = writer.push(file).then(() => {
    progress.read = true;
  });
  await settled();
  expect(gates).toHaveLength(4);
  // Packed in the opposite order, appended in the file's.
  while (!progress.read) {
    for (const open of gates.splice(0).reverse()) open();
    await settled();
    expect(gates.length).toBeLessThanOrEqual(4);
  }
  await reading;
  const finished = writer.finish();
  for (const open of gates.splice(0)) open();
  expect(await finished).toMatchObject({ ok: true });
  const got = await readRange(db, persistence, plainBlocks, { batch: 1, offset: 0, length: file.length });
  expect(got.ok && Buffer.compare(got.value, file)).toBe(0);
});

test('a full disk leaves the alerts without raw text, says so, and keeps what fitted', async () => {
  const db = await openTestDatabase();
  const persistence = memoryPersistence(new MemoryDisk({ freeBytes: BLOCK_BYTES * 2.5 }));
  await persistence.open();
  const writer = new RawWriter(db, persistence, plainBlocks, 1);
  await writer.push(bytesOf(BLOCK_BYTES * 4));
  expect(await writer.finish()).toMatchObject({ ok: false, error: { code: 'store/disk-full' } });
  expect(await readRange(db, persistence, plainBlocks, { batch: 1, offset: BLOCK_BYTES, length: 10 })).toMatchObject({ ok: true });
  expect(await readRange(db, persistence, plainBlocks, { batch: 1, offset: BLOCK_BYTES * 2, length: 10 })).toMatchObject({ ok: false });
});
