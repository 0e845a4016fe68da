/** What is known of an import beyond its report: every rejected record, how it was read, and what of other imports it named again. */
export const imports = `
alter table batch add column read_as text not null default '{}';  -- ReadAnswers as JSON: how a person had it read
alter table batch add column also blob;                           -- alerts of other imports it names: see store/also.ts
alter table batch add column removed integer not null default 0;  -- µs: taken out again; its raw bytes may still be here

create table rejected (
  batch integer not null,
  n integer not null,                 -- in the order in which they were met
  line integer not null,
  code text not null,
  message text not null,
  byte_offset integer,                -- null where the bytes are not known
  byte_length integer,
  primary key (batch, n)
) strict, without rowid;
`;
