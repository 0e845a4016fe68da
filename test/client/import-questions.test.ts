import { describe, expect, test } from 'vitest';
import { mustAsk, questionsOf } from '../../src/client/import-questions.ts';
import { diagnose } from '../../src/intake/doctor/diagnose.ts';
import type { RecordImporter } from '../../src/intake/importer.ts';
import { IMPORTERS } from '../../src/intake/registry.ts';
import type { Diagnosis } from '../../src/worker/api.ts';

async function of(name: string, text: string, importers: readonly RecordImporter[] = []): Promise<Diagnosis> {
  const [first] = await diagnose(new File([text], name), { importers: [...IMPORTERS, ...importers], now: Date.UTC(2026, 4, 1) });
  if (first === undefined) throw new Error('no diagnosis');
  return first;
}
const twin = (id: string): RecordImporter => ({
  kind: 'record',
  id,
  label: id,
  spec: '',
  containers: ['json'],
  match: (record) => ('twin' in record ? 75 : 0),
  read: () => undefined,
});

describe('a file waits for a person', () => {
  test('when two formats fit equally well', async () => {
    const found = await of('twin.ndjson', '{"twin":1}\n{"twin":2}\n', [twin('one'), twin('two')]);
    expect(questionsOf(found)).toMatchObject({ format: true, mapping: false });
    expect(mustAsk(found)).toBe(true);
  });

  test.each([
    ['prices.csv', 'fruit,price\napple,1.20\npear,0.80\n'],
    ['shopping.json', '{"milk":2,"bread":1}\n'],
    ['letter.txt', 'Dear all,\nnothing here is an alert.\n'],
    ['empty.csv', ''],
  ])('but not for %s, which no mapping makes into alerts', async (name, text) => {
    expect(mustAsk(await of(name, text))).toBe(false);
  });

  test('when its columns look like those of alerts', async () => {
    expect(mustAsk(await of('x.csv', 'when,what,sev\n2026-03-10 09:00:00,Odd,high\n'))).toBe(true);
  });

  test('Snort prints the month first wherever it runs: that is no question', async () => {
    const found = await of(
      'fast.log',
      '03/04/2026-09:00:00.000000  [**] [1:2001219:20] ET SCAN x [**] [Priority: 2] {TCP} 192.0.2.1:4711 -> 198.51.100.2:22\n',
    );
    expect(questionsOf(found)).toMatchObject({ dayMonth: false, zone: true });
    expect(mustAsk(found)).toBe(false);
  });
});
