import { expect, test } from 'vitest';
import { splunkXml } from '../../../src/intake/formats/splunk-xml.ts';
import { describeImporter } from '../describe-importer.ts';
import { memorySource, take } from '../sources.ts';

describeImporter(splunkXml);

test('each result goes to the importer of what it holds; a value stated twice is a list, and a cut one is told', async () => {
  const result = (fields: string): string => `<result offset="0">${fields}</result>`;
  const field = (name: string, ...values: string[]): string =>
    `<field k="${name}">${values.map((value) => `<value><text>${value}</text></value>`).join('')}</field>`;
  const notable = result(field('event_id', 'a@@notable@@1') + field('rule_name', 'R') + field('src', '10.0.0.4', '10.0.0.5'));
  const { alerts, reports } = await take(
    memorySource(`<results>${notable}\n${result(field('a', 'b'))}\n<result offset="2">${field('x', 'y')}\n`),
  );
  expect(alerts.map(({ format, draft }) => [format, draft.evidence.map(({ label }) => label)])).toEqual([
    ['splunk-notable', ['10.0.0.4', '10.0.0.5']],
  ]);
  expect(reports[0]).toMatchObject({ format: 'splunk-xml', records: 3, alerts: 1, ignored: 1, rejectedCount: 1 });
});
