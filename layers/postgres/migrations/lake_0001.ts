/** The lake, where PostgreSQL holds it: a schema of its own, so that people who look for statistics are not led astray. */
export default [
  `create schema lake`,
  `comment on schema lake is 'Every revision of every record, as ODRÉ served it. Source: RTE / ODRÉ, éCO2mix'`,
  `create table lake.identity (
     one boolean primary key default true check (one),
     id uuid not null default gen_random_uuid(),
     made_at timestamptz not null default now()
   )`,
  `insert into lake.identity default values`,
  `comment on table lake.identity is 'Which lake this is: one line, written when it was made'`,
  `comment on column lake.identity.one is 'Keeps it to one line'`,
  `comment on column lake.identity.id is 'Identity of the lake, see generations'`,
  `comment on column lake.identity.made_at is 'When it was made'`,
  // By instant first: the stream is read in this order, and a window is one range of it. The record is text and not jsonb,
  // which would drop what is verbatim (spaces, order, doubled keys) and refuse legal JSON (\u0000): see lake.records.
  `create table lake.revisions (
     instant timestamptz not null,
     code_insee_region text not null,
     nature text not null,
     revision integer not null check (revision > 0),
     day date not null,
     fingerprint text not null,
     recipe integer not null,
     record text not null,
     fetched_at timestamptz not null,
     run_id uuid not null,
     primary key (instant, code_insee_region, nature, revision)
   )`,
  `create index revisions_day on lake.revisions (day)`,
  `comment on table lake.revisions is 'Every revision ever seen; lines are only added'`,
  `comment on column lake.revisions.instant is 'Of the observation'`,
  `comment on column lake.revisions.code_insee_region is 'INSEE code of the region'`,
  `comment on column lake.revisions.nature is 'As published'`,
  `comment on column lake.revisions.revision is 'From 1, without gaps within a region, nature and instant'`,
  `comment on column lake.revisions.day is 'Day of the instant in Paris'`,
  `comment on column lake.revisions.fingerprint is
     'The measures in MW as text: consommation;ech_physiques;nucleaire;thermique;eolien;solaire;hydraulique;pompage;bioenergies;stockage_batterie;destockage_batterie, empty where null'`,
  `comment on column lake.revisions.recipe is 'Version of the rules that read the measures out of the record'`,
  `comment on column lake.revisions.record is 'The record, verbatim'`,
  `comment on column lake.revisions.fetched_at is 'When it was fetched'`,
  `comment on column lake.revisions.run_id is 'By which run, see pipeline_runs'`,
  `create view lake.records as
     select instant, code_insee_region, nature, revision, day, fetched_at, run_id, record::jsonb as record
     from lake.revisions`,
  `comment on view lake.records is 'The records as jsonb, to be asked for their fields'`,
  `comment on column lake.records.instant is 'Of the observation'`,
  `comment on column lake.records.code_insee_region is 'INSEE code of the region'`,
  `comment on column lake.records.nature is 'As published'`,
  `comment on column lake.records.revision is 'From 1, without gaps within a region, nature and instant'`,
  `comment on column lake.records.day is 'Day of the instant in Paris'`,
  `comment on column lake.records.fetched_at is 'When it was fetched'`,
  `comment on column lake.records.run_id is 'By which run, see pipeline_runs'`,
  `comment on column lake.records.record is 'The record; fails for the rare one that JSON allows and jsonb does not'`
]
