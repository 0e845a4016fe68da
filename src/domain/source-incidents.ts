/**
 * What becomes of the incidents that stand in the files. `ignore`: all alerts are woven by evidence. `keep`: the exporter's incidents stand as they
 * are, and only alerts of none are woven, among themselves. `suggest`: evidence adds alerts of none to them, and suggests merging them.
 */
export const SOURCE_INCIDENTS = ['ignore', 'keep', 'suggest'] as const;
export type SourceIncidents = (typeof SOURCE_INCIDENTS)[number];

/** The choice as a person makes it. */
export const SOURCE_INCIDENT_LABELS: Readonly<Record<SourceIncidents, string>> = {
  ignore: 'Correlate anew',
  keep: 'Keep',
  suggest: 'Keep and suggest',
};
