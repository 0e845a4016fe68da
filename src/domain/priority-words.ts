/** What a weight of the priority is about, by its name in the setting; those of severities are a list under `severity`. */
export const WEIGHT_LABELS = {
  rarity: 'Rarity of detectors',
  signal: 'Signal to noise',
  cohesion: 'Strength of links',
  single: 'Single alert',
  perTactic: 'Tactic breadth',
  perProduct: 'Corroboration',
  malicious: 'Verdict',
  named: 'Named threat',
  disrupted: 'Attack disruption',
  critical: 'Critical assets',
  watched: 'Watch list',
  scale: 'Scale',
} as const;
