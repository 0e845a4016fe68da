/** What a later import said differently of an alert on which a person had decided: the decision stands, and the difference is listed. */
export const sourceChanges = `
create table source_change (
  key text not null,                  -- alert key
  field text not null,                -- column of alert_decision
  was text not null,                  -- what the source said when it was decided; '' where it said nothing
  theirs text not null,               -- what it says now
  mine text not null,                 -- what was decided
  batch integer not null,             -- the import that said so
  primary key (key, field)
) strict, without rowid;
`;
