import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { durationText, type Instant, parseTime, toIso, UTC_ASSUMED } from '../../src/base/time.ts';

const utc = (...parts: Parameters<typeof Date.UTC>): number => Date.UTC(...parts) * 1000;
const at = (text: string | number): number | undefined => parseTime(text)?.at;

describe('parseTime reads the forms products write', () => {
  test.each<[string | number, number]>([
    ['2024-07-04T22:35:00.7466630Z', utc(2024, 6, 4, 22, 35) + 746_663],
    ['2024-07-04 22:35:00.746663+00:00', utc(2024, 6, 4, 22, 35) + 746_663],
    ['5/19/2021, 2:17:31.159 AM', utc(2021, 4, 19, 2, 17, 31) + 159_000],
    ['8/22/2022 6:07:16 PM', utc(2022, 7, 22, 18, 7, 16)],
    ['2017-11-04T12:48:35.198583+0000', utc(2017, 10, 4, 12, 48, 35) + 198_583],
    ['2017-11-04T08:48:35.198-0400', utc(2017, 10, 4, 12, 48, 35) + 198_000],
    ['1521911720.629574', 1_521_911_720_629_574],
    [1_332_008_617, 1_332_008_617_000_000],
    ['1657174538000', 1_657_174_538_000_000],
    ['07/27/2020-23:03:56.858219', utc(2020, 6, 27, 23, 3, 56) + 858_219],
    ['01/27/16-16:01:04.877970', utc(2016, 0, 27, 16, 1, 4) + 877_970],
    ['24/03/01-16:01:04.877970', utc(2024, 2, 1, 16, 1, 4) + 877_970],
    ['28/12/13-16:01:04.877970', utc(2028, 11, 13, 16, 1, 4) + 877_970],
    ['2013-10-24 01:16:13.843 +09:00', utc(2013, 9, 23, 16, 16, 13) + 843_000],
    ['Mon Aug 10 2020 09:26:47', utc(2020, 7, 10, 9, 26, 47)],
    ['Mar 18, 2022 @ 20:34:37.854', utc(2022, 2, 18, 20, 34, 37) + 854_000],
    ['2022 Aug 10 09:26:47', utc(2022, 7, 10, 9, 26, 47)],
    ['07/29/2019 10:37:24', utc(2019, 6, 29, 10, 37, 24)],
    ['13/02/2024 10:00:00', utc(2024, 1, 13, 10)],
    ['2024-02-29', utc(2024, 1, 29)],
    ['132859008000000000', utc(2022, 0, 6)],
    ['2024/05/01 10:00:00', utc(2024, 4, 1, 10)],
    ['20240501T100000.5Z', utc(2024, 4, 1, 10) + 500_000],
    ['2024-05-01 10:00:00.25 +0200 CEST m=+0.012', utc(2024, 4, 1, 8) + 250_000],
    ['/Date(1714557600000+0200)/', utc(2024, 4, 1, 10)],
    ['01.05.2024 10:00:00', utc(2024, 4, 1, 10)],
    ['10-20-2021 10:39:12.731 PM +09:00', utc(2021, 9, 20, 13, 39, 12) + 731_000],
    ['20-10-2021 22:39:12.731 +09:00', utc(2021, 9, 20, 13, 39, 12) + 731_000],
    ['01/May/2024:10:00:00 +0000', utc(2024, 4, 1, 10)],
    ['May 1, 2024, 10:00:00 PM', utc(2024, 4, 1, 22)],
    ['1 May 2024 at 10:00', utc(2024, 4, 1, 10)],
  ])('%s', (text, micros) => {
    expect(at(text)).toBe(micros);
  });

  test.each(['', 'now', '2024-13-01T00:00:00Z', '2023-02-29', 'XXXXXXXXXX.XXXXXX', '1.2.3.4', '1.2.24', '10-20', '25:61', 'Infinity'])(
    'refuses %s',
    (text) => {
      expect(parseTime(text)).toBeUndefined();
    },
  );

  test('a time without zone or year takes the assumption and says so', () => {
    const assume = { offsetMinutes: 120, year: 2021, dayFirst: false };
    expect(parseTime('03/15-13:13:29.192291', assume)).toEqual({ at: utc(2021, 2, 15, 11, 13, 29) + 192_291, assumed: ['year', 'zone'] });
    expect(parseTime('2024-01-01T00:00:00Z', assume)).toEqual({ at: utc(2024, 0, 1), assumed: [] });
    expect(parseTime('3/4/2024 10:00', UTC_ASSUMED)?.assumed).toEqual(['dayMonth', 'zone']);
    expect(parseTime('3/4/2024 10:00', { ...UTC_ASSUMED, dayFirst: true })?.at).toBe(utc(2024, 3, 3, 10));
  });

  test('which of day and month comes first is an assumption between slashes and dashes, and known between dots', () => {
    expect(parseTime('01/02/2024 10:00:00 Z')?.assumed).toEqual(['dayMonth']);
    expect(parseTime('01-02-2024 10:00:00 Z')?.assumed).toEqual(['dayMonth']);
    expect(parseTime('01.02.2024 10:00:00 Z')).toEqual({ at: utc(2024, 1, 1, 10), assumed: [] });
    expect(parseTime('07/02/2020-23:03:56.858219')?.assumed).toEqual(['zone']);
  });

  test('never throws, and gives whole microseconds or nothing, for any text', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 80 }), (text) => {
        const parsed = parseTime(text);
        if (parsed !== undefined) expect(Number.isSafeInteger(parsed.at)).toBe(true);
      }),
    );
  });
});

test('an instant survives ISO text to the microsecond', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1e14, max: 9e15 }), (micros) => {
      expect(at(toIso(micros as Instant))).toBe(micros);
    }),
  );
});

test('durations read as two units', () => {
  expect(durationText(14 * 60e6)).toBe('14 min');
  expect(durationText(134 * 60e6)).toBe('2 h 14 min');
  expect(durationText(76 * 3600e6)).toBe('3 d 4 h');
});

test('UTC written as Z and as an offset is one time, to the microsecond, and neither is read when the day does not exist', () => {
  const two = (n: number): string => String(n).padStart(2, '0');
  const number = (most: number): fc.Arbitrary<number> => fc.integer({ min: 0, max: most });
  fc.assert(
    fc.property(
      fc.tuple(number(9999), number(13), number(32), number(25), number(61), number(61), fc.stringMatching(/^(\.\d{1,9})?$/)),
      ([year, month, day, hour, minute, second, fraction]) => {
        const text = `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}:${two(second)}${fraction}`;
        expect(parseTime(`${text}Z`)).toEqual(parseTime(`${text}+00:00`));
      },
    ),
  );
});
