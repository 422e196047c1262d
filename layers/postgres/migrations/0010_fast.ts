/**
 * The same answers on a table of decades: an index for each way in which it is asked, `regional_energy_as_of` that looks up
 * periods and not rows, and partitions that are vacuumed and measured by what was added, not by what part of them that is.
 */

export default [
  // What is asked for is a range of time of a region, in all its filières: they stand together, and so do a day's new rows.
  `alter table regional_energy_stats drop constraint regional_energy_stats_pkey`,
  `alter table regional_energy_stats add primary key (code_insee_region, granularity, date_heure, nature, generation, version,
     filiere)`,
  // Which versions each period has, of the row that is there for each of them; with the moment, so that no row is read for it.
  `create index regional_energy_stats_versions on regional_energy_stats
     (code_insee_region, granularity, nature, date_heure, generation, version) include (processed_at)
     where filiere = 'ensemble'`,
  // The newest days first, of all regions.
  `create index regional_energy_stats_days on regional_energy_stats (date_heure)
     where granularity = 'day' and filiere = 'ensemble'`,
  // A range of regional_energy_hourly is one of this expression, which leaves no partition out; this leaves out their pages.
  `create index regional_energy_stats_hours on regional_energy_stats using brin (date_bin('1 hour', date_heure, 'epoch'))
     with (autosummarize = on)`,

  // From a period's ensemble to its rows, so that what is the latest and the best is found once a period. Each OFFSET 0 keeps
  // the planner from joining it in another order: it would take a range for one row, and read all years for the newest days.
  `create or replace function regional_energy_as_of(at timestamptz) returns setof regional_energy_stats
     language sql stable parallel safe as $$
     select e.code_insee_region, s.libelle_region, s.filiere, e.nature, e.granularity, e.date_heure, s.avg_production,
       s.avg_consumption, s.avg_physical_exchange, s.record_count, e.generation, e.version, s.processed_at, s.run_id
     from regional_energy_stats e
     cross join lateral (
       select * from regional_energy_stats r
       where r.code_insee_region = e.code_insee_region and r.granularity = e.granularity and r.date_heure = e.date_heure
         and r.nature = e.nature and r.generation = e.generation and r.version = e.version and r.processed_at <= at
       offset 0) s
     where e.filiere = 'ensemble' and e.processed_at <= at
       and not exists (
         select from regional_energy_stats l
         where l.code_insee_region = e.code_insee_region and l.filiere = 'ensemble' and l.nature = e.nature
           and l.granularity = e.granularity and l.date_heure = e.date_heure
           and (l.generation, l.version) > (e.generation, e.version) and l.processed_at <= at
         offset 0)
       and (e.nature = 'Données définitives' or not exists (
         select from regional_energy_stats b
         where b.code_insee_region = e.code_insee_region and b.filiere = 'ensemble'
           and b.nature in ('Données consolidées', 'Données définitives') and b.nature > e.nature
           and b.granularity = e.granularity and b.date_heure >= date_bin('1 hour', e.date_heure, 'epoch')
           and b.date_heure < date_bin('1 hour', e.date_heure, 'epoch') + interval '1 hour' and b.processed_at <= at
         offset 0))
   $$`,

  // By three days' rows: by default a part of the table, the newest weeks would be unknown to the planner and to the map of
  // pages that need not be read. Rows are never changed, so they may be frozen when they are first met.
  `create function look_after(partition regclass) returns void language plpgsql as $$
     begin
       execute format('alter table %s set (
         autovacuum_vacuum_insert_scale_factor = 0, autovacuum_vacuum_insert_threshold = 25000,
         autovacuum_analyze_scale_factor = 0, autovacuum_analyze_threshold = 25000, autovacuum_freeze_min_age = 0)', partition);
     end $$`,
  `comment on function look_after(regclass) is
     'Lets a partition of regional_energy_stats be vacuumed and measured by the rows that were added to it'`,
  `select look_after(inhrelid::regclass) from pg_inherits where inhparent = 'regional_energy_stats'::regclass`,
  `create or replace function ensure_statistics_partition(year integer) returns void
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
           perform look_after(name::regclass);
         end if;
       end if;
     end $$`,
  `revoke execute on function look_after(regclass) from public`
]
