import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isPrivateAddress, normalAddress } from '../../src/domain/address.ts';
import {
  commandLine,
  device,
  domain,
  evidenceList,
  file,
  ip,
  mailbox,
  mailMessage,
  process,
  registry,
  url,
  user,
} from '../../src/domain/evidence-builders.ts';
import { atSite } from '../../src/domain/site.ts';

describe('user', () => {
  test('takes apart what stands in the name field', () => {
    expect(user({ name: 'CONTOSO\\Jane' })?.ids).toEqual(['account:contoso\\jane', 'name:jane']);
    expect(user({ name: 'Jane@Contoso.com' })?.ids).toEqual(['upn:jane@contoso.com']);
    expect(user({ name: 'S-1-5-21-1-2-3-500' })?.ids).toEqual(['sid:s-1-5-21-1-2-3-500']);
  });
  test('one record ties SID, UPN and object id together', () => {
    const ids = user({
      name: 'jane',
      domain: 'CONTOSO',
      upn: 'jane@contoso.com',
      sid: 'S-1-5-21-1-2-3-1104',
      objectId: '1D94AAF6-EFE6-4E76-AD56-FFD7D1257BC1',
    })?.ids;
    expect(ids).toEqual([
      'upn:jane@contoso.com',
      'sid:s-1-5-21-1-2-3-1104',
      'aad:1d94aaf6-efe6-4e76-ad56-ffd7d1257bc1',
      'account:contoso\\jane',
      'name:jane',
    ]);
  });
  test('a well-known SID is the same account only on the same host', () => {
    expect(user({ name: 'SYSTEM', sid: 'S-1-5-18', host: 'FS-01' })?.ids).toContain('sid:s-1-5-18@fs-01');
  });
  test.each(['', '-', 'N/A', 'null', '00000000-0000-0000-0000-000000000000'])('refuses %s', (name) => {
    expect(user({ name })).toBeUndefined();
  });
});

describe('device', () => {
  test('splits a FQDN and drops the $ of a machine account', () => {
    expect(device({ name: 'FS-01.contoso.com' })?.ids).toEqual(['fqdn:fs-01.contoso.com', 'netbios:fs-01']);
    expect(device({ name: 'FS-01$' })?.ids).toEqual(['netbios:fs-01']);
    expect(device({ name: 'FS-01', domain: 'contoso.com', agentId: 'ABC', agentOf: 'mde' })?.ids).toEqual([
      'fqdn:fs-01.contoso.com',
      'mde:abc',
      'netbios:fs-01',
    ]);
  });
  test('an address is no host name', () => {
    expect(device({ name: '10.0.0.5' })).toBeUndefined();
  });
});

describe('addresses', () => {
  test.each([
    ['::ffff:10.0.0.1', '10.0.0.1'],
    ['2001:0db8:0000:0000:0000:ff00:0042:8329', '2001:db8::ff00:42:8329'],
    ['[fe80::1%eth0]', undefined],
    ['fe80::1%eth0', 'fe80::1'],
    ['192.0.2.7:443', '192.0.2.7'],
    ['0:0:0:0:0:0:0:1', '::1'],
    ['256.1.1.1', undefined],
    ['1.2.3', undefined],
    ['g::1', undefined],
  ])('%s', (text, normal) => {
    if (normal !== undefined) expect(normalAddress(text)).toBe(normal);
    else expect([undefined, 'fe80::1']).toContain(normalAddress(text));
  });
  test('normal form is a fixed point', () => {
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (text) => {
        const once = normalAddress(text);
        expect(once).toBeDefined();
        expect(normalAddress(once ?? '')).toBe(once);
      }),
    );
  });
  test.each([
    '10.1.2.3',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.0.1',
    '127.0.0.1',
    '169.254.1.1',
    '100.64.0.1',
    '::1',
    'fe80::1',
    'fd00::1',
  ])('%s is private', (text) => expect(isPrivateAddress(text)).toBe(true));
  test.each(['8.8.8.8', '172.32.0.1', '100.128.0.1', '2001:db8::1'])('%s is public', (text) => expect(isPrivateAddress(text)).toBe(false));
  test('placeholders are no evidence', () => {
    expect(ip('0.0.0.0')).toBeUndefined();
    expect(ip('-')).toBeUndefined();
  });
});

test('a file takes hashes by their length and refuses those of nothing', () => {
  const sha256 = 'A'.repeat(64);
  expect(file({ hash: sha256, path: 'C:\\Temp\\a.exe' })?.ids).toEqual([`sha256:${'a'.repeat(64)}`, 'path:c:\\temp\\a.exe', 'name:a.exe']);
  expect(file({ md5: 'd41d8cd98f00b204e9800998ecf8427e' })).toBeUndefined();
  expect(file({ name: 'a.exe', path: 'C:\\Temp' })?.ids).toEqual(['path:c:\\temp\\a.exe', 'name:a.exe']);
});

test('a process is strong only with host, pid and creation time', () => {
  expect(process({ pid: 4, started: 't', host: 'FS-01', image: 'C:\\Windows\\cmd.exe' })?.ids[0]).toBe('proc:fs-01/4@t');
  expect(process({ pid: 4, image: 'cmd.exe' })?.ids).toEqual(['image:cmd.exe']);
});

test('URLs: fanged, scheme and host lowered, bare names are domains', () => {
  expect(url('hxxps://EVIL[.]example/A?b#c')?.ids).toEqual(['url:https://evil.example/A?b']);
  expect(url('evil.example')?.type).toBe('domain');
  expect(url('evil.example/path')?.ids).toEqual(['url:http://evil.example/path']);
  expect(url('198.51.100.7')?.type).toBe('ip');
  expect(domain('localhost')).toBeUndefined();
});

test('mail, registry, command line', () => {
  expect(mailbox('Jane <Jane@contoso.com>')?.ids).toEqual(['mail:jane@contoso.com']);
  expect(mailMessage({ networkMessageId: 'AB', subject: 'Hi' })?.ids).toEqual(['nmid:ab', 'display:hi']);
  expect(registry({ key: 'HKLM\\Software\\X' })?.label).toBe('HKEY_LOCAL_MACHINE\\Software\\X');
  expect(commandLine('a   b\nc')?.label).toBe('a b c');
});

test('repeated mentions in one alert are one, with the graver verdict', () => {
  const list = evidenceList([
    ip('192.0.2.1', { roles: ['source'], verdict: 'suspicious' }),
    undefined,
    ip('192.0.2.1', { roles: ['attacker'], verdict: 'malicious' }),
  ]);
  expect(list).toHaveLength(1);
  expect(list[0]?.roles).toEqual(['source', 'attacker']);
  expect(list[0]?.verdict).toBe('malicious');
});

test('a site scopes what is unique only within a network', () => {
  const priv = ip('10.0.0.5');
  const pub = ip('8.8.8.8');
  expect(priv && atSite(priv, 'Fox').ids).toEqual(['ip:10.0.0.5@@fox']);
  expect(pub && atSite(pub, 'Fox').ids).toEqual(['ip:8.8.8.8']);
});

test('builders never throw and never yield an empty identifier, whatever a record holds', () => {
  const anything = fc.oneof(fc.string(), fc.integer(), fc.constant(null), fc.boolean(), fc.object());
  fc.assert(
    fc.property(anything, anything, anything, (a, b, c) => {
      const made = [
        user({ name: a, domain: b, upn: c }),
        device({ name: a, fqdn: b, agentId: c }),
        ip(a),
        file({ hash: a, name: b, path: c }),
        process({ pid: a, started: b, host: c, image: a }),
        url(a),
        domain(b),
        mailbox(c),
        registry({ hive: a, key: b, valueName: c }),
        mailMessage({ networkMessageId: a, subject: b }),
      ];
      for (const evidence of made) {
        if (evidence === undefined) continue;
        expect(evidence.ids.length).toBeGreaterThan(0);
        for (const id of evidence.ids) expect(id).toMatch(/^[a-z0-9]+:./s);
      }
    }),
  );
});

test('one spelling: paths with a prefix or as a URL, machines with their domain, accounts escaped once too often', () => {
  const path = (text: string) => file({ path: text })?.ids.find((one) => one.startsWith('path:'));
  for (const text of [
    'C:\\Windows\\a b.exe',
    '\\\\?\\C:\\Windows\\a b.exe',
    '\\??\\C:\\Windows\\a b.exe',
    'file:///C%3A/Windows/a%20b.exe',
    'C:\\\\Windows\\\\a b.exe',
    'C:\\Windows\\\\a b.exe',
    'C:/Windows/a b.exe',
  ])
    expect(path(text)).toBe('path:c:\\windows\\a b.exe');
  expect(path('file:///usr/bin/id')).toBe('path:/usr/bin/id');
  for (const text of ['\\\\srv\\share\\a.exe', '\\\\srv\\share\\\\a.exe', '\\\\\\\\srv\\\\share\\\\a.exe'])
    expect(path(text)).toBe('path:\\\\srv\\share\\a.exe');
  expect(path('/opt//a/b')).toBe('path:/opt//a/b');
  expect(device({ name: 'CORP\\WS-42' })?.ids).toEqual(['netbios:ws-42']);
  expect(user({ name: 'CORP\\\\jdoe' })?.ids).toEqual(['account:corp\\jdoe', 'name:jdoe']);
  expect(user({ name: '\\jdoe', host: 'WS-42' })?.ids).toEqual(['account:ws-42\\jdoe', 'name:jdoe']);
});

test('a path by the kernel’s name of the volume is the one with a letter where the folder is the system’s, and stays where it is not', () => {
  const ids = (path: string) => process({ image: path })?.ids;
  const cmd = ['image:c:\\windows\\system32\\cmd.exe'];
  for (const path of [
    '\\Device\\HarddiskVolume3\\Windows\\System32\\cmd.exe',
    '\\\\Device\\\\HarddiskVolume3\\\\Windows\\\\System32\\\\cmd.exe',
    '\\\\?\\Volume{26a21bda-a627-11d7-9931-806e6f6e6963}\\Windows\\System32\\cmd.exe',
    '\\\\?\\C:\\Windows\\System32\\cmd.exe',
    '\\SystemRoot\\System32\\cmd.exe',
    '%windir%\\System32\\cmd.exe',
  ])
    expect(ids(path)).toEqual(cmd);
  expect(file({ path: '\\Device\\HarddiskVolume3\\Users\\jane\\a.exe' })?.ids).toEqual(file({ path: 'C:\\Users\\jane\\a.exe' })?.ids);
  expect(ids('\\Device\\HarddiskVolume4\\Data\\a.exe')).toEqual(['image:\\device\\harddiskvolume4\\data\\a.exe']);
  expect(ids('\\Device\\HarddiskVolume4\\WindowsOld\\a.exe')).toEqual(['image:\\device\\harddiskvolume4\\windowsold\\a.exe']);
});
