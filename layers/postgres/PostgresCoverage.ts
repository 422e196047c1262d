/**
 * What the table knows, and how old it is: by look-ups at the index's ends, so that it costs the same however many
 * versions and years there are. Single statements of our own, which need no transaction.
 */
import * as Day from "#domain/Day"
import { type Nature, NATURES, rankOf, stepOf } from "#domain/Nature"
import { ALL as REGIONS, type Region } from "#domain/Region"
import type { Coverage, Freshness } from "#ports/Query"
import type * as PgClient from "@effect/sql-pg/PgClient"
import * as Effect from "effect/Effect"
import type { SqlError } from "effect/sql/SqlError"
import { columns, list } from "./columns.ts"

/** The latest version of a region's day in one nature. */
interface Known {
  readonly region: Region
  readonly day: Day.Day
  readonly nature: Nature
  readonly records: number
  readonly revisions: number
}

export const coverage =
  (sql: PgClient.PgClient) => (range: Day.DayRange): Effect.Effect<ReadonlyArray<Coverage>, SqlError> => {
    const days = Day.list(range)
    if (days.length === 0) return Effect.succeed([])
    const marks = marksOf()
    return Effect.map(
      sql<Known>`
      select region, day, known as nature, latest.records, latest.revisions
      from unnest(${list(sql, REGIONS, "text")}) as region
      cross join ${columns(sql, [[days, "text"], [days.map(Day.start), "timestamptz"]])} as days (day, start)
      cross join unnest(${list(sql, NATURES, "text")}::nature[]) as known
      cross join lateral (
        select record_count as records, version as revisions from regional_energy_stats
        where code_insee_region = region and filiere = 'ensemble' and nature = known and granularity = 'day'
          and date_heure = start and date_heure between ${new Date(Day.start(range.from))}
          and ${new Date(Day.start(range.to))}
        order by generation desc, version desc limit 1) as latest`,
      (found) => {
        const known = Map.groupBy(found, (one) => `${one.day}|${one.region}`)
        return days.flatMap((day) =>
          REGIONS.map((region) => covered(region, day, known.get(`${day}|${region}`) ?? [], marks))
        )
      }
    )
  }

const covered = (
  region: Region,
  day: Day.Day,
  known: ReadonlyArray<Known>,
  marks: ReturnType<typeof marksOf>
): Coverage => {
  const best = known.toSorted((a, b) => rankOf(b.nature) - rankOf(a.nature))[0]
  // Of a day that nobody knows, the first that will be told is real time.
  const expected = marks(day, stepOf(best?.nature ?? NATURES[0]))
  if (best === undefined) return { region, day, state: "missing", nature: null, records: 0, expected, revisions: 0 }
  const { nature, records, revisions } = best
  const isRevised = revisions > records || known.length > 1
  const state = records < expected ? "partial" : isRevised ? "revised" : "complete"
  return { region, day, state, nature, records, expected, revisions }
}

/** How many marks, of a step in minutes, the source publishes on a day: October's hour that comes twice once. Remembered. */
const marksOf = () => {
  const counted = new Map<string, number>()
  return (day: Day.Day, step: 15 | 30): number => {
    const key = `${day}|${step}`
    let marks = counted.get(key)
    if (marks === undefined) {
      marks = 0
      for (let instant = Day.start(day); instant < Day.end(day); instant += step * 60_000) {
        if (!Day.comesAgain(instant)) marks++
      }
      counted.set(key, marks)
    }
    return marks
  }
}

export const freshness = (sql: PgClient.PgClient): Effect.Effect<ReadonlyArray<Freshness>, SqlError> =>
  Effect.map(
    sql<{ readonly region: Region; readonly nature: Nature; readonly latest: Date }>`
      select region, known as nature, newest.date_heure as latest
      from unnest(${list(sql, REGIONS, "text")}) as region
      cross join unnest(${list(sql, NATURES, "text")}::nature[]) as known
      cross join lateral (
        select date_heure from regional_energy_stats
        where code_insee_region = region and filiere = 'ensemble' and nature = known and granularity = 'instant'
          and (avg_production is not null or avg_consumption is not null)
        order by date_heure desc limit 1) as newest
      order by region, known`,
    (lines) => lines.map(({ latest, nature, region }) => ({ region, nature, latest: latest.getTime() }))
  )
