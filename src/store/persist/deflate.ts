import type { BlockCodec } from './raw-store.ts';

async function through(bytes: Uint8Array, transform: CompressionStream | DecompressionStream): Promise<Uint8Array<ArrayBuffer>> {
  const source = new Blob([bytes as Uint8Array<ArrayBuffer>]).stream();
  return new Uint8Array(await new Response(source.pipeThrough(transform)).arrayBuffer());
}

/** Raw deflate by the platform's own streams (browsers, and Node from 20.12). */
export const deflate: BlockCodec = {
  pack: (block) => through(block, new CompressionStream('deflate-raw')),
  unpack: (packed) => through(packed, new DecompressionStream('deflate-raw')),
};
