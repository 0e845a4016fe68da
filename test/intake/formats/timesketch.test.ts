import { describe, expect, test } from 'vitest';
import { toIso } from '../../../src/base/time.ts';
import { timesketch } from '../../../src/intake/formats/timesketch.ts';
import { describeImporter } from '../describe-importer.ts';
import { collect, ofType, onlyAlert } from './collect.ts';

describeImporter(timesketch);

/** A row as plaso's output module `json_line` writes it: attribute containers within. */
const jsonLine = {
  __container_type__: 'event',
  __type__: 'AttributeContainer',
  data_type: 'syslog:line',
  date_time: { __class_name__: 'TimeElements', __type__: 'DateTimeValues', time_elements_tuple: [2024, 3, 1, 9, 10, 11] },
  hostname: 'web-01.example.org',
  message: '[sshd, pid: 42] Accepted password for root',
  parser: 'text/syslog_traditional',
  timestamp: 1_709_284_211_000_000,
  timestamp_desc: 'Content Modification Time',
};

describe('json_line of plaso', () => {
  test('labels within a tag container make a row an alert, with the time in microseconds', () => {
    const alert = onlyAlert(timesketch, {
      ...jsonLine,
      tag: { __container_type__: 'event_tag', __type__: 'AttributeContainer', labels: ['login', 'remote'] },
    });
    expect(alert).toMatchObject({ category: 'login, remote', rule: 'login', timeText: '1709284211000000' });
    expect(alert.firstActivity === undefined ? undefined : toIso(alert.firstActivity)).toBe('2024-03-01T09:10:11Z');
    expect(ofType(alert, 'device').map(({ label }) => label)).toEqual(['web-01.example.org']);
  });

  test('rows without a tag are timeline, and a host of nothing but signs is none', () => {
    expect(collect(timesketch, jsonLine).ignored).toEqual(['timeline row without tag or rule']);
    expect(ofType(onlyAlert(timesketch, { ...jsonLine, hostname: ':', tag: { labels: ['repeated'] } }), 'device')).toEqual([]);
  });
});
