/** The published table in this process: it answers from the rows that it was handed, by the rules of the database's views, and knows no SQL. */
import * as Day from "#domain/Day"
import { ENSEMBLE, FILIERES, type Subject } from "#domain/Filiere"
import { NATURES, rankOf, stepOf } from "#domain/Nature"
import { ALL as REGIONS, nameOf, type Region } from "#domain/Region"
import { type Coverage, Query, QueryError, type Row, type RowFilter, type Version } from "#ports/Query"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"

/** A row of the table in one of its versions. */
export interface Held extends Version {
  readonly region: Region
  readonly filiere: Subject
  readonly start: number
}

/** What a `MemoryQuery` answers from, for tests to change. */
export class MemoryAnswers extends Context.Service<MemoryAnswers, {
  /** From now on these rows, in place of those before. */
  readonly hold: (rows: ReadonlyArray<Held>) => Effect.Effect<void>
  /** From now on this failure, or none. */
  readonly fail: (error: QueryError | undefined) => Effect.Effect<void>
}>()("eco2mixd/layers/memory/MemoryAnswers") {}

const order = (a: Row, b: Row): number =>
  a.start - b.start ||
  a.region.localeCompare(b.region) ||
  SUBJECTS.indexOf(a.filiere) - SUBJECTS.indexOf(b.filiere) ||
  rankOf(a.nature) - rankOf(b.nature)

const SUBJECTS: ReadonlyArray<Subject> = [...FILIERES, ENSEMBLE]

const HOUR = (start: number): number => Math.floor(start / Day.HOUR)

/** Of each period its latest version at a moment. */
const latest = (rows: ReadonlyArray<Held>, at: number): ReadonlyArray<Held> => {
  const period = (row: Held) => [row.region, row.nature, row.granularity, row.start].join("|")
  const newest = new Map<string, Held>()
  for (const row of rows) {
    if (row.filiere !== ENSEMBLE || row.processedAt > at) continue
    const rival = newest.get(period(row))
    if (rival === undefined || isLater(row, rival)) newest.set(period(row), row)
  }
  return rows.filter((row) => {
    const one = newest.get(period(row))
    return row.processedAt <= at && row.generation === one?.generation && row.version === one.version
  })
}

const isLater = (a: Held, b: Held): boolean =>
  a.generation > b.generation || (a.generation === b.generation && a.version > b.version)

/** Those of the best nature: of a day, and of instants within an hour, unless it is real time only. */
const best = (rows: ReadonlyArray<Held>): ReadonlyArray<Held> => {
  const hour = (row: Held) => `${row.region}|${row.granularity}|${HOUR(row.start)}`
  const ranks = new Map<string, number>()
  for (const row of rows) ranks.set(hour(row), Math.max(rankOf(row.nature), ranks.get(hour(row)) ?? 0))
  return rows.filter((row) => rankOf(row.nature) >= (ranks.get(hour(row)) ?? 0))
}

const mean = (rows: ReadonlyArray<Held>, of: (row: Held) => number | null, weigh: (row: Held) => number) => {
  const measured = rows.filter((row) => of(row) !== null)
  const weight = measured.reduce((sum, row) => sum + weigh(row), 0)
  return weight === 0 ? null : measured.reduce((sum, row) => sum + of(row)! * weigh(row), 0) / weight
}

const monthOf = (start: number): number => Day.start(`${Day.of(start).slice(0, 7)}-01` as Day.Day)

/** Means over longer periods: hours of instants, and months of days by how much stands behind each. */
const means = (rows: ReadonlyArray<Held>, granularity: "hour" | "month"): ReadonlyArray<Row> => {
  const startOf = granularity === "hour" ? (start: number) => HOUR(start) * Day.HOUR : monthOf
  const weigh = granularity === "hour" ? () => 1 : (row: Held) => row.records
  const periods = Map.groupBy(rows, (row) => `${row.region}|${row.nature}|${startOf(row.start)}`)
  return [...periods.values()].flatMap((period) => {
    const whole = period.filter(({ filiere }) => filiere === ENSEMBLE)
    return [...Map.groupBy(period, ({ filiere }) => filiere)].map(([filiere, parts]): Row => ({
      region: parts[0]!.region,
      nature: parts[0]!.nature,
      filiere,
      start: startOf(parts[0]!.start),
      granularity,
      production: mean(parts, ({ production }) => production, weigh),
      consumption: mean(whole, ({ consumption }) => consumption, weigh),
      exchange: mean(whole, ({ exchange }) => exchange, weigh),
      records: whole.reduce((sum, { records }) => sum + records, 0),
      generation: null,
      version: null
    }))
  })
}

const select = (held: ReadonlyArray<Held>, filter: RowFilter): ReadonlyArray<Row> => {
  const { after, asOf, days, filieres, granularity, limit, nature, regions } = filter
  const base = granularity === "hour" ? "instant" : granularity === "month" ? "day" : granularity
  const [from, end] = [Day.start(days.from), Day.end(days.to)]
  const known = latest(held.filter((row) => row.granularity === base), asOf ?? Infinity).filter((row) =>
    regions.length === 0 || regions.includes(row.region)
  )
  const natured = nature === null ? best(known) : known.filter((row) => row.nature === nature)
  const rows = granularity === "hour" || granularity === "month" ? means(natured, granularity) : natured
  const found = rows
    .filter(({ filiere, start }) =>
      start >= from && start < end && (filieres.length === 0 || filieres.includes(filiere))
    )
    .toSorted(order)
    .filter((row) => after === null || order(row, { ...row, ...after }) > 0)
  return limit === null ? found : found.slice(0, limit)
}

const covered = (held: ReadonlyArray<Held>, days: Day.DayRange): ReadonlyArray<Coverage> => {
  const ensembles = held.filter(({ filiere, granularity }) => filiere === ENSEMBLE && granularity === "day")
  const current = new Map(best(latest(ensembles, Infinity)).map((row) => [`${row.start}|${row.region}`, row]))
  const versions = Map.groupBy(ensembles, ({ nature, region, start }) => `${start}|${region}|${nature}`)
  return Day.list(days).flatMap((day) =>
    REGIONS.map((region): Coverage => {
      const row = current.get(`${Day.start(day)}|${region}`)
      // The hours of the clock; October's hour that comes twice is published once.
      const hours = Math.min(24, (Day.end(day) - Day.start(day)) / Day.HOUR)
      const expected = hours * 60 / stepOf(row?.nature ?? NATURES[0])
      const first = { region, day, expected }
      if (row === undefined) return { ...first, state: "missing", nature: null, records: 0, revisions: 0 }
      const { nature, records, version } = row
      const told = versions.get(`${row.start}|${region}|${nature}`)!
      const changed = told.some((other) => other.consumption !== row.consumption && other.records === records)
      const state = records < expected ? "partial" : changed ? "revised" : "complete"
      return { ...first, state, nature, records, revisions: version }
    })
  )
}

/** Provides the `Query`, and the `MemoryAnswers` behind it. */
export const layer = Layer.effectContext(Effect.sync(() => {
  let held: ReadonlyArray<Held> = []
  let failure: QueryError | undefined
  const answer = <A>(work: () => A): Effect.Effect<A, QueryError> =>
    Effect.suspend(() => failure === undefined ? Effect.succeed(work()) : Effect.fail(failure))

  const mixOf = (day: Day.Day) => {
    const rows = select(held, { ...EVERYTHING, granularity: "day", days: { from: day, to: day } })
    return {
      columns: ["region", ...FILIERES, "consommation", "echanges"],
      rows: [...Map.groupBy(rows, ({ region }) => region)].map(([region, parts]) => [
        nameOf(region),
        ...FILIERES.map((filiere) => whole(parts.find((row) => row.filiere === filiere)?.production)),
        whole(parts[0]?.consumption),
        whole(parts[0]?.exchange)
      ])
    }
  }

  const query = Query.of({
    mix: Effect.fn("MemoryQuery.mix")((day) => answer(() => mixOf(day))),
    ask: Effect.fn("MemoryQuery.ask")((question) =>
      Effect.fail(failure ?? new QueryError({ reason: "Invalid", detail: `There is no SQL here: ${question}` }))
    ),
    coverage: Effect.fn("MemoryQuery.coverage")((days) => answer(() => covered(held, days))),
    freshness: answer(() =>
      [...Map.groupBy(held.filter(isMeasured), ({ nature, region }) => `${region}|${nature}`).values()].map((rows) => ({
        region: rows[0]!.region,
        nature: rows[0]!.nature,
        latest: Math.max(...rows.map(({ start }) => start))
      }))
    ),
    rows: (filter) => Stream.unwrap(answer(() => Stream.fromIterable(select(held, filter)))),
    versions: Effect.fn("MemoryQuery.versions")((region, filiere, instant) =>
      answer(() => {
        const day = Day.start(Day.of(instant))
        return held.filter((row) =>
          row.region === region && row.filiere === filiere &&
          row.start === (row.granularity === "day" ? day : instant)
        )
      })
    )
  })
  return Context.make(Query, query).pipe(
    Context.add(MemoryAnswers, {
      hold: (rows) =>
        Effect.sync(() => {
          held = rows
        }),
      fail: (error) =>
        Effect.sync(() => {
          failure = error
        })
    })
  )
}))

const EVERYTHING = { regions: [], filieres: [], nature: null, asOf: null, after: null, limit: null } as const

const isMeasured = ({ consumption, filiere, granularity, production }: Held): boolean =>
  granularity === "instant" && filiere === ENSEMBLE && (consumption !== null || production !== null)

const whole = (megawatts: number | null | undefined): number | null =>
  megawatts === null || megawatts === undefined ? null : Math.round(megawatts)
