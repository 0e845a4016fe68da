/** Something a person can do. One list feeds hotkeys, the palette, the `?` help and the tooltips. */
export interface AppCommand {
  /** `page.verb`. */
  readonly id: `${string}.${string}`;
  readonly title: string;
  /** Heading in the help: `Everywhere`, `Incidents` … */
  readonly group: string;
  /** As tinykeys reads it: `j`, `g i`, `$mod+z`, `?`, `Escape`. */
  readonly hotkey?: string;
  /** Also while the focus is in a field. */
  readonly inFields?: boolean;
  /** Not offered in the palette (keys that only make sense as keys, such as `j`). */
  readonly keyOnly?: boolean;
  readonly when?: () => boolean;
  readonly run: () => void;
}

/** A key that is told of, though what it does is not on screen: when it is, the command itself takes this one's place. */
export const toldKey = (id: AppCommand['id'], group: string, hotkey: string, title: string): AppCommand => ({
  id,
  title,
  group,
  hotkey,
  when: () => false,
  run: () => undefined,
});

/** The commands of what is on screen: a page adds its own while it is shown. Later ones win over earlier ones with the same key. */
export class CommandList {
  #groups: (readonly AppCommand[])[] = [];
  #listeners = new Set<() => void>();

  /** Returns how to take them away again: give it back from an `$effect`. */
  add(commands: readonly AppCommand[]): () => void {
    this.#groups = [...this.#groups, commands];
    this.#changed();
    return () => {
      this.#groups = this.#groups.filter((group) => group !== commands);
      this.#changed();
    };
  }

  get all(): readonly AppCommand[] {
    return this.#groups.flat();
  }

  /** Those that would do something now. */
  get available(): readonly AppCommand[] {
    return this.all.filter((command) => command.when?.() ?? true);
  }

  /** The command a key stands for now. */
  byHotkey(hotkey: string): AppCommand | undefined {
    return this.available.findLast((command) => command.hotkey === hotkey);
  }

  run(id: string): void {
    this.available.findLast((command) => command.id === id)?.run();
  }

  /** `Undo (Ctrl Z)`: the title and key for a tooltip. */
  hint(id: string, title?: string): string {
    const command = this.all.findLast((known) => known.id === id);
    const words = title ?? command?.title ?? '';
    return command?.hotkey === undefined ? words : `${words} (${keyNames(command.hotkey).join(' ')})`;
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #changed(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}

const MAC = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.userAgent);
const NAMES: Readonly<Record<string, string>> = {
  $mod: MAC ? '⌘' : 'Ctrl',
  Shift: MAC ? '⇧' : 'Shift',
  Escape: 'Esc',
  Enter: 'Enter',
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  ' ': 'Space',
};

/** The keys of a hotkey as printed on a keyboard: `$mod+Shift+z` → `Ctrl`, `Shift`, `Z`. */
export function keyNames(hotkey: string): readonly string[] {
  return hotkey
    .split(' ')
    .flatMap((press) => press.split('+'))
    .map((key) => (Object.hasOwn(NAMES, key) ? (NAMES[key] ?? key) : key.length === 1 && hotkey.includes('+') ? key.toUpperCase() : key));
}

export const commands = new CommandList();
