/**
 * The rows of some days as the views have them (`regional_energy_as_of`, `regional_energy_hourly`,
 * `regional_energy_monthly`; the tests hold them to it), for a range that is known beforehand: the latest versions and best
 * natures of all its periods are found in one reading of the `ensemble` rows instead of by a look-up a row, five times as
 * fast, and a mean over hours or months reads these days instead of the whole table.
 */
import * as Day from "#domain/Day"
import type { Subject } from "#domain/Filiere"
import type { Nature } from "#domain/Nature"
import type { Region } from "#domain/Region"
import type { RowFilter } from "#ports/Query"
import type * as PgClient from "@effect/sql-pg/PgClient"
import type * as Effect from "effect/Effect"
import type { SqlError } from "effect/sql/SqlError"
import type { Fragment } from "effect/sql/Statement"
import { list } from "./columns.ts"

/** A question with nothing left open. */
export interface Asked extends RowFilter {
  readonly natures: ReadonlyArray<Nature>
  /** What the rows are made of. */
  readonly source: "instant" | "day"
}

export interface Line {
  readonly date_heure: Date
  readonly code_insee_region: Region
  readonly filiere: Subject
  readonly nature: Nature
  readonly avg_production: number | null
  readonly avg_consumption: number | null
  readonly avg_physical_exchange: number | null
  readonly record_count: number
  readonly generation: number | null
  readonly version: number | null
}

/** In the order of the port, filières and natures as their types have them; as the table stood at `at`. */
export const rowsOf = (
  sql: PgClient.PgClient,
  asked: Asked,
  days: Day.DayRange,
  at: string,
  limit: number
): Effect.Effect<ReadonlyArray<Line>, SqlError> => {
  const { after, filieres, granularity, source } = asked
  const inDays = sql`
    code_insee_region = any(${list(sql, asked.regions, "text")})
    and nature = any(${list(sql, asked.natures, "text")}::nature[]) and granularity = ${source}::granularity
    and date_heure >= ${new Date(Day.start(days.from))} and date_heure < ${new Date(Day.end(days.to))}`
  const named = sql`filiere = any(${list(sql, filieres, "text")}::filiere[])`
  // An hour's or a month's own figures are those of its ensemble.
  const needed = granularity === source ? named : sql`(${named} or filiere = 'ensemble')`
  // Instants are joined as the server likes; a day has a version for each time that it was published, of which a look-up
  // reads one and a join all.
  const found = source === "day" ? sql`offset 0` : sql``
  const next = after === null
    ? sql`true`
    : sql`(date_heure, code_insee_region, filiere, nature) >
        (${new Date(after.start)}::timestamptz, ${after.region}, ${after.filiere}::filiere, ${after.nature}::nature)`
  // Planned anew for each range: a plan for any range at all knows neither the partition nor how much will come.
  return sql<Line>`
    with last as materialized (
      select distinct on (code_insee_region, nature, date_heure)
        code_insee_region, nature, date_heure, generation, version
      from regional_energy_stats
      where filiere = 'ensemble' and ${inDays} and processed_at <= ${at}::timestamptz
      order by code_insee_region, nature, date_heure, generation desc, version desc
    ), best as materialized (
      select *, max(nature) over (partition by code_insee_region, date_bin('1 hour', date_heure, 'epoch')) as best_nature
      from last
    ), current as (
      select filiere, avg_production, avg_consumption, avg_physical_exchange, record_count, best.date_heure,
        best.code_insee_region, best.nature, best.generation, best.version
      from best cross join lateral (
        select filiere, avg_production, avg_consumption, avg_physical_exchange, record_count from regional_energy_stats
        where code_insee_region = best.code_insee_region and ${needed} and nature = best.nature
          and granularity = ${source}::granularity and date_heure = best.date_heure
          and generation = best.generation and version = best.version and ${inDays} ${found}) as stats
      where best.nature >= best.best_nature
    ), period as (${PERIODS[granularity](sql)})
    select date_heure, code_insee_region, filiere, nature, avg_production, avg_consumption, avg_physical_exchange,
      record_count, generation, version
    from period where ${named} and ${next}
    order by date_heure, code_insee_region, filiere, nature
    limit ${Number.isFinite(limit) ? limit : null}::bigint`.unprepared
}

const asTheyAre = (sql: PgClient.PgClient) => sql`select * from current`

const PERIODS: Readonly<Record<RowFilter["granularity"], (sql: PgClient.PgClient) => Fragment>> = {
  instant: asTheyAre,
  day: asTheyAre,
  hour: (sql) =>
    meansOf(
      sql,
      sql`
      select code_insee_region, filiere, nature, date_bin('1 hour', date_heure, 'epoch') as start,
        avg(avg_production order by date_heure) as production,
        avg(avg_consumption order by date_heure) as consumption,
        avg(avg_physical_exchange order by date_heure) as exchange, sum(record_count)::integer as records
      from current group by 1, 2, 3, 4`
    ),
  month: (sql) => {
    const mean = (column: string) =>
      sql.literal(
        `sum(${column} * record_count order by date_heure) / sum(record_count) filter (where ${column} is not null)`
      )
    return meansOf(
      sql,
      sql`
      select code_insee_region, filiere, nature, date_trunc('month', date_heure, 'Europe/Paris') as start,
        ${mean("avg_production")} as production, ${mean("avg_consumption")} as consumption,
        ${mean("avg_physical_exchange")} as exchange, sum(record_count)::integer as records
      from current group by 1, 2, 3, 4`
    )
  }
}

/**
 * Added up by instant, as another order gives another last digit, and the same question the same answer. Consumption,
 * exchange and count on each filière's row are those of the period's ensemble.
 */
const meansOf = (sql: PgClient.PgClient, parts: Fragment) =>
  sql`
  select start as date_heure, code_insee_region, filiere, nature, production as avg_production,
    max(consumption) filter (where filiere = 'ensemble') over period as avg_consumption,
    max(exchange) filter (where filiere = 'ensemble') over period as avg_physical_exchange,
    (max(records) filter (where filiere = 'ensemble') over period) as record_count,
    null::integer as generation, null::integer as version
  from (${parts}) as parts window period as (partition by code_insee_region, nature, start)`
