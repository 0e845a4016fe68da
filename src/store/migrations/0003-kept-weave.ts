/** Version 3: incidents as they stood before the first bend since the last import, so that taking it back brings the very same ones. */
export const keptWeave = `
-- One row where a weave is kept: the decisions it stood under (SHA-256) and how many alerts it was of.
create table kept_weave (digest text primary key, alerts integer not null) strict;
create table kept_incident as select * from incident where 0;
create table kept_membership as select * from membership where 0;
create table kept_suggestion as select * from suggestion where 0;
`;
