import { type AppCommand, toldKey } from '../../client/commands.ts';
import { router } from '../../client/router.svelte.ts';
import { exportCsv } from './export-csv.ts';
import type { Queue } from './queue.svelte.ts';

/** Keys and commands of the queue. */
export function queueCommands(queue: Queue): readonly AppCommand[] {
  const group = 'Incidents';
  const fold = (open: boolean): void => {
    const row = queue.rowAt(queue.cursor);
    if (row !== undefined) queue.fold(row, queue.cursor, open);
  };
  const open = async (): Promise<void> => {
    const id = queue.cursor >= 0 ? await queue.idAt(queue.cursor) : queue.view.selected;
    if (id !== undefined) router.go({ page: 'incident', id, tab: 'attack-story', selection: undefined });
  };
  return [
    { id: 'queue.next', title: 'Next incident', group, hotkey: 'j', keyOnly: true, run: () => void queue.move(1) },
    { id: 'queue.previous', title: 'Previous incident', group, hotkey: 'k', keyOnly: true, run: () => void queue.move(-1) },
    { id: 'queue.down', title: 'Next incident', group, hotkey: 'ArrowDown', keyOnly: true, run: () => void queue.move(1) },
    { id: 'queue.up', title: 'Previous incident', group, hotkey: 'ArrowUp', keyOnly: true, run: () => void queue.move(-1) },
    {
      id: 'queue.open',
      title: 'Open the incident',
      group,
      hotkey: 'Enter',
      when: () => queue.cursor >= 0 || queue.view.selected !== undefined,
      run: () => void open(),
    },
    {
      id: 'queue.peek',
      title: 'Show the incident beside the list',
      group,
      hotkey: 'o',
      when: () => queue.cursor >= 0,
      run: () => void queue.selectAt(queue.cursor),
    },
    {
      id: 'queue.tick',
      title: 'Select the incident',
      group,
      hotkey: 'x',
      when: () => queue.cursor >= 0,
      run: () => void queue.idAt(queue.cursor).then((id) => id !== undefined && queue.tick(id, queue.cursor)),
    },
    {
      id: 'queue.unfold',
      title: 'Unfold the alerts of the incident',
      group,
      hotkey: 'ArrowRight',
      keyOnly: true,
      when: () => queue.cursor >= 0,
      run: () => fold(true),
    },
    {
      id: 'queue.fold',
      title: 'Fold the alerts of the incident',
      group,
      hotkey: 'ArrowLeft',
      keyOnly: true,
      when: () => queue.cursor >= 0,
      run: () => fold(false),
    },
    { id: 'queue.tick-all', title: 'Select all, or none', group, hotkey: '*', run: () => void queue.tickAll() },
    toldKey('queue.merge', group, 'Shift+M', 'Merge the selected incidents…'),
    toldKey('queue.why-not', group, 'y', 'Why are the two selected incidents not merged?'),
    { id: 'queue.reset', title: 'Reset the filters', group, run: () => queue.reset() },
    { id: 'queue.show-all', title: 'Show all incidents', group, run: () => queue.showAll() },
    { id: 'queue.export', title: 'Export the list as CSV', group, run: () => void exportCsv(queue) },
    {
      id: 'queue.untick',
      title: 'Deselect',
      group,
      hotkey: 'Escape',
      keyOnly: true,
      when: () => queue.ticked.size > 0,
      run: () => queue.ticked.clear(),
    },
    {
      id: 'queue.close-pane',
      title: 'Close the side pane',
      group,
      hotkey: 'Escape',
      keyOnly: true,
      when: () => queue.view.selected !== undefined,
      run: () => queue.select(undefined),
    },
  ];
}
