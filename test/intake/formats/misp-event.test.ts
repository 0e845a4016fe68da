import { expect, test } from 'vitest';
import { mispEvent } from '../../../src/intake/formats/misp-event.ts';
import { describeImporter, fixturesOf } from '../describe-importer.ts';
import { fileSource, take } from '../sources.ts';

describeImporter(mispEvent);

test('attributes of a search are parts of their event: they merge into one alert', async () => {
  const { alerts } = await take(fileSource(fixturesOf('misp-event').find((file) => file.endsWith('attribute-search.json')) ?? ''));
  expect(alerts.map(({ draft }) => [draft.externalId, draft.partial, draft.title])).toEqual(
    Array(2).fill(['5f70bf18-a086-4070-96e9-48b04aed3b82', true, 'Phishing wave against finance']),
  );
});
