import type { ByteSource } from '../intake/report.ts';
import { BLOCK_BYTES, type RawReader } from '../store/persist/raw-store.ts';

/** The decoded bytes of an import, as a file to be read once more. */
export function rawSource(name: string, raw: Pick<RawReader, 'read' | 'size'>): ByteSource {
  return {
    name,
    size: raw.size,
    stream: () => {
      let at = 0;
      return new ReadableStream<Uint8Array>({
        async pull(controller) {
          const length = Math.min(BLOCK_BYTES, raw.size - at);
          if (length <= 0) {
            controller.close();
            return;
          }
          const bytes = await raw.read(at, length);
          at += length;
          if (bytes.ok) controller.enqueue(bytes.value);
          else controller.error(new Error(bytes.error.message));
        },
      });
    },
  };
}
