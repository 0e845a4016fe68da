/**
 * Version 5: alerts that the correlation raises itself. Their rows of `alert` have batch 0 and are the last ones; each run writes them anew.
 * This table holds the rule and the alerts each was raised from.
 */
export const raised = `
create table raised (
  key text primary key,               -- alert key
  rule text not null,                 -- SequenceRule as JSON
  steps text not null                 -- JSON: per step of the rule the keys of its alerts
) strict, without rowid;
`;
