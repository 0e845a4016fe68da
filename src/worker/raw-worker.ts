import { deflate } from '../store/persist/deflate.ts';

/** Packs raw blocks on the second core: a block in, the packed block out, in any order, told apart by number. */
export interface PackRequest {
  readonly id: number;
  readonly block: Uint8Array<ArrayBuffer>;
}
export type PackAnswer =
  { readonly id: number; readonly packed: Uint8Array<ArrayBuffer> } | { readonly id: number; readonly error: string };

const scope = self as unknown as DedicatedWorkerGlobalScope;

scope.onmessage = ({ data }: MessageEvent<PackRequest>) => {
  deflate.pack(data.block).then(
    (packed) => {
      const answer: PackAnswer = { id: data.id, packed: packed as Uint8Array<ArrayBuffer> };
      scope.postMessage(answer, [answer.packed.buffer]);
    },
    (error: unknown) => scope.postMessage({ id: data.id, error: String(error) } satisfies PackAnswer),
  );
};
