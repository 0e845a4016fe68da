/**
 * Version 5: alerts that the correlation raises itself. Their rows of `alert` have batch 0 and are the last ones; each run writes them anew.
 * Here stands what they are about.
 */
export const raised = `
create table raised (
  key text primary key,               -- alert key
  rule text not null,                 -- SequenceRule as JSON
  steps text not null                 -- JSON: per step of the rule the keys of its alerts
) strict, without rowid;
`;
