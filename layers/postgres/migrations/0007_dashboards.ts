/**
 * What dashboards ask of the table, at any length of time: the mix of each region, and of regions together, as it was known
 * at any moment. It says what `regional_energy_as_of` says (the tests hold it to that), for a range that is known
 * beforehand: its rows are read once and laid side by side, instead of being looked up one by one.
 */
const FILIERES = [
  "nucleaire",
  "thermique",
  "eolien",
  "solaire",
  "hydraulique",
  "pompage",
  "bioenergies",
  "stockage_batterie",
  "destockage_batterie"
]

const REGIONS = ["11", "24", "27", "28", "32", "44", "52", "53", "75", "76", "84", "93"]
const NATURES = ["Données temps réel", "Données consolidées", "Données définitives"]

const each = (write: (filiere: string) => string, between = ", "): string => FILIERES.map(write).join(between)

/** No natures, regions or filières are all of them: an empty list is a constant to the planner, as any list in quotes is. */
const asked =
  `begins timestamptz, ends timestamptz, moment timestamptz default 'infinity', natures nature[] default '{}',
  regions text[] default '{}', filieres filiere[] default '{}', step text default null`

/** All of them by name, so that the key is of use from its first column on. */
const orAll = (list: string, type: string, all: ReadonlyArray<string>): string =>
  `case when ${list} = '{}' then '{${all.join(",")}}'::${type}[] else ${list} end`

const powers = `consumption double precision, exchange double precision, production double precision,
  ${each((filiere) => `${filiere} double precision`)}`

// Written out, so that the planner meets constants and plans for this step and no other.
const stepAsked = "coalesce(step, regional_energy_step(begins, ends))"
const rowsAsked = `granularity = case ${stepAsked} when 'day' then 'day'::granularity else 'instant'::granularity end
  and processed_at <= moment and code_insee_region = any(${orAll("regions", "text", REGIONS)})
  and nature = any(${orAll("natures", "nature", NATURES)})`

// As an inequality, which the planner takes to hold for a third of the rows: it does for a half or a quarter of them.
const onTheHour = "date_heure <= date_bin('1 hour', date_heure, 'epoch')"

const isWhole = (filiere: string): string => `${filiere}_known >= ${filiere}_usual`

export default [
  `create index regional_energy_stats_on_the_hour on regional_energy_stats (date_heure)
     where granularity = 'instant' and ${onTheHour}`,

  `create function regional_energy_step(begins timestamptz, ends timestamptz) returns text
     language sql immutable parallel safe as $$
     select case when ends - begins <= interval '7 days 1 hour' then 'instant'
       when ends - begins <= interval '60 days 1 hour' then 'hour' else 'day' end
   $$`,
  `comment on function regional_energy_step(timestamptz, timestamptz) is
     'How fine a range is shown: each instant up to a week, those on the hour up to two months, then Paris days'`,

  // Immutable in truth: the zone is fixed, and words that depend on the present, like yesterday, are refused.
  `create function regional_energy_moment(said text) returns timestamptz
     language plpgsql immutable parallel safe set timezone = 'Europe/Paris' set datestyle = 'ISO, YMD' as $$
     begin
       if said ~ '^\\s*$' then return 'infinity'; end if;
       if said !~ '^\\s*\\d{4}-\\d{2}-\\d{2}([T ]\\d{2}:\\d{2}(:\\d{2}(\\.\\d+)?)?\\s*(Z|[+-]\\d{2}(:?\\d{2})?)?)?\\s*$' then
         raise exception '« % » n''est pas un instant : écrivez-le comme 2026-01-31 18:30 (heure de Paris), ou rien.', said
           using errcode = 'invalid_datetime_format';
       end if;
       return said::timestamptz;
     end $$`,
  `comment on function regional_energy_moment(text) is
     'A moment as a person writes it, in Paris unless an offset says otherwise; nothing written means as known now'`,

  // The rows of a period are of one version, so a filière that a revision took away is not kept alive by its older row.
  `create function regional_energy_mix(${asked}) returns table (
     code_insee_region text, nature nature, date_heure timestamptz, generation integer, version integer, ${powers})
     language sql stable parallel safe as $$
     with said as materialized (
       select code_insee_region, nature, date_heure, generation, version,
         max(avg_consumption) filter (where filiere = 'ensemble') as consumption,
         max(avg_physical_exchange) filter (where filiere = 'ensemble') as exchange,
         max(avg_production) filter (where filiere = 'ensemble') as production,
         ${each((filiere) => `max(avg_production) filter (where filiere = '${filiere}') as ${filiere}`)}
       from regional_energy_stats
       where ${rowsAsked} and date_heure >= begins and date_heure < ends
         and filiere = any(${orAll("filieres", "filiere", FILIERES)} || 'ensemble'::filiere)
         and (${stepAsked} <> 'hour' or ${onTheHour})
       group by 1, 2, 3, 4, 5
     ), best as materialized (
       select code_insee_region, date_bin('1 hour', date_heure, 'epoch') as hour, max(nature) as nature
       from regional_energy_stats
       where ${rowsAsked} and filiere = 'ensemble' and nature in ('Données consolidées', 'Données définitives')
         and date_heure >= date_bin('1 hour', begins, 'epoch')
         and date_heure < date_bin('1 hour', ends, 'epoch') + interval '1 hour'
       group by 1, 2
     ), latest as (
       select distinct on (code_insee_region, date_heure, nature) * from said
       order by code_insee_region, date_heure, nature, generation desc, version desc
     )
     select latest.code_insee_region, latest.nature, date_heure, generation, version, consumption, exchange, production,
       ${FILIERES.join(", ")}
     from latest left join best on best.code_insee_region = latest.code_insee_region
       and best.hour = date_bin('1 hour', latest.date_heure, 'epoch')
     where best.nature is null or latest.nature >= best.nature
   $$`,
  `comment on function regional_energy_mix(timestamptz, timestamptz, timestamptz, nature[], text[], filiere[], text) is
     'What regional_energy_as_of says of a range, a line for each region and period with a column for each filière, in MW:
 of the given natures, regions and filières (ensemble comes along), or of all; at regional_energy_step or a given step'`,

  // A sum is right only where nothing of it is missing: all regions that the range knows, and of a filière as many as publish
  // it in most of the range's periods (by the median: one that begins or ends within the range takes nothing away).
  `create function regional_energy_sum(${asked}) returns table (
     date_heure timestamptz, regions_known integer, regions_expected integer, ${powers})
     language sql stable parallel safe as $$
     with counted as (
       select date_heure, count(*) as known, max(count(*)) over () as expected,
         lead(date_heure) over (order by date_heure) as next,
         count(consumption) as consumptions, sum(consumption) as consumption,
         count(exchange) as exchanges, sum(exchange) as exchange,
         count(production) as production_known, sum(production) as production,
         ${each((filiere) => `count(${filiere}) as ${filiere}_known, sum(${filiere}) as ${filiere}`)}
       from regional_energy_mix(begins, ends, moment, natures, regions, filieres, step) group by 1
     ), usual as (
       select percentile_disc(0.5) within group (order by production_known) as production_usual,
         ${each((filiere) => `percentile_disc(0.5) within group (order by ${filiere}_known) as ${filiere}_usual`)}
       from counted where known = expected
     )
     select date_heure, known::integer, expected::integer,
       case when consumptions = expected then consumption end,
       case when exchanges = expected then exchange end,
       case when known = expected and ${isWhole("production")} and ${each(isWhole, " and ")} then production end,
       ${each((filiere) => `case when known = expected and ${isWhole(filiere)} then ${filiere} end`)}
     from counted cross join usual
     union all
     select date_heure + hole.length, 0, expected, null, null, null, ${each(() => "null")}
     from counted cross join (
       select case ${stepAsked} when 'instant' then interval '30 minutes' when 'hour' then interval '1 hour'
         else interval '25 hours' end as length) as hole
     where next - date_heure > hole.length
   $$`,
  `comment on function regional_energy_sum(timestamptz, timestamptz, timestamptz, nature[], text[], filiere[], text) is
     'regional_energy_mix of regions together, in MW: a sum is null where a region or a filière of it is not known, and a
 hole in time is a line of nulls'`
]
