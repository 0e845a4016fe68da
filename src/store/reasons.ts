import { ByteReader, ByteWriter } from './bytes.ts';

/** Why an alert was joined to another. */
export interface Reason {
  /** Position in REASON_CODES. */
  readonly code: number;
  /** Entity id; 0 where the reason names none. */
  readonly entity: number;
  readonly weight: number;
}

const writer = new ByteWriter();

/** Per reason: code (byte), entity (varint), weight (float32). */
export function packReasons(reasons: readonly Reason[]): Uint8Array {
  writer.clear();
  for (const reason of reasons) {
    writer.byte(reason.code);
    writer.varint(reason.entity);
    writer.float(reason.weight);
  }
  return writer.take();
}

export function unpackReasons(bytes: Uint8Array): Reason[] {
  const reader = new ByteReader(bytes);
  const reasons: Reason[] = [];
  while (!reader.done) reasons.push({ code: reader.byte(), entity: reader.varint(), weight: reader.float() });
  return reasons;
}
