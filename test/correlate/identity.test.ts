import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { evidenceFlags } from '../../src/correlate/flags.ts';
import { type Mention, resolveIdentities } from '../../src/correlate/identity.ts';
import { ENTITY_FLAGS } from '../../src/correlate/model.ts';
import type { EvidenceType, Identifier } from '../../src/domain/evidence.ts';

const ids = (...texts: string[]): Identifier[] => texts as Identifier[];
const user = (...texts: string[]): Mention => ({ type: 'user', ids: ids(...texts) });
const device = (...texts: string[]): Mention => ({ type: 'device', ids: ids(...texts) });

describe('identities', () => {
  test('one account under SID, object id, UPN and DOMAIN\\name', () => {
    const { canonical, because } = resolveIdentities([
      user('upn:jane@contoso.com', 'aad:1'),
      user('sid:s-1-5-21-1-2-3-500', 'account:contoso\\jane'),
      user('aad:1', 'sid:s-1-5-21-1-2-3-500'),
      user('name:jane'),
    ]);
    expect([...canonical]).toEqual([0, 0, 0, 0]);
    expect(because).toHaveLength(3);
    expect(because.map((link) => link.how)).toContain('stated');
  });

  test('a name never joins two strong accounts', () => {
    const { canonical } = resolveIdentities([
      user('upn:jane@contoso.com', 'name:jane'),
      user('upn:jane@fabrikam.com', 'name:jane'),
      user('name:jane'),
    ]);
    expect(new Set(canonical).size).toBe(3);
  });

  test('one number on one host under two images is two processes; one told by the number alone is the only one of it, or none', () => {
    const process = (...texts: string[]): Mention => ({ type: 'process', ids: ids(...texts) });
    const [a, b] = [process('pid:fs-01/7', 'image:a.exe'), process('pid:fs-01/7', 'image:b.exe')];
    expect([...resolveIdentities([a, a, process('pid:fs-01/7')]).canonical]).toEqual([0, 0, 0]);
    expect([...resolveIdentities([process('pid:fs-01/7'), a, b, a]).canonical]).toEqual([0, 1, 2, 1]);
    const started = process('proc:fs-01/7@2024-03-01T08:59:00Z', 'image:a.exe');
    const later = process('proc:fs-01/7@2024-03-01T09:08:00Z', 'image:a.exe');
    expect([...resolveIdentities([started, later, started]).canonical]).toEqual([0, 1, 0]);
  });

  test('a short host name joins the only host of that name', () => {
    expect([...resolveIdentities([device('fqdn:fs-01.contoso.com'), device('netbios:fs-01')]).canonical]).toEqual([0, 0]);
    expect(
      new Set(resolveIdentities([device('fqdn:fs-01.contoso.com'), device('fqdn:fs-01.fabrikam.com'), device('netbios:fs-01')]).canonical)
        .size,
    ).toBe(3);
  });

  test('DOMAIN\\name and name@domain.tld are one account where nobody else claims either', () => {
    expect([...resolveIdentities([user('account:contoso\\jane'), user('upn:jane@contoso.com')]).canonical]).toEqual([0, 0]);
    expect(
      new Set(resolveIdentities([user('account:contoso\\jane'), user('upn:jane@contoso.com'), user('upn:jane@contoso.de')]).canonical).size,
    ).toBe(3);
  });

  test('an identifier that stands beside very many others is a placeholder and welds nothing', () => {
    const clones = Array.from({ length: 20 }, (_, i) => device(`fqdn:pc-${i}.contoso.com`, 'agent:same'));
    expect(new Set(resolveIdentities(clones).canonical).size).toBe(20);
  });

  test('two processes of one image are two, however little is known of them', () => {
    const process = (...texts: string[]): Mention => ({ type: 'process', ids: ids(...texts) });
    const { canonical } = resolveIdentities([
      process('pid:host-a/100', 'image:powershell.exe'),
      process('image:powershell.exe'),
      process('pid:host-b/200', 'image:powershell.exe'),
      process('pid:host-b/200', 'image:powershell.exe'),
      process('image:powershell.exe'),
    ]);
    expect([...canonical]).toEqual([0, 1, 2, 2, 1]);
  });

  test('the same name at two sites is two things', () => {
    expect(new Set(resolveIdentities([device('netbios:fs-01@@a'), device('netbios:fs-01@@b')]).canonical).size).toBe(2);
    const atSites: Mention[] = ['a', 'b'].map((site) => ({ ...device('netbios:fs-01'), site }));
    expect(new Set(resolveIdentities(atSites).canonical).size).toBe(2);
  });

  test('does not depend on the order of mentions', () => {
    const kinds = ['upn', 'sid', 'aad', 'account', 'name'];
    const mention = fc
      .uniqueArray(fc.tuple(fc.constantFrom(...kinds), fc.constantFrom('a', 'b', 'c', 'd')), { minLength: 1, maxLength: 3 })
      .map((parts) =>
        user(
          ...parts.map(([kind, value]) =>
            kind === 'upn' ? `upn:${value}@x.com` : kind === 'account' ? `account:x\\${value}` : `${kind}:${value}`,
          ),
        ),
      );
    const cases = fc
      .array(mention, { maxLength: 14 })
      .chain((list) => fc.record({ list: fc.constant(list), order: fc.shuffledSubarray([...list.keys()], { minLength: list.length }) }));
    fc.assert(
      fc.property(cases, ({ list, order }) => {
        const one = resolveIdentities(list).canonical;
        const other = resolveIdentities(order.map((i) => list[i] ?? user('name:a'))).canonical;
        for (let i = 0; i < order.length; i++)
          for (let j = 0; j < i; j++) expect(other[i] === other[j]).toBe(one[order[i] ?? 0] === one[order[j] ?? 0]);
      }),
      { numRuns: 300 },
    );
  });

  test('explains each union: the links span each thing', () => {
    const { canonical, because } = resolveIdentities([
      user('aad:1'),
      user('aad:1', 'sid:s-1-5-21-9'),
      user('sid:s-1-5-21-9'),
      user('aad:2'),
    ]);
    expect(because).toHaveLength(4 - new Set(canonical).size);
  });
});

describe('flags', () => {
  const flags = (type: EvidenceType, ...texts: string[]): number => evidenceFlags({ type, ids: ids(...texts) });

  test.each([
    ['user', 'name:system'],
    ['user', 'name:administrator'],
    ['user', 'sid:s-1-5-18'],
    ['user', 'sid:s-1-5-18@fs-01'],
    ['user', 'account:nt authority\\network service'],
    ['ip', 'ip:127.0.0.1'],
    ['ip', 'ip:::1'],
    ['user', 'aad:00000000-0000-0000-0000-000000000000'],
    ['device', 'netbios:localhost'],
    ['process', 'proc:wks-1/4@2026-03-10t08:00:00z'],
    ['process', 'pid:4'],
  ] as const)('%s %s is built in', (type, id) => {
    expect(flags(type, id) & ENTITY_FLAGS.builtin).toBe(ENTITY_FLAGS.builtin);
  });

  test('the kernel of Windows is the same everywhere, a process whose number ends like its is not', () => {
    expect(flags('process', 'proc:wks-1/4@2026-03-10t08:00:00z', 'image:system') & ENTITY_FLAGS.builtin).toBe(ENTITY_FLAGS.builtin);
    expect(flags('process', 'proc:wks-1/404@2026-03-10t08:00:00z', 'image:a.exe') & ENTITY_FLAGS.builtin).toBe(0);
    expect(flags('process', 'procguid:4') & ENTITY_FLAGS.builtin).toBe(0);
  });

  test('an administrator of a domain is somebody', () => {
    expect(flags('user', 'account:contoso\\administrator', 'name:administrator') & ENTITY_FLAGS.builtin).toBe(0);
    expect(flags('user', 'sid:s-1-5-21-1-2-3-500') & ENTITY_FLAGS.builtin).toBe(0);
  });

  test.each(['ip:10.0.0.5', 'ip:192.168.1.1', 'ip:100.64.0.1', 'ip:169.254.1.1', 'ip:fe80::1', 'ip:fd00::1'])(
    '%s is private unless a site scopes it',
    (id) => {
      expect(flags('ip', id) & ENTITY_FLAGS.privateAddress).toBe(ENTITY_FLAGS.privateAddress);
      expect(flags('ip', `${id}@@paris`) & ENTITY_FLAGS.privateAddress).toBe(0);
    },
  );

  test('what is known by a bare name is weak', () => {
    expect(flags('file', 'name:setup.exe')).toBe(ENTITY_FLAGS.weak);
    expect(flags('file', 'sha256:ab', 'name:setup.exe')).toBe(0);
    expect(flags('process', 'pid:404@2024-06-13T07:29:43Z')).toBe(0);
    expect(flags('process', 'pid:404')).toBe(ENTITY_FLAGS.weak);
  });
});
