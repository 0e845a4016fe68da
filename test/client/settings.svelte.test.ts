import { describe, expect, test } from 'vitest';
import { Settings, type SettingsStorage } from '../../src/client/settings.svelte.ts';

function memory(text?: string): SettingsStorage & { text: string | undefined } {
  return {
    text,
    getItem() {
      return this.text ?? null;
    },
    setItem(_key: string, value: string) {
      this.text = value;
    },
  };
}

describe('settings', () => {
  test('are the same after a reload', () => {
    const storage = memory();
    const before = new Settings(storage);
    before.theme = 'dark';
    before.zone = 'Asia/Kathmandu';
    before.analyst = ' Jo ';
    before.setColumns('incidents', ['name', 'severity']);
    before.setPane('queue', 412.4);
    before.setFolded('graph', true);
    const after = new Settings(storage);
    expect([after.theme, after.zone, after.analyst]).toEqual(['dark', 'Asia/Kathmandu', 'Jo']);
    expect(after.columns('incidents')).toEqual(['name', 'severity']);
    expect(after.pane('queue', 1)).toBe(412);
    expect(after.isFolded('graph')).toBe(true);
  });

  test('one unreadable value does not cost the others', () => {
    const settings = new Settings(memory('{"theme":"purple","zone":"Moon/Crater","density":"compact","columns":7}'));
    expect([settings.theme, settings.zone, settings.density]).toEqual(['system', 'utc', 'compact']);
    expect(settings.columns('incidents')).toBeUndefined();
  });

  test.each(['not json', '[]', 'null', '{"columns":{"__proto__":["a"]}}'])('start afresh from %s', (text) => {
    const settings = new Settings(memory(text));
    expect(settings.theme).toBe('system');
    expect(settings.columns('toString')).toBeUndefined();
  });

  test('hold for the visit where storage is forbidden', () => {
    const settings = new Settings({
      getItem: () => null,
      setItem: () => {
        throw new Error('QuotaExceededError');
      },
    });
    settings.theme = 'light';
    expect(settings.theme).toBe('light');
  });

  test('a zone the browser does not know is not taken', () => {
    const settings = new Settings(undefined);
    settings.zone = 'Nowhere/At_all';
    expect(settings.zone).toBe('utc');
  });
});
