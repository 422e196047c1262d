/**
 * Rows of the table in their order, and all versions of one. They are asked for window by window, each of whole days and
 * some ten thousand rows at most, and each read to its end before the next: memory does not grow with the answer, and a
 * reader that stops holds no connection, no transaction and no memory but the window's, however long it stays away.
 *
 * What is published while rows are read is left out: all windows show the table as it stood when the first was asked for,
 * and each day in it is whole. (A transaction over all of them would show the same, and be held by the slowest reader.)
 */
import * as Day from "#domain/Day"
import { ENSEMBLE, FILIERES, type Subject } from "#domain/Filiere"
import { NATURES } from "#domain/Nature"
import { ALL as REGIONS, type Region } from "#domain/Region"
import { QueryError, type Row, type RowFilter, type Version } from "#ports/Query"
import * as PgClient from "@effect/sql-pg/PgClient"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type { SqlError } from "effect/sql/SqlError"
import * as Stream from "effect/Stream"
import { list } from "./columns.ts"
import { type Asked, type Line, rowsOf } from "./rowsOf.ts"
import { unanswered } from "./unanswered.ts"

const SUBJECTS: ReadonlyArray<Subject> = [...FILIERES, ENSEMBLE]

/** Rows a window, at most, unless a single day of the regions has more: some 10 MB on our side, sorted in the server's memory. */
const ROWS = 30_000

/** Rows a window, at least: asking costs milliseconds, however little comes. */
const FEWEST_ROWS = 5_000

/** Rows a day of a filière of a region. */
const ROWS_A_DAY = { instant: 96, hour: 24, day: 1, month: 1 / 30 }

/** Where the data that is asked for begins and ends, and the moment as which all of it is read. */
interface Extent {
  readonly first: Date | null
  readonly last: Date | null
  /** As text: the server's clock is finer than ours. */
  readonly at: string
}

export const rows = (sql: PgClient.PgClient) => (filter: RowFilter): Stream.Stream<Row, QueryError> => {
  const { asOf, granularity } = filter
  if (asOf !== null && granularity !== "instant" && granularity !== "day") {
    return Stream.fail(
      new QueryError({
        reason: "Invalid",
        detail: `${granularity} rows are worked out from what is current, and have no past: ` +
          "leave as_of out, or ask for instants or days."
      })
    )
  }
  const asked: Asked = {
    ...filter,
    regions: filter.regions.length === 0 ? REGIONS : filter.regions,
    filieres: filter.filieres.length === 0 ? SUBJECTS : filter.filieres,
    natures: filter.nature === null ? NATURES : [filter.nature],
    source: granularity === "day" || granularity === "month" ? "day" : "instant"
  }
  return Stream.unwrap(Effect.map(extentOf(sql, asked), (extent) => {
    const windows = windowsOf(asked, extent)
    return Stream.paginate({ index: 0, left: asked.limit ?? Infinity }, ({ index, left }) => {
      const days = windows[index]
      if (days === undefined || left <= 0) return Effect.succeed([[], Option.none()] as const)
      return Effect.map(
        rowsOf(sql, asked, days, extent.at, left),
        (lines) =>
          [lines.map(rowOf(granularity)), Option.some({ index: index + 1, left: left - lines.length })] as const
      )
    })
  })).pipe(Stream.mapError((error) => unanswered(error)))
}

/** Every version of the rows that hold an instant: the instant's, then its day's, oldest first within each nature. */
export const versions =
  (sql: PgClient.PgClient) =>
  (region: Region, filiere: Subject, instant: number): Effect.Effect<ReadonlyArray<Version>, SqlError> =>
    Effect.map(
      sql<VersionLine>`
      select granularity, nature, generation, version, avg_production, avg_consumption, avg_physical_exchange,
        record_count, processed_at, run_id::text as run_id
      from regional_energy_stats
      where code_insee_region = ${region} and filiere = ${filiere}::filiere
        and (granularity = 'instant' and date_heure = ${new Date(instant)}
          or granularity = 'day' and date_heure = ${new Date(Day.start(Day.of(instant)))})
      order by granularity, nature, generation, version`,
      (lines) =>
        lines.map((line): Version => ({
          granularity: line.granularity,
          nature: line.nature,
          generation: line.generation,
          version: line.version,
          production: line.avg_production,
          consumption: line.avg_consumption,
          exchange: line.avg_physical_exchange,
          records: line.record_count,
          processedAt: line.processed_at.getTime(),
          runId: line.run_id
        }))
    )

interface VersionLine extends Line {
  readonly granularity: "instant" | "day"
  readonly generation: number
  readonly version: number
  readonly processed_at: Date
  readonly run_id: string
}

const rowOf = (granularity: Row["granularity"]) => (line: Line): Row => ({
  granularity,
  start: line.date_heure.getTime(),
  region: line.code_insee_region,
  filiere: line.filiere,
  nature: line.nature,
  production: line.avg_production,
  consumption: line.avg_consumption,
  exchange: line.avg_physical_exchange,
  records: line.record_count,
  generation: line.generation,
  version: line.version
})

/**
 * From the ends of the index, a look-up for each region and nature. The granularity is a sub-select, of which the planner knows
 * nothing: it would go by the index of days, and for a nature that has none pass over those of decades.
 *
 * A line of `published_days` is written with its rows, so that none of those that can be seen is later than all of these: a
 * clock that was set back hides nothing.
 */
const extentOf = (sql: PgClient.PgClient, { asOf, natures, regions, source }: Asked) => {
  const end = (order: "asc" | "desc") =>
    sql`
      (select date_heure from regional_energy_stats
       where code_insee_region = region and filiere = 'ensemble' and nature = known
         and granularity = (select ${source}::granularity)
       order by date_heure ${sql.literal(order)} limit 1)`
  // The server counts microseconds: a moment in milliseconds ends with the last of them.
  const at = asOf === null
    ? sql`greatest(now(), (select max(published_at) from published_days))`
    : sql`${new Date(asOf)}::timestamptz + interval '999 microseconds'`
  return Effect.map(
    sql<Extent>`
      select min(${end("asc")}) as first, max(${end("desc")}) as last,
        (${at})::text as at
      from unnest(${list(sql, regions, "text")}) as region,
        unnest(${list(sql, natures, "text")}::nature[]) as known`,
    ([extent]) => extent!
  )
}

/** The days that are asked for and may have rows, in windows that are whole days, or whole months where months are asked for. */
const windowsOf = (asked: Asked, { first, last }: Extent): ReadonlyArray<Day.DayRange> => {
  const { after, days, filieres, granularity, limit, regions } = asked
  if (first === null || last === null) return []
  const from = [days.from, monthStart(Day.of(Math.max(first.getTime(), after?.start ?? -Infinity)), asked)]
    .toSorted()[1]!
  const to = [days.to, Day.of(last.getTime())].toSorted()[0]!
  const wanted = Math.min(ROWS, Math.max(FEWEST_ROWS, limit ?? ROWS))
  const length = Math.max(1, Math.floor(wanted / (regions.length * filieres.length * ROWS_A_DAY[granularity])))
  if (granularity !== "month") return Day.windows({ from, to }, length)
  // A month belongs to the days that its first one is among, and is made of all its own.
  const months = Day.months({ from, to }).filter((month) => month.from.endsWith("-01"))
  return months.map((month) => Day.months({ from: month.from, to: Day.plus(month.from, 31) })[0]!)
}

/** The first day of the month that a day is in, where months are asked for. */
const monthStart = (day: Day.Day, { granularity }: Asked): Day.Day =>
  granularity === "month" ? `${day.slice(0, 8)}01` as Day.Day : day
