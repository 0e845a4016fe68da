/** Bytes that are pulled. `next` gives undefined at the end; `close` may be called at any time and frees the source. */
export interface ByteFeed {
  next(): Promise<Uint8Array | undefined>;
  close(): Promise<void>;
}

export function feedOf(stream: ReadableStream<Uint8Array>, onBytes: (count: number) => void): ByteFeed {
  const reader = stream.getReader();
  return {
    async next() {
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return undefined;
        if (value.length === 0) continue;
        onBytes(value.length);
        return value;
      }
    },
    async close() {
      await reader.cancel().catch(() => undefined);
    },
  };
}

export function feedOfBytes(bytes: Uint8Array): ByteFeed {
  let rest: Uint8Array | undefined = bytes;
  return {
    next() {
      const given = rest;
      rest = undefined;
      return Promise.resolve(given === undefined || given.length === 0 ? undefined : given);
    },
    close: () => Promise.resolve(),
  };
}

/** Reads at least `count` bytes (fewer at the end) and gives them beside a feed that begins with them again. */
export async function withHead(
  feed: ByteFeed,
  count: number,
): Promise<{ readonly head: Uint8Array; readonly ended: boolean; readonly feed: ByteFeed }> {
  const chunks: Uint8Array[] = [];
  let have = 0;
  let ended = false;
  let fault: unknown;
  while (have < count) {
    let chunk: Uint8Array | undefined;
    try {
      chunk = await feed.next();
    } catch (error) {
      // What came before the fault is still good.
      if (have === 0) throw error;
      fault = error;
      break;
    }
    if (chunk === undefined) {
      ended = true;
      break;
    }
    chunks.push(chunk);
    have += chunk.length;
  }
  const head = concat(chunks);
  let given = false;
  return {
    head,
    ended,
    feed: {
      next() {
        if (!given && head.length > 0) {
          given = true;
          return Promise.resolve(head);
        }
        if (fault !== undefined) return Promise.reject(fault instanceof Error ? fault : new Error('the file cannot be read'));
        return ended ? Promise.resolve(undefined) : feed.next();
      },
      close: () => feed.close(),
    },
  };
}

export function concat(chunks: readonly Uint8Array[]): Uint8Array {
  const only = chunks[0];
  if (chunks.length === 1 && only !== undefined) return only;
  const all = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all;
}
