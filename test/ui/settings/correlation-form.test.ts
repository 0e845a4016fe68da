import { describe, expect, test } from 'vitest';
import { faultOf, formOf, isValid, sameForm, settingOf, trialOf } from '../../../src/ui/settings/correlation-form.ts';
import { choiceOfSetting } from '../../../src/worker/correlation-run.ts';
import type { CorrelationSettings } from '../../../src/worker/api.ts';

const byProfile = { strict: { window: 12, strength: 0.4 }, normal: { window: 24, strength: 0.5 }, wide: { window: 72, strength: 0.6 } };
const row = (type: 'device' | 'ip', window = 24): CorrelationSettings['types'][number] => ({
  type,
  window,
  strength: 0.5,
  defaultWindow: 24,
  defaultStrength: 0.5,
  byProfile,
});
const settings = (window?: number): CorrelationSettings => ({
  profile: 'normal',
  sourceIncidents: 'ignore',
  types: [row('device', window), row('ip')],
});

test('what is in force fills the form, and only what differs from the profile', () => {
  expect(formOf(settings())).toEqual({ profile: 'normal', sourceIncidents: 'ignore', types: {} });
  expect(formOf(settings(48)).types).toEqual({ device: { window: 48 } });
});

describe('the setting', () => {
  test('is left out where all is as it comes', () => expect(settingOf(formOf(settings()))).toBeNull());
  test('is what the engine reads back', () => {
    const form = { profile: 'wide', sourceIncidents: 'suggest', types: { device: { window: 48 }, ip: {} } } as const;
    expect(choiceOfSetting(settingOf(form) ?? undefined)).toEqual({
      profile: 'wide',
      sourceIncidents: 'suggest',
      types: { device: { window: 48 } },
    });
  });
});

describe('the trial', () => {
  test('states the numbers of the profile that is tried for what was taken back', () => {
    const form = { profile: 'wide', sourceIncidents: 'ignore', types: {} } as const;
    expect(trialOf(form, settings(48)).types).toEqual({ device: { window: 72, strength: 0.6 } });
  });
  test('leaves alone what nobody touched', () => expect(trialOf(formOf(settings()), settings()).types).toEqual({}));
  test('keeps the number of the profile beside the one that was typed', () =>
    expect(trialOf({ ...formOf(settings()), types: { ip: { strength: 0 } } }, settings()).types).toEqual({
      ip: { window: 24, strength: 0 },
    }));
});

test('a form is the same however it came to be', () => {
  const form = formOf(settings());
  expect(sameForm(form, { ...form, types: { ip: { window: undefined } } })).toBe(true);
  expect(sameForm(form, { ...form, types: { ip: { window: 1 } } })).toBe(false);
});
test.each([{ window: -1 }, { window: 9000 }, { window: Number.NaN }, { strength: 1.1 }, { strength: -0.1 }])(
  '%j cannot be used',
  (chosen) => {
    expect(faultOf(chosen)).toBeDefined();
    expect(isValid({ ...formOf(settings()), types: { ip: chosen } })).toBe(false);
  },
);
