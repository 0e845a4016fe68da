import { createReadStream, statSync } from 'node:fs';
import { basename } from 'node:path';
import { Readable } from 'node:stream';
import { readFile } from '../../src/intake/read-file.ts';
import type { ReadOptions } from '../../src/intake/read-file.ts';
import { IMPORTERS } from '../../src/intake/registry.ts';
import type { ByteSource, IntakeReport, PlacedAlert, PlacedSourceIncident } from '../../src/intake/report.ts';

/** When fixtures were last changed, for records that leave out the year: a clone sets the real time anew. */
const MODIFIED = Date.UTC(2026, 10, 23);

/** A file of the disk, read in pieces. */
export function fileSource(path: string, name = basename(path)): ByteSource {
  return {
    name,
    size: statSync(path).size,
    modified: MODIFIED,
    stream: () => Readable.toWeb(createReadStream(path)) as ReadableStream<Uint8Array>,
  };
}

/** Text or bytes as a file, given out in pieces of `chunk` bytes. */
export function memorySource(content: string | Uint8Array, name = 'unknown', chunk = 65_536): ByteSource {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  return {
    name,
    size: bytes.length,
    modified: Date.UTC(2024, 5, 1),
    stream: () => {
      let at = 0;
      return new ReadableStream<Uint8Array>({
        pull(controller) {
          if (at >= bytes.length) {
            controller.close();
            return;
          }
          controller.enqueue(bytes.slice(at, at + chunk));
          at += chunk;
        },
      });
    },
  };
}

export interface Taken {
  readonly reports: readonly IntakeReport[];
  readonly alerts: readonly PlacedAlert[];
  readonly incidents: readonly PlacedSourceIncident[];
  /** What was given for the raw store, per report. */
  readonly raw: readonly Uint8Array[];
}

/** Reads a source with the whole registry (or other importers) and collects all it gives. */
export async function take(source: ByteSource, options: Partial<ReadOptions> = {}): Promise<Taken> {
  const alerts: PlacedAlert[] = [];
  const incidents: PlacedSourceIncident[] = [];
  const raw: Uint8Array[][] = [];
  const reports = await readFile(
    source,
    { importers: IMPORTERS, ...options },
    {
      begin: () => void raw.push([]),
      raw: (bytes) => void raw.at(-1)?.push(bytes),
      alerts: (batch) => void alerts.push(...batch),
      incidents: (batch) => void incidents.push(...batch),
    },
  );
  return { reports, alerts, incidents, raw: raw.map((chunks) => new Uint8Array(Buffer.concat(chunks))) };
}

export const textOf = (bytes: Uint8Array, offset = 0, length = bytes.length): string =>
  new TextDecoder().decode(bytes.subarray(offset, offset + length));
