import { createKeybindingsHandler } from 'tinykeys';
import { isField } from '../client/dropped-files.ts';
import type { CommandList } from '../client/commands.ts';

/** Keys of the one command list, on the whole window. A field keeps its keys, and an open dialog keeps all. */
export function bindHotkeys(list: CommandList): () => void {
  let handler: ReturnType<typeof createKeybindingsHandler> = () => undefined;
  const rebuild = (): void => {
    const keys = new Set(list.all.flatMap((command) => command.hotkey ?? []));
    handler = createKeybindingsHandler(
      Object.fromEntries(
        [...keys].flatMap(pressesOf).map(([press, key]) => [
          press,
          (event: KeyboardEvent) => {
            const command = list.byHotkey(key);
            if (command === undefined || (isField(event.target) && command.inFields !== true)) return;
            event.preventDefault();
            command.run();
          },
        ]),
      ),
    );
  };
  rebuild();
  const stop = list.onChange(rebuild);
  const onkeydown = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || document.querySelector('dialog[open], [popover]:popover-open') !== null) return;
    // Enter and Space on a button or link are that element's.
    if ((event.key === 'Enter' || event.key === ' ') && event.target instanceof Element && event.target.closest('button, a[href], summary'))
      return;
    handler(event);
  };
  addEventListener('keydown', onkeydown);
  return () => {
    stop();
    removeEventListener('keydown', onkeydown);
  };
}

/** A sign such as `?` or `/` needs Shift on one keyboard and not on another: both are it. */
function pressesOf(key: string): [press: string, key: string][] {
  return /^[^a-z0-9 ]$/i.test(key)
    ? [
        [key, key],
        [`Shift+${key}`, key],
      ]
    : [[key, key]];
}
