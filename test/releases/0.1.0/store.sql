create table eco2mixd_migrations (
     migration_id integer primary key,
     created_at timestamp with time zone not null default now(),
     name text not null
   );

create type filiere as enum ('nucleaire', 'thermique', 'eolien', 'solaire', 'hydraulique', 'pompage', 'bioenergies',
     'stockage_batterie', 'destockage_batterie', 'ensemble');

comment on type filiere is 'What produces or stores electricity; ensemble is all of them together';

create type nature as enum ('Données temps réel', 'Données consolidées', 'Données définitives');

comment on type nature is 'How final a value is, least final first: a later one supersedes an earlier one';

create type granularity as enum ('instant', 'day');

comment on type granularity is 'The length of a period: a mark of the source''s grid, or a day in Paris';

create table generations (
     number integer primary key check (number > 0),
     recipe integer not null,
     lake_id uuid not null,
     since timestamptz not null default now()
   );

comment on table generations is 'Which rules over which lake made the rows: a new line when either changed';

comment on column generations.number is 'Counts from 1; the highest is the present one';

comment on column generations.recipe is 'Version of the rules that turn a record into rows';

comment on column generations.lake_id is 'Identity of the lake, written into it when it was made';

comment on column generations.since is 'When these rules first met this lake';

create table regional_energy_stats (
     code_insee_region text not null,
     libelle_region text not null,
     filiere filiere not null,
     nature nature not null,
     granularity granularity not null,
     date_heure timestamptz not null,
     avg_production double precision,
     avg_consumption double precision,
     avg_physical_exchange double precision,
     record_count integer not null check (record_count > 0),
     generation integer not null,
     version integer not null check (version > 0),
     processed_at timestamptz not null default now(),
     run_id uuid not null,
     primary key (code_insee_region, filiere, nature, granularity, date_heure, generation, version)
   ) partition by range (date_heure);

comment on table regional_energy_stats is
     'Regional production, consumption and exchange in every version ever published. Source: RTE / ODRÉ, éCO2mix';

comment on column regional_energy_stats.code_insee_region is 'INSEE code of the region';

comment on column regional_energy_stats.libelle_region is 'Name of the region';

comment on column regional_energy_stats.filiere is 'The filière, or ensemble: all together, there for each period';

comment on column regional_energy_stats.nature is 'As published; natures are never mixed in one mean';

comment on column regional_energy_stats.granularity is 'instant, or day (a Paris day)';

comment on column regional_energy_stats.date_heure is 'Start of the period';

comment on column regional_energy_stats.avg_production is
     'MW, mean over the period; for ensemble the mean of the records'' sums; null where nothing was measured';

comment on column regional_energy_stats.avg_consumption is
     'MW, mean over the period; the same on each filière''s row of a period';

comment on column regional_energy_stats.avg_physical_exchange is
     'MW, mean over the period, below zero is export; the same on each filière''s row of a period';

comment on column regional_energy_stats.record_count is 'Observations behind the row';

comment on column regional_energy_stats.generation is 'See generations';

comment on column regional_energy_stats.version is
     'Lake revisions of this region, nature and period behind the row; the highest (generation, version) is the latest';

comment on column regional_energy_stats.processed_at is 'When the row was appended';

comment on column regional_energy_stats.run_id is 'The run that appended it, see pipeline_runs';

create function ensure_statistics_partition(year integer) returns void
     language plpgsql security definer set search_path = public, pg_temp as $$
     declare
       name text := format('regional_energy_stats_%s', year);
     begin
       if to_regclass(name) is null then
         perform pg_advisory_xact_lock(hashtext('eco2mixd partitions'));
         execute format('create table if not exists %I partition of regional_energy_stats for values from (%L) to (%L)',
           name, make_timestamptz(year, 1, 1, 0, 0, 0, 'Europe/Paris'),
           make_timestamptz(year + 1, 1, 1, 0, 0, 0, 'Europe/Paris'));
       end if;
     end $$;

comment on function ensure_statistics_partition(integer) is
     'Makes the partition of a Paris year where it is missing; runs with its owner''s rights';

create table published_days (
     generation integer not null,
     day date not null,
     documents integer not null check (documents > 0),
     published_at timestamptz not null default now(),
     run_id uuid not null,
     primary key (generation, day)
   );

comment on table published_days is
     'How many lake documents were seen when a day was last published; a day whose count in the lake differs is due';

comment on column published_days.generation is 'See generations';

comment on column published_days.day is 'Day in Paris';

comment on column published_days.documents is 'Lake documents seen, in the same transaction as the day''s rows';

comment on column published_days.published_at is 'When';

comment on column published_days.run_id is 'By which run, see pipeline_runs';

create function regional_energy_as_of(at timestamptz) returns setof regional_energy_stats
     language sql stable parallel safe as $$
     select s.* from regional_energy_stats s
     cross join lateral (
       select l.generation, l.version from regional_energy_stats l
       where l.code_insee_region = s.code_insee_region and l.filiere = 'ensemble' and l.nature = s.nature
         and l.granularity = s.granularity and l.date_heure = s.date_heure and l.processed_at <= at
       order by l.generation desc, l.version desc limit 1) latest
     left join lateral (
       select b.nature from regional_energy_stats b
       where b.code_insee_region = s.code_insee_region and b.filiere = 'ensemble'
         and b.nature in ('Données consolidées', 'Données définitives') and b.granularity = s.granularity
         and b.date_heure >= date_bin('1 hour', s.date_heure, 'epoch')
         and b.date_heure < date_bin('1 hour', s.date_heure, 'epoch') + interval '1 hour' and b.processed_at <= at
       order by b.nature desc limit 1) best on true
     where s.processed_at <= at and s.generation = latest.generation and s.version = latest.version
       and (best.nature is null or s.nature >= best.nature)
   $$;

comment on function regional_energy_as_of(timestamptz) is
     'What regional_energy_current said at a moment: the latest versions then, of the best nature then';

create view regional_energy_current as select * from regional_energy_as_of('infinity');

comment on view regional_energy_current is
     'The latest version of each period, of its best nature (for instants: the best within the hour)';

create view regional_energy_hourly as
     with parts as (
       select code_insee_region, libelle_region, filiere, nature, date_bin('1 hour', date_heure, 'epoch') as hour,
         avg(avg_production) as production, avg(avg_consumption) as consumption,
         avg(avg_physical_exchange) as exchange, sum(record_count)::integer as records
       from regional_energy_current where granularity = 'instant' group by 1, 2, 3, 4, 5
     )
     select code_insee_region, libelle_region, filiere, nature, hour as date_heure, production as avg_production,
       max(consumption) filter (where filiere = 'ensemble') over period as avg_consumption,
       max(exchange) filter (where filiere = 'ensemble') over period as avg_physical_exchange,
       max(records) filter (where filiere = 'ensemble') over period as record_count
     from parts window period as (partition by code_insee_region, nature, hour);

comment on view regional_energy_hourly is 'Means over each hour of the current instants, one nature an hour';

create view regional_energy_monthly as
     with parts as (
       select code_insee_region, libelle_region, filiere, nature,
         date_trunc('month', date_heure, 'Europe/Paris') as month,
         sum(avg_production * record_count) / sum(record_count) filter (where avg_production is not null) as production,
         sum(avg_consumption * record_count) / sum(record_count) filter (where avg_consumption is not null)
           as consumption,
         sum(avg_physical_exchange * record_count) / sum(record_count) filter (where avg_physical_exchange is not null)
           as exchange,
         sum(record_count)::integer as records, count(*)::integer as days
       from regional_energy_current where granularity = 'day' group by 1, 2, 3, 4, 5
     )
     select code_insee_region, libelle_region, filiere, nature, month as date_heure, production as avg_production,
       max(consumption) filter (where filiere = 'ensemble') over period as avg_consumption,
       max(exchange) filter (where filiere = 'ensemble') over period as avg_physical_exchange,
       max(records) filter (where filiere = 'ensemble') over period as record_count,
       max(days) filter (where filiere = 'ensemble') over period as days
     from parts window period as (partition by code_insee_region, nature, month);

comment on view regional_energy_monthly is
     'Means over each Paris month of the current days, weighted by record_count, a line for each nature in it';

create view regional_energy_revisions as
     select code_insee_region, libelle_region, filiere, nature, granularity, date_heure, generation, version,
       avg_production, lag(avg_production) over moved as previous_production,
       avg_production - lag(avg_production) over moved as production_change,
       avg_consumption, lag(avg_consumption) over moved as previous_consumption,
       avg_consumption - lag(avg_consumption) over moved as consumption_change,
       avg_physical_exchange, lag(avg_physical_exchange) over moved as previous_physical_exchange,
       avg_physical_exchange - lag(avg_physical_exchange) over moved as physical_exchange_change,
       processed_at, run_id
     from regional_energy_stats
     window moved as (
       partition by code_insee_region, filiere, nature, granularity, date_heure order by generation, version);

comment on view regional_energy_revisions is 'How each value moved from version to version';

comment on column regional_energy_current.code_insee_region is 'INSEE code of the region';

comment on column regional_energy_hourly.code_insee_region is 'INSEE code of the region';

comment on column regional_energy_monthly.code_insee_region is 'INSEE code of the region';

comment on column regional_energy_revisions.code_insee_region is 'INSEE code of the region';

comment on column regional_energy_current.libelle_region is 'Name of the region';

comment on column regional_energy_hourly.libelle_region is 'Name of the region';

comment on column regional_energy_monthly.libelle_region is 'Name of the region';

comment on column regional_energy_revisions.libelle_region is 'Name of the region';

comment on column regional_energy_current.filiere is 'The filière, or ensemble: all together';

comment on column regional_energy_hourly.filiere is 'The filière, or ensemble: all together';

comment on column regional_energy_monthly.filiere is 'The filière, or ensemble: all together';

comment on column regional_energy_revisions.filiere is 'The filière, or ensemble: all together';

comment on column regional_energy_current.nature is 'How final the values are';

comment on column regional_energy_hourly.nature is 'How final the values are';

comment on column regional_energy_monthly.nature is 'How final the values are';

comment on column regional_energy_revisions.nature is 'How final the values are';

comment on column regional_energy_current.granularity is 'instant, or day (a Paris day)';

comment on column regional_energy_revisions.granularity is 'instant, or day (a Paris day)';

comment on column regional_energy_current.date_heure is 'Start of the period';

comment on column regional_energy_hourly.date_heure is 'Start of the period';

comment on column regional_energy_monthly.date_heure is 'Start of the period';

comment on column regional_energy_revisions.date_heure is 'Start of the period';

comment on column regional_energy_current.avg_production is 'MW, mean over the period';

comment on column regional_energy_hourly.avg_production is 'MW, mean over the period';

comment on column regional_energy_monthly.avg_production is 'MW, mean over the period';

comment on column regional_energy_revisions.avg_production is 'MW, mean over the period';

comment on column regional_energy_current.avg_consumption is 'MW, mean over the period';

comment on column regional_energy_hourly.avg_consumption is 'MW, mean over the period';

comment on column regional_energy_monthly.avg_consumption is 'MW, mean over the period';

comment on column regional_energy_revisions.avg_consumption is 'MW, mean over the period';

comment on column regional_energy_current.avg_physical_exchange is 'MW, mean, below zero is export';

comment on column regional_energy_hourly.avg_physical_exchange is 'MW, mean, below zero is export';

comment on column regional_energy_monthly.avg_physical_exchange is 'MW, mean, below zero is export';

comment on column regional_energy_revisions.avg_physical_exchange is 'MW, mean, below zero is export';

comment on column regional_energy_current.record_count is 'Observations behind the row';

comment on column regional_energy_hourly.record_count is 'Observations behind the row';

comment on column regional_energy_monthly.record_count is 'Observations behind the row';

comment on column regional_energy_monthly.days is 'Days of the month behind the row';

comment on column regional_energy_current.generation is 'See generations';

comment on column regional_energy_revisions.generation is 'See generations';

comment on column regional_energy_current.version is 'Lake revisions behind the row';

comment on column regional_energy_revisions.version is 'Lake revisions behind the row';

comment on column regional_energy_revisions.previous_production is 'MW, in the version before';

comment on column regional_energy_revisions.production_change is 'MW, against the version before';

comment on column regional_energy_revisions.previous_consumption is 'MW, in the version before';

comment on column regional_energy_revisions.consumption_change is 'MW, against the version before';

comment on column regional_energy_revisions.previous_physical_exchange is 'MW, in the version before';

comment on column regional_energy_revisions.physical_exchange_change is 'MW, against the version before';

comment on column regional_energy_current.processed_at is 'When the row was appended';

comment on column regional_energy_revisions.processed_at is 'When the row was appended';

comment on column regional_energy_current.run_id is 'The run that appended it';

comment on column regional_energy_revisions.run_id is 'The run that appended it';

create table pipeline_runs (
     run_id uuid primary key,
     trigger text not null,
     window_from date not null,
     window_to date not null,
     datasets text[] not null,
     started_at timestamptz not null default now(),
     ended_at timestamptz,
     outcome text not null default 'running' check (outcome in ('running', 'succeeded', 'failed', 'interrupted')),
     records integer not null default 0,
     blank integer not null default 0,
     ghost integer not null default 0,
     repeated integer not null default 0,
     quarantined integer not null default 0,
     revisions integer not null default 0,
     unchanged integer not null default 0,
     days integer not null default 0,
     rows integer not null default 0,
     error_code text,
     error_message text
   );

create index on pipeline_runs (started_at);

comment on table pipeline_runs is 'Every run, written before its work begins';

comment on column pipeline_runs.run_id is 'Identity of the run';

comment on column pipeline_runs.trigger is 'Why it began: manual, backfill, replay';

comment on column pipeline_runs.window_from is 'First day asked for, in Paris';

comment on column pipeline_runs.window_to is 'Last day asked for, included';

comment on column pipeline_runs.datasets is 'Datasets of ODRÉ asked for';

comment on column pipeline_runs.started_at is 'When it began';

comment on column pipeline_runs.ended_at is 'When it ended, or when it was found that its process had died; null while it runs';

comment on column pipeline_runs.outcome is 'running, succeeded, failed or interrupted';

comment on column pipeline_runs.records is 'Records that the source sent';

comment on column pipeline_runs.blank is 'Of these, published ahead without a measure';

comment on column pipeline_runs.ghost is 'Of these, of March''s hour that does not exist in Paris';

comment on column pipeline_runs.repeated is 'Of these, replaced by a fuller or later one of the same fetch';

comment on column pipeline_runs.quarantined is 'Entries set aside, see quarantine';

comment on column pipeline_runs.revisions is 'Revisions that were news to the lake';

comment on column pipeline_runs.unchanged is 'Observations that the lake knew already';

comment on column pipeline_runs.days is 'Days published';

comment on column pipeline_runs.rows is 'Rows appended to regional_energy_stats';

comment on column pipeline_runs.error_code is 'Stable code of the reason of a failure';

comment on column pipeline_runs.error_message is 'The failure in words';

create table quarantine (
     id bigint generated always as identity primary key,
     dataset text not null,
     reason text not null,
     detail text not null,
     record text not null,
     record_bytes bigint not null,
     record_sha256 text not null,
     first_seen_at timestamptz not null default now(),
     run_id uuid not null,
     unique (record_sha256, reason, detail, dataset)
   );

comment on table quarantine is 'Records, or single measures of records, that could not be read; each once';

comment on column quarantine.id is 'Number of the entry';

comment on column quarantine.dataset is 'Dataset of ODRÉ that sent it';

comment on column quarantine.reason is 'What is wrong with it: NotJson, TooLarge, NotAnObject, UnknownRegion, UnknownNature, BadInstant, NotANumber';

comment on column quarantine.detail is 'What is wrong, naming the field and the value';

comment on column quarantine.record is 'Its verbatim text (a NUL as ␀), or the beginning where it was too long';

comment on column quarantine.record_bytes is 'Length of the whole record';

comment on column quarantine.record_sha256 is 'SHA-256 of the text that was kept';

comment on column quarantine.first_seen_at is 'When it was first seen';

comment on column quarantine.run_id is 'By which run, see pipeline_runs';

create table findings (
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
   );

create index on findings (date_heure);

create index on findings (first_seen_at);

comment on table findings is
     'Where published data is not as expected: one line per check, region, nature and day, and another when it reads differently';

comment on column findings.id is 'Number of the finding; of several about the same period the highest is the latest';

comment on column findings.check_name is 'What was expected: completeness, exchange, balance, bounds, jump, night';

comment on column findings.severity is
     'error: numbers are wrong, or too much is missing; warning: a person should look; info: a habit of the source';

comment on column findings.code_insee_region is 'INSEE code of the region';

comment on column findings.nature is 'Of the data that was looked at';

comment on column findings.granularity is 'instant where one mark shows it, day (a Paris day) where several do';

comment on column findings.date_heure is 'Start of the period, as in regional_energy_stats';

comment on column findings.first_date_heure is 'The first mark that shows it';

comment on column findings.last_date_heure is 'The last mark that shows it';

comment on column findings.measure is 'Which measure, at the worst mark; null where it is about all of them';

comment on column findings.figures is 'Counts of marks, and MW at the worst of them, by name';

comment on column findings.detail is 'The finding in words';

comment on column findings.digest is 'SHA-256 of check, region, nature, period, severity, marks, measure and figures';

comment on column findings.first_seen_at is 'When it was first found';

comment on column findings.run_id is 'By which run, see pipeline_runs';

alter table pipeline_runs
     add column requested_by text not null default 'command',
     add column scheduled_for timestamptz,
     add column oldest_first boolean not null default false,
     add column resumes uuid,
     add column trace_id text,
     add column doing text,
     add column days_done integer,
     add column days_total integer,
     add column ahead_from date,
     add column ahead_to date,
     add column quota_remaining jsonb not null default '{}',
     add column error_remedy text,
     drop constraint pipeline_runs_outcome_check,
     add constraint pipeline_runs_outcome_check
       check (outcome in ('running', 'succeeded', 'failed', 'interrupted', 'cancelled'));

alter table pipeline_runs alter column requested_by drop default;

create index on pipeline_runs (run_id) where outcome = 'running';

create index on pipeline_runs (resumes) where resumes is not null;

create index on pipeline_runs (scheduled_for) where outcome = 'succeeded';

comment on column pipeline_runs.trigger is
     'Why it began: schedule, catch-up (a morning that had passed), refresh (today, between two), manual, backfill, replay';

comment on column pipeline_runs.outcome is
     'running, succeeded, failed, interrupted (its process was told to stop, or died) or cancelled (someone called it off)';

comment on column pipeline_runs.requested_by is 'Who asked for it: schedule, a command and its user, or the API and its caller';

comment on column pipeline_runs.scheduled_for is 'The hour of the schedule that it answers; null where no schedule asked';

comment on column pipeline_runs.oldest_first is 'Whether it takes the oldest month first';

comment on column pipeline_runs.resumes is 'The run that it goes on with; null where it began anew';

comment on column pipeline_runs.trace_id is 'Of its trace; null where nobody traced it';

comment on column pipeline_runs.doing is 'What it did last, in words; null before its first step';

comment on column pipeline_runs.days_done is 'Days of work behind it then: a day of a dataset read is one, a day published is one';

comment on column pipeline_runs.days_total is 'Days of work in all';

comment on column pipeline_runs.ahead_from is 'First of the days that a backfill had not behind it; null where it had all';

comment on column pipeline_runs.ahead_to is 'Last of them';

comment on column pipeline_runs.quota_remaining is 'Calls that the source still allowed at its end, by dataset';

comment on column pipeline_runs.error_remedy is 'What a person can do about the failure';

alter table quarantine
     add column resolution text check (resolution in ('retried', 'dropped')),
     add column resolved_at timestamptz;

create index on quarantine (id) where resolution is null;

comment on column quarantine.resolution is
     'retried: it was read after all; dropped: nothing is lost with it; null while it waits for a person';

comment on column quarantine.resolved_at is 'When a person dealt with it';

create table leadership (
     one boolean primary key default true check (one),
     candidate text not null,
     name text not null,
     since timestamptz not null,
     expires_at timestamptz not null
   );

comment on table leadership is 'Which daemon does the work: one line while any does, and none once it has given the lead back';

comment on column leadership.one is 'Keeps it to one line';

comment on column leadership.candidate is 'Identity of its process';

comment on column leadership.name is 'Its name for people';

comment on column leadership.since is 'Since when it leads';

comment on column leadership.expires_at is 'Until when, if it does not renew it; whoever asks from then on leads';

alter table findings add column ended_at timestamptz, drop constraint findings_digest_key;

create unique index findings_standing on findings (digest) where ended_at is null;

comment on column findings.id is 'Number of the finding, in the order in which they were found';

comment on column findings.ended_at is
     'When the data was read again and no longer showed it; null while it stands. One that comes back is another line';

create index regional_energy_stats_on_the_hour on regional_energy_stats (date_heure)
     where granularity = 'instant' and date_heure <= date_bin('1 hour', date_heure, 'epoch');

create function regional_energy_step(begins timestamptz, ends timestamptz) returns text
     language sql immutable parallel safe as $$
     select case when ends - begins <= interval '7 days 1 hour' then 'instant'
       when ends - begins <= interval '60 days 1 hour' then 'hour' else 'day' end
   $$;

comment on function regional_energy_step(timestamptz, timestamptz) is
     'How fine a range is shown: each instant up to a week, those on the hour up to two months, then Paris days';

create function regional_energy_moment(said text) returns timestamptz
     language plpgsql immutable parallel safe set timezone = 'Europe/Paris' set datestyle = 'ISO, YMD' as $$
     begin
       if said ~ '^\s*$' then return 'infinity'; end if;
       if said !~ '^\s*\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?\s*(Z|[+-]\d{2}(:?\d{2})?)?)?\s*$' then
         raise exception '« % » n''est pas un instant : écrivez-le comme 2026-01-31 18:30 (heure de Paris), ou rien.', said
           using errcode = 'invalid_datetime_format';
       end if;
       return said::timestamptz;
     end $$;

comment on function regional_energy_moment(text) is
     'A moment as a person writes it, in Paris unless an offset says otherwise; nothing written means as known now';

create function regional_energy_mix(begins timestamptz, ends timestamptz, moment timestamptz default 'infinity', natures nature[] default '{}',
  regions text[] default '{}', filieres filiere[] default '{}', step text default null) returns table (
     code_insee_region text, nature nature, date_heure timestamptz, generation integer, version integer, consumption double precision, exchange double precision, production double precision,
  nucleaire double precision, thermique double precision, eolien double precision, solaire double precision, hydraulique double precision, pompage double precision, bioenergies double precision, stockage_batterie double precision, destockage_batterie double precision)
     language sql stable parallel safe as $$
     with said as materialized (
       select code_insee_region, nature, date_heure, generation, version,
         max(avg_consumption) filter (where filiere = 'ensemble') as consumption,
         max(avg_physical_exchange) filter (where filiere = 'ensemble') as exchange,
         max(avg_production) filter (where filiere = 'ensemble') as production,
         max(avg_production) filter (where filiere = 'nucleaire') as nucleaire, max(avg_production) filter (where filiere = 'thermique') as thermique, max(avg_production) filter (where filiere = 'eolien') as eolien, max(avg_production) filter (where filiere = 'solaire') as solaire, max(avg_production) filter (where filiere = 'hydraulique') as hydraulique, max(avg_production) filter (where filiere = 'pompage') as pompage, max(avg_production) filter (where filiere = 'bioenergies') as bioenergies, max(avg_production) filter (where filiere = 'stockage_batterie') as stockage_batterie, max(avg_production) filter (where filiere = 'destockage_batterie') as destockage_batterie
       from regional_energy_stats
       where granularity = case coalesce(step, regional_energy_step(begins, ends)) when 'day' then 'day'::granularity else 'instant'::granularity end
  and processed_at <= moment and code_insee_region = any(case when regions = '{}' then '{11,24,27,28,32,44,52,53,75,76,84,93}'::text[] else regions end)
  and nature = any(case when natures = '{}' then '{Données temps réel,Données consolidées,Données définitives}'::nature[] else natures end) and date_heure >= begins and date_heure < ends
         and filiere = any(case when filieres = '{}' then '{nucleaire,thermique,eolien,solaire,hydraulique,pompage,bioenergies,stockage_batterie,destockage_batterie}'::filiere[] else filieres end || 'ensemble'::filiere)
         and (coalesce(step, regional_energy_step(begins, ends)) <> 'hour' or date_heure <= date_bin('1 hour', date_heure, 'epoch'))
       group by 1, 2, 3, 4, 5
     ), best as materialized (
       select code_insee_region, date_bin('1 hour', date_heure, 'epoch') as hour, max(nature) as nature
       from regional_energy_stats
       where granularity = case coalesce(step, regional_energy_step(begins, ends)) when 'day' then 'day'::granularity else 'instant'::granularity end
  and processed_at <= moment and code_insee_region = any(case when regions = '{}' then '{11,24,27,28,32,44,52,53,75,76,84,93}'::text[] else regions end)
  and nature = any(case when natures = '{}' then '{Données temps réel,Données consolidées,Données définitives}'::nature[] else natures end) and filiere = 'ensemble' and nature in ('Données consolidées', 'Données définitives')
         and date_heure >= date_bin('1 hour', begins, 'epoch')
         and date_heure < date_bin('1 hour', ends, 'epoch') + interval '1 hour'
       group by 1, 2
     ), latest as (
       select distinct on (code_insee_region, date_heure, nature) * from said
       order by code_insee_region, date_heure, nature, generation desc, version desc
     )
     select latest.code_insee_region, latest.nature, date_heure, generation, version, consumption, exchange, production,
       nucleaire, thermique, eolien, solaire, hydraulique, pompage, bioenergies, stockage_batterie, destockage_batterie
     from latest left join best on best.code_insee_region = latest.code_insee_region
       and best.hour = date_bin('1 hour', latest.date_heure, 'epoch')
     where best.nature is null or latest.nature >= best.nature
   $$;

comment on function regional_energy_mix(timestamptz, timestamptz, timestamptz, nature[], text[], filiere[], text) is
     'What regional_energy_as_of says of a range, a line for each region and period with a column for each filière, in MW:
 of the given natures, regions and filières (ensemble comes along), or of all; at regional_energy_step or a given step';

create function regional_energy_sum(begins timestamptz, ends timestamptz, moment timestamptz default 'infinity', natures nature[] default '{}',
  regions text[] default '{}', filieres filiere[] default '{}', step text default null) returns table (
     date_heure timestamptz, regions_known integer, regions_expected integer, consumption double precision, exchange double precision, production double precision,
  nucleaire double precision, thermique double precision, eolien double precision, solaire double precision, hydraulique double precision, pompage double precision, bioenergies double precision, stockage_batterie double precision, destockage_batterie double precision)
     language sql stable parallel safe as $$
     with counted as (
       select date_heure, count(*) as known, max(count(*)) over () as expected,
         lead(date_heure) over (order by date_heure) as next,
         count(consumption) as consumptions, sum(consumption) as consumption,
         count(exchange) as exchanges, sum(exchange) as exchange,
         count(production) as production_known, sum(production) as production,
         count(nucleaire) as nucleaire_known, sum(nucleaire) as nucleaire, count(thermique) as thermique_known, sum(thermique) as thermique, count(eolien) as eolien_known, sum(eolien) as eolien, count(solaire) as solaire_known, sum(solaire) as solaire, count(hydraulique) as hydraulique_known, sum(hydraulique) as hydraulique, count(pompage) as pompage_known, sum(pompage) as pompage, count(bioenergies) as bioenergies_known, sum(bioenergies) as bioenergies, count(stockage_batterie) as stockage_batterie_known, sum(stockage_batterie) as stockage_batterie, count(destockage_batterie) as destockage_batterie_known, sum(destockage_batterie) as destockage_batterie
       from regional_energy_mix(begins, ends, moment, natures, regions, filieres, step) group by 1
     ), usual as (
       select percentile_disc(0.5) within group (order by production_known) as production_usual,
         percentile_disc(0.5) within group (order by nucleaire_known) as nucleaire_usual, percentile_disc(0.5) within group (order by thermique_known) as thermique_usual, percentile_disc(0.5) within group (order by eolien_known) as eolien_usual, percentile_disc(0.5) within group (order by solaire_known) as solaire_usual, percentile_disc(0.5) within group (order by hydraulique_known) as hydraulique_usual, percentile_disc(0.5) within group (order by pompage_known) as pompage_usual, percentile_disc(0.5) within group (order by bioenergies_known) as bioenergies_usual, percentile_disc(0.5) within group (order by stockage_batterie_known) as stockage_batterie_usual, percentile_disc(0.5) within group (order by destockage_batterie_known) as destockage_batterie_usual
       from counted where known = expected
     )
     select date_heure, known::integer, expected::integer,
       case when consumptions = expected then consumption end,
       case when exchanges = expected then exchange end,
       case when known = expected and production_known >= production_usual and nucleaire_known >= nucleaire_usual and thermique_known >= thermique_usual and eolien_known >= eolien_usual and solaire_known >= solaire_usual and hydraulique_known >= hydraulique_usual and pompage_known >= pompage_usual and bioenergies_known >= bioenergies_usual and stockage_batterie_known >= stockage_batterie_usual and destockage_batterie_known >= destockage_batterie_usual then production end,
       case when known = expected and nucleaire_known >= nucleaire_usual then nucleaire end, case when known = expected and thermique_known >= thermique_usual then thermique end, case when known = expected and eolien_known >= eolien_usual then eolien end, case when known = expected and solaire_known >= solaire_usual then solaire end, case when known = expected and hydraulique_known >= hydraulique_usual then hydraulique end, case when known = expected and pompage_known >= pompage_usual then pompage end, case when known = expected and bioenergies_known >= bioenergies_usual then bioenergies end, case when known = expected and stockage_batterie_known >= stockage_batterie_usual then stockage_batterie end, case when known = expected and destockage_batterie_known >= destockage_batterie_usual then destockage_batterie end
     from counted cross join usual
     union all
     select date_heure + hole.length, 0, expected, null, null, null, null, null, null, null, null, null, null, null, null
     from counted cross join (
       select case coalesce(step, regional_energy_step(begins, ends)) when 'instant' then interval '30 minutes' when 'hour' then interval '1 hour'
         else interval '25 hours' end as length) as hole
     where next - date_heure > hole.length
   $$;

comment on function regional_energy_sum(timestamptz, timestamptz, timestamptz, nature[], text[], filiere[], text) is
     'regional_energy_mix of regions together, in MW: a sum is null where a region or a filière of it is not known, and a
 hole in time is a line of nulls';

create function refuse_change() returns trigger language plpgsql as $$
     begin
       raise exception '% refused: % is only ever added to, as every version that was ever published is kept in it',
         lower(tg_op), tg_table_name
         using errcode = 'insufficient_privilege',
           hint = 'A wrong value is mended by another version: eco2mixd run, backfill or replay. Whoever must do it '
             'nevertheless, as the owner: alter table … disable trigger user.';
     end $$;

comment on function refuse_change() is 'The trigger of tables that are only ever added to';

create trigger append_only before update or delete on regional_energy_stats for each row execute function refuse_change();

create trigger append_only_whole before truncate on regional_energy_stats execute function refuse_change();

create trigger append_only before update or delete on generations for each row execute function refuse_change();

create trigger append_only_whole before truncate on generations execute function refuse_change();

create function refuse_truncation(partition regclass) returns void language plpgsql as $$
     begin
       execute format('create trigger append_only_whole before truncate on %s execute function refuse_change()', partition);
     end $$;

comment on function refuse_truncation(regclass) is 'Lets a partition of regional_energy_stats refuse to be emptied';

select refuse_truncation(inhrelid::regclass) from pg_inherits where inhparent = 'regional_energy_stats'::regclass;

create or replace function ensure_statistics_partition(year integer) returns void
     language plpgsql security definer set search_path = public, pg_temp as $$
     declare
       name text := format('regional_energy_stats_%s', year);
     begin
       if to_regclass(name) is null then
         perform pg_advisory_xact_lock(hashtext('eco2mixd partitions'));
         -- Not by to_regclass, which remembers what it saw before it waited.
         if not exists (select from pg_class c where relnamespace = 'public'::regnamespace and c.relname = name) then
           execute format('create table %I partition of regional_energy_stats for values from (%L) to (%L)',
             name, make_timestamptz(year, 1, 1, 0, 0, 0, 'Europe/Paris'),
             make_timestamptz(year + 1, 1, 1, 0, 0, 0, 'Europe/Paris'));
           perform refuse_truncation(name::regclass);
         end if;
       end if;
     end $$;

revoke execute on function ensure_statistics_partition(integer), refuse_truncation(regclass) from public;

create table eco2mixd_lake_migrations (
     migration_id integer primary key,
     created_at timestamp with time zone not null default now(),
     name text not null
   );

create schema lake;

comment on schema lake is 'Every revision of every record, as ODRÉ served it. Source: RTE / ODRÉ, éCO2mix';

create table lake.identity (
     one boolean primary key default true check (one),
     id uuid not null default gen_random_uuid(),
     made_at timestamptz not null default now()
   );

comment on table lake.identity is 'Which lake this is: one line, written when it was made';

comment on column lake.identity.one is 'Keeps it to one line';

comment on column lake.identity.id is 'Identity of the lake, see generations';

comment on column lake.identity.made_at is 'When it was made';

create table lake.revisions (
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
   );

create index revisions_day on lake.revisions (day);

comment on table lake.revisions is 'Every revision ever seen; lines are only added';

comment on column lake.revisions.instant is 'Of the observation';

comment on column lake.revisions.code_insee_region is 'INSEE code of the region';

comment on column lake.revisions.nature is 'As published';

comment on column lake.revisions.revision is 'From 1, without gaps within a region, nature and instant';

comment on column lake.revisions.day is 'Day of the instant in Paris';

comment on column lake.revisions.fingerprint is
     'The measures in MW as text: consommation;ech_physiques;nucleaire;thermique;eolien;solaire;hydraulique;pompage;bioenergies;stockage_batterie;destockage_batterie, empty where null';

comment on column lake.revisions.recipe is 'Version of the rules that read the measures out of the record';

comment on column lake.revisions.record is 'The record, verbatim';

comment on column lake.revisions.fetched_at is 'When it was fetched';

comment on column lake.revisions.run_id is 'By which run, see pipeline_runs';

create view lake.records as
     select instant, code_insee_region, nature, revision, day, fetched_at, run_id, record::jsonb as record
     from lake.revisions;

comment on view lake.records is 'The records as jsonb, to be asked for their fields';

comment on column lake.records.instant is 'Of the observation';

comment on column lake.records.code_insee_region is 'INSEE code of the region';

comment on column lake.records.nature is 'As published';

comment on column lake.records.revision is 'From 1, without gaps within a region, nature and instant';

comment on column lake.records.day is 'Day of the instant in Paris';

comment on column lake.records.fetched_at is 'When it was fetched';

comment on column lake.records.run_id is 'By which run, see pipeline_runs';

comment on column lake.records.record is 'The record; fails for the rare one that JSON allows and jsonb does not';

create function lake.refuse_change() returns trigger language plpgsql as $$
     begin
       raise exception '% refused: %.% is only ever added to, as every revision that was ever heard is kept in it',
         lower(tg_op), tg_table_schema, tg_table_name
         using errcode = 'insufficient_privilege',
           hint = 'Whoever must do it nevertheless, as the owner: alter table … disable trigger user.';
     end $$;

comment on function lake.refuse_change() is 'The trigger of tables that are only ever added to';

create trigger append_only before update or delete or truncate on lake.revisions execute function lake.refuse_change();

create trigger append_only before update or delete or truncate on lake.identity execute function lake.refuse_change();

select ensure_statistics_partition(2026);

insert into lake.identity (one, id, made_at) overriding system value values
('true', '4972f0e5-abb0-4d2d-a5ba-4137b656533f', '2026-11-27 23:13:54.986468+00');

insert into lake.revisions (instant, code_insee_region, nature, revision, day, fingerprint, recipe, record, fetched_at, run_id) overriding system value values
('2026-02-28 23:00:00+00', '53', 'Données temps réel', '1', '2026-03-01', '2865;2087;;112;578;0;37;-7;58', '1', '{"code_insee_region":"53","libelle_region":"Bretagne","nature":"Données temps réel","date":"2026-03-01","heure":"00:00","date_heure":"2026-02-28T23:00:00+00:00","consommation":2865,"thermique":112,"nucleaire":null,"eolien":578,"solaire":0,"hydraulique":37,"pompage":"-7","bioenergies":58,"ech_physiques":2087,"stockage_batterie":null,"destockage_batterie":null,"tco_thermique":3.91,"tch_thermique":22.4,"tco_nucleaire":null,"tch_nucleaire":null,"tco_eolien":20.17,"tch_eolien":45.66,"tco_solaire":0,"tch_solaire":0,"tco_hydraulique":1.29,"tch_hydraulique":13.21,"tco_bioenergies":2.02,"tch_bioenergies":64.44,"column_68":null}', '2026-11-27 23:13:55.283+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('2026-02-28 23:00:00+00', '93', 'Données temps réel', '1', '2026-03-01', '4984;3558;;798;30;0;388;-4;214', '1', '{"code_insee_region":"93","libelle_region":"Provence-Alpes-Côte d''Azur","nature":"Données temps réel","date":"2026-03-01","heure":"00:00","date_heure":"2026-02-28T23:00:00+00:00","consommation":4984,"thermique":798,"nucleaire":null,"eolien":30,"solaire":0,"hydraulique":388,"pompage":"-4","bioenergies":214,"ech_physiques":3558,"stockage_batterie":null,"destockage_batterie":null,"tco_thermique":16.01,"tch_thermique":24.18,"tco_nucleaire":null,"tch_nucleaire":null,"tco_eolien":0.6,"tch_eolien":25.85,"tco_solaire":0,"tch_solaire":0,"tco_hydraulique":7.78,"tch_hydraulique":12.13,"tco_bioenergies":4.29,"tch_bioenergies":62.94,"column_68":null}', '2026-11-27 23:13:55.283+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('2026-02-28 23:00:00+00', '93', 'Données temps réel', '2', '2026-03-01', '5084;3558;;798;30;0;388;-4;214', '1', '{"code_insee_region":"93","libelle_region":"Provence-Alpes-Côte d''Azur","nature":"Données temps réel","date":"2026-03-01","heure":"00:00","date_heure":"2026-02-28T23:00:00+00:00","consommation":5084,"thermique":798,"nucleaire":null,"eolien":30,"solaire":0,"hydraulique":388,"pompage":"-4","bioenergies":214,"ech_physiques":3558,"stockage_batterie":null,"destockage_batterie":null,"tco_thermique":16.01,"tch_thermique":24.18,"tco_nucleaire":null,"tch_nucleaire":null,"tco_eolien":0.6,"tch_eolien":25.85,"tco_solaire":0,"tch_solaire":0,"tco_hydraulique":7.78,"tch_hydraulique":12.13,"tco_bioenergies":4.29,"tch_bioenergies":62.94,"column_68":null}', '2026-11-27 23:13:57.951+00', '329e9d82-8496-4236-a4d0-bfd7111fc2f1'),
('2026-02-28 23:15:00+00', '53', 'Données temps réel', '1', '2026-03-01', '2798;2049;;109;555;0;37;-10;58', '1', '{"code_insee_region":"53","libelle_region":"Bretagne","nature":"Données temps réel","date":"2026-03-01","heure":"00:15","date_heure":"2026-02-28T23:15:00+00:00","consommation":2798,"thermique":109,"nucleaire":null,"eolien":555,"solaire":0,"hydraulique":37,"pompage":"-10","bioenergies":58,"ech_physiques":2049,"stockage_batterie":null,"destockage_batterie":null,"tco_thermique":3.9,"tch_thermique":21.8,"tco_nucleaire":null,"tch_nucleaire":null,"tco_eolien":19.84,"tch_eolien":43.84,"tco_solaire":0,"tch_solaire":0,"tco_hydraulique":1.32,"tch_hydraulique":13.21,"tco_bioenergies":2.07,"tch_bioenergies":64.44,"column_68":null}', '2026-11-27 23:13:55.283+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('2026-02-28 23:15:00+00', '93', 'Données temps réel', '1', '2026-03-01', '4896;3500;;775;29;0;385;-7;214', '1', '{"code_insee_region":"93","libelle_region":"Provence-Alpes-Côte d''Azur","nature":"Données temps réel","date":"2026-03-01","heure":"00:15","date_heure":"2026-02-28T23:15:00+00:00","consommation":4896,"thermique":775,"nucleaire":null,"eolien":29,"solaire":0,"hydraulique":385,"pompage":"-7","bioenergies":214,"ech_physiques":3500,"stockage_batterie":null,"destockage_batterie":null,"tco_thermique":15.83,"tch_thermique":23.48,"tco_nucleaire":null,"tch_nucleaire":null,"tco_eolien":0.59,"tch_eolien":24.99,"tco_solaire":0,"tch_solaire":0,"tco_hydraulique":7.86,"tch_hydraulique":12.03,"tco_bioenergies":4.37,"tch_bioenergies":62.94,"column_68":null}', '2026-11-27 23:13:55.283+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('2026-02-28 23:15:00+00', '93', 'Données temps réel', '2', '2026-03-01', '4996;3500;;775;29;0;385;-7;214', '1', '{"code_insee_region":"93","libelle_region":"Provence-Alpes-Côte d''Azur","nature":"Données temps réel","date":"2026-03-01","heure":"00:15","date_heure":"2026-02-28T23:15:00+00:00","consommation":4996,"thermique":775,"nucleaire":null,"eolien":29,"solaire":0,"hydraulique":385,"pompage":"-7","bioenergies":214,"ech_physiques":3500,"stockage_batterie":null,"destockage_batterie":null,"tco_thermique":15.83,"tch_thermique":23.48,"tco_nucleaire":null,"tch_nucleaire":null,"tco_eolien":0.59,"tch_eolien":24.99,"tco_solaire":0,"tch_solaire":0,"tco_hydraulique":7.86,"tch_hydraulique":12.03,"tco_bioenergies":4.37,"tch_bioenergies":62.94,"column_68":null}', '2026-11-27 23:13:57.951+00', '329e9d82-8496-4236-a4d0-bfd7111fc2f1'),
('2026-02-28 23:30:00+00', '53', 'Données temps réel', '1', '2026-03-01', '2774;2040;;107;547;0;37;-15;58', '1', '{"code_insee_region":"53","libelle_region":"Bretagne","nature":"Données temps réel","date":"2026-03-01","heure":"00:30","date_heure":"2026-02-28T23:30:00+00:00","consommation":2774,"thermique":107,"nucleaire":null,"eolien":547,"solaire":0,"hydraulique":37,"pompage":"-15","bioenergies":58,"ech_physiques":2040,"stockage_batterie":null,"destockage_batterie":null,"tco_thermique":3.86,"tch_thermique":21.4,"tco_nucleaire":null,"tch_nucleaire":null,"tco_eolien":19.72,"tch_eolien":43.21,"tco_solaire":0,"tch_solaire":0,"tco_hydraulique":1.33,"tch_hydraulique":13.21,"tco_bioenergies":2.09,"tch_bioenergies":64.44,"column_68":null}', '2026-11-27 23:13:55.283+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('2026-02-28 23:30:00+00', '93', 'Données temps réel', '1', '2026-03-01', '4831;3458;;753;28;0;386;-10;216', '1', '{"code_insee_region":"93","libelle_region":"Provence-Alpes-Côte d''Azur","nature":"Données temps réel","date":"2026-03-01","heure":"00:30","date_heure":"2026-02-28T23:30:00+00:00","consommation":4831,"thermique":753,"nucleaire":null,"eolien":28,"solaire":0,"hydraulique":386,"pompage":"-10","bioenergies":216,"ech_physiques":3458,"stockage_batterie":null,"destockage_batterie":null,"tco_thermique":15.59,"tch_thermique":22.82,"tco_nucleaire":null,"tch_nucleaire":null,"tco_eolien":0.58,"tch_eolien":24.13,"tco_solaire":0,"tch_solaire":0,"tco_hydraulique":7.99,"tch_hydraulique":12.06,"tco_bioenergies":4.47,"tch_bioenergies":63.53,"column_68":null}', '2026-11-27 23:13:55.283+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('2026-02-28 23:30:00+00', '93', 'Données temps réel', '2', '2026-03-01', '4931;3458;;753;28;0;386;-10;216', '1', '{"code_insee_region":"93","libelle_region":"Provence-Alpes-Côte d''Azur","nature":"Données temps réel","date":"2026-03-01","heure":"00:30","date_heure":"2026-02-28T23:30:00+00:00","consommation":4931,"thermique":753,"nucleaire":null,"eolien":28,"solaire":0,"hydraulique":386,"pompage":"-10","bioenergies":216,"ech_physiques":3458,"stockage_batterie":null,"destockage_batterie":null,"tco_thermique":15.59,"tch_thermique":22.82,"tco_nucleaire":null,"tch_nucleaire":null,"tco_eolien":0.58,"tch_eolien":24.13,"tco_solaire":0,"tch_solaire":0,"tco_hydraulique":7.99,"tch_hydraulique":12.06,"tco_bioenergies":4.47,"tch_bioenergies":63.53,"column_68":null}', '2026-11-27 23:13:57.951+00', '329e9d82-8496-4236-a4d0-bfd7111fc2f1'),
('2026-02-28 23:45:00+00', '53', 'Données temps réel', '1', '2026-03-01', '2738;2035;;105;525;0;37;-22;58', '1', '{"code_insee_region":"53","libelle_region":"Bretagne","nature":"Données temps réel","date":"2026-03-01","heure":"00:45","date_heure":"2026-02-28T23:45:00+00:00","consommation":2738,"thermique":105,"nucleaire":null,"eolien":525,"solaire":0,"hydraulique":37,"pompage":"-22","bioenergies":58,"ech_physiques":2035,"stockage_batterie":null,"destockage_batterie":null,"tco_thermique":3.83,"tch_thermique":21,"tco_nucleaire":null,"tch_nucleaire":null,"tco_eolien":19.17,"tch_eolien":41.47,"tco_solaire":0,"tch_solaire":0,"tco_hydraulique":1.35,"tch_hydraulique":13.21,"tco_bioenergies":2.12,"tch_bioenergies":64.44,"column_68":null}', '2026-11-27 23:13:55.283+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('2026-02-28 23:45:00+00', '93', 'Données temps réel', '1', '2026-03-01', '4826;3479;;736;27;0;384;-14;214', '1', '{"code_insee_region":"93","libelle_region":"Provence-Alpes-Côte d''Azur","nature":"Données temps réel","date":"2026-03-01","heure":"00:45","date_heure":"2026-02-28T23:45:00+00:00","consommation":4826,"thermique":736,"nucleaire":null,"eolien":27,"solaire":0,"hydraulique":384,"pompage":"-14","bioenergies":214,"ech_physiques":3479,"stockage_batterie":null,"destockage_batterie":null,"tco_thermique":15.25,"tch_thermique":22.3,"tco_nucleaire":null,"tch_nucleaire":null,"tco_eolien":0.56,"tch_eolien":23.27,"tco_solaire":0,"tch_solaire":0,"tco_hydraulique":7.96,"tch_hydraulique":12,"tco_bioenergies":4.43,"tch_bioenergies":62.94,"column_68":null}', '2026-11-27 23:13:55.283+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('2026-02-28 23:45:00+00', '93', 'Données temps réel', '2', '2026-03-01', '4926;3479;;736;27;0;384;-14;214', '1', '{"code_insee_region":"93","libelle_region":"Provence-Alpes-Côte d''Azur","nature":"Données temps réel","date":"2026-03-01","heure":"00:45","date_heure":"2026-02-28T23:45:00+00:00","consommation":4926,"thermique":736,"nucleaire":null,"eolien":27,"solaire":0,"hydraulique":384,"pompage":"-14","bioenergies":214,"ech_physiques":3479,"stockage_batterie":null,"destockage_batterie":null,"tco_thermique":15.25,"tch_thermique":22.3,"tco_nucleaire":null,"tch_nucleaire":null,"tco_eolien":0.56,"tch_eolien":23.27,"tco_solaire":0,"tch_solaire":0,"tco_hydraulique":7.96,"tch_hydraulique":12,"tco_bioenergies":4.43,"tch_bioenergies":62.94,"column_68":null}', '2026-11-27 23:13:57.951+00', '329e9d82-8496-4236-a4d0-bfd7111fc2f1'),
('2026-03-01 00:00:00+00', '53', 'Données temps réel', '1', '2026-03-01', '2700;2015;;102;518;0;37;-30;58', '1', '{"code_insee_region":"53","libelle_region":"Bretagne","nature":"Données temps réel","date":"2026-03-01","heure":"01:00","date_heure":"2026-03-01T00:00:00+00:00","consommation":2700,"thermique":102,"nucleaire":null,"eolien":518,"solaire":0,"hydraulique":37,"pompage":"-30","bioenergies":58,"ech_physiques":2015,"stockage_batterie":null,"destockage_batterie":null,"tco_thermique":3.78,"tch_thermique":20.4,"tco_nucleaire":null,"tch_nucleaire":null,"tco_eolien":19.19,"tch_eolien":40.92,"tco_solaire":0,"tch_solaire":0,"tco_hydraulique":1.37,"tch_hydraulique":13.21,"tco_bioenergies":2.15,"tch_bioenergies":64.44,"column_68":null}', '2026-11-27 23:13:55.283+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('2026-03-01 00:00:00+00', '93', 'Données temps réel', '1', '2026-03-01', '4740;3435;;697;27;0;385;-19;215', '1', '{"code_insee_region":"93","libelle_region":"Provence-Alpes-Côte d''Azur","nature":"Données temps réel","date":"2026-03-01","heure":"01:00","date_heure":"2026-03-01T00:00:00+00:00","consommation":4740,"thermique":697,"nucleaire":null,"eolien":27,"solaire":0,"hydraulique":385,"pompage":"-19","bioenergies":215,"ech_physiques":3435,"stockage_batterie":null,"destockage_batterie":null,"tco_thermique":14.7,"tch_thermique":21.12,"tco_nucleaire":null,"tch_nucleaire":null,"tco_eolien":0.57,"tch_eolien":23.27,"tco_solaire":0,"tch_solaire":0,"tco_hydraulique":8.12,"tch_hydraulique":12.03,"tco_bioenergies":4.54,"tch_bioenergies":63.24,"column_68":null}', '2026-11-27 23:13:55.283+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('2026-03-01 00:00:00+00', '93', 'Données temps réel', '2', '2026-03-01', '4840;3435;;697;27;0;385;-19;215', '1', '{"code_insee_region":"93","libelle_region":"Provence-Alpes-Côte d''Azur","nature":"Données temps réel","date":"2026-03-01","heure":"01:00","date_heure":"2026-03-01T00:00:00+00:00","consommation":4840,"thermique":697,"nucleaire":null,"eolien":27,"solaire":0,"hydraulique":385,"pompage":"-19","bioenergies":215,"ech_physiques":3435,"stockage_batterie":null,"destockage_batterie":null,"tco_thermique":14.7,"tch_thermique":21.12,"tco_nucleaire":null,"tch_nucleaire":null,"tco_eolien":0.57,"tch_eolien":23.27,"tco_solaire":0,"tch_solaire":0,"tco_hydraulique":8.12,"tch_hydraulique":12.03,"tco_bioenergies":4.54,"tch_bioenergies":63.24,"column_68":null}', '2026-11-27 23:13:57.951+00', '329e9d82-8496-4236-a4d0-bfd7111fc2f1'),
('2026-03-01 00:15:00+00', '53', 'Données temps réel', '1', '2026-03-01', '2691;2026;;100;509;0;37;-39;58', '1', '{"code_insee_region":"53","libelle_region":"Bretagne","nature":"Données temps réel","date":"2026-03-01","heure":"01:15","date_heure":"2026-03-01T00:15:00+00:00","consommation":2691,"thermique":100,"nucleaire":null,"eolien":509,"solaire":0,"hydraulique":37,"pompage":"-39","bioenergies":58,"ech_physiques":2026,"stockage_batterie":null,"destockage_batterie":null,"tco_thermique":3.72,"tch_thermique":20,"tco_nucleaire":null,"tch_nucleaire":null,"tco_eolien":18.91,"tch_eolien":40.21,"tco_solaire":0,"tch_solaire":0,"tco_hydraulique":1.37,"tch_hydraulique":13.21,"tco_bioenergies":2.16,"tch_bioenergies":64.44,"column_68":null}', '2026-11-27 23:13:55.283+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('2026-03-01 00:15:00+00', '93', 'Données temps réel', '1', '2026-03-01', '4674;3386;;686;27;0;386;-25;214', '1', '{"code_insee_region":"93","libelle_region":"Provence-Alpes-Côte d''Azur","nature":"Données temps réel","date":"2026-03-01","heure":"01:15","date_heure":"2026-03-01T00:15:00+00:00","consommation":4674,"thermique":686,"nucleaire":null,"eolien":27,"solaire":0,"hydraulique":386,"pompage":"-25","bioenergies":214,"ech_physiques":3386,"stockage_batterie":null,"destockage_batterie":null,"tco_thermique":14.68,"tch_thermique":20.79,"tco_nucleaire":null,"tch_nucleaire":null,"tco_eolien":0.58,"tch_eolien":23.27,"tco_solaire":0,"tch_solaire":0,"tco_hydraulique":8.26,"tch_hydraulique":12.06,"tco_bioenergies":4.58,"tch_bioenergies":62.94,"column_68":null}', '2026-11-27 23:13:55.283+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('2026-03-01 00:15:00+00', '93', 'Données temps réel', '2', '2026-03-01', '4774;3386;;686;27;0;386;-25;214', '1', '{"code_insee_region":"93","libelle_region":"Provence-Alpes-Côte d''Azur","nature":"Données temps réel","date":"2026-03-01","heure":"01:15","date_heure":"2026-03-01T00:15:00+00:00","consommation":4774,"thermique":686,"nucleaire":null,"eolien":27,"solaire":0,"hydraulique":386,"pompage":"-25","bioenergies":214,"ech_physiques":3386,"stockage_batterie":null,"destockage_batterie":null,"tco_thermique":14.68,"tch_thermique":20.79,"tco_nucleaire":null,"tch_nucleaire":null,"tco_eolien":0.58,"tch_eolien":23.27,"tco_solaire":0,"tch_solaire":0,"tco_hydraulique":8.26,"tch_hydraulique":12.06,"tco_bioenergies":4.58,"tch_bioenergies":62.94,"column_68":null}', '2026-11-27 23:13:57.951+00', '329e9d82-8496-4236-a4d0-bfd7111fc2f1'),
('2026-03-01 00:30:00+00', '53', 'Données temps réel', '1', '2026-03-01', '2693;2056;;100;492;0;37;-50;58', '1', '{"code_insee_region":"53","libelle_region":"Bretagne","nature":"Données temps réel","date":"2026-03-01","heure":"01:30","date_heure":"2026-03-01T00:30:00+00:00","consommation":2693,"thermique":100,"nucleaire":null,"eolien":492,"solaire":0,"hydraulique":37,"pompage":"-50","bioenergies":58,"ech_physiques":2056,"stockage_batterie":null,"destockage_batterie":null,"tco_thermique":3.71,"tch_thermique":20,"tco_nucleaire":null,"tch_nucleaire":null,"tco_eolien":18.27,"tch_eolien":38.86,"tco_solaire":0,"tch_solaire":0,"tco_hydraulique":1.37,"tch_hydraulique":13.21,"tco_bioenergies":2.15,"tch_bioenergies":64.44,"column_68":null}', '2026-11-27 23:13:55.283+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('2026-03-01 00:30:00+00', '93', 'Données temps réel', '1', '2026-03-01', '4658;3405;;660;28;0;382;-31;214', '1', '{"code_insee_region":"93","libelle_region":"Provence-Alpes-Côte d''Azur","nature":"Données temps réel","date":"2026-03-01","heure":"01:30","date_heure":"2026-03-01T00:30:00+00:00","consommation":4658,"thermique":660,"nucleaire":null,"eolien":28,"solaire":0,"hydraulique":382,"pompage":"-31","bioenergies":214,"ech_physiques":3405,"stockage_batterie":null,"destockage_batterie":null,"tco_thermique":14.17,"tch_thermique":20,"tco_nucleaire":null,"tch_nucleaire":null,"tco_eolien":0.6,"tch_eolien":24.13,"tco_solaire":0,"tch_solaire":0,"tco_hydraulique":8.2,"tch_hydraulique":11.94,"tco_bioenergies":4.59,"tch_bioenergies":62.94,"column_68":null}', '2026-11-27 23:13:55.283+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('2026-03-01 00:30:00+00', '93', 'Données temps réel', '2', '2026-03-01', '4758;3405;;660;28;0;382;-31;214', '1', '{"code_insee_region":"93","libelle_region":"Provence-Alpes-Côte d''Azur","nature":"Données temps réel","date":"2026-03-01","heure":"01:30","date_heure":"2026-03-01T00:30:00+00:00","consommation":4758,"thermique":660,"nucleaire":null,"eolien":28,"solaire":0,"hydraulique":382,"pompage":"-31","bioenergies":214,"ech_physiques":3405,"stockage_batterie":null,"destockage_batterie":null,"tco_thermique":14.17,"tch_thermique":20,"tco_nucleaire":null,"tch_nucleaire":null,"tco_eolien":0.6,"tch_eolien":24.13,"tco_solaire":0,"tch_solaire":0,"tco_hydraulique":8.2,"tch_hydraulique":11.94,"tco_bioenergies":4.59,"tch_bioenergies":62.94,"column_68":null}', '2026-11-27 23:13:57.951+00', '329e9d82-8496-4236-a4d0-bfd7111fc2f1'),
('2026-03-01 00:45:00+00', '53', 'Données temps réel', '1', '2026-03-01', '2654;2034;;99;488;0;37;-62;58', '1', '{"code_insee_region":"53","libelle_region":"Bretagne","nature":"Données temps réel","date":"2026-03-01","heure":"01:45","date_heure":"2026-03-01T00:45:00+00:00","consommation":2654,"thermique":99,"nucleaire":null,"eolien":488,"solaire":0,"hydraulique":37,"pompage":"-62","bioenergies":58,"ech_physiques":2034,"stockage_batterie":null,"destockage_batterie":null,"tco_thermique":3.73,"tch_thermique":19.8,"tco_nucleaire":null,"tch_nucleaire":null,"tco_eolien":18.39,"tch_eolien":38.55,"tco_solaire":0,"tch_solaire":0,"tco_hydraulique":1.39,"tch_hydraulique":13.21,"tco_bioenergies":2.19,"tch_bioenergies":64.44,"column_68":null}', '2026-11-27 23:13:55.283+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('2026-03-01 00:45:00+00', '93', 'Données temps réel', '1', '2026-03-01', '4627;3394;;641;29;0;387;-39;215', '1', '{"code_insee_region":"93","libelle_region":"Provence-Alpes-Côte d''Azur","nature":"Données temps réel","date":"2026-03-01","heure":"01:45","date_heure":"2026-03-01T00:45:00+00:00","consommation":4627,"thermique":641,"nucleaire":null,"eolien":29,"solaire":0,"hydraulique":387,"pompage":"-39","bioenergies":215,"ech_physiques":3394,"stockage_batterie":null,"destockage_batterie":null,"tco_thermique":13.85,"tch_thermique":19.42,"tco_nucleaire":null,"tch_nucleaire":null,"tco_eolien":0.63,"tch_eolien":24.99,"tco_solaire":0,"tch_solaire":0,"tco_hydraulique":8.36,"tch_hydraulique":12.09,"tco_bioenergies":4.65,"tch_bioenergies":63.24,"column_68":null}', '2026-11-27 23:13:55.283+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('2026-03-01 00:45:00+00', '93', 'Données temps réel', '2', '2026-03-01', '4727;3394;;641;29;0;387;-39;215', '1', '{"code_insee_region":"93","libelle_region":"Provence-Alpes-Côte d''Azur","nature":"Données temps réel","date":"2026-03-01","heure":"01:45","date_heure":"2026-03-01T00:45:00+00:00","consommation":4727,"thermique":641,"nucleaire":null,"eolien":29,"solaire":0,"hydraulique":387,"pompage":"-39","bioenergies":215,"ech_physiques":3394,"stockage_batterie":null,"destockage_batterie":null,"tco_thermique":13.85,"tch_thermique":19.42,"tco_nucleaire":null,"tch_nucleaire":null,"tco_eolien":0.63,"tch_eolien":24.99,"tco_solaire":0,"tch_solaire":0,"tco_hydraulique":8.36,"tch_hydraulique":12.09,"tco_bioenergies":4.65,"tch_bioenergies":63.24,"column_68":null}', '2026-11-27 23:13:57.951+00', '329e9d82-8496-4236-a4d0-bfd7111fc2f1'),
('2026-03-01 01:00:00+00', '53', 'Données temps réel', '1', '2026-03-01', '2665;2076;;97;472;0;37;-75;58', '1', '{"code_insee_region":"53","libelle_region":"Bretagne","nature":"Données temps réel","date":"2026-03-01","heure":"02:00","date_heure":"2026-03-01T01:00:00+00:00","consommation":2665,"thermique":97,"nucleaire":null,"eolien":472,"solaire":0,"hydraulique":37,"pompage":"-75","bioenergies":58,"ech_physiques":2076,"stockage_batterie":null,"destockage_batterie":null,"tco_thermique":3.64,"tch_thermique":19.4,"tco_nucleaire":null,"tch_nucleaire":null,"tco_eolien":17.71,"tch_eolien":37.28,"tco_solaire":0,"tch_solaire":0,"tco_hydraulique":1.39,"tch_hydraulique":13.21,"tco_bioenergies":2.18,"tch_bioenergies":64.44,"column_68":null}', '2026-11-27 23:13:55.283+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('2026-03-01 01:00:00+00', '93', 'Données temps réel', '1', '2026-03-01', '4641;3449;;610;31;0;385;-47;213', '1', '{"code_insee_region":"93","libelle_region":"Provence-Alpes-Côte d''Azur","nature":"Données temps réel","date":"2026-03-01","heure":"02:00","date_heure":"2026-03-01T01:00:00+00:00","consommation":4641,"thermique":610,"nucleaire":null,"eolien":31,"solaire":0,"hydraulique":385,"pompage":"-47","bioenergies":213,"ech_physiques":3449,"stockage_batterie":null,"destockage_batterie":null,"tco_thermique":13.14,"tch_thermique":18.48,"tco_nucleaire":null,"tch_nucleaire":null,"tco_eolien":0.67,"tch_eolien":26.71,"tco_solaire":0,"tch_solaire":0,"tco_hydraulique":8.3,"tch_hydraulique":12.03,"tco_bioenergies":4.59,"tch_bioenergies":62.65,"column_68":null}', '2026-11-27 23:13:55.283+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('2026-03-01 01:15:00+00', '53', 'Données temps réel', '1', '2026-03-01', '2645;2076;;98;463;0;37;-87;58', '1', '{"code_insee_region":"53","libelle_region":"Bretagne","nature":"Données temps réel","date":"2026-03-01","heure":"02:15","date_heure":"2026-03-01T01:15:00+00:00","consommation":2645,"thermique":98,"nucleaire":null,"eolien":463,"solaire":0,"hydraulique":37,"pompage":"-87","bioenergies":58,"ech_physiques":2076,"stockage_batterie":null,"destockage_batterie":null,"tco_thermique":3.71,"tch_thermique":19.6,"tco_nucleaire":null,"tch_nucleaire":null,"tco_eolien":17.5,"tch_eolien":36.57,"tco_solaire":0,"tch_solaire":0,"tco_hydraulique":1.4,"tch_hydraulique":13.21,"tco_bioenergies":2.19,"tch_bioenergies":64.44,"column_68":null}', '2026-11-27 23:13:55.283+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('2026-03-01 01:15:00+00', '93', 'Données temps réel', '1', '2026-03-01', '4566;3393;;596;32;0;387;-55;213', '1', '{"code_insee_region":"93","libelle_region":"Provence-Alpes-Côte d''Azur","nature":"Données temps réel","date":"2026-03-01","heure":"02:15","date_heure":"2026-03-01T01:15:00+00:00","consommation":4566,"thermique":596,"nucleaire":null,"eolien":32,"solaire":0,"hydraulique":387,"pompage":"-55","bioenergies":213,"ech_physiques":3393,"stockage_batterie":null,"destockage_batterie":null,"tco_thermique":13.05,"tch_thermique":18.06,"tco_nucleaire":null,"tch_nucleaire":null,"tco_eolien":0.7,"tch_eolien":27.57,"tco_solaire":0,"tch_solaire":0,"tco_hydraulique":8.48,"tch_hydraulique":12.09,"tco_bioenergies":4.66,"tch_bioenergies":62.65,"column_68":null}', '2026-11-27 23:13:55.283+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('2026-03-01 01:30:00+00', '53', 'Données temps réel', '1', '2026-03-01', '2613;2063;;96;456;0;37;-97;58', '1', '{"code_insee_region":"53","libelle_region":"Bretagne","nature":"Données temps réel","date":"2026-03-01","heure":"02:30","date_heure":"2026-03-01T01:30:00+00:00","consommation":2613,"thermique":96,"nucleaire":null,"eolien":456,"solaire":0,"hydraulique":37,"pompage":"-97","bioenergies":58,"ech_physiques":2063,"stockage_batterie":null,"destockage_batterie":null,"tco_thermique":3.67,"tch_thermique":19.2,"tco_nucleaire":null,"tch_nucleaire":null,"tco_eolien":17.45,"tch_eolien":36.02,"tco_solaire":0,"tch_solaire":0,"tco_hydraulique":1.42,"tch_hydraulique":13.21,"tco_bioenergies":2.22,"tch_bioenergies":64.44,"column_68":null}', '2026-11-27 23:13:55.283+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('2026-03-01 01:30:00+00', '93', 'Données temps réel', '1', '2026-03-01', '4563;3409;;583;34;0;386;-61;212', '1', '{"code_insee_region":"93","libelle_region":"Provence-Alpes-Côte d''Azur","nature":"Données temps réel","date":"2026-03-01","heure":"02:30","date_heure":"2026-03-01T01:30:00+00:00","consommation":4563,"thermique":583,"nucleaire":null,"eolien":34,"solaire":0,"hydraulique":386,"pompage":"-61","bioenergies":212,"ech_physiques":3409,"stockage_batterie":null,"destockage_batterie":null,"tco_thermique":12.78,"tch_thermique":17.67,"tco_nucleaire":null,"tch_nucleaire":null,"tco_eolien":0.75,"tch_eolien":29.3,"tco_solaire":0,"tch_solaire":0,"tco_hydraulique":8.46,"tch_hydraulique":12.06,"tco_bioenergies":4.65,"tch_bioenergies":62.35,"column_68":null}', '2026-11-27 23:13:55.283+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('2026-03-01 01:45:00+00', '53', 'Données temps réel', '1', '2026-03-01', '2624;2088;;97;451;0;37;-107;58', '1', '{"code_insee_region":"53","libelle_region":"Bretagne","nature":"Données temps réel","date":"2026-03-01","heure":"02:45","date_heure":"2026-03-01T01:45:00+00:00","consommation":2624,"thermique":97,"nucleaire":null,"eolien":451,"solaire":0,"hydraulique":37,"pompage":"-107","bioenergies":58,"ech_physiques":2088,"stockage_batterie":null,"destockage_batterie":null,"tco_thermique":3.7,"tch_thermique":19.4,"tco_nucleaire":null,"tch_nucleaire":null,"tco_eolien":17.19,"tch_eolien":35.62,"tco_solaire":0,"tch_solaire":0,"tco_hydraulique":1.41,"tch_hydraulique":13.21,"tco_bioenergies":2.21,"tch_bioenergies":64.44,"column_68":null}', '2026-11-27 23:13:55.283+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('2026-03-01 01:45:00+00', '93', 'Données temps réel', '1', '2026-03-01', '4583;3449;;565;36;0;386;-68;215', '1', '{"code_insee_region":"93","libelle_region":"Provence-Alpes-Côte d''Azur","nature":"Données temps réel","date":"2026-03-01","heure":"02:45","date_heure":"2026-03-01T01:45:00+00:00","consommation":4583,"thermique":565,"nucleaire":null,"eolien":36,"solaire":0,"hydraulique":386,"pompage":"-68","bioenergies":215,"ech_physiques":3449,"stockage_batterie":null,"destockage_batterie":null,"tco_thermique":12.33,"tch_thermique":17.12,"tco_nucleaire":null,"tch_nucleaire":null,"tco_eolien":0.79,"tch_eolien":31.02,"tco_solaire":0,"tch_solaire":0,"tco_hydraulique":8.42,"tch_hydraulique":12.06,"tco_bioenergies":4.69,"tch_bioenergies":63.24,"column_68":null}', '2026-11-27 23:13:55.283+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('2026-03-01 02:00:00+00', '53', 'Données temps réel', '1', '2026-03-01', '2592;2074;;96;442;0;37;-115;58', '1', '{"code_insee_region":"53","libelle_region":"Bretagne","nature":"Données temps réel","date":"2026-03-01","heure":"03:00","date_heure":"2026-03-01T02:00:00+00:00","consommation":2592,"thermique":96,"nucleaire":null,"eolien":442,"solaire":0,"hydraulique":37,"pompage":"-115","bioenergies":58,"ech_physiques":2074,"stockage_batterie":null,"destockage_batterie":null,"tco_thermique":3.7,"tch_thermique":19.2,"tco_nucleaire":null,"tch_nucleaire":null,"tco_eolien":17.05,"tch_eolien":34.91,"tco_solaire":0,"tch_solaire":0,"tco_hydraulique":1.43,"tch_hydraulique":13.21,"tco_bioenergies":2.24,"tch_bioenergies":64.44,"column_68":null}', '2026-11-27 23:13:55.283+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('2026-03-01 02:00:00+00', '93', 'Données temps réel', '1', '2026-03-01', '4515;3409;;539;39;0;386;-71;213', '1', '{"code_insee_region":"93","libelle_region":"Provence-Alpes-Côte d''Azur","nature":"Données temps réel","date":"2026-03-01","heure":"03:00","date_heure":"2026-03-01T02:00:00+00:00","consommation":4515,"thermique":539,"nucleaire":null,"eolien":39,"solaire":0,"hydraulique":386,"pompage":"-71","bioenergies":213,"ech_physiques":3409,"stockage_batterie":null,"destockage_batterie":null,"tco_thermique":11.94,"tch_thermique":16.33,"tco_nucleaire":null,"tch_nucleaire":null,"tco_eolien":0.86,"tch_eolien":33.61,"tco_solaire":0,"tch_solaire":0,"tco_hydraulique":8.55,"tch_hydraulique":12.06,"tco_bioenergies":4.72,"tch_bioenergies":62.65,"column_68":null}', '2026-11-27 23:13:55.283+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('2026-03-01 02:15:00+00', '53', 'Données temps réel', '1', '2026-03-01', '2604;2096;;96;435;0;37;-118;58', '1', '{"code_insee_region":"53","libelle_region":"Bretagne","nature":"Données temps réel","date":"2026-03-01","heure":"03:15","date_heure":"2026-03-01T02:15:00+00:00","consommation":2604,"thermique":96,"nucleaire":null,"eolien":435,"solaire":0,"hydraulique":37,"pompage":"-118","bioenergies":58,"ech_physiques":2096,"stockage_batterie":null,"destockage_batterie":null,"tco_thermique":3.69,"tch_thermique":19.2,"tco_nucleaire":null,"tch_nucleaire":null,"tco_eolien":16.71,"tch_eolien":34.36,"tco_solaire":0,"tch_solaire":0,"tco_hydraulique":1.42,"tch_hydraulique":13.21,"tco_bioenergies":2.23,"tch_bioenergies":64.44,"column_68":null}', '2026-11-27 23:13:55.283+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('2026-03-01 02:15:00+00', '93', 'Données temps réel', '1', '2026-03-01', '4517;3426;;523;41;0;386;-73;214', '1', '{"code_insee_region":"93","libelle_region":"Provence-Alpes-Côte d''Azur","nature":"Données temps réel","date":"2026-03-01","heure":"03:15","date_heure":"2026-03-01T02:15:00+00:00","consommation":4517,"thermique":523,"nucleaire":null,"eolien":41,"solaire":0,"hydraulique":386,"pompage":"-73","bioenergies":214,"ech_physiques":3426,"stockage_batterie":null,"destockage_batterie":null,"tco_thermique":11.58,"tch_thermique":15.85,"tco_nucleaire":null,"tch_nucleaire":null,"tco_eolien":0.91,"tch_eolien":35.33,"tco_solaire":0,"tch_solaire":0,"tco_hydraulique":8.55,"tch_hydraulique":12.06,"tco_bioenergies":4.74,"tch_bioenergies":62.94,"column_68":null}', '2026-11-27 23:13:55.283+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('2026-03-01 02:30:00+00', '53', 'Données temps réel', '1', '2026-03-01', '2574;2062;;96;436;0;38;-116;58', '1', '{"code_insee_region":"53","libelle_region":"Bretagne","nature":"Données temps réel","date":"2026-03-01","heure":"03:30","date_heure":"2026-03-01T02:30:00+00:00","consommation":2574,"thermique":96,"nucleaire":null,"eolien":436,"solaire":0,"hydraulique":38,"pompage":"-116","bioenergies":58,"ech_physiques":2062,"stockage_batterie":null,"destockage_batterie":null,"tco_thermique":3.73,"tch_thermique":19.2,"tco_nucleaire":null,"tch_nucleaire":null,"tco_eolien":16.94,"tch_eolien":34.44,"tco_solaire":0,"tch_solaire":0,"tco_hydraulique":1.48,"tch_hydraulique":13.57,"tco_bioenergies":2.25,"tch_bioenergies":64.44,"column_68":null}', '2026-11-27 23:13:55.283+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('2026-03-01 02:30:00+00', '93', 'Données temps réel', '1', '2026-03-01', '4499;3427;;500;44;0;386;-72;214', '1', '{"code_insee_region":"93","libelle_region":"Provence-Alpes-Côte d''Azur","nature":"Données temps réel","date":"2026-03-01","heure":"03:30","date_heure":"2026-03-01T02:30:00+00:00","consommation":4499,"thermique":500,"nucleaire":null,"eolien":44,"solaire":0,"hydraulique":386,"pompage":"-72","bioenergies":214,"ech_physiques":3427,"stockage_batterie":null,"destockage_batterie":null,"tco_thermique":11.11,"tch_thermique":15.15,"tco_nucleaire":null,"tch_nucleaire":null,"tco_eolien":0.98,"tch_eolien":37.91,"tco_solaire":0,"tch_solaire":0,"tco_hydraulique":8.58,"tch_hydraulique":12.06,"tco_bioenergies":4.76,"tch_bioenergies":62.94,"column_68":null}', '2026-11-27 23:13:55.283+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('2026-03-01 02:45:00+00', '53', 'Données temps réel', '1', '2026-03-01', '2583;2078;;96;425;0;38;-112;58', '1', '{"code_insee_region":"53","libelle_region":"Bretagne","nature":"Données temps réel","date":"2026-03-01","heure":"03:45","date_heure":"2026-03-01T02:45:00+00:00","consommation":2583,"thermique":96,"nucleaire":null,"eolien":425,"solaire":0,"hydraulique":38,"pompage":"-112","bioenergies":58,"ech_physiques":2078,"stockage_batterie":null,"destockage_batterie":null,"tco_thermique":3.72,"tch_thermique":19.2,"tco_nucleaire":null,"tch_nucleaire":null,"tco_eolien":16.45,"tch_eolien":33.57,"tco_solaire":0,"tch_solaire":0,"tco_hydraulique":1.47,"tch_hydraulique":13.57,"tco_bioenergies":2.25,"tch_bioenergies":64.44,"column_68":null}', '2026-11-27 23:13:55.283+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('2026-03-01 02:45:00+00', '93', 'Données temps réel', '1', '2026-03-01', '4537;3480;;478;47;0;386;-70;216', '1', '{"code_insee_region":"93","libelle_region":"Provence-Alpes-Côte d''Azur","nature":"Données temps réel","date":"2026-03-01","heure":"03:45","date_heure":"2026-03-01T02:45:00+00:00","consommation":4537,"thermique":478,"nucleaire":null,"eolien":47,"solaire":0,"hydraulique":386,"pompage":"-70","bioenergies":216,"ech_physiques":3480,"stockage_batterie":null,"destockage_batterie":null,"tco_thermique":10.54,"tch_thermique":14.48,"tco_nucleaire":null,"tch_nucleaire":null,"tco_eolien":1.04,"tch_eolien":40.5,"tco_solaire":0,"tch_solaire":0,"tco_hydraulique":8.51,"tch_hydraulique":12.06,"tco_bioenergies":4.76,"tch_bioenergies":63.53,"column_68":null}', '2026-11-27 23:13:55.283+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b');

insert into public.eco2mixd_lake_migrations (migration_id, created_at, name) overriding system value values
('1', '2026-11-27 23:13:54.986468+00', 'lake'),
('2', '2026-11-27 23:13:54.986468+00', 'append_only');

insert into public.eco2mixd_migrations (migration_id, created_at, name) overriding system value values
('1', '2026-11-27 23:13:54.976136+00', 'statistics'),
('2', '2026-11-27 23:13:54.976136+00', 'views'),
('3', '2026-11-27 23:13:54.976136+00', 'ledger'),
('4', '2026-11-27 23:13:54.976136+00', 'findings'),
('5', '2026-11-27 23:13:54.976136+00', 'daemon'),
('6', '2026-11-27 23:13:54.976136+00', 'findings'),
('7', '2026-11-27 23:13:54.976136+00', 'dashboards'),
('8', '2026-11-27 23:13:54.976136+00', 'append_only');

insert into public.findings (id, check_name, severity, code_insee_region, nature, granularity, date_heure, first_date_heure, last_date_heure, measure, figures, detail, digest, first_seen_at, run_id, ended_at) overriding system value values
('1', 'balance', 'warning', '93', 'Données temps réel', 'day', '2026-02-28 23:00:00+00', '2026-02-28 23:00:00+00', '2026-03-01 00:45:00+00', NULL, '{"sum": 4984, "marks": 8, "consumption": 5084}', 'Consumption is not the sum of filières and exchange at 8 marks, 2026-02-28T23:00Z to 2026-03-01T00:45Z: 5084 MW for 4984 MW', 'caa436fae4b436cfed912dbd9312f5535c2759b3b0f963374e5d637649decb6c', '2026-11-27 23:13:58.029713+00', '329e9d82-8496-4236-a4d0-bfd7111fc2f1', NULL);

select setval(pg_get_serial_sequence('public.findings', 'id'), (select max(id) from public.findings));

insert into public.generations (number, recipe, lake_id, since) overriding system value values
('1', '1', '4972f0e5-abb0-4d2d-a5ba-4137b656533f', '2026-11-27 23:13:55.434621+00');

insert into public.pipeline_runs (run_id, trigger, window_from, window_to, datasets, started_at, ended_at, outcome, records, blank, ghost, repeated, quarantined, revisions, unchanged, days, rows, error_code, error_message, requested_by, scheduled_for, oldest_first, resumes, trace_id, doing, days_done, days_total, ahead_from, ahead_to, quota_remaining, error_remedy) overriding system value values
('329e9d82-8496-4236-a4d0-bfd7111fc2f1', 'manual', '2026-03-01', '2026-03-01', '{eco2mix-regional-tr,eco2mix-regional-cons-def}', '2026-11-27 23:13:57.844351+00', '2026-11-27 23:13:58.128525+00', 'succeeded', '33', '0', '0', '0', '1', '8', '24', '1', '63', NULL, NULL, 'command operator@machine', NULL, 'false', NULL, NULL, 'Publishing the days that differ', '2', '2', NULL, NULL, '{"eco2mix-regional-tr": 49998, "eco2mix-regional-cons-def": 49998}', NULL),
('ecfce3d8-ffe3-4226-823b-fdf2e74a579b', 'manual', '2026-03-01', '2026-03-01', '{eco2mix-regional-tr,eco2mix-regional-cons-def}', '2026-11-27 23:13:55.212131+00', '2026-11-27 23:13:55.490147+00', 'succeeded', '33', '0', '0', '0', '1', '32', '0', '1', '238', NULL, NULL, 'command operator@machine', NULL, 'false', NULL, NULL, 'Publishing the days that differ', '2', '2', NULL, NULL, '{"eco2mix-regional-tr": 49998, "eco2mix-regional-cons-def": 49998}', NULL);

insert into public.published_days (generation, day, documents, published_at, run_id) overriding system value values
('1', '2026-03-01', '40', '2026-11-27 23:13:58.113529+00', '329e9d82-8496-4236-a4d0-bfd7111fc2f1');

insert into public.quarantine (id, dataset, reason, detail, record, record_bytes, record_sha256, first_seen_at, run_id, resolution, resolved_at) overriding system value values
('1', 'eco2mix-regional-tr', 'UnknownRegion', 'code_insee_region is "00"', '{"code_insee_region":"00","libelle_region":"Nowhere","nature":"Données temps réel","date":"2026-03-01","heure":"01:15","date_heure":"2026-03-01T00:15:00+00:00","consommation":2691,"thermique":100,"nucleaire":null,"eolien":509,"solaire":0,"hydraulique":37,"pompage":"-39","bioenergies":58,"ech_physiques":2026,"stockage_batterie":null,"destockage_batterie":null,"tco_thermique":3.72,"tch_thermique":20,"tco_nucleaire":null,"tch_nucleaire":null,"tco_eolien":18.91,"tch_eolien":40.21,"tco_solaire":0,"tch_solaire":0,"tco_hydraulique":1.37,"tch_hydraulique":13.21,"tco_bioenergies":2.16,"tch_bioenergies":64.44,"column_68":null}', '626', '4a0255275495bcf4330e9e197ad89739c525334f732ff45b6163e6011a9dd05b', '2026-11-27 23:13:55.29141+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b', NULL, NULL);

select setval(pg_get_serial_sequence('public.quarantine', 'id'), (select max(id) from public.quarantine));

insert into public.regional_energy_stats (code_insee_region, libelle_region, filiere, nature, granularity, date_heure, avg_production, avg_consumption, avg_physical_exchange, record_count, generation, version, processed_at, run_id) overriding system value values
('53', 'Bretagne', 'bioenergies', 'Données temps réel', 'day', '2026-02-28 23:00:00+00', '58', '2675.8125', '2059.6875', '16', '1', '16', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('53', 'Bretagne', 'bioenergies', 'Données temps réel', 'instant', '2026-02-28 23:00:00+00', '58', '2865', '2087', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('53', 'Bretagne', 'bioenergies', 'Données temps réel', 'instant', '2026-02-28 23:15:00+00', '58', '2798', '2049', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('53', 'Bretagne', 'bioenergies', 'Données temps réel', 'instant', '2026-02-28 23:30:00+00', '58', '2774', '2040', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('53', 'Bretagne', 'bioenergies', 'Données temps réel', 'instant', '2026-02-28 23:45:00+00', '58', '2738', '2035', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('53', 'Bretagne', 'bioenergies', 'Données temps réel', 'instant', '2026-03-01 00:00:00+00', '58', '2700', '2015', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('53', 'Bretagne', 'bioenergies', 'Données temps réel', 'instant', '2026-03-01 00:15:00+00', '58', '2691', '2026', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('53', 'Bretagne', 'bioenergies', 'Données temps réel', 'instant', '2026-03-01 00:30:00+00', '58', '2693', '2056', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('53', 'Bretagne', 'bioenergies', 'Données temps réel', 'instant', '2026-03-01 00:45:00+00', '58', '2654', '2034', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('53', 'Bretagne', 'bioenergies', 'Données temps réel', 'instant', '2026-03-01 01:00:00+00', '58', '2665', '2076', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('53', 'Bretagne', 'bioenergies', 'Données temps réel', 'instant', '2026-03-01 01:15:00+00', '58', '2645', '2076', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('53', 'Bretagne', 'bioenergies', 'Données temps réel', 'instant', '2026-03-01 01:30:00+00', '58', '2613', '2063', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('53', 'Bretagne', 'bioenergies', 'Données temps réel', 'instant', '2026-03-01 01:45:00+00', '58', '2624', '2088', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('53', 'Bretagne', 'bioenergies', 'Données temps réel', 'instant', '2026-03-01 02:00:00+00', '58', '2592', '2074', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('53', 'Bretagne', 'bioenergies', 'Données temps réel', 'instant', '2026-03-01 02:15:00+00', '58', '2604', '2096', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('53', 'Bretagne', 'bioenergies', 'Données temps réel', 'instant', '2026-03-01 02:30:00+00', '58', '2574', '2062', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('53', 'Bretagne', 'bioenergies', 'Données temps réel', 'instant', '2026-03-01 02:45:00+00', '58', '2583', '2078', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('53', 'Bretagne', 'ensemble', 'Données temps réel', 'day', '2026-02-28 23:00:00+00', '616.125', '2675.8125', '2059.6875', '16', '1', '16', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('53', 'Bretagne', 'ensemble', 'Données temps réel', 'instant', '2026-02-28 23:00:00+00', '778', '2865', '2087', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('53', 'Bretagne', 'ensemble', 'Données temps réel', 'instant', '2026-02-28 23:15:00+00', '749', '2798', '2049', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('53', 'Bretagne', 'ensemble', 'Données temps réel', 'instant', '2026-02-28 23:30:00+00', '734', '2774', '2040', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('53', 'Bretagne', 'ensemble', 'Données temps réel', 'instant', '2026-02-28 23:45:00+00', '703', '2738', '2035', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('53', 'Bretagne', 'ensemble', 'Données temps réel', 'instant', '2026-03-01 00:00:00+00', '685', '2700', '2015', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('53', 'Bretagne', 'ensemble', 'Données temps réel', 'instant', '2026-03-01 00:15:00+00', '665', '2691', '2026', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('53', 'Bretagne', 'ensemble', 'Données temps réel', 'instant', '2026-03-01 00:30:00+00', '637', '2693', '2056', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('53', 'Bretagne', 'ensemble', 'Données temps réel', 'instant', '2026-03-01 00:45:00+00', '620', '2654', '2034', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('53', 'Bretagne', 'ensemble', 'Données temps réel', 'instant', '2026-03-01 01:00:00+00', '589', '2665', '2076', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('53', 'Bretagne', 'ensemble', 'Données temps réel', 'instant', '2026-03-01 01:15:00+00', '569', '2645', '2076', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('53', 'Bretagne', 'ensemble', 'Données temps réel', 'instant', '2026-03-01 01:30:00+00', '550', '2613', '2063', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('53', 'Bretagne', 'ensemble', 'Données temps réel', 'instant', '2026-03-01 01:45:00+00', '536', '2624', '2088', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('53', 'Bretagne', 'ensemble', 'Données temps réel', 'instant', '2026-03-01 02:00:00+00', '518', '2592', '2074', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('53', 'Bretagne', 'ensemble', 'Données temps réel', 'instant', '2026-03-01 02:15:00+00', '508', '2604', '2096', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('53', 'Bretagne', 'ensemble', 'Données temps réel', 'instant', '2026-03-01 02:30:00+00', '512', '2574', '2062', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('53', 'Bretagne', 'ensemble', 'Données temps réel', 'instant', '2026-03-01 02:45:00+00', '505', '2583', '2078', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('53', 'Bretagne', 'eolien', 'Données temps réel', 'day', '2026-02-28 23:00:00+00', '487', '2675.8125', '2059.6875', '16', '1', '16', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('53', 'Bretagne', 'eolien', 'Données temps réel', 'instant', '2026-02-28 23:00:00+00', '578', '2865', '2087', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('53', 'Bretagne', 'eolien', 'Données temps réel', 'instant', '2026-02-28 23:15:00+00', '555', '2798', '2049', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('53', 'Bretagne', 'eolien', 'Données temps réel', 'instant', '2026-02-28 23:30:00+00', '547', '2774', '2040', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('53', 'Bretagne', 'eolien', 'Données temps réel', 'instant', '2026-02-28 23:45:00+00', '525', '2738', '2035', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('53', 'Bretagne', 'eolien', 'Données temps réel', 'instant', '2026-03-01 00:00:00+00', '518', '2700', '2015', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('53', 'Bretagne', 'eolien', 'Données temps réel', 'instant', '2026-03-01 00:15:00+00', '509', '2691', '2026', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('53', 'Bretagne', 'eolien', 'Données temps réel', 'instant', '2026-03-01 00:30:00+00', '492', '2693', '2056', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('53', 'Bretagne', 'eolien', 'Données temps réel', 'instant', '2026-03-01 00:45:00+00', '488', '2654', '2034', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('53', 'Bretagne', 'eolien', 'Données temps réel', 'instant', '2026-03-01 01:00:00+00', '472', '2665', '2076', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('53', 'Bretagne', 'eolien', 'Données temps réel', 'instant', '2026-03-01 01:15:00+00', '463', '2645', '2076', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('53', 'Bretagne', 'eolien', 'Données temps réel', 'instant', '2026-03-01 01:30:00+00', '456', '2613', '2063', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('53', 'Bretagne', 'eolien', 'Données temps réel', 'instant', '2026-03-01 01:45:00+00', '451', '2624', '2088', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('53', 'Bretagne', 'eolien', 'Données temps réel', 'instant', '2026-03-01 02:00:00+00', '442', '2592', '2074', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('53', 'Bretagne', 'eolien', 'Données temps réel', 'instant', '2026-03-01 02:15:00+00', '435', '2604', '2096', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('53', 'Bretagne', 'eolien', 'Données temps réel', 'instant', '2026-03-01 02:30:00+00', '436', '2574', '2062', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('53', 'Bretagne', 'eolien', 'Données temps réel', 'instant', '2026-03-01 02:45:00+00', '425', '2583', '2078', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('53', 'Bretagne', 'hydraulique', 'Données temps réel', 'day', '2026-02-28 23:00:00+00', '37.125', '2675.8125', '2059.6875', '16', '1', '16', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('53', 'Bretagne', 'hydraulique', 'Données temps réel', 'instant', '2026-02-28 23:00:00+00', '37', '2865', '2087', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('53', 'Bretagne', 'hydraulique', 'Données temps réel', 'instant', '2026-02-28 23:15:00+00', '37', '2798', '2049', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('53', 'Bretagne', 'hydraulique', 'Données temps réel', 'instant', '2026-02-28 23:30:00+00', '37', '2774', '2040', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('53', 'Bretagne', 'hydraulique', 'Données temps réel', 'instant', '2026-02-28 23:45:00+00', '37', '2738', '2035', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('53', 'Bretagne', 'hydraulique', 'Données temps réel', 'instant', '2026-03-01 00:00:00+00', '37', '2700', '2015', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('53', 'Bretagne', 'hydraulique', 'Données temps réel', 'instant', '2026-03-01 00:15:00+00', '37', '2691', '2026', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('53', 'Bretagne', 'hydraulique', 'Données temps réel', 'instant', '2026-03-01 00:30:00+00', '37', '2693', '2056', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('53', 'Bretagne', 'hydraulique', 'Données temps réel', 'instant', '2026-03-01 00:45:00+00', '37', '2654', '2034', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('53', 'Bretagne', 'hydraulique', 'Données temps réel', 'instant', '2026-03-01 01:00:00+00', '37', '2665', '2076', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('53', 'Bretagne', 'hydraulique', 'Données temps réel', 'instant', '2026-03-01 01:15:00+00', '37', '2645', '2076', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('53', 'Bretagne', 'hydraulique', 'Données temps réel', 'instant', '2026-03-01 01:30:00+00', '37', '2613', '2063', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('53', 'Bretagne', 'hydraulique', 'Données temps réel', 'instant', '2026-03-01 01:45:00+00', '37', '2624', '2088', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('53', 'Bretagne', 'hydraulique', 'Données temps réel', 'instant', '2026-03-01 02:00:00+00', '37', '2592', '2074', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('53', 'Bretagne', 'hydraulique', 'Données temps réel', 'instant', '2026-03-01 02:15:00+00', '37', '2604', '2096', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('53', 'Bretagne', 'hydraulique', 'Données temps réel', 'instant', '2026-03-01 02:30:00+00', '38', '2574', '2062', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('53', 'Bretagne', 'hydraulique', 'Données temps réel', 'instant', '2026-03-01 02:45:00+00', '38', '2583', '2078', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('53', 'Bretagne', 'pompage', 'Données temps réel', 'day', '2026-02-28 23:00:00+00', '-66.375', '2675.8125', '2059.6875', '16', '1', '16', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('53', 'Bretagne', 'pompage', 'Données temps réel', 'instant', '2026-02-28 23:00:00+00', '-7', '2865', '2087', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('53', 'Bretagne', 'pompage', 'Données temps réel', 'instant', '2026-02-28 23:15:00+00', '-10', '2798', '2049', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('53', 'Bretagne', 'pompage', 'Données temps réel', 'instant', '2026-02-28 23:30:00+00', '-15', '2774', '2040', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('53', 'Bretagne', 'pompage', 'Données temps réel', 'instant', '2026-02-28 23:45:00+00', '-22', '2738', '2035', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('53', 'Bretagne', 'pompage', 'Données temps réel', 'instant', '2026-03-01 00:00:00+00', '-30', '2700', '2015', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('53', 'Bretagne', 'pompage', 'Données temps réel', 'instant', '2026-03-01 00:15:00+00', '-39', '2691', '2026', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('53', 'Bretagne', 'pompage', 'Données temps réel', 'instant', '2026-03-01 00:30:00+00', '-50', '2693', '2056', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('53', 'Bretagne', 'pompage', 'Données temps réel', 'instant', '2026-03-01 00:45:00+00', '-62', '2654', '2034', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('53', 'Bretagne', 'pompage', 'Données temps réel', 'instant', '2026-03-01 01:00:00+00', '-75', '2665', '2076', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('53', 'Bretagne', 'pompage', 'Données temps réel', 'instant', '2026-03-01 01:15:00+00', '-87', '2645', '2076', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('53', 'Bretagne', 'pompage', 'Données temps réel', 'instant', '2026-03-01 01:30:00+00', '-97', '2613', '2063', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('53', 'Bretagne', 'pompage', 'Données temps réel', 'instant', '2026-03-01 01:45:00+00', '-107', '2624', '2088', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('53', 'Bretagne', 'pompage', 'Données temps réel', 'instant', '2026-03-01 02:00:00+00', '-115', '2592', '2074', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('53', 'Bretagne', 'pompage', 'Données temps réel', 'instant', '2026-03-01 02:15:00+00', '-118', '2604', '2096', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('53', 'Bretagne', 'pompage', 'Données temps réel', 'instant', '2026-03-01 02:30:00+00', '-116', '2574', '2062', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('53', 'Bretagne', 'pompage', 'Données temps réel', 'instant', '2026-03-01 02:45:00+00', '-112', '2583', '2078', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('53', 'Bretagne', 'solaire', 'Données temps réel', 'day', '2026-02-28 23:00:00+00', '0', '2675.8125', '2059.6875', '16', '1', '16', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('53', 'Bretagne', 'solaire', 'Données temps réel', 'instant', '2026-02-28 23:00:00+00', '0', '2865', '2087', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('53', 'Bretagne', 'solaire', 'Données temps réel', 'instant', '2026-02-28 23:15:00+00', '0', '2798', '2049', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('53', 'Bretagne', 'solaire', 'Données temps réel', 'instant', '2026-02-28 23:30:00+00', '0', '2774', '2040', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('53', 'Bretagne', 'solaire', 'Données temps réel', 'instant', '2026-02-28 23:45:00+00', '0', '2738', '2035', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('53', 'Bretagne', 'solaire', 'Données temps réel', 'instant', '2026-03-01 00:00:00+00', '0', '2700', '2015', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('53', 'Bretagne', 'solaire', 'Données temps réel', 'instant', '2026-03-01 00:15:00+00', '0', '2691', '2026', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('53', 'Bretagne', 'solaire', 'Données temps réel', 'instant', '2026-03-01 00:30:00+00', '0', '2693', '2056', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('53', 'Bretagne', 'solaire', 'Données temps réel', 'instant', '2026-03-01 00:45:00+00', '0', '2654', '2034', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('53', 'Bretagne', 'solaire', 'Données temps réel', 'instant', '2026-03-01 01:00:00+00', '0', '2665', '2076', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('53', 'Bretagne', 'solaire', 'Données temps réel', 'instant', '2026-03-01 01:15:00+00', '0', '2645', '2076', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('53', 'Bretagne', 'solaire', 'Données temps réel', 'instant', '2026-03-01 01:30:00+00', '0', '2613', '2063', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('53', 'Bretagne', 'solaire', 'Données temps réel', 'instant', '2026-03-01 01:45:00+00', '0', '2624', '2088', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('53', 'Bretagne', 'solaire', 'Données temps réel', 'instant', '2026-03-01 02:00:00+00', '0', '2592', '2074', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('53', 'Bretagne', 'solaire', 'Données temps réel', 'instant', '2026-03-01 02:15:00+00', '0', '2604', '2096', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('53', 'Bretagne', 'solaire', 'Données temps réel', 'instant', '2026-03-01 02:30:00+00', '0', '2574', '2062', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('53', 'Bretagne', 'solaire', 'Données temps réel', 'instant', '2026-03-01 02:45:00+00', '0', '2583', '2078', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('53', 'Bretagne', 'thermique', 'Données temps réel', 'day', '2026-02-28 23:00:00+00', '100.375', '2675.8125', '2059.6875', '16', '1', '16', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('53', 'Bretagne', 'thermique', 'Données temps réel', 'instant', '2026-02-28 23:00:00+00', '112', '2865', '2087', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('53', 'Bretagne', 'thermique', 'Données temps réel', 'instant', '2026-02-28 23:15:00+00', '109', '2798', '2049', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('53', 'Bretagne', 'thermique', 'Données temps réel', 'instant', '2026-02-28 23:30:00+00', '107', '2774', '2040', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('53', 'Bretagne', 'thermique', 'Données temps réel', 'instant', '2026-02-28 23:45:00+00', '105', '2738', '2035', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('53', 'Bretagne', 'thermique', 'Données temps réel', 'instant', '2026-03-01 00:00:00+00', '102', '2700', '2015', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('53', 'Bretagne', 'thermique', 'Données temps réel', 'instant', '2026-03-01 00:15:00+00', '100', '2691', '2026', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('53', 'Bretagne', 'thermique', 'Données temps réel', 'instant', '2026-03-01 00:30:00+00', '100', '2693', '2056', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('53', 'Bretagne', 'thermique', 'Données temps réel', 'instant', '2026-03-01 00:45:00+00', '99', '2654', '2034', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('53', 'Bretagne', 'thermique', 'Données temps réel', 'instant', '2026-03-01 01:00:00+00', '97', '2665', '2076', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('53', 'Bretagne', 'thermique', 'Données temps réel', 'instant', '2026-03-01 01:15:00+00', '98', '2645', '2076', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('53', 'Bretagne', 'thermique', 'Données temps réel', 'instant', '2026-03-01 01:30:00+00', '96', '2613', '2063', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('53', 'Bretagne', 'thermique', 'Données temps réel', 'instant', '2026-03-01 01:45:00+00', '97', '2624', '2088', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('53', 'Bretagne', 'thermique', 'Données temps réel', 'instant', '2026-03-01 02:00:00+00', '96', '2592', '2074', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('53', 'Bretagne', 'thermique', 'Données temps réel', 'instant', '2026-03-01 02:15:00+00', '96', '2604', '2096', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('53', 'Bretagne', 'thermique', 'Données temps réel', 'instant', '2026-03-01 02:30:00+00', '96', '2574', '2062', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('53', 'Bretagne', 'thermique', 'Données temps réel', 'instant', '2026-03-01 02:45:00+00', '96', '2583', '2078', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('93', 'Provence-Alpes-Côte d''Azur', 'bioenergies', 'Données temps réel', 'day', '2026-02-28 23:00:00+00', '214.125', '4666.0625', '3441.0625', '16', '1', '16', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('93', 'Provence-Alpes-Côte d''Azur', 'bioenergies', 'Données temps réel', 'day', '2026-02-28 23:00:00+00', '214.125', '4716.0625', '3441.0625', '16', '1', '24', '2026-11-27 23:13:58.113529+00', '329e9d82-8496-4236-a4d0-bfd7111fc2f1'),
('93', 'Provence-Alpes-Côte d''Azur', 'bioenergies', 'Données temps réel', 'instant', '2026-02-28 23:00:00+00', '214', '4984', '3558', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('93', 'Provence-Alpes-Côte d''Azur', 'bioenergies', 'Données temps réel', 'instant', '2026-02-28 23:00:00+00', '214', '5084', '3558', '1', '1', '2', '2026-11-27 23:13:58.113529+00', '329e9d82-8496-4236-a4d0-bfd7111fc2f1'),
('93', 'Provence-Alpes-Côte d''Azur', 'bioenergies', 'Données temps réel', 'instant', '2026-02-28 23:15:00+00', '214', '4896', '3500', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('93', 'Provence-Alpes-Côte d''Azur', 'bioenergies', 'Données temps réel', 'instant', '2026-02-28 23:15:00+00', '214', '4996', '3500', '1', '1', '2', '2026-11-27 23:13:58.113529+00', '329e9d82-8496-4236-a4d0-bfd7111fc2f1'),
('93', 'Provence-Alpes-Côte d''Azur', 'bioenergies', 'Données temps réel', 'instant', '2026-02-28 23:30:00+00', '216', '4831', '3458', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('93', 'Provence-Alpes-Côte d''Azur', 'bioenergies', 'Données temps réel', 'instant', '2026-02-28 23:30:00+00', '216', '4931', '3458', '1', '1', '2', '2026-11-27 23:13:58.113529+00', '329e9d82-8496-4236-a4d0-bfd7111fc2f1'),
('93', 'Provence-Alpes-Côte d''Azur', 'bioenergies', 'Données temps réel', 'instant', '2026-02-28 23:45:00+00', '214', '4826', '3479', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('93', 'Provence-Alpes-Côte d''Azur', 'bioenergies', 'Données temps réel', 'instant', '2026-02-28 23:45:00+00', '214', '4926', '3479', '1', '1', '2', '2026-11-27 23:13:58.113529+00', '329e9d82-8496-4236-a4d0-bfd7111fc2f1'),
('93', 'Provence-Alpes-Côte d''Azur', 'bioenergies', 'Données temps réel', 'instant', '2026-03-01 00:00:00+00', '215', '4740', '3435', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('93', 'Provence-Alpes-Côte d''Azur', 'bioenergies', 'Données temps réel', 'instant', '2026-03-01 00:00:00+00', '215', '4840', '3435', '1', '1', '2', '2026-11-27 23:13:58.113529+00', '329e9d82-8496-4236-a4d0-bfd7111fc2f1'),
('93', 'Provence-Alpes-Côte d''Azur', 'bioenergies', 'Données temps réel', 'instant', '2026-03-01 00:15:00+00', '214', '4674', '3386', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('93', 'Provence-Alpes-Côte d''Azur', 'bioenergies', 'Données temps réel', 'instant', '2026-03-01 00:15:00+00', '214', '4774', '3386', '1', '1', '2', '2026-11-27 23:13:58.113529+00', '329e9d82-8496-4236-a4d0-bfd7111fc2f1'),
('93', 'Provence-Alpes-Côte d''Azur', 'bioenergies', 'Données temps réel', 'instant', '2026-03-01 00:30:00+00', '214', '4658', '3405', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('93', 'Provence-Alpes-Côte d''Azur', 'bioenergies', 'Données temps réel', 'instant', '2026-03-01 00:30:00+00', '214', '4758', '3405', '1', '1', '2', '2026-11-27 23:13:58.113529+00', '329e9d82-8496-4236-a4d0-bfd7111fc2f1'),
('93', 'Provence-Alpes-Côte d''Azur', 'bioenergies', 'Données temps réel', 'instant', '2026-03-01 00:45:00+00', '215', '4627', '3394', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('93', 'Provence-Alpes-Côte d''Azur', 'bioenergies', 'Données temps réel', 'instant', '2026-03-01 00:45:00+00', '215', '4727', '3394', '1', '1', '2', '2026-11-27 23:13:58.113529+00', '329e9d82-8496-4236-a4d0-bfd7111fc2f1'),
('93', 'Provence-Alpes-Côte d''Azur', 'bioenergies', 'Données temps réel', 'instant', '2026-03-01 01:00:00+00', '213', '4641', '3449', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('93', 'Provence-Alpes-Côte d''Azur', 'bioenergies', 'Données temps réel', 'instant', '2026-03-01 01:15:00+00', '213', '4566', '3393', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('93', 'Provence-Alpes-Côte d''Azur', 'bioenergies', 'Données temps réel', 'instant', '2026-03-01 01:30:00+00', '212', '4563', '3409', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('93', 'Provence-Alpes-Côte d''Azur', 'bioenergies', 'Données temps réel', 'instant', '2026-03-01 01:45:00+00', '215', '4583', '3449', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('93', 'Provence-Alpes-Côte d''Azur', 'bioenergies', 'Données temps réel', 'instant', '2026-03-01 02:00:00+00', '213', '4515', '3409', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('93', 'Provence-Alpes-Côte d''Azur', 'bioenergies', 'Données temps réel', 'instant', '2026-03-01 02:15:00+00', '214', '4517', '3426', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('93', 'Provence-Alpes-Côte d''Azur', 'bioenergies', 'Données temps réel', 'instant', '2026-03-01 02:30:00+00', '214', '4499', '3427', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('93', 'Provence-Alpes-Côte d''Azur', 'bioenergies', 'Données temps réel', 'instant', '2026-03-01 02:45:00+00', '216', '4537', '3480', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('93', 'Provence-Alpes-Côte d''Azur', 'ensemble', 'Données temps réel', 'day', '2026-02-28 23:00:00+00', '1225', '4666.0625', '3441.0625', '16', '1', '16', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('93', 'Provence-Alpes-Côte d''Azur', 'ensemble', 'Données temps réel', 'day', '2026-02-28 23:00:00+00', '1225', '4716.0625', '3441.0625', '16', '1', '24', '2026-11-27 23:13:58.113529+00', '329e9d82-8496-4236-a4d0-bfd7111fc2f1'),
('93', 'Provence-Alpes-Côte d''Azur', 'ensemble', 'Données temps réel', 'instant', '2026-02-28 23:00:00+00', '1426', '4984', '3558', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('93', 'Provence-Alpes-Côte d''Azur', 'ensemble', 'Données temps réel', 'instant', '2026-02-28 23:00:00+00', '1426', '5084', '3558', '1', '1', '2', '2026-11-27 23:13:58.113529+00', '329e9d82-8496-4236-a4d0-bfd7111fc2f1'),
('93', 'Provence-Alpes-Côte d''Azur', 'ensemble', 'Données temps réel', 'instant', '2026-02-28 23:15:00+00', '1396', '4896', '3500', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('93', 'Provence-Alpes-Côte d''Azur', 'ensemble', 'Données temps réel', 'instant', '2026-02-28 23:15:00+00', '1396', '4996', '3500', '1', '1', '2', '2026-11-27 23:13:58.113529+00', '329e9d82-8496-4236-a4d0-bfd7111fc2f1'),
('93', 'Provence-Alpes-Côte d''Azur', 'ensemble', 'Données temps réel', 'instant', '2026-02-28 23:30:00+00', '1373', '4831', '3458', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('93', 'Provence-Alpes-Côte d''Azur', 'ensemble', 'Données temps réel', 'instant', '2026-02-28 23:30:00+00', '1373', '4931', '3458', '1', '1', '2', '2026-11-27 23:13:58.113529+00', '329e9d82-8496-4236-a4d0-bfd7111fc2f1'),
('93', 'Provence-Alpes-Côte d''Azur', 'ensemble', 'Données temps réel', 'instant', '2026-02-28 23:45:00+00', '1347', '4826', '3479', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('93', 'Provence-Alpes-Côte d''Azur', 'ensemble', 'Données temps réel', 'instant', '2026-02-28 23:45:00+00', '1347', '4926', '3479', '1', '1', '2', '2026-11-27 23:13:58.113529+00', '329e9d82-8496-4236-a4d0-bfd7111fc2f1'),
('93', 'Provence-Alpes-Côte d''Azur', 'ensemble', 'Données temps réel', 'instant', '2026-03-01 00:00:00+00', '1305', '4740', '3435', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('93', 'Provence-Alpes-Côte d''Azur', 'ensemble', 'Données temps réel', 'instant', '2026-03-01 00:00:00+00', '1305', '4840', '3435', '1', '1', '2', '2026-11-27 23:13:58.113529+00', '329e9d82-8496-4236-a4d0-bfd7111fc2f1'),
('93', 'Provence-Alpes-Côte d''Azur', 'ensemble', 'Données temps réel', 'instant', '2026-03-01 00:15:00+00', '1288', '4674', '3386', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('93', 'Provence-Alpes-Côte d''Azur', 'ensemble', 'Données temps réel', 'instant', '2026-03-01 00:15:00+00', '1288', '4774', '3386', '1', '1', '2', '2026-11-27 23:13:58.113529+00', '329e9d82-8496-4236-a4d0-bfd7111fc2f1'),
('93', 'Provence-Alpes-Côte d''Azur', 'ensemble', 'Données temps réel', 'instant', '2026-03-01 00:30:00+00', '1253', '4658', '3405', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('93', 'Provence-Alpes-Côte d''Azur', 'ensemble', 'Données temps réel', 'instant', '2026-03-01 00:30:00+00', '1253', '4758', '3405', '1', '1', '2', '2026-11-27 23:13:58.113529+00', '329e9d82-8496-4236-a4d0-bfd7111fc2f1'),
('93', 'Provence-Alpes-Côte d''Azur', 'ensemble', 'Données temps réel', 'instant', '2026-03-01 00:45:00+00', '1233', '4627', '3394', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('93', 'Provence-Alpes-Côte d''Azur', 'ensemble', 'Données temps réel', 'instant', '2026-03-01 00:45:00+00', '1233', '4727', '3394', '1', '1', '2', '2026-11-27 23:13:58.113529+00', '329e9d82-8496-4236-a4d0-bfd7111fc2f1'),
('93', 'Provence-Alpes-Côte d''Azur', 'ensemble', 'Données temps réel', 'instant', '2026-03-01 01:00:00+00', '1192', '4641', '3449', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('93', 'Provence-Alpes-Côte d''Azur', 'ensemble', 'Données temps réel', 'instant', '2026-03-01 01:15:00+00', '1173', '4566', '3393', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('93', 'Provence-Alpes-Côte d''Azur', 'ensemble', 'Données temps réel', 'instant', '2026-03-01 01:30:00+00', '1154', '4563', '3409', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('93', 'Provence-Alpes-Côte d''Azur', 'ensemble', 'Données temps réel', 'instant', '2026-03-01 01:45:00+00', '1134', '4583', '3449', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('93', 'Provence-Alpes-Côte d''Azur', 'ensemble', 'Données temps réel', 'instant', '2026-03-01 02:00:00+00', '1106', '4515', '3409', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('93', 'Provence-Alpes-Côte d''Azur', 'ensemble', 'Données temps réel', 'instant', '2026-03-01 02:15:00+00', '1091', '4517', '3426', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('93', 'Provence-Alpes-Côte d''Azur', 'ensemble', 'Données temps réel', 'instant', '2026-03-01 02:30:00+00', '1072', '4499', '3427', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('93', 'Provence-Alpes-Côte d''Azur', 'ensemble', 'Données temps réel', 'instant', '2026-03-01 02:45:00+00', '1057', '4537', '3480', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('93', 'Provence-Alpes-Côte d''Azur', 'eolien', 'Données temps réel', 'day', '2026-02-28 23:00:00+00', '33.0625', '4666.0625', '3441.0625', '16', '1', '16', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('93', 'Provence-Alpes-Côte d''Azur', 'eolien', 'Données temps réel', 'day', '2026-02-28 23:00:00+00', '33.0625', '4716.0625', '3441.0625', '16', '1', '24', '2026-11-27 23:13:58.113529+00', '329e9d82-8496-4236-a4d0-bfd7111fc2f1'),
('93', 'Provence-Alpes-Côte d''Azur', 'eolien', 'Données temps réel', 'instant', '2026-02-28 23:00:00+00', '30', '4984', '3558', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('93', 'Provence-Alpes-Côte d''Azur', 'eolien', 'Données temps réel', 'instant', '2026-02-28 23:00:00+00', '30', '5084', '3558', '1', '1', '2', '2026-11-27 23:13:58.113529+00', '329e9d82-8496-4236-a4d0-bfd7111fc2f1'),
('93', 'Provence-Alpes-Côte d''Azur', 'eolien', 'Données temps réel', 'instant', '2026-02-28 23:15:00+00', '29', '4896', '3500', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('93', 'Provence-Alpes-Côte d''Azur', 'eolien', 'Données temps réel', 'instant', '2026-02-28 23:15:00+00', '29', '4996', '3500', '1', '1', '2', '2026-11-27 23:13:58.113529+00', '329e9d82-8496-4236-a4d0-bfd7111fc2f1'),
('93', 'Provence-Alpes-Côte d''Azur', 'eolien', 'Données temps réel', 'instant', '2026-02-28 23:30:00+00', '28', '4831', '3458', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('93', 'Provence-Alpes-Côte d''Azur', 'eolien', 'Données temps réel', 'instant', '2026-02-28 23:30:00+00', '28', '4931', '3458', '1', '1', '2', '2026-11-27 23:13:58.113529+00', '329e9d82-8496-4236-a4d0-bfd7111fc2f1'),
('93', 'Provence-Alpes-Côte d''Azur', 'eolien', 'Données temps réel', 'instant', '2026-02-28 23:45:00+00', '27', '4826', '3479', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('93', 'Provence-Alpes-Côte d''Azur', 'eolien', 'Données temps réel', 'instant', '2026-02-28 23:45:00+00', '27', '4926', '3479', '1', '1', '2', '2026-11-27 23:13:58.113529+00', '329e9d82-8496-4236-a4d0-bfd7111fc2f1'),
('93', 'Provence-Alpes-Côte d''Azur', 'eolien', 'Données temps réel', 'instant', '2026-03-01 00:00:00+00', '27', '4740', '3435', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('93', 'Provence-Alpes-Côte d''Azur', 'eolien', 'Données temps réel', 'instant', '2026-03-01 00:00:00+00', '27', '4840', '3435', '1', '1', '2', '2026-11-27 23:13:58.113529+00', '329e9d82-8496-4236-a4d0-bfd7111fc2f1'),
('93', 'Provence-Alpes-Côte d''Azur', 'eolien', 'Données temps réel', 'instant', '2026-03-01 00:15:00+00', '27', '4674', '3386', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('93', 'Provence-Alpes-Côte d''Azur', 'eolien', 'Données temps réel', 'instant', '2026-03-01 00:15:00+00', '27', '4774', '3386', '1', '1', '2', '2026-11-27 23:13:58.113529+00', '329e9d82-8496-4236-a4d0-bfd7111fc2f1'),
('93', 'Provence-Alpes-Côte d''Azur', 'eolien', 'Données temps réel', 'instant', '2026-03-01 00:30:00+00', '28', '4658', '3405', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('93', 'Provence-Alpes-Côte d''Azur', 'eolien', 'Données temps réel', 'instant', '2026-03-01 00:30:00+00', '28', '4758', '3405', '1', '1', '2', '2026-11-27 23:13:58.113529+00', '329e9d82-8496-4236-a4d0-bfd7111fc2f1'),
('93', 'Provence-Alpes-Côte d''Azur', 'eolien', 'Données temps réel', 'instant', '2026-03-01 00:45:00+00', '29', '4627', '3394', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('93', 'Provence-Alpes-Côte d''Azur', 'eolien', 'Données temps réel', 'instant', '2026-03-01 00:45:00+00', '29', '4727', '3394', '1', '1', '2', '2026-11-27 23:13:58.113529+00', '329e9d82-8496-4236-a4d0-bfd7111fc2f1'),
('93', 'Provence-Alpes-Côte d''Azur', 'eolien', 'Données temps réel', 'instant', '2026-03-01 01:00:00+00', '31', '4641', '3449', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('93', 'Provence-Alpes-Côte d''Azur', 'eolien', 'Données temps réel', 'instant', '2026-03-01 01:15:00+00', '32', '4566', '3393', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('93', 'Provence-Alpes-Côte d''Azur', 'eolien', 'Données temps réel', 'instant', '2026-03-01 01:30:00+00', '34', '4563', '3409', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('93', 'Provence-Alpes-Côte d''Azur', 'eolien', 'Données temps réel', 'instant', '2026-03-01 01:45:00+00', '36', '4583', '3449', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('93', 'Provence-Alpes-Côte d''Azur', 'eolien', 'Données temps réel', 'instant', '2026-03-01 02:00:00+00', '39', '4515', '3409', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('93', 'Provence-Alpes-Côte d''Azur', 'eolien', 'Données temps réel', 'instant', '2026-03-01 02:15:00+00', '41', '4517', '3426', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('93', 'Provence-Alpes-Côte d''Azur', 'eolien', 'Données temps réel', 'instant', '2026-03-01 02:30:00+00', '44', '4499', '3427', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('93', 'Provence-Alpes-Côte d''Azur', 'eolien', 'Données temps réel', 'instant', '2026-03-01 02:45:00+00', '47', '4537', '3480', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('93', 'Provence-Alpes-Côte d''Azur', 'hydraulique', 'Données temps réel', 'day', '2026-02-28 23:00:00+00', '385.6875', '4666.0625', '3441.0625', '16', '1', '16', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('93', 'Provence-Alpes-Côte d''Azur', 'hydraulique', 'Données temps réel', 'day', '2026-02-28 23:00:00+00', '385.6875', '4716.0625', '3441.0625', '16', '1', '24', '2026-11-27 23:13:58.113529+00', '329e9d82-8496-4236-a4d0-bfd7111fc2f1'),
('93', 'Provence-Alpes-Côte d''Azur', 'hydraulique', 'Données temps réel', 'instant', '2026-02-28 23:00:00+00', '388', '4984', '3558', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('93', 'Provence-Alpes-Côte d''Azur', 'hydraulique', 'Données temps réel', 'instant', '2026-02-28 23:00:00+00', '388', '5084', '3558', '1', '1', '2', '2026-11-27 23:13:58.113529+00', '329e9d82-8496-4236-a4d0-bfd7111fc2f1'),
('93', 'Provence-Alpes-Côte d''Azur', 'hydraulique', 'Données temps réel', 'instant', '2026-02-28 23:15:00+00', '385', '4896', '3500', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('93', 'Provence-Alpes-Côte d''Azur', 'hydraulique', 'Données temps réel', 'instant', '2026-02-28 23:15:00+00', '385', '4996', '3500', '1', '1', '2', '2026-11-27 23:13:58.113529+00', '329e9d82-8496-4236-a4d0-bfd7111fc2f1'),
('93', 'Provence-Alpes-Côte d''Azur', 'hydraulique', 'Données temps réel', 'instant', '2026-02-28 23:30:00+00', '386', '4831', '3458', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('93', 'Provence-Alpes-Côte d''Azur', 'hydraulique', 'Données temps réel', 'instant', '2026-02-28 23:30:00+00', '386', '4931', '3458', '1', '1', '2', '2026-11-27 23:13:58.113529+00', '329e9d82-8496-4236-a4d0-bfd7111fc2f1'),
('93', 'Provence-Alpes-Côte d''Azur', 'hydraulique', 'Données temps réel', 'instant', '2026-02-28 23:45:00+00', '384', '4826', '3479', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('93', 'Provence-Alpes-Côte d''Azur', 'hydraulique', 'Données temps réel', 'instant', '2026-02-28 23:45:00+00', '384', '4926', '3479', '1', '1', '2', '2026-11-27 23:13:58.113529+00', '329e9d82-8496-4236-a4d0-bfd7111fc2f1'),
('93', 'Provence-Alpes-Côte d''Azur', 'hydraulique', 'Données temps réel', 'instant', '2026-03-01 00:00:00+00', '385', '4740', '3435', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('93', 'Provence-Alpes-Côte d''Azur', 'hydraulique', 'Données temps réel', 'instant', '2026-03-01 00:00:00+00', '385', '4840', '3435', '1', '1', '2', '2026-11-27 23:13:58.113529+00', '329e9d82-8496-4236-a4d0-bfd7111fc2f1'),
('93', 'Provence-Alpes-Côte d''Azur', 'hydraulique', 'Données temps réel', 'instant', '2026-03-01 00:15:00+00', '386', '4674', '3386', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('93', 'Provence-Alpes-Côte d''Azur', 'hydraulique', 'Données temps réel', 'instant', '2026-03-01 00:15:00+00', '386', '4774', '3386', '1', '1', '2', '2026-11-27 23:13:58.113529+00', '329e9d82-8496-4236-a4d0-bfd7111fc2f1'),
('93', 'Provence-Alpes-Côte d''Azur', 'hydraulique', 'Données temps réel', 'instant', '2026-03-01 00:30:00+00', '382', '4658', '3405', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('93', 'Provence-Alpes-Côte d''Azur', 'hydraulique', 'Données temps réel', 'instant', '2026-03-01 00:30:00+00', '382', '4758', '3405', '1', '1', '2', '2026-11-27 23:13:58.113529+00', '329e9d82-8496-4236-a4d0-bfd7111fc2f1'),
('93', 'Provence-Alpes-Côte d''Azur', 'hydraulique', 'Données temps réel', 'instant', '2026-03-01 00:45:00+00', '387', '4627', '3394', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('93', 'Provence-Alpes-Côte d''Azur', 'hydraulique', 'Données temps réel', 'instant', '2026-03-01 00:45:00+00', '387', '4727', '3394', '1', '1', '2', '2026-11-27 23:13:58.113529+00', '329e9d82-8496-4236-a4d0-bfd7111fc2f1'),
('93', 'Provence-Alpes-Côte d''Azur', 'hydraulique', 'Données temps réel', 'instant', '2026-03-01 01:00:00+00', '385', '4641', '3449', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('93', 'Provence-Alpes-Côte d''Azur', 'hydraulique', 'Données temps réel', 'instant', '2026-03-01 01:15:00+00', '387', '4566', '3393', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('93', 'Provence-Alpes-Côte d''Azur', 'hydraulique', 'Données temps réel', 'instant', '2026-03-01 01:30:00+00', '386', '4563', '3409', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('93', 'Provence-Alpes-Côte d''Azur', 'hydraulique', 'Données temps réel', 'instant', '2026-03-01 01:45:00+00', '386', '4583', '3449', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('93', 'Provence-Alpes-Côte d''Azur', 'hydraulique', 'Données temps réel', 'instant', '2026-03-01 02:00:00+00', '386', '4515', '3409', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('93', 'Provence-Alpes-Côte d''Azur', 'hydraulique', 'Données temps réel', 'instant', '2026-03-01 02:15:00+00', '386', '4517', '3426', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('93', 'Provence-Alpes-Côte d''Azur', 'hydraulique', 'Données temps réel', 'instant', '2026-03-01 02:30:00+00', '386', '4499', '3427', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('93', 'Provence-Alpes-Côte d''Azur', 'hydraulique', 'Données temps réel', 'instant', '2026-03-01 02:45:00+00', '386', '4537', '3480', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('93', 'Provence-Alpes-Côte d''Azur', 'pompage', 'Données temps réel', 'day', '2026-02-28 23:00:00+00', '-41.625', '4666.0625', '3441.0625', '16', '1', '16', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('93', 'Provence-Alpes-Côte d''Azur', 'pompage', 'Données temps réel', 'day', '2026-02-28 23:00:00+00', '-41.625', '4716.0625', '3441.0625', '16', '1', '24', '2026-11-27 23:13:58.113529+00', '329e9d82-8496-4236-a4d0-bfd7111fc2f1'),
('93', 'Provence-Alpes-Côte d''Azur', 'pompage', 'Données temps réel', 'instant', '2026-02-28 23:00:00+00', '-4', '4984', '3558', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('93', 'Provence-Alpes-Côte d''Azur', 'pompage', 'Données temps réel', 'instant', '2026-02-28 23:00:00+00', '-4', '5084', '3558', '1', '1', '2', '2026-11-27 23:13:58.113529+00', '329e9d82-8496-4236-a4d0-bfd7111fc2f1'),
('93', 'Provence-Alpes-Côte d''Azur', 'pompage', 'Données temps réel', 'instant', '2026-02-28 23:15:00+00', '-7', '4896', '3500', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('93', 'Provence-Alpes-Côte d''Azur', 'pompage', 'Données temps réel', 'instant', '2026-02-28 23:15:00+00', '-7', '4996', '3500', '1', '1', '2', '2026-11-27 23:13:58.113529+00', '329e9d82-8496-4236-a4d0-bfd7111fc2f1'),
('93', 'Provence-Alpes-Côte d''Azur', 'pompage', 'Données temps réel', 'instant', '2026-02-28 23:30:00+00', '-10', '4831', '3458', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('93', 'Provence-Alpes-Côte d''Azur', 'pompage', 'Données temps réel', 'instant', '2026-02-28 23:30:00+00', '-10', '4931', '3458', '1', '1', '2', '2026-11-27 23:13:58.113529+00', '329e9d82-8496-4236-a4d0-bfd7111fc2f1'),
('93', 'Provence-Alpes-Côte d''Azur', 'pompage', 'Données temps réel', 'instant', '2026-02-28 23:45:00+00', '-14', '4826', '3479', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('93', 'Provence-Alpes-Côte d''Azur', 'pompage', 'Données temps réel', 'instant', '2026-02-28 23:45:00+00', '-14', '4926', '3479', '1', '1', '2', '2026-11-27 23:13:58.113529+00', '329e9d82-8496-4236-a4d0-bfd7111fc2f1'),
('93', 'Provence-Alpes-Côte d''Azur', 'pompage', 'Données temps réel', 'instant', '2026-03-01 00:00:00+00', '-19', '4740', '3435', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('93', 'Provence-Alpes-Côte d''Azur', 'pompage', 'Données temps réel', 'instant', '2026-03-01 00:00:00+00', '-19', '4840', '3435', '1', '1', '2', '2026-11-27 23:13:58.113529+00', '329e9d82-8496-4236-a4d0-bfd7111fc2f1'),
('93', 'Provence-Alpes-Côte d''Azur', 'pompage', 'Données temps réel', 'instant', '2026-03-01 00:15:00+00', '-25', '4674', '3386', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('93', 'Provence-Alpes-Côte d''Azur', 'pompage', 'Données temps réel', 'instant', '2026-03-01 00:15:00+00', '-25', '4774', '3386', '1', '1', '2', '2026-11-27 23:13:58.113529+00', '329e9d82-8496-4236-a4d0-bfd7111fc2f1'),
('93', 'Provence-Alpes-Côte d''Azur', 'pompage', 'Données temps réel', 'instant', '2026-03-01 00:30:00+00', '-31', '4658', '3405', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('93', 'Provence-Alpes-Côte d''Azur', 'pompage', 'Données temps réel', 'instant', '2026-03-01 00:30:00+00', '-31', '4758', '3405', '1', '1', '2', '2026-11-27 23:13:58.113529+00', '329e9d82-8496-4236-a4d0-bfd7111fc2f1'),
('93', 'Provence-Alpes-Côte d''Azur', 'pompage', 'Données temps réel', 'instant', '2026-03-01 00:45:00+00', '-39', '4627', '3394', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('93', 'Provence-Alpes-Côte d''Azur', 'pompage', 'Données temps réel', 'instant', '2026-03-01 00:45:00+00', '-39', '4727', '3394', '1', '1', '2', '2026-11-27 23:13:58.113529+00', '329e9d82-8496-4236-a4d0-bfd7111fc2f1'),
('93', 'Provence-Alpes-Côte d''Azur', 'pompage', 'Données temps réel', 'instant', '2026-03-01 01:00:00+00', '-47', '4641', '3449', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('93', 'Provence-Alpes-Côte d''Azur', 'pompage', 'Données temps réel', 'instant', '2026-03-01 01:15:00+00', '-55', '4566', '3393', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('93', 'Provence-Alpes-Côte d''Azur', 'pompage', 'Données temps réel', 'instant', '2026-03-01 01:30:00+00', '-61', '4563', '3409', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('93', 'Provence-Alpes-Côte d''Azur', 'pompage', 'Données temps réel', 'instant', '2026-03-01 01:45:00+00', '-68', '4583', '3449', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('93', 'Provence-Alpes-Côte d''Azur', 'pompage', 'Données temps réel', 'instant', '2026-03-01 02:00:00+00', '-71', '4515', '3409', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('93', 'Provence-Alpes-Côte d''Azur', 'pompage', 'Données temps réel', 'instant', '2026-03-01 02:15:00+00', '-73', '4517', '3426', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('93', 'Provence-Alpes-Côte d''Azur', 'pompage', 'Données temps réel', 'instant', '2026-03-01 02:30:00+00', '-72', '4499', '3427', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('93', 'Provence-Alpes-Côte d''Azur', 'pompage', 'Données temps réel', 'instant', '2026-03-01 02:45:00+00', '-70', '4537', '3480', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('93', 'Provence-Alpes-Côte d''Azur', 'solaire', 'Données temps réel', 'day', '2026-02-28 23:00:00+00', '0', '4666.0625', '3441.0625', '16', '1', '16', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('93', 'Provence-Alpes-Côte d''Azur', 'solaire', 'Données temps réel', 'day', '2026-02-28 23:00:00+00', '0', '4716.0625', '3441.0625', '16', '1', '24', '2026-11-27 23:13:58.113529+00', '329e9d82-8496-4236-a4d0-bfd7111fc2f1'),
('93', 'Provence-Alpes-Côte d''Azur', 'solaire', 'Données temps réel', 'instant', '2026-02-28 23:00:00+00', '0', '4984', '3558', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('93', 'Provence-Alpes-Côte d''Azur', 'solaire', 'Données temps réel', 'instant', '2026-02-28 23:00:00+00', '0', '5084', '3558', '1', '1', '2', '2026-11-27 23:13:58.113529+00', '329e9d82-8496-4236-a4d0-bfd7111fc2f1'),
('93', 'Provence-Alpes-Côte d''Azur', 'solaire', 'Données temps réel', 'instant', '2026-02-28 23:15:00+00', '0', '4896', '3500', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('93', 'Provence-Alpes-Côte d''Azur', 'solaire', 'Données temps réel', 'instant', '2026-02-28 23:15:00+00', '0', '4996', '3500', '1', '1', '2', '2026-11-27 23:13:58.113529+00', '329e9d82-8496-4236-a4d0-bfd7111fc2f1'),
('93', 'Provence-Alpes-Côte d''Azur', 'solaire', 'Données temps réel', 'instant', '2026-02-28 23:30:00+00', '0', '4831', '3458', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('93', 'Provence-Alpes-Côte d''Azur', 'solaire', 'Données temps réel', 'instant', '2026-02-28 23:30:00+00', '0', '4931', '3458', '1', '1', '2', '2026-11-27 23:13:58.113529+00', '329e9d82-8496-4236-a4d0-bfd7111fc2f1'),
('93', 'Provence-Alpes-Côte d''Azur', 'solaire', 'Données temps réel', 'instant', '2026-02-28 23:45:00+00', '0', '4826', '3479', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('93', 'Provence-Alpes-Côte d''Azur', 'solaire', 'Données temps réel', 'instant', '2026-02-28 23:45:00+00', '0', '4926', '3479', '1', '1', '2', '2026-11-27 23:13:58.113529+00', '329e9d82-8496-4236-a4d0-bfd7111fc2f1'),
('93', 'Provence-Alpes-Côte d''Azur', 'solaire', 'Données temps réel', 'instant', '2026-03-01 00:00:00+00', '0', '4740', '3435', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('93', 'Provence-Alpes-Côte d''Azur', 'solaire', 'Données temps réel', 'instant', '2026-03-01 00:00:00+00', '0', '4840', '3435', '1', '1', '2', '2026-11-27 23:13:58.113529+00', '329e9d82-8496-4236-a4d0-bfd7111fc2f1'),
('93', 'Provence-Alpes-Côte d''Azur', 'solaire', 'Données temps réel', 'instant', '2026-03-01 00:15:00+00', '0', '4674', '3386', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('93', 'Provence-Alpes-Côte d''Azur', 'solaire', 'Données temps réel', 'instant', '2026-03-01 00:15:00+00', '0', '4774', '3386', '1', '1', '2', '2026-11-27 23:13:58.113529+00', '329e9d82-8496-4236-a4d0-bfd7111fc2f1'),
('93', 'Provence-Alpes-Côte d''Azur', 'solaire', 'Données temps réel', 'instant', '2026-03-01 00:30:00+00', '0', '4658', '3405', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('93', 'Provence-Alpes-Côte d''Azur', 'solaire', 'Données temps réel', 'instant', '2026-03-01 00:30:00+00', '0', '4758', '3405', '1', '1', '2', '2026-11-27 23:13:58.113529+00', '329e9d82-8496-4236-a4d0-bfd7111fc2f1'),
('93', 'Provence-Alpes-Côte d''Azur', 'solaire', 'Données temps réel', 'instant', '2026-03-01 00:45:00+00', '0', '4627', '3394', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('93', 'Provence-Alpes-Côte d''Azur', 'solaire', 'Données temps réel', 'instant', '2026-03-01 00:45:00+00', '0', '4727', '3394', '1', '1', '2', '2026-11-27 23:13:58.113529+00', '329e9d82-8496-4236-a4d0-bfd7111fc2f1'),
('93', 'Provence-Alpes-Côte d''Azur', 'solaire', 'Données temps réel', 'instant', '2026-03-01 01:00:00+00', '0', '4641', '3449', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('93', 'Provence-Alpes-Côte d''Azur', 'solaire', 'Données temps réel', 'instant', '2026-03-01 01:15:00+00', '0', '4566', '3393', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('93', 'Provence-Alpes-Côte d''Azur', 'solaire', 'Données temps réel', 'instant', '2026-03-01 01:30:00+00', '0', '4563', '3409', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('93', 'Provence-Alpes-Côte d''Azur', 'solaire', 'Données temps réel', 'instant', '2026-03-01 01:45:00+00', '0', '4583', '3449', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('93', 'Provence-Alpes-Côte d''Azur', 'solaire', 'Données temps réel', 'instant', '2026-03-01 02:00:00+00', '0', '4515', '3409', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('93', 'Provence-Alpes-Côte d''Azur', 'solaire', 'Données temps réel', 'instant', '2026-03-01 02:15:00+00', '0', '4517', '3426', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('93', 'Provence-Alpes-Côte d''Azur', 'solaire', 'Données temps réel', 'instant', '2026-03-01 02:30:00+00', '0', '4499', '3427', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('93', 'Provence-Alpes-Côte d''Azur', 'solaire', 'Données temps réel', 'instant', '2026-03-01 02:45:00+00', '0', '4537', '3480', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('93', 'Provence-Alpes-Côte d''Azur', 'thermique', 'Données temps réel', 'day', '2026-02-28 23:00:00+00', '633.75', '4666.0625', '3441.0625', '16', '1', '16', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('93', 'Provence-Alpes-Côte d''Azur', 'thermique', 'Données temps réel', 'day', '2026-02-28 23:00:00+00', '633.75', '4716.0625', '3441.0625', '16', '1', '24', '2026-11-27 23:13:58.113529+00', '329e9d82-8496-4236-a4d0-bfd7111fc2f1'),
('93', 'Provence-Alpes-Côte d''Azur', 'thermique', 'Données temps réel', 'instant', '2026-02-28 23:00:00+00', '798', '4984', '3558', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('93', 'Provence-Alpes-Côte d''Azur', 'thermique', 'Données temps réel', 'instant', '2026-02-28 23:00:00+00', '798', '5084', '3558', '1', '1', '2', '2026-11-27 23:13:58.113529+00', '329e9d82-8496-4236-a4d0-bfd7111fc2f1'),
('93', 'Provence-Alpes-Côte d''Azur', 'thermique', 'Données temps réel', 'instant', '2026-02-28 23:15:00+00', '775', '4896', '3500', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('93', 'Provence-Alpes-Côte d''Azur', 'thermique', 'Données temps réel', 'instant', '2026-02-28 23:15:00+00', '775', '4996', '3500', '1', '1', '2', '2026-11-27 23:13:58.113529+00', '329e9d82-8496-4236-a4d0-bfd7111fc2f1'),
('93', 'Provence-Alpes-Côte d''Azur', 'thermique', 'Données temps réel', 'instant', '2026-02-28 23:30:00+00', '753', '4831', '3458', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('93', 'Provence-Alpes-Côte d''Azur', 'thermique', 'Données temps réel', 'instant', '2026-02-28 23:30:00+00', '753', '4931', '3458', '1', '1', '2', '2026-11-27 23:13:58.113529+00', '329e9d82-8496-4236-a4d0-bfd7111fc2f1'),
('93', 'Provence-Alpes-Côte d''Azur', 'thermique', 'Données temps réel', 'instant', '2026-02-28 23:45:00+00', '736', '4826', '3479', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('93', 'Provence-Alpes-Côte d''Azur', 'thermique', 'Données temps réel', 'instant', '2026-02-28 23:45:00+00', '736', '4926', '3479', '1', '1', '2', '2026-11-27 23:13:58.113529+00', '329e9d82-8496-4236-a4d0-bfd7111fc2f1'),
('93', 'Provence-Alpes-Côte d''Azur', 'thermique', 'Données temps réel', 'instant', '2026-03-01 00:00:00+00', '697', '4740', '3435', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('93', 'Provence-Alpes-Côte d''Azur', 'thermique', 'Données temps réel', 'instant', '2026-03-01 00:00:00+00', '697', '4840', '3435', '1', '1', '2', '2026-11-27 23:13:58.113529+00', '329e9d82-8496-4236-a4d0-bfd7111fc2f1'),
('93', 'Provence-Alpes-Côte d''Azur', 'thermique', 'Données temps réel', 'instant', '2026-03-01 00:15:00+00', '686', '4674', '3386', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('93', 'Provence-Alpes-Côte d''Azur', 'thermique', 'Données temps réel', 'instant', '2026-03-01 00:15:00+00', '686', '4774', '3386', '1', '1', '2', '2026-11-27 23:13:58.113529+00', '329e9d82-8496-4236-a4d0-bfd7111fc2f1'),
('93', 'Provence-Alpes-Côte d''Azur', 'thermique', 'Données temps réel', 'instant', '2026-03-01 00:30:00+00', '660', '4658', '3405', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('93', 'Provence-Alpes-Côte d''Azur', 'thermique', 'Données temps réel', 'instant', '2026-03-01 00:30:00+00', '660', '4758', '3405', '1', '1', '2', '2026-11-27 23:13:58.113529+00', '329e9d82-8496-4236-a4d0-bfd7111fc2f1'),
('93', 'Provence-Alpes-Côte d''Azur', 'thermique', 'Données temps réel', 'instant', '2026-03-01 00:45:00+00', '641', '4627', '3394', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('93', 'Provence-Alpes-Côte d''Azur', 'thermique', 'Données temps réel', 'instant', '2026-03-01 00:45:00+00', '641', '4727', '3394', '1', '1', '2', '2026-11-27 23:13:58.113529+00', '329e9d82-8496-4236-a4d0-bfd7111fc2f1'),
('93', 'Provence-Alpes-Côte d''Azur', 'thermique', 'Données temps réel', 'instant', '2026-03-01 01:00:00+00', '610', '4641', '3449', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('93', 'Provence-Alpes-Côte d''Azur', 'thermique', 'Données temps réel', 'instant', '2026-03-01 01:15:00+00', '596', '4566', '3393', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('93', 'Provence-Alpes-Côte d''Azur', 'thermique', 'Données temps réel', 'instant', '2026-03-01 01:30:00+00', '583', '4563', '3409', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('93', 'Provence-Alpes-Côte d''Azur', 'thermique', 'Données temps réel', 'instant', '2026-03-01 01:45:00+00', '565', '4583', '3449', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('93', 'Provence-Alpes-Côte d''Azur', 'thermique', 'Données temps réel', 'instant', '2026-03-01 02:00:00+00', '539', '4515', '3409', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('93', 'Provence-Alpes-Côte d''Azur', 'thermique', 'Données temps réel', 'instant', '2026-03-01 02:15:00+00', '523', '4517', '3426', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('93', 'Provence-Alpes-Côte d''Azur', 'thermique', 'Données temps réel', 'instant', '2026-03-01 02:30:00+00', '500', '4499', '3427', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b'),
('93', 'Provence-Alpes-Côte d''Azur', 'thermique', 'Données temps réel', 'instant', '2026-03-01 02:45:00+00', '478', '4537', '3480', '1', '1', '1', '2026-11-27 23:13:55.470711+00', 'ecfce3d8-ffe3-4226-823b-fdf2e74a579b');
