import { expect, test } from 'vitest';
import { CommandList, keyNames, toldKey, type AppCommand } from '../../src/client/commands.ts';

const command = (id: AppCommand['id'], hotkey: string, more: Partial<AppCommand> = {}): AppCommand => ({
  id,
  title: id,
  group: 'Test',
  hotkey,
  run: () => undefined,
  ...more,
});

test('a page wins over the shell for the same key, as long as it is there', () => {
  const list = new CommandList();
  list.add([command('app.back', 'Escape')]);
  const leave = list.add([command('queue.close-pane', 'Escape')]);
  expect(list.byHotkey('Escape')?.id).toBe('queue.close-pane');
  leave();
  expect(list.byHotkey('Escape')?.id).toBe('app.back');
});

test('a command that does not apply leaves its key to the one below', () => {
  const list = new CommandList();
  list.add([command('app.back', 'Escape'), command('queue.close-pane', 'Escape', { when: () => false })]);
  expect(list.byHotkey('Escape')?.id).toBe('app.back');
  expect(list.available.map((c) => c.id)).toEqual(['app.back']);
});

test('a key that is only told of does nothing, and gives way to its command', () => {
  const list = new CommandList();
  list.add([toldKey('queue.merge', 'Test', 'Shift+M', 'Merge')]);
  expect(list.byHotkey('Shift+M')).toBeUndefined();
  expect(list.hint('queue.merge')).toBe('Merge (Shift M)');
  const own = command('queue.merge', 'Shift+M');
  list.add([own]);
  expect(list.byHotkey('Shift+M')).toBe(own);
});

test('tooltips name the key', () => {
  const list = new CommandList();
  list.add([command('app.undo', '$mod+z', { title: 'Undo' })]);
  expect(list.hint('app.undo')).toBe('Undo (Ctrl Z)');
  expect(list.hint('app.undo', 'Undo: renamed')).toBe('Undo: renamed (Ctrl Z)');
  expect(list.hint('app.nothing', 'Plain')).toBe('Plain');
});

test.each([
  ['?', ['?']],
  ['g i', ['g', 'i']],
  ['$mod+Shift+z', ['Ctrl', 'Shift', 'Z']],
  ['Escape', ['Esc']],
  ['ArrowRight', ['→']],
])('keys of %s', (hotkey, names) => expect(keyNames(hotkey)).toEqual(names));
