/** Normal form of an IP address: `::ffff:` prefix dropped, IPv6 compressed and lower case, port, brackets and zone index cut. `undefined` when it is none. */
export function normalAddress(value: string): string | undefined {
  if (isPlainV4(value)) return value;
  let text = value.trim().toLowerCase();
  // A name is the common case: no colon, and no digit or bracket in front.
  const first = text.charCodeAt(0);
  if (!text.includes(':') && (first < 48 || first > 57) && first !== 91) return undefined;
  const bracketed = /^\[([0-9a-f:.%]+)\](?::\d+)?$/.exec(text);
  if (bracketed) text = bracketed[1] ?? '';
  text = text.replace(/%.*$/, '').replace(/\/\d+$/, '');
  const mapped = /^(?:::ffff:|0:0:0:0:0:ffff:|0000:0000:0000:0000:0000:ffff:)(\d+\.\d+\.\d+\.\d+)$/.exec(text);
  if (mapped) text = mapped[1] ?? '';
  const withPort = /^(\d+\.\d+\.\d+\.\d+):\d+$/.exec(text);
  if (withPort) text = withPort[1] ?? '';
  return text.includes(':') ? normalV6(text) : normalV4(text);
}

/** Four numbers up to 255 without leading zeros, parted by dots, and nothing else: already normal. */
function isPlainV4(text: string): boolean {
  if (text.length < 7 || text.length > 15) return false;
  let dots = 0;
  let n = -1;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 46) {
      if (n < 0) return false;
      dots++;
      n = -1;
    } else if (code < 48 || code > 57 || n === 0) return false;
    else {
      n = n < 0 ? code - 48 : n * 10 + code - 48;
      if (n > 255) return false;
    }
  }
  return dots === 3 && n >= 0;
}

function normalV4(text: string): string | undefined {
  const parts = text.split('.');
  if (parts.length !== 4) return undefined;
  const out: number[] = [];
  for (const part of parts) {
    if (!/^\d{1,3}$/.test(part)) return undefined;
    const n = Number(part);
    if (n > 255) return undefined;
    out.push(n);
  }
  return out.join('.');
}

function normalV6(written: string): string | undefined {
  const text = written.replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (v4) => {
    const [a = 0, b = 0, c = 0, d = 0] = normalV4(v4)?.split('.').map(Number) ?? [];
    return normalV4(v4) === undefined ? v4 : `${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;
  });
  const halves = text.split('::');
  if (halves.length > 2 || !/^[0-9a-f:]+$/.test(text)) return undefined;
  const groups = (part: string | undefined): string[] => (part === undefined || part === '' ? [] : part.split(':'));
  const head = groups(halves[0]);
  const tail = groups(halves[1]);
  const missing = 8 - head.length - tail.length;
  if (halves.length === 1 ? missing !== 0 : missing < 1) return undefined;
  const all = [...head, ...Array<string>(halves.length === 2 ? missing : 0).fill('0'), ...tail];
  if (all.some((group) => group.length < 1 || group.length > 4)) return undefined;
  const numbers = all.map((group) => Number.parseInt(group, 16));
  if (numbers.slice(0, 5).every((n) => n === 0) && numbers[5] === 0xffff) {
    const [hi = 0, lo = 0] = numbers.slice(6);
    return `${hi >> 8}.${hi & 255}.${lo >> 8}.${lo & 255}`;
  }
  return compress(numbers.map((n) => n.toString(16)));
}

/** RFC 5952: the longest run of zero groups becomes `::`. */
function compress(groups: readonly string[]): string {
  let best = -1;
  let length = 1;
  for (let i = 0; i < groups.length; i++) {
    let run = 0;
    while (groups[i + run] === '0') run++;
    if (run > length) [best, length] = [i, run];
  }
  if (best < 0) return groups.join(':');
  return `${groups.slice(0, best).join(':')}::${groups.slice(best + length).join(':')}`;
}

/** Private, loopback, link-local, carrier-grade NAT, unique-local, multicast or documentation-free ranges that name no single owner on the Internet. Takes a normal form. */
export function isPrivateAddress(address: string): boolean {
  if (address.includes(':')) return /^(?:f[cd]|fe[89ab]|ff)|^::1?$/.test(address);
  const dot = address.indexOf('.');
  const a = Number(address.slice(0, dot));
  const b = Number(address.slice(dot + 1, address.indexOf('.', dot + 1)));
  return (
    a === 10 ||
    a === 127 ||
    a === 0 ||
    (a === 172 && b >= 16 && b <= 31) ||
    (a === 192 && b === 168) ||
    (a === 169 && b === 254) ||
    (a === 100 && b >= 64 && b <= 127) ||
    a >= 224
  );
}
