import { type AppCommand, toldKey } from '../client/commands.ts';
import { pickFiles, pickFilesToCheck } from '../client/pick-files.ts';
import { SETTINGS_SECTIONS } from '../client/route.ts';
import { queueRoute, router } from '../client/router.svelte.ts';
import type { Session } from '../client/session.svelte.ts';
import { SECTION_LABELS } from '../client/settings-sections.ts';
import { DENSITIES, settings, THEMES } from '../client/settings.svelte.ts';

const next = <T>(all: readonly T[], now: T): T => all[(all.indexOf(now) + 1) % all.length] ?? now;

/** What can be done on every page. */
export function appCommands(session: Session, show: (dialog: 'help' | 'palette') => void): readonly AppCommand[] {
  const group = 'Everywhere';
  return [
    { id: 'app.palette', title: 'Find a command', group, hotkey: '$mod+k', inFields: true, keyOnly: true, run: () => show('palette') },
    { id: 'app.help', title: 'Show all keys', group, hotkey: '?', run: () => show('help') },
    {
      id: 'app.search',
      title: 'Search incidents',
      group,
      hotkey: '/',
      run: () => {
        document.querySelector<HTMLInputElement>('input[type=search]')?.select();
        document.querySelector<HTMLInputElement>('input[type=search]')?.focus();
      },
    },
    { id: 'app.incidents', title: 'Go to Incidents', group, hotkey: 'g i', run: () => router.go(queueRoute()) },
    { id: 'app.imports', title: 'Go to Imports', group, hotkey: 'g m', run: () => router.go({ page: 'imports' }) },
    { id: 'app.settings', title: 'Go to Settings', group, hotkey: 'g s', run: () => router.go({ page: 'settings' }) },
    ...SETTINGS_SECTIONS.map((section): AppCommand => ({
      id: `app.settings.${section}`,
      title: `Settings: ${SECTION_LABELS[section].label}`,
      group,
      run: () => router.go({ page: 'settings', section }),
    })),
    { id: 'app.import', title: 'Import alert files', group, hotkey: 'Shift+I', run: pickFiles },
    { id: 'app.check', title: 'Check alert files before importing', group, run: pickFilesToCheck },
    {
      id: 'app.undo',
      title: 'Undo',
      group,
      hotkey: '$mod+z',
      when: () => session.state.undo.undo !== null,
      run: () => void session.act({ kind: 'undo' }),
    },
    {
      id: 'app.redo',
      title: 'Redo',
      group,
      hotkey: '$mod+Shift+z',
      when: () => session.state.undo.redo !== null,
      run: () => void session.act({ kind: 'redo' }),
    },
    // The dialog listens itself: no other key works while one is open.
    toldKey('app.confirm', group, '$mod+Enter', 'Do what an open dialog is about'),
    { id: 'app.theme', title: 'Change theme', group, run: () => (settings.theme = next(THEMES, settings.theme)) },
    { id: 'app.density', title: 'Change row height', group, run: () => (settings.density = next(DENSITIES, settings.density)) },
    {
      id: 'app.back',
      title: 'One step back',
      group,
      hotkey: 'Escape',
      keyOnly: true,
      when: () => router.route.page !== 'incidents',
      run: () => router.back(),
    },
  ];
}
