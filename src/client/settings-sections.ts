import type { SettingsSection } from './route.ts';

/** What a section is called, and the id of its heading. */
export const SECTION_LABELS: Readonly<Record<SettingsSection, { readonly label: string; readonly heading: string }>> = {
  you: { label: 'You', heading: 'you' },
  look: { label: 'Look', heading: 'look' },
  imports: { label: 'Imports', heading: 'imports' },
  correlation: { label: 'Correlation', heading: 'correlation' },
  lists: { label: 'Lists', heading: 'lists' },
  pairs: { label: 'Decisions about pairs', heading: 'rules' },
  detectors: { label: 'Detectors', heading: 'detectors' },
  sequences: { label: 'Sequences', heading: 'sequences' },
  priority: { label: 'Priority', heading: 'weights' },
  log: { label: 'Log', heading: 'log' },
  data: { label: 'Data and privacy', heading: 'data' },
};
