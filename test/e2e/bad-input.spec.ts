import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { strToU8, zipSync } from 'fflate';
import { expect, expectAccessible, give, incidentLinks, look, made, open, test, THEMES } from './fixtures.ts';
import { lines } from './story.ts';

/* Files as they come in a bad hour. Each time: the page says what is wrong with which file, keeps the good rows, and goes on working. */

interface Case {
  readonly what: string;
  readonly file: () => Parameters<typeof give>[1];
  /** Words of the import report. */
  readonly says: RegExp;
  /** The good rows are there. */
  readonly keeps?: boolean;
}
/** What is too large to be handed over in memory. */
function onDisk(name: string, content: string): string {
  const path = join(mkdtempSync(join(tmpdir(), 'alertweave-e2e-')), name);
  writeFileSync(path, content);
  return path;
}
const good = (): string => lines(3);
const CASES: readonly Case[] = [
  { what: 'an empty file', file: () => made('empty.json', ''), says: /empty\.json.*The file is empty/ },
  {
    what: 'a format nobody knows',
    file: () => made('shopping.json', '{"milk":2,"bread":1}\n'),
    says: /shopping\.json.*The format is not known.*alertweave-alerts/s,
  },
  {
    what: 'a picture',
    file: () => made('alerts.json', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 1, 2, 0, 255])),
    says: /alerts\.json.*This is not text.*PNG picture/s,
  },
  {
    what: 'JSON cut off in the middle',
    file: () => made('cut.ndjson', good() + '{"time":"2026-03-10T09:00:00Z","title":"never en'),
    says: /1 record rejected.*4\s*The file ends too early/s,
    keeps: true,
  },
  {
    what: 'one bad row among good ones',
    file: () => made('bad-row.ndjson', `${good()}this is no JSON\n${lines(2, () => ({ severity: 'low' }))}`),
    says: /1 record rejected.*4\s*Broken JSON/s,
    keeps: true,
  },
  {
    what: 'a time that is none',
    file: () => made('time.ndjson', good() + '{"time":"yesterday-ish","title":"When?"}\n'),
    says: /1 alert: no time that could be read; kept/s,
    keeps: true,
  },
  {
    what: 'an alert without a title',
    file: () =>
      made('title.ndjson', good() + '{"time":"2026-03-10T09:00:00Z","severity":"low","entities":[{"type":"ip","value":"198.51.100.7"}]}\n'),
    says: /1 record rejected.*4\s*An alert has no title/s,
    keeps: true,
  },
  {
    what: 'keys that poison prototypes',
    file: () =>
      made(
        'proto.ndjson',
        good() +
          '{"time":"2026-03-10T09:00:00Z","title":"x","__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}\n',
      ),
    says: /4 alerts added/s,
    keeps: true,
  },
  {
    what: 'ids that come twice',
    file: () => made('twice.ndjson', `${lines(3, (i) => ({ id: `same-${i}` }))}${lines(3, (i) => ({ id: `same-${i}` }))}`),
    says: /3 alerts added.*3 duplicates/s,
    keeps: true,
  },
  {
    what: 'a gzip that ends too early',
    file: () => made('cut.gz', gzipSync(lines(5000)).subarray(0, 9000)),
    says: /compressed data is damaged.*were kept/s,
  },
  {
    what: 'a zip whose member is broken',
    file: () => made('half.zip', Buffer.from(zipSync({ 'a.ndjson': strToU8(good()), 'b.bin': new Uint8Array([0, 1, 2, 3, 0, 255]) }))),
    says: /half\.zip › a\.ndjson/s,
    keeps: true,
  },
  {
    what: 'a line without end',
    file: () =>
      onDisk(
        'long.ndjson',
        `${good()}{"time":"2026-03-10T09:00:00Z","title":"${'x'.repeat(100_000_000)}"}\n${lines(1, () => ({ title: 'After it' }))}`,
      ),
    says: /4 alerts added.*1 record rejected.*4\s*A record is too long/s,
    keeps: true,
  },
  {
    what: 'a CSV with a broken quote',
    file: () =>
      made(
        'quote.csv',
        'AlertId,Timestamp,Title,Severity,ServiceSource,DetectionSource,Category\na1,2026-03-10T09:00:00Z,"Never closed,High,Microsoft Defender for Endpoint,EDR,Execution\na2,2026-03-10T09:01:00Z,Fine,High,x,y,z\n',
      ),
    says: /1 alert added.*1 record rejected.*2\s*Broken CSV/s,
  },
];

for (const { what, file, says, keeps } of CASES)
  test(`${what}: said clearly, nothing else lost`, async ({ page }) => {
    await open(page);
    await give(
      page,
      made(
        'before.ndjson',
        lines(1, () => ({ title: 'It was here before' })),
      ),
    );
    await give(page, file());
    await page.goto('./#/imports');
    await expect(page.getByRole('main')).toContainText(says);
    expect(await page.evaluate(() => 'polluted' in {})).toBe(false);
    await page.goto('./#/incidents');
    await expect(incidentLinks(page).filter({ hasText: 'It was here before' })).toHaveCount(1);
    if (keeps)
      await expect(
        incidentLinks(page)
          .filter({ hasText: /Alert number|high|multi/i })
          .first(),
      ).toBeVisible();
  });

test('a bomb of an archive is not unpacked to its end', async ({ page }) => {
  // 3 GB of one line in 3 MB: a thousand to one, packed once more.
  const block = Buffer.alloc(64 << 20, 0x20);
  const packed = gzipSync(block, { level: 9 });
  const members = Array.from({ length: 48 }, () => packed);
  await open(page);
  await give(page, made('bomb.gz', Buffer.concat(members)), 120_000);
  await page.goto('./#/imports');
  await expect(page.getByRole('main')).toContainText(/too much|bomb|empty|limit/i);
  await give(
    page,
    made(
      'after.ndjson',
      lines(1, () => ({ title: 'Still alive' })),
    ),
  );
  await page.goto('./#/incidents');
  await expect(incidentLinks(page).filter({ hasText: 'Still alive' })).toHaveCount(1);
});

test('alerts that cannot be grouped well say so, on the queue and on the imports', async ({ page }) => {
  await open(page);
  await give(page, made('good.ndjson', lines(20)));
  await expect(page.getByText('Grouping is limited.')).toHaveCount(0);
  const bare = Array.from({ length: 80 }, (_, i) =>
    JSON.stringify({ id: `b${i}`, time: 'once', title: `Bare ${i}`, product: '<b>Old</b> box' }),
  );
  await give(page, made('bare.ndjson', bare.join('\n')));
  for (const where of ['incidents', 'imports']) {
    await page.goto(`./#/${where}`);
    const told = page.getByRole('group').filter({ hasText: 'Grouping is limited.' });
    await expect(told.getByText('No usable time: 80 % of the alerts and 1 more limit')).toBeVisible();
    await told.locator('summary').focus();
    await page.keyboard.press('Enter');
    await expect(told.getByText('No entities in all of the alerts of <b>Old</b> box')).toBeVisible();
    for (const theme of THEMES) await expectAccessible(page, theme, `limits of grouping on ${where}`);
    await look(page, `limits-${where}`);
  }
});

test('a second drop of the same file adds nothing', async ({ page }) => {
  const file = made('alerts.ndjson', lines(40));
  await open(page);
  await give(page, file);
  const before = await incidentLinks(page).allInnerTexts();
  await give(page, { ...file, name: 'renamed.txt' });
  await expect(page.getByRole('main')).toContainText(/40 alerts/);
  expect(await incidentLinks(page).allInnerTexts()).toEqual(before);
});
