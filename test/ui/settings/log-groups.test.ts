import { expect, test } from 'vitest';
import { EVENT_KINDS } from '../../../src/journal/event.ts';
import { LOG_GROUPS } from '../../../src/ui/settings/log-groups.ts';

test('each kind of entry is in one group of the log, beside all of them', () => {
  const grouped: readonly string[] = LOG_GROUPS.flatMap(({ kinds }) => kinds);
  expect([...grouped].sort()).toEqual([...EVENT_KINDS].sort());
});
