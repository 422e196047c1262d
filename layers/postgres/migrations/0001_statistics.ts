/**
 * The table that people query, its generations and its published days. `regional_energy_stats` is only ever added to;
 * partitions are made by year, as they are needed, by `ensure_statistics_partition`.
 */
export default [
  `create type filiere as enum ('nucleaire', 'thermique', 'eolien', 'solaire', 'hydraulique', 'pompage', 'bioenergies',
     'stockage_batterie', 'destockage_batterie', 'ensemble')`,
  `comment on type filiere is 'What produces or stores electricity; ensemble is all of them together'`,
  `create type nature as enum ('Données temps réel', 'Données consolidées', 'Données définitives')`,
  `comment on type nature is 'How final a value is, least final first: a later one supersedes an earlier one'`,
  `create type granularity as enum ('instant', 'day')`,
  `comment on type granularity is 'The length of a period: a mark of the source''s grid, or a day in Paris'`,

  `create table generations (
     number integer primary key check (number > 0),
     recipe integer not null,
     lake_id uuid not null,
     since timestamptz not null default now()
   )`,
  `comment on table generations is 'Which rules over which lake made the rows: a new line when either changed'`,
  `comment on column generations.number is 'Counts from 1; the highest is the present one'`,
  `comment on column generations.recipe is 'Version of the rules that turn a record into rows'`,
  `comment on column generations.lake_id is 'Identity of the lake, written into it when it was made'`,
  `comment on column generations.since is 'When these rules first met this lake'`,

  // No foreign keys: they would cost a look-up a row, and rows are only written by the one program that made the others.
  `create table regional_energy_stats (
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
   ) partition by range (date_heure)`,
  `comment on table regional_energy_stats is
     'Regional production, consumption and exchange in every version ever published. Source: RTE / ODRÉ, éCO2mix'`,
  `comment on column regional_energy_stats.code_insee_region is 'INSEE code of the region'`,
  `comment on column regional_energy_stats.libelle_region is 'Name of the region'`,
  `comment on column regional_energy_stats.filiere is 'The filière, or ensemble: all together, there for each period'`,
  `comment on column regional_energy_stats.nature is 'As published; natures are never mixed in one mean'`,
  `comment on column regional_energy_stats.granularity is 'instant, or day (a Paris day)'`,
  `comment on column regional_energy_stats.date_heure is 'Start of the period'`,
  `comment on column regional_energy_stats.avg_production is
     'MW, mean over the period; for ensemble the mean of the records'' sums; null where nothing was measured'`,
  `comment on column regional_energy_stats.avg_consumption is
     'MW, mean over the period; the same on each filière''s row of a period'`,
  `comment on column regional_energy_stats.avg_physical_exchange is
     'MW, mean over the period, below zero is export; the same on each filière''s row of a period'`,
  `comment on column regional_energy_stats.record_count is 'Observations behind the row'`,
  `comment on column regional_energy_stats.generation is 'See generations'`,
  `comment on column regional_energy_stats.version is
     'Lake revisions of this region, nature and period behind the row; the highest (generation, version) is the latest'`,
  `comment on column regional_energy_stats.processed_at is 'When the row was appended'`,
  `comment on column regional_energy_stats.run_id is 'The run that appended it, see pipeline_runs'`,

  `create function ensure_statistics_partition(year integer) returns void
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
     end $$`,
  `comment on function ensure_statistics_partition(integer) is
     'Makes the partition of a Paris year where it is missing; runs with its owner''s rights'`,

  `create table published_days (
     generation integer not null,
     day date not null,
     documents integer not null check (documents > 0),
     published_at timestamptz not null default now(),
     run_id uuid not null,
     primary key (generation, day)
   )`,
  `comment on table published_days is
     'How many lake documents were seen when a day was last published; a day whose count in the lake differs is due'`,
  `comment on column published_days.generation is 'See generations'`,
  `comment on column published_days.day is 'Day in Paris'`,
  `comment on column published_days.documents is 'Lake documents seen, in the same transaction as the day''s rows'`,
  `comment on column published_days.published_at is 'When'`,
  `comment on column published_days.run_id is 'By which run, see pipeline_runs'`
]
