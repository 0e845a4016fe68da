/**
 * 64-bit content hash of a string as 16 hex digits, equal on every machine.
 * Two independently seeded 32-bit lanes (multiply–xorshift over UTF-16 units, finished as in MurmurHash3's fmix32).
 * Not cryptographic: it names things, it does not protect them.
 */
export function hash64(text: string): string {
  let a = 0x9e3779b9;
  let b = 0x85ebca6b;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    a = Math.imul(a ^ unit, 0xcc9e2d51);
    a = (a << 15) | (a >>> 17);
    b = Math.imul(b ^ (unit + 0x165667b1), 0x27d4eb2f);
    b = (b << 13) | (b >>> 19);
  }
  a = fmix(a ^ text.length);
  b = fmix(b ^ a);
  a = fmix(a ^ b);
  return hex32(a) + hex32(b);
}

function fmix(h: number): number {
  h ^= h >>> 16;
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return h ^ (h >>> 16);
}

const hex32 = (n: number): string => (n >>> 0).toString(16).padStart(8, '0');
