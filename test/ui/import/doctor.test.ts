import { describe, expect, test } from 'vitest';
import type { MappingSpec } from '../../../src/worker/api.ts';
import { fieldOf, strangeColumns, withField } from '../../../src/ui/import/mapping-edit.ts';
import { canMend, mendFile, mendName, rejectedCsv } from '../../../src/ui/import/rejected-file.ts';

const SPEC: MappingSpec = {
  v: 1,
  fingerprint: 'f',
  name: 'x',
  columns: { title: ['what'], device: ['host'] },
  severityScale: 'words',
};

describe('a mapping by hand', () => {
  const order = ['what', 'box', 'host'];
  test('a column is read as one thing; several may be read as the same, in the order of the file', () => {
    const both = withField(SPEC, 'box', 'device', order);
    expect(both.columns.device).toEqual(['box', 'host']);
    const moved = withField(both, 'host', 'user', order);
    expect([moved.columns.device, moved.columns.user]).toEqual([['box'], ['host']]);
    expect(fieldOf(moved, 'host')).toBe('user');
  });
  test('a field without a column is not in it', () => {
    expect(withField(SPEC, 'what', undefined, order).columns).toEqual({ device: ['host'] });
  });
  test('columns that the file lacks are told', () => {
    expect(strangeColumns(SPEC, ['what'])).toEqual(['host']);
  });
});

const report = {
  name: 'a.csv',
  container: 'CSV, comma',
  encoding: 'UTF-8',
  rejectedCount: 1,
  rejected: [{ line: 3, code: 'intake/bad-time', message: '=HYPERLINK("http://evil.example")', offset: 14, length: 7 }],
} as const;

describe('rejected records', () => {
  test('keep the header of their table, to be dropped again', async () => {
    expect(
      await mendFile(new Blob(['title,time\na,1\nbad,row\nc,3\n']), { ...report, rejected: [{ ...report.rejected[0], offset: 15 }] }),
    ).toBe('title,time\nbad,row\n');
  });
  test('their list runs no formula', () => {
    expect(rejectedCsv(report)).toBe('file,line,code,reason\r\na.csv,3,intake/bad-time,"\'=HYPERLINK(""http://evil.example"")"\r\n');
  });
  test('are cut out only where places are those of the file on the disk', () => {
    expect(canMend(report)).toBe(true);
    expect(canMend({ ...report, container: 'gzip › CSV, comma' })).toBe(false);
    expect(canMend({ ...report, encoding: 'UTF-16LE' })).toBe(false);
    expect(canMend({ ...report, name: 'x.zip › a.csv' })).toBe(false);
    expect(mendName('a.b.csv')).toBe('a.b.rejected.csv');
  });
});
