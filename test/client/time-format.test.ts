import { describe, expect, test } from 'vitest';
import { HOUR, MINUTE, SECOND, parseTime } from '../../src/base/time.ts';
import { formatSpan, formatTime, zoneName } from '../../src/client/time-format.ts';

const at = (text: string): number => parseTime(text)?.at ?? Number.NaN;
const T = at('2024-03-01T23:10:11.120456Z');

describe('times as shown', () => {
  test.each([
    ['minute', '2024-03-01 23:10'],
    ['second', '2024-03-01 23:10:11'],
    ['exact', '2024-03-01 23:10:11.120456'],
    ['date', '2024-03-01'],
    ['clock', '23:10:11'],
  ] as const)('%s', (style, text) => expect(formatTime(T, 'utc', style)).toBe(text));

  test('in a named zone the day may differ', () => {
    expect(formatTime(T, 'Asia/Kathmandu')).toBe('2024-03-02 04:55');
    expect(formatTime(T, 'America/St_Johns', 'date')).toBe('2024-03-01');
  });
  test('midnight is 00, not 24', () => expect(formatTime(at('2024-03-01T00:00:00Z'), 'utc')).toBe('2024-03-01 00:00'));
  test('before 1970 too', () => expect(formatTime(at('1969-12-31T23:59:59.5Z'), 'utc', 'exact')).toBe('1969-12-31 23:59:59.5'));
  test.each([null, undefined, Number.NaN])('%s is a dash', (none) => expect(formatTime(none, 'utc')).toBe('–'));

  test('a span says its day once', () => {
    expect(formatSpan(T, T + 20 * MINUTE, 'utc')).toBe('2024-03-01 23:10 – 23:30');
    expect(formatSpan(T, T + 2 * HOUR, 'utc')).toBe('2024-03-01 23:10 – 2024-03-02 01:10');
    expect(formatSpan(T, null, 'utc')).toBe('2024-03-01 23:10');
    expect(formatSpan(T, T + SECOND, 'utc')).toBe('2024-03-01 23:10');
  });

  test('the zone has a name', () => {
    expect(zoneName('utc')).toBe('UTC');
    expect(zoneName('local')).toBe(new Intl.DateTimeFormat().resolvedOptions().timeZone);
  });
});
