import { normalAddress } from './address.ts';

/** A range of addresses, `10.1.0.0/16` or `2001:db8::/32`. */
export interface Network {
  readonly v6: boolean;
  readonly base: bigint;
  /** Bits that vary. */
  readonly free: bigint;
}

/** Reads a network in CIDR notation (RFC 4632, RFC 4291); `undefined` when it is none. Host bits are cut. */
export function parseNetwork(text: string): Network | undefined {
  const match = /^([0-9a-f:.]+)\/(\d{1,3})$/i.exec(text.trim());
  const address = normalAddress(match?.[1] ?? '');
  if (match === null || address === undefined) return undefined;
  const v6 = address.includes(':');
  const width = v6 ? 128 : 32;
  const prefix = Number(match[2]);
  if (prefix > width) return undefined;
  const free = BigInt(width - prefix);
  return { v6, base: (numberOf(address) >> free) << free, free };
}

/** `10.1.2.3/16` → `10.1.0.0/16`: the one form in which a network is written. */
export function normalNetwork(text: string): string | undefined {
  const network = parseNetwork(text);
  return network === undefined ? undefined : `${addressOf(network)}/${(network.v6 ? 128 : 32) - Number(network.free)}`;
}

/** Whether an address in normal form is in the network. */
export function isIn(address: string, { v6, base, free }: Network): boolean {
  if (address.includes(':') !== v6) return false;
  return numberOf(address) >> free === base >> free;
}

function numberOf(address: string): bigint {
  if (!address.includes(':')) return address.split('.').reduce((sum, part) => (sum << 8n) | BigInt(part), 0n);
  const [head = '', tail] = address.split('::');
  const groups = (part: string | undefined): string[] => (part === undefined || part === '' ? [] : part.split(':'));
  const [front, back] = [groups(head), groups(tail)];
  const all = [...front, ...Array<string>(8 - front.length - back.length).fill('0'), ...back];
  return all.reduce((sum, group) => (sum << 16n) | BigInt(`0x${group}`), 0n);
}

function addressOf({ v6, base }: Network): string {
  const parts = Array.from({ length: v6 ? 8 : 4 }, (_, i) => (base >> BigInt((v6 ? 16 : 8) * ((v6 ? 7 : 3) - i))) & (v6 ? 0xffffn : 0xffn));
  return v6 ? (normalAddress(parts.map((part) => part.toString(16)).join(':')) ?? '') : parts.join('.');
}
