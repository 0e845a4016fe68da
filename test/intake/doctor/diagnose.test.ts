import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { instantOfMillis } from '../../../src/base/time.ts';
import type { Diagnosis } from '../../../src/intake/doctor/diagnosis.ts';
import { settleDayMonth } from '../../../src/intake/doctor/day-month.ts';
import { diagnose } from '../../../src/intake/doctor/diagnose.ts';
import { silentSources } from '../../../src/intake/doctor/silence.ts';
import { timeFormOf } from '../../../src/intake/doctor/time-form.ts';
import { NASTY } from '../nasty/corpus.ts';
import { memorySource } from '../sources.ts';
import { toy, toyLines } from '../toy.ts';

const now = Date.UTC(2024, 5, 1);
const CSV = 'Time,Alert Name,Severity,Host,Id\n';

async function of(content: string | Uint8Array): Promise<Diagnosis> {
  const [first] = await diagnose(memorySource(content), { importers: [toy, toyLines], now });
  if (first === undefined) throw new Error('no diagnosis');
  return first;
}
const codes = (diagnosis: Diagnosis): readonly string[] => diagnosis.findings.map(({ code, level }) => `${level} ${code}`);
const two = (n: number): string => String(n).padStart(2, '0');

describe('five troubled files', () => {
  test('a German spreadsheet: Windows-1252, semicolons, day before month, rounded ids', async () => {
    const rows = Array.from({ length: 20 }, (_, i) => `${two(i + 1)}/03/2024 10:${two(i)};T\u00fcr ${i};Hoch;FS-01;1.2E+15\n`).join('');
    const text = CSV.replaceAll(',', ';') + rows;
    const diagnosis = await of(Uint8Array.from(text, (char) => char.charCodeAt(0)));
    expect(diagnosis.report).toMatchObject({ encoding: 'Windows-1252', container: 'CSV, semicolon', format: 'generic', alerts: 20 });
    expect(diagnosis.time).toMatchObject({ column: 'Time', form: 'slashes with year', zone: 'assumed', dayMonth: { order: 'dayFirst' } });
    expect(diagnosis.time?.samples).toHaveLength(5);
    expect(diagnosis.time?.samples[4]).toEqual({ line: 21, raw: '20/03/2024 10:19', read: Date.UTC(2024, 2, 20, 10, 19) * 1000 });
    expect(codes(diagnosis)).toEqual([
      'warning doctor/long-numbers',
      'warning doctor/encoding',
      'ask doctor/naive-time',
      'info doctor/day-month',
      'warning doctor/local-dates',
    ]);
    // Ids that were rounded to one do not make one alert of twenty.
    expect(diagnosis.report.notes.join('\n')).toContain('“Id” is not taken for the id of an alert');
  });

  test('a date that can be read both ways is asked, not guessed', async () => {
    const diagnosis = await of(`${CSV}01/02/2024 10:00:00,A,high,FS-01,1\n`);
    expect(codes(diagnosis)).toContain('ask doctor/day-month');
  });

  test('a capped export of log lines without year and zone', async () => {
    const rows = Array.from({ length: 1000 }, (_, i) => `{"toy":"a","at":"03/15-13:13:${two(i % 60)}.192291","id":"${i}"}\n`).join('');
    const diagnosis = await of(rows);
    expect(codes(diagnosis)).toEqual(['warning doctor/capped', 'ask doctor/naive-time', 'ask doctor/no-year']);
  });

  test('a sensor that fell silent', async () => {
    const line = (minute: number, product: string): string =>
      `2024-03-0${1 + Math.floor(minute / 1440)}T${two(Math.floor(minute / 60) % 24)}:${two(minute % 60)}:00Z,X,high,FS-01,${product}\n`;
    const rows = Array.from({ length: 300 }, (_, i) => line(i * 10, 'Firewall') + (i < 60 ? line(i * 10 + 1, 'EDR') : '')).join('');
    const diagnosis = await of(CSV.replace('Id', 'Product') + rows);
    expect(diagnosis.findings.map(({ text }) => text).join()).toMatch(
      /^EDR falls silent after 2024-03-01T09:51:00Z: 1 d 15 h 59 min|^EDR falls silent after 2024-03-01T09:51:00Z/,
    );
    expect(codes(diagnosis)).toEqual(['warning doctor/silent-source']);
  });

  test('times in the future, none at all, rejected rows', async () => {
    const diagnosis = await of('{"toy":"a","at":"2031-01-01T00:00:00Z"}\n{"toy":"b"}\n{"toy":""}\n');
    expect(codes(diagnosis)).toEqual(['warning doctor/no-time', 'warning doctor/future-time', 'warning doctor/rejected']);
  });
});

test.each([1_000, 5_000, 10_000, 30_000, 100_000])(
  'an export of exactly %i records is told, with the time that its rows cover',
  async (count) => {
    const rows = Array.from({ length: count }, (_, i) => `{"toy":"a","at":"2024-01-01T00:00:${two(i % 60)}Z","id":"${i}"}\n`);
    const capped = await of(rows.join(''));
    expect(capped.findings.map(({ text }) => text)).toEqual([
      expect.stringMatching(
        /^Exactly [\d\u2009]+ records: .* Its alerts are from 2024-01-01T00:00:00Z to 2024-01-01T00:00:59Z: is that the time you asked for\?$/,
      ),
    ]);
    expect(codes(await of(rows.slice(1).join('')))).toEqual([]);
  },
);

test('an export that ends long before the time that was asked for', async () => {
  const text = Array.from({ length: 50 }, (_, i) => `{"toy":"a","at":"2024-01-01T00:${two(i)}:00Z","id":"${i}"}\n`).join('');
  const asked = async (to: string): Promise<readonly string[]> => {
    const only = { from: instantOfMillis(Date.UTC(2024, 0, 1)), to: instantOfMillis(Date.parse(to)) };
    const [first] = await diagnose(memorySource(text), { importers: [toy], now, only });
    return (first?.findings ?? []).map(({ text: said }) => said);
  };
  expect(await asked('2024-01-01T00:50:00Z')).toEqual([]);
  expect(await asked('2024-01-02T00:00:00Z')).toEqual([
    'The last alert begins at 2024-01-01T00:49:00Z, 23 h 11 min before the end you chose.',
  ]);
});

test('cells that a spreadsheet has cut, and tabs and UTF-16, are told', async () => {
  const row = (cell: string): string => `2024-03-01 10:00:00\tA\thigh\tFS-01\t${cell}\n`;
  const text = `\ufeff${CSV.replaceAll(',', '\t')}${row('1')}${row('x'.repeat(32_767))}`;
  const bytes = new Uint8Array(text.length * 2);
  for (let i = 0; i < text.length; i++) bytes.set([text.charCodeAt(i) & 255, text.charCodeAt(i) >> 8], 2 * i);
  const diagnosis = await of(bytes);
  expect(diagnosis.report).toMatchObject({ encoding: 'UTF-16 LE with BOM', container: 'TSV, tab', alerts: 2 });
  expect(codes(diagnosis)).toEqual(['warning doctor/cells-cut', 'ask doctor/naive-time']);
});

test('a sound file raises nothing', async () => {
  const diagnosis = await of(Array.from({ length: 50 }, (_, i) => `{"toy":"a","at":"2024-01-01T00:${two(i)}:00Z","id":"${i}"}\n`).join(''));
  expect(diagnosis).toMatchObject({ isComplete: true, findings: [], time: { form: 'ISO 8601 with zone', zone: 'stated' } });
});

test('columns nobody knows come with a proposal and what is missing', async () => {
  const diagnosis = await of('colour,when\nred,2024-01-01T00:00:00Z\nblue,2024-01-02T00:00:00Z\n');
  expect(diagnosis.report.error?.code).toBe('intake/unknown-format');
  expect(diagnosis.mapping).toMatchObject({ missing: ['title'], spec: { columns: { time: ['when'] } } });
});

test('only so much is looked at as asked for', async () => {
  const big = Array.from({ length: 40_000 }, (_, i) => `{"toy":"a","id":"${i}","at":"2024-01-01T00:00:00Z"}\n`).join('');
  const [diagnosis] = await diagnose(memorySource(big), { importers: [toy], now, maxBytes: 100_000 });
  expect(diagnosis?.isComplete).toBe(false);
  expect(diagnosis?.report).toMatchObject({ cancelled: false, notes: [] });
  expect(diagnosis?.report.records).toBeLessThan(20_000);
});

test('every nasty file gets its diagnosis', async () => {
  for (const [name, make] of Object.entries(NASTY)) {
    const list = await diagnose(memorySource(make()), {
      importers: [toy, toyLines],
      now,
      limits: { recordBytes: 2_000_000, ratioAfterBytes: 1_000_000, ratio: 300 },
    });
    expect([name, list.length > 0]).toEqual([name, true]);
    for (const { findings } of list) for (const { text } of findings) expect(text).not.toMatch(/undefined|NaN/);
  }
});

test('day or month: by numbers above 12, by the order of rows, by the clock', () => {
  expect(settleDayMonth(['2024-01-01'])).toBeUndefined();
  expect(settleDayMonth(['13/02/2024', '01/02/2024'])?.order).toBe('dayFirst');
  expect(settleDayMonth(['02/13/2024'])?.order).toBe('monthFirst');
  expect(settleDayMonth(['13/02/2024', '02/13/2024'])?.order).toBe('unsettled');
  expect(settleDayMonth(['1/2/2024 3:04:05 PM'])?.order).toBe('monthFirst');
  expect(settleDayMonth(['1/2/2024', '1/2/2024'])?.order).toBe('unsettled');
});

test('rows in order settle the day for any run of days that no month holds apart', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 40, max: 120 }), fc.boolean(), (start, count, descending) => {
      const days = Array.from({ length: count }, (_, i) => new Date(Date.UTC(2024, 0, 1 + start + i))).filter(
        (day) => day.getUTCDate() <= 12,
      );
      if (descending) days.reverse();
      const texts = days.map((day) => `${two(day.getUTCDate())}/${two(day.getUTCMonth() + 1)}/${day.getUTCFullYear()}`);
      expect(['dayFirst', 'unsettled']).toContain(settleDayMonth(texts)?.order ?? 'unsettled');
    }),
  );
});

test('forms of time', () => {
  expect(
    [
      '2024-01-01T00:00:00Z',
      '2024-01-01 00:00:00.123456+00',
      '2024-01-01 00:00',
      '2024-01-01',
      '1709287200',
      '1709287200123',
      '1709287200123456',
      '133537608000000000',
      '1709287200123456789',
      '3/1/2024 10:00',
      '03/15-13:13:29.19',
      'Mar  1 10:00:00',
      'soon',
    ].map(timeFormOf),
  ).toEqual([
    'ISO 8601 with zone',
    'ISO 8601 with zone',
    'ISO 8601 without zone',
    'date alone',
    'seconds since 1970',
    'milliseconds since 1970',
    'microseconds since 1970',
    'Windows FILETIME',
    'nanoseconds since 1970',
    'slashes with year',
    'slashes without year',
    'month by name',
    'unknown',
  ]);
});

test('a source with long pauses of its own is not silent', () => {
  const regular = Array.from({ length: 100 }, (_, i) => i * 3600e6);
  expect(
    silentSources(
      new Map([
        ['a', regular],
        ['b', regular.slice(0, 95)],
      ]),
    ),
  ).toEqual([]);
  expect(
    silentSources(
      new Map([
        ['a', regular],
        ['b', regular.slice(0, 50)],
      ]),
    ).map(({ source }) => source),
  ).toEqual(['b']);
});
