/** What of the published data is not as expected. */
export default [
  `create table findings (
     id bigint generated always as identity primary key,
     check_name text not null,
     severity text not null check (severity in ('info', 'warning', 'error')),
     code_insee_region text not null,
     nature nature not null,
     granularity granularity not null,
     date_heure timestamptz not null,
     first_date_heure timestamptz not null,
     last_date_heure timestamptz not null,
     measure text,
     figures jsonb not null,
     detail text not null,
     digest text not null unique,
     first_seen_at timestamptz not null default now(),
     run_id uuid not null
   )`,
  `create index on findings (date_heure)`,
  `create index on findings (first_seen_at)`,
  `comment on table findings is
     'Where published data is not as expected: one line per check, region, nature and day, and another when it reads differently'`,
  `comment on column findings.id is 'Number of the finding; of several about the same period the highest is the latest'`,
  `comment on column findings.check_name is 'What was expected: completeness, exchange, balance, bounds, jump, night'`,
  `comment on column findings.severity is
     'error: numbers are wrong, or too much is missing; warning: a person should look; info: a habit of the source'`,
  `comment on column findings.code_insee_region is 'INSEE code of the region'`,
  `comment on column findings.nature is 'Of the data that was looked at'`,
  `comment on column findings.granularity is 'instant where one mark shows it, day (a Paris day) where several do'`,
  `comment on column findings.date_heure is 'Start of the period, as in regional_energy_stats'`,
  `comment on column findings.first_date_heure is 'The first mark that shows it'`,
  `comment on column findings.last_date_heure is 'The last mark that shows it'`,
  `comment on column findings.measure is 'Which measure, at the worst mark; null where it is about all of them'`,
  `comment on column findings.figures is 'Counts of marks, and MW at the worst of them, by name'`,
  `comment on column findings.detail is 'The finding in words'`,
  `comment on column findings.digest is 'SHA-256 of check, region, nature, period, severity, marks, measure and figures'`,
  `comment on column findings.first_seen_at is 'When it was first found'`,
  `comment on column findings.run_id is 'By which run, see pipeline_runs'`
]
