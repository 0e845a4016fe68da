import fc from 'fast-check';
import { expect, it } from 'vitest';
import { scrollToRow, windowRows } from '../../../src/ui/kit/window-rows.ts';

it('draws what is in sight, and its spacers keep the full height (property)', () => {
  fc.assert(
    fc.property(
      fc.nat(100_000),
      fc.integer({ min: 10, max: 60 }),
      fc.nat(6_000_000),
      fc.integer({ min: 0, max: 2000 }),
      (total, height, scroll, view) => {
        const shown = windowRows(total, height, scroll, view);
        expect(shown.above + (shown.end - shown.first) * height + shown.below).toBe(total * height);
        expect(shown.end - shown.first).toBeLessThanOrEqual(Math.ceil(view / height) + 18);
        const inSight = Math.floor(scroll / height);
        if (view > 0 && inSight < total) {
          expect(shown.first).toBeLessThanOrEqual(inSight);
          expect(shown.end).toBeGreaterThan(inSight);
        }
      },
    ),
  );
});

it('scrolls no further than it must', () => {
  expect(scrollToRow(5, 20, 0, 400)).toBe(0);
  expect(scrollToRow(30, 20, 0, 400)).toBe(220);
  expect(scrollToRow(2, 20, 100, 400)).toBe(40);
});
