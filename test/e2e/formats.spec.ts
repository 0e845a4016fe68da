import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, FIXTURES, give, idle, incidentLinks, open, openFirst, tab, test } from './fixtures.ts';

/* One real file of each format the page reads: dropped, woven, opened, and still there after a reload. */

const NOT_ALERTS = /SOURCES\.md|empty|cut|bad|broken|junk|not-|negative|truncated/i;
/** The largest of the format's small files: most alerts, still quick. */
function sampleOf(format: string): string | undefined {
  const files = readdirSync(join(FIXTURES, format), { withFileTypes: true })
    .filter((entry) => entry.isFile() && !NOT_ALERTS.test(entry.name))
    .map((entry) => join(FIXTURES, format, entry.name))
    .filter((path) => statSync(path).size < 2_000_000);
  return files.sort((a, b) => statSync(b).size - statSync(a).size)[0];
}

/** Lists of incidents without their alerts: read, told, and nothing to open. */
const WITHOUT_ALERTS = new Set(['portal-incidents-csv', 'sentinel-securityincident', 'sentinel-incident-arm']);

const formats = existsSync(FIXTURES)
  ? readdirSync(FIXTURES, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && entry.name !== 'junk')
      .map((entry) => entry.name)
  : [];

for (const format of formats) {
  const sample = sampleOf(format);
  if (sample === undefined) continue;
  test(`${format}: file → incidents → incident → why → reload`, async ({ page }) => {
    await open(page);
    await give(page, [sample]);
    await page.goto('./#/imports');
    await expect(page.getByRole('main')).toContainText(format);
    if (WITHOUT_ALERTS.has(format)) return;
    await page.goto('./#/incidents?severity=all&status=all');
    await idle(page);
    await expect(incidentLinks(page).first()).toBeVisible();
    const name = await openFirst(page);
    await tab(page, 'Alerts').click();
    await idle(page);
    await expect(page.getByRole('tabpanel').getByRole('row').nth(1)).toBeVisible();
    await page.reload();
    await idle(page);
    await expect(page.getByRole('heading', { level: 1 })).toContainText(name);
  });
}
