/** Version 1. TypeScript, not .sql, so that the bundler, vitest and tsx in Node read the one file. */
export const initial = `
-- Evidence: what the files say. Written by store/write, never by a decision.
create table batch (
  id integer primary key,
  at integer not null,                -- µs: when the import ended
  name text not null,
  bytes integer not null,
  sha256 text not null default '',
  format text not null default '',
  added integer not null default 0,
  updated integer not null default 0,
  duplicates integer not null default 0,
  report text not null                -- IntakeReport as JSON
) strict;

-- Words that repeat: titles, products, rules, categories …; a column holds its id, 0 is the empty word.
create table term (id integer primary key, text text not null) strict;
insert into term values (0, '');
-- Longer texts that may repeat: descriptions, recommended actions. 0 is none.
create table prose (id integer primary key, text text not null) strict;
insert into prose values (0, '');

create table alert (
  id integer primary key,             -- dense from 1: also the row of the columnar mirror
  key text not null,                  -- AlertKey
  external_id text,
  batch integer not null,
  format integer not null,            -- term
  line integer not null,
  byte_offset integer not null,
  byte_length integer not null,
  title integer not null,             -- term
  description integer not null,       -- prose
  recommended integer not null,       -- prose
  severity integer not null,          -- rank 0–4
  severity_text integer not null,     -- term
  status integer not null,            -- position in ALERT_STATUSES, as the file says
  classification integer not null,    -- term
  determination integer not null,     -- term
  assigned_to integer not null,       -- term
  category integer not null,          -- term
  tactics integer not null,           -- bit mask
  techniques integer not null,        -- term: ids joined by blanks
  vendor integer not null,            -- term
  product integer not null,           -- term
  detection_source integer not null,  -- term
  rule integer not null,              -- term
  first_activity integer,             -- µs; null where unknown
  last_activity integer,
  detected integer,
  record_updated integer,             -- version of the record
  time_text text,
  time_assumed integer not null,      -- bits: 1 zone, 2 year, 4 dayMonth
  kind integer not null,              -- 0 detection, 1 posture
  repeats integer not null,           -- identical alerts this row stands for
  partial integer not null,           -- 1: only evidence rows seen so far
  source_incident integer not null,   -- term: scope:external id, as in source_incident.key
  site integer not null,              -- term
  url text,
  threat integer not null,            -- term
  actor integer not null,             -- term
  refs blob not null                  -- evidence references, packed: see store/refs.ts
) strict;

create table entity (
  id integer primary key,             -- dense from 1
  key text not null,                  -- type|identifiers, joined by U+001F; found through the mirror, as alert.key is
  type integer not null,              -- position in EVIDENCE_TYPES
  label text not null,
  attributes text                     -- JSON
) strict;

create table source_incident (
  key text primary key,               -- scope:external id
  data text not null,                 -- SourceIncidentDraft as JSON
  batch integer not null
) strict;

-- Raw records: blocks of the decoded files, compressed, in a file beside the database.
create table raw_block (
  batch integer not null,
  first_byte integer not null,        -- offset in the decoded file
  bytes integer not null,             -- decoded length
  file_offset integer not null,
  file_bytes integer not null,
  primary key (batch, first_byte)
) strict, without rowid;

-- Results: what correlation makes of the evidence. Rewritten by a run; ids are given once.
create table incident (
  id integer primary key autoincrement,   -- shown as #7; never given again
  key text not null unique,           -- i- and the key of its founding alert
  base_name text not null,
  base_severity integer not null,
  base_status text not null,          -- resolved where every alert is, else inProgress or new
  base_update integer not null,       -- µs: newest import among its alerts
  base_redirect text,                 -- incident key: poured into it by a correlation run
  priority integer not null,
  factors text not null,              -- PriorityFactor[] as JSON
  alerts integer not null,
  active_alerts integer not null,
  entities integer not null,
  assets text not null,               -- JSON array of entity ids, the first few, the most important first
  asset_count integer not null,
  products text not null,             -- JSON array, most alerts first
  tactics integer not null,           -- bit mask
  posture integer not null,           -- 1: nothing but posture findings
  first_activity integer,
  last_activity integer,
  created integer not null,           -- µs: oldest import among its alerts
  -- What the queue shows: the base with the decisions laid over it. See store/write/effective.ts.
  name text not null,
  severity integer not null,
  severity_overridden integer not null,
  status text not null,
  classification text not null,
  determination text not null,
  assigned_to text not null,
  tags text not null,                 -- JSON array
  resolving_note text not null,
  redirect_to text,                   -- incident key
  last_update integer not null
) strict;
create index incident_by_name on incident (name collate nocase, id);

-- A number once given to an incident stays with its key, also while no cluster continues it: taking a decision back brings the same number back.
create table incident_number (key text primary key, id integer not null) strict, without rowid;

create table membership (
  alert integer primary key,
  incident integer not null,          -- found by incident through the mirror
  link_to integer not null,           -- alert it was joined to, 0 for the first
  score real not null,
  reasons blob not null               -- packed: code, entity, weight; see store/reasons.ts
) strict;

create table suggestion (
  a integer not null, b integer not null, via integer not null, score real not null,
  primary key (a, b)
) strict, without rowid;

-- Decisions: written by journal reducers alone. Rows are named by stable keys, so that they survive a new import.
create table incident_decision (
  key text primary key,
  name text, severity integer, status text, classification text, determination text, assigned_to text,
  tags text, resolving_note text, redirect_to text, updated integer
) strict;
create table alert_decision (
  key text primary key,
  status text, classification text, determination text, assigned_to text, updated integer
) strict;
create table entity_decision (
  key text primary key,               -- entity key
  verdict text, critical integer, watched integer, ignored integer, note text, updated integer
) strict;
create table comment (
  key text primary key,
  incident text not null, author text not null, at integer not null, text text not null
) strict;
create index comment_by_incident on comment (incident, at);
create table override (
  key text primary key,
  kind text not null,                 -- mustLink, cannotLink
  a text not null, b text not null, at integer not null, actor text not null, note text
) strict;
-- An alert put into an incident by hand.
create table placement (
  key text primary key,               -- alert key
  incident text not null, at integer not null, actor text not null, reason text
) strict;
create table setting (key text primary key, value text) strict;

-- The journal as rows, for the Activities tab. The file is the truth.
create table event (
  seq integer primary key,
  id text not null unique,
  at integer not null,
  actor text not null,
  kind text not null,
  summary text not null,
  changes text not null,              -- Change[] as JSON
  target text,                        -- event undone or redone
  undone integer not null default 0
) strict;
create table event_subject (
  subject text not null,              -- incident key
  seq integer not null,
  primary key (subject, seq)
) strict, without rowid;
`;
