import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { made, ROOT, type MadeFile } from './fixtures.ts';

const FOLDER = join(ROOT, 'public/demo/story');
const NAMES = ['defender-alerts.json', 'suricata-eve.json', 'wazuh-alerts.json', 'elastic-alerts.ndjson'] as const;

/** The four exports of the demo story, as files. */
export const storyFiles = (): MadeFile[] => NAMES.map((name) => made(name, readFileSync(join(FOLDER, name))));
export const storyPaths = (): string[] => NAMES.map((name) => join(FOLDER, name));
/** Alerts in them: 21 of Defender, 22 of Suricata, 11 of Wazuh, 6 of Elastic. */
export const STORY_ALERTS = 60;

/** One alert a line in the documented format, each on a device of its own unless said. */
export function lines(count: number, of: (i: number) => Readonly<Record<string, unknown>> = () => ({})): string {
  const out: string[] = [];
  for (let i = 0; i < count; i++) {
    const time = new Date(Date.UTC(2026, 2, 10) + i * 1000).toISOString();
    const entities = [{ type: 'device', value: `HOST-${i % 500}` }];
    out.push(JSON.stringify({ time, title: `Alert number ${i % 50}`, severity: 'high', product: 'Bench', entities, ...of(i) }));
  }
  return `${out.join('\n')}\n`;
}
