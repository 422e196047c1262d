/**
 * How the table is read. All of it stands on `regional_energy_as_of`: what the table said at a moment is, for each period,
 * its latest version then, of its best nature then. The row of `ensemble` decides which version is the latest, because it
 * is there for each period: a filière that a revision took away is not kept alive by its older row.
 */
const columns: ReadonlyArray<readonly [views: ReadonlyArray<string>, column: string, comment: string]> = [
  [["current", "hourly", "monthly", "revisions"], "code_insee_region", "INSEE code of the region"],
  [["current", "hourly", "monthly", "revisions"], "libelle_region", "Name of the region"],
  [["current", "hourly", "monthly", "revisions"], "filiere", "The filière, or ensemble: all together"],
  [["current", "hourly", "monthly", "revisions"], "nature", "How final the values are"],
  [["current", "revisions"], "granularity", "instant, or day (a Paris day)"],
  [["current", "hourly", "monthly", "revisions"], "date_heure", "Start of the period"],
  [["current", "hourly", "monthly", "revisions"], "avg_production", "MW, mean over the period"],
  [["current", "hourly", "monthly", "revisions"], "avg_consumption", "MW, mean over the period"],
  [["current", "hourly", "monthly", "revisions"], "avg_physical_exchange", "MW, mean, below zero is export"],
  [["current", "hourly", "monthly"], "record_count", "Observations behind the row"],
  [["monthly"], "days", "Days of the month behind the row"],
  [["current", "revisions"], "generation", "See generations"],
  [["current", "revisions"], "version", "Lake revisions behind the row"],
  [["revisions"], "previous_production", "MW, in the version before"],
  [["revisions"], "production_change", "MW, against the version before"],
  [["revisions"], "previous_consumption", "MW, in the version before"],
  [["revisions"], "consumption_change", "MW, against the version before"],
  [["revisions"], "previous_physical_exchange", "MW, in the version before"],
  [["revisions"], "physical_exchange_change", "MW, against the version before"],
  [["current", "revisions"], "processed_at", "When the row was appended"],
  [["current", "revisions"], "run_id", "The run that appended it"]
]

export default [
  // Lateral, so that the seven or so rows of a period share one look-up each (Memoize) instead of making it seven times. The
  // better nature may stand anywhere in the same hour, so that consolidated half-hours never stand beside real-time
  // quarters; days begin on the hour, so for them the hour holds that day alone.
  `create function regional_energy_as_of(at timestamptz) returns setof regional_energy_stats
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
   $$`,
  `comment on function regional_energy_as_of(timestamptz) is
     'What regional_energy_current said at a moment: the latest versions then, of the best nature then'`,

  `create view regional_energy_current as select * from regional_energy_as_of('infinity')`,
  `comment on view regional_energy_current is
     'The latest version of each period, of its best nature (for instants: the best within the hour)'`,

  // Consumption, exchange and count are those of the whole period on each filière's row, also where it was not measured all
  // along: taken from the ensemble's row by a window, as a join would be planned blindly.
  `create view regional_energy_hourly as
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
     from parts window period as (partition by code_insee_region, nature, hour)`,
  `comment on view regional_energy_hourly is 'Means over each hour of the current instants, one nature an hour'`,

  `create view regional_energy_monthly as
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
     from parts window period as (partition by code_insee_region, nature, month)`,
  `comment on view regional_energy_monthly is
     'Means over each Paris month of the current days, weighted by record_count, a line for each nature in it'`,

  `create view regional_energy_revisions as
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
       partition by code_insee_region, filiere, nature, granularity, date_heure order by generation, version)`,
  `comment on view regional_energy_revisions is 'How each value moved from version to version'`,

  ...columns.flatMap(([views, column, comment]) =>
    views.map((view) => `comment on column regional_energy_${view}.${column} is '${comment}'`)
  )
]
