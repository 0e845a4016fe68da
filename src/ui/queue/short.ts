import type { EvidenceType } from '../../domain/evidence.ts';
import { productShort } from '../parts/product-words.ts';

/** `Defender for Endpoint, Suricata +1` */
export function productsShort(products: readonly string[]): string {
  const [first, ...rest] = products.map(productShort);
  if (first === undefined) return '–';
  return rest.length === 0 ? first : rest.length === 1 ? `${first}, ${rest[0] ?? ''}` : `${first} +${rest.length}`;
}

/** A name in three: what generated names begin with, the part that tells them apart, what they end with. Joined they are the name. */
export function nameParts(name: string): readonly [head: string, core: string, tail: string] {
  const [, head = '', core = name, tail = ''] =
    /^(Multi-stage incident involving )?(.+?)( reported by multiple sources)?$/s.exec(name) ?? [];
  return [head, core, tail];
}

/** `kofi.jensen` of `kofi.jensen@example.com`, `SRV-02` of `SRV-02.corp.example.com`; addresses whole. */
export function assetShort({ type, label }: { readonly type: EvidenceType; readonly label: string }): string {
  if (type === 'user' || type === 'mailbox') return label.replace(/(?<=.)@.*$/s, '');
  if (type === 'device') return /^[\d.]+$|:/.test(label) ? label : label.replace(/(?<=.)\..*$/s, '');
  return label;
}
