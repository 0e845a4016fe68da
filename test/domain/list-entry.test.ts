import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { csvCell } from '../../src/base/text.ts';
import { device, ip, user } from '../../src/domain/evidence-builders.ts';
import { EVIDENCE_TYPES } from '../../src/domain/evidence.ts';
import { parseEntries, writtenValue } from '../../src/domain/list-entry.ts';
import { isIn, normalNetwork, parseNetwork } from '../../src/domain/network.ts';

const only = (text: string) => {
  const { entries, faults } = parseEntries(text);
  expect(faults).toEqual([]);
  return entries.map(({ type, id }) => `${type} ${id}`);
};

test('entries take the form evidence has', () => {
  expect(only('10.0.0.5')).toEqual([`ip ${ip('10.0.0.5')?.ids[0]}`]);
  expect(only('CONTOSO\\Svc-Scan')).toEqual([`user ${user({ name: 'CONTOSO\\Svc-Scan' })?.ids[0]}`]);
  expect(only('Jane@Contoso.com')).toEqual(['user upn:jane@contoso.com']);
  expect(only('device,FS-01.contoso.com')).toEqual([`device ${device({ name: 'FS-01.contoso.com' })?.ids[0]}`]);
  expect(only('10.1.2.3/16')).toEqual(['ip ip:10.1.0.0/16']);
  expect(only('hxxps://evil[.]example/a')).toEqual(['url url:https://evil.example/a']);
  expect(only('cloudResource,arn:aws:s3:::logs')).toEqual(['cloudResource resource:arn:aws:s3:::logs']);
});

test('CSV with a heading, quotes, semicolons, notes, comments and a byte order mark', () => {
  const text =
    '\uFEFFtype,value,note\r\n# ours\r\nip,10.0.0.5,"proxy, main"\r\nip;10.0.0.6;NAT\r\n\r\n10.0.0.7,scanner\r\nip,10.0.0.5,again';
  const { entries, faults, repeated } = parseEntries(text);
  expect(faults).toEqual([]);
  expect(entries.map(({ id, note }) => [id, note])).toEqual([
    ['ip:10.0.0.5', 'proxy, main'],
    ['ip:10.0.0.6', 'NAT'],
    ['ip:10.0.0.7', 'scanner'],
  ]);
  expect(repeated).toBe(1);
});

test('what cannot be used is named with its line and why, and the rest is kept', () => {
  const { entries, faults } = parseEntries('10.0.0.5\nfs-01\nip,not-an-address\nN/A\nip,10.0.0.0/40\n10.0.0.6');
  expect(entries).toHaveLength(2);
  expect(faults.map(({ line, why }) => [line, why.split(/[:;.]/)[0]])).toEqual([
    [2, 'Its form does not tell what it is'],
    [3, 'This is no IP address'],
    [4, 'This is a placeholder'],
    [5, 'This is no network'],
  ]);
  expect(parseEntries('fs-01', 'device').entries).toMatchObject([{ type: 'device', id: 'netbios:fs-01' }]);
});

test('a value is written so that it reads back as the same', () => {
  fc.assert(
    fc.property(fc.constantFrom(...EVIDENCE_TYPES), fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }), (type, value) => {
      const [entry] = parseEntries(`${type},${csvCell(value)}`).entries;
      if (entry === undefined) return;
      const again = parseEntries(`${entry.type},${csvCell(writtenValue(entry.type, entry.id))}`);
      expect(again.faults).toEqual([]);
      expect(again.entries[0]).toMatchObject({ type: entry.type, id: entry.id });
    }),
  );
});

test('networks hold the addresses of their range and no others', () => {
  const net = (text: string) => parseNetwork(text) ?? { v6: false, base: 0n, free: 0n };
  expect(isIn('10.1.255.255', net('10.1.0.0/16'))).toBe(true);
  expect(isIn('10.2.0.0', net('10.1.0.0/16'))).toBe(false);
  expect(isIn('2001:db8::1', net('2001:db8::/32'))).toBe(true);
  expect(isIn('2001:db9::1', net('2001:db8::/32'))).toBe(false);
  expect(isIn('10.1.0.0', net('::/0'))).toBe(false);
  expect(parseNetwork('10.0.0.0/33')).toBeUndefined();
  fc.assert(
    fc.property(fc.ipV4(), fc.integer({ min: 0, max: 32 }), (address, bits) => {
      const network = normalNetwork(`${address}/${bits}`) ?? '';
      expect(isIn(address, net(network))).toBe(true);
      expect(normalNetwork(network)).toBe(network);
    }),
  );
});
