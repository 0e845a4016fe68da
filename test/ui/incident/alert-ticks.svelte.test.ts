import { describe, expect, it } from 'vitest';
import { AlertTicks } from '../../../src/ui/incident/alert-ticks.svelte.ts';

const row = (id: number) => ({ id, title: `alert ${id}` });
const rows = [5, 3, 8, 1, 9].map(row);

describe('AlertTicks', () => {
  it('selects and deselects one, and keeps its title', () => {
    const ticks = new AlertTicks();
    ticks.toggle(row(3));
    ticks.toggle(row(8));
    expect([...ticks.alerts]).toEqual([
      [3, 'alert 3'],
      [8, 'alert 8'],
    ]);
    ticks.toggle(row(3));
    expect([...ticks.alerts.keys()]).toEqual([8]);
  });
  it('adds what stands between the last one and this, in either direction', () => {
    const ticks = new AlertTicks();
    ticks.toggle(row(1));
    ticks.to(row(3), rows);
    expect([...ticks.alerts.keys()].sort()).toEqual([1, 3, 8]);
    ticks.to(row(5), rows);
    expect([...ticks.alerts.keys()].sort()).toEqual([1, 3, 5, 8]);
  });
  it('is one alone where the last one is not shown any more', () => {
    const ticks = new AlertTicks();
    ticks.to(row(9), rows);
    expect([...ticks.alerts.keys()]).toEqual([9]);
    ticks.to(row(5), rows.slice(0, 2));
    expect([...ticks.alerts.keys()]).toEqual([9, 5]);
  });
  it('selects all that are shown, and none where some were', () => {
    const ticks = new AlertTicks();
    ticks.all(rows);
    expect(ticks.alerts.size).toBe(rows.length);
    ticks.all(rows);
    expect(ticks.alerts.size).toBe(0);
  });
});
