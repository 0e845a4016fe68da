import { describe, expect, test } from 'vitest';
import { formOf, partOf, type PartForm } from '../../../src/ui/import/part-form.ts';

const at = (iso: string): number => Date.parse(iso) * 1000;
const seen = { first: at('2026-03-10T00:00:30Z'), last: at('2026-03-10T09:59:01Z') };
const FORM: PartForm = { slice: true, from: '2026-03-10 01:00', to: '2026-03-10 02:00', sample: false, every: '10' };

describe('the form of a part', () => {
  test('begins with the times that were seen, outward to the minute, and asks for nothing', () => {
    const form = formOf(undefined, seen, 7);
    expect(form).toEqual({ slice: false, from: '2026-03-10 00:00', to: '2026-03-10 10:00', sample: false, every: '7' });
    expect(partOf(form)).toEqual({});
    expect(formOf(undefined, { first: undefined, last: undefined }, 2)).toMatchObject({ from: '', to: '' });
  });

  test('shows again what was chosen', () => {
    const { part } = partOf({ ...FORM, sample: true });
    expect(part).toEqual({ from: at('2026-03-10T01:00Z'), to: at('2026-03-10T02:00Z'), every: 10 });
    expect(formOf(part, seen, 3)).toEqual({ ...FORM, sample: true });
  });

  test('an end may be open; what cannot be read is a problem, never all of the file', () => {
    expect(partOf({ ...FORM, to: '' }).part).toEqual({ from: at('2026-03-10T01:00Z') });
    expect(partOf({ ...FORM, from: '', to: '' })).toEqual({ problem: 'times' });
    expect(partOf({ ...FORM, from: 'soon' })).toEqual({ problem: 'times' });
    expect(partOf({ ...FORM, from: FORM.to })).toEqual({ problem: 'order' });
    for (const every of ['1', '0', '-2', '2.5', 'ten', ''])
      expect(partOf({ ...FORM, slice: false, sample: true, every })).toEqual({ problem: 'every' });
  });
});
