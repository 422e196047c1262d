/**
 * The statistics in PostgreSQL. A day's rows and its line in `published_days` are one transaction; rows that stand there
 * already (same key, generation and version) are left alone, so whatever is run again ends in the same table.
 */
import type { Day, DayRange } from "#domain/Day"
import { SUBJECTS } from "#domain/Filiere"
import { NATURES } from "#domain/Nature"
import { ALL as REGIONS, nameOf } from "#domain/Region"
import { type DayStatistics, GRANULARITIES, type Statistics } from "#domain/Statistic"
import { type Generation, Sink, SinkError } from "#ports/Sink"
import * as PgClient from "@effect/sql-pg/PgClient"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { SqlError } from "effect/sql/SqlError"
import { analyzed } from "./analyzed.ts"
import { columns, list } from "./columns.ts"
import { failed } from "./PostgresClient.ts"
import { transaction } from "./transaction.ts"

/** Rows an INSERT: past some thousands larger ones gain nothing, and cost memory on both sides. */
const BATCH = 4_000

type Numbers = Uint8Array | Int32Array | Float64Array

export const layer = Layer.effect(
  Sink,
  Effect.gen(function*() {
    const sql = yield* PgClient.PgClient
    const years = new Set<number>()
    /** What the places in the columns stand for. */
    const names = {
      regions: list(sql, REGIONS, "text"),
      labels: list(sql, REGIONS.map(nameOf), "text"),
      subjects: list(sql, SUBJECTS, "text"),
      natures: list(sql, NATURES, "text"),
      granularities: list(sql, GRANULARITIES, "text")
    }
    const count = analyzed(sql)

    /** Outside any append: it locks the whole table for a moment, and is there for all who come later. */
    const ensurePartition = Effect.fnUntraced(function*(year: number) {
      if (years.has(year)) return
      yield* sql`select ensure_statistics_partition(${year}::integer)`
      years.add(year)
    })

    /** Rows that may be there already are looked for one by one, which takes as long again as to write them. */
    const insert = (generation: number, runId: string, rows: Statistics, from: number, mayBeThere: boolean) => {
      const part = (column: Numbers) => column.subarray(from, from + BATCH)
      const measured = (column: Float64Array) => Array.from(part(column), (value) => Number.isNaN(value) ? null : value)
      const values = columns(sql, [
        [Array.from(part(rows.region)), "int4"],
        [Array.from(part(rows.filiere)), "int4"],
        [Array.from(part(rows.nature)), "int4"],
        [Array.from(part(rows.granularity)), "int4"],
        [Array.from(part(rows.start)), "timestamptz"],
        [measured(rows.production), "float8"],
        [measured(rows.consumption), "float8"],
        [measured(rows.exchange), "float8"],
        [Array.from(part(rows.records)), "int4"],
        [Array.from(part(rows.version)), "int4"]
      ])
      return sql<{ readonly added: number }>`
        with added as (
          insert into regional_energy_stats (code_insee_region, libelle_region, filiere, nature, granularity, date_heure,
            avg_production, avg_consumption, avg_physical_exchange, record_count, version, generation, run_id)
          select (${names.regions})[region + 1], (${names.labels})[region + 1], (${names.subjects}::filiere[])[filiere + 1],
            (${names.natures}::nature[])[nature + 1], (${names.granularities}::granularity[])[granularity + 1], start,
            production, consumption, exchange, records, version, ${generation}::integer, ${runId}::uuid
          from ${values} as v (region, filiere, nature, granularity, start, production, consumption, exchange, records,
            version)
          ${sql.literal(mayBeThere ? "on conflict do nothing" : "")}
          returning 1
        )
        select count(*)::integer as added from added`
    }

    /** The day's line first: of two writers of a day, the second waits for the first, and then looks. */
    const appendAll = Effect.fnUntraced(
      function*(generation: number, runId: string, day: DayStatistics, looks: boolean) {
        const [line] = yield* sql<{ readonly isNew: boolean }>`
        insert into published_days (generation, day, documents, run_id)
        values (${generation}::integer, ${day.day}::date, ${day.documents}::integer, ${runId}::uuid)
        on conflict (generation, day) do update
        set documents = excluded.documents, published_at = excluded.published_at, run_id = excluded.run_id
        returning xmax = 0 as "isNew"`
        let added = 0
        for (let from = 0; from < day.rows.length; from += BATCH) {
          const [count] = yield* insert(generation, runId, day.rows, from, looks || !line!.isNew)
          added += count!.added
        }
        return added
      }
    )

    /** A day without its line has no rows, unless somebody took the line away: then they are there, and are looked for. */
    const appendOnce = (generation: number, runId: string, day: DayStatistics) =>
      transaction(sql)(appendAll(generation, runId, day, false)).pipe(
        Effect.catchIf(
          ({ reason }) => reason._tag === "UniqueViolation",
          () => transaction(sql)(appendAll(generation, runId, day, true))
        )
      )

    return Sink.of({
      generation: Effect.fn("PostgresSink.generation")(
        (recipe, lakeId) => generationOf(sql, recipe, lakeId),
        Effect.mapError(failed(SinkError, "PostgresSink.generation"))
      ),
      lastGeneration: lastOf(sql).pipe(
        Effect.mapError(failed(SinkError, "PostgresSink.lastGeneration")),
        Effect.withSpan("PostgresSink.lastGeneration")
      ),
      published: Effect.fn("PostgresSink.published")(
        (generation, days) => publishedOf(sql, generation, days),
        Effect.mapError(failed(SinkError, "PostgresSink.published"))
      ),
      append: Effect.fn("PostgresSink.append")(
        function*(generation, runId, day) {
          yield* Effect.annotateCurrentSpan({ day: day.day, rows: day.rows.length })
          const year = Number(day.day.slice(0, 4))
          yield* ensurePartition(year)
          const added = yield* appendOnce(generation, runId, day)
          yield* count(year, added)
          return added
        },
        Effect.mapError(failed(SinkError, "PostgresSink.append"))
      )
    })
  })
)

/** One at a time: of two that find the same last line, the second must find the first one's. */
const generationOf = (sql: PgClient.PgClient, recipe: number, lakeId: string): Effect.Effect<number, SqlError> =>
  transaction(sql)(Effect.gen(function*() {
    yield* sql`select pg_advisory_xact_lock(hashtext('eco2mixd generations'))`
    const last = yield* lastOf(sql)
    if (last?.recipe === recipe && last.lakeId === lakeId) return last.number
    const number = (last?.number ?? 0) + 1
    yield* sql`
      insert into generations (number, recipe, lake_id)
      values (${number}::integer, ${recipe}::integer, ${lakeId}::uuid)`
    return number
  }))

const lastOf = (sql: PgClient.PgClient): Effect.Effect<Generation | null, SqlError> =>
  Effect.map(
    sql<Generation>`
      select number, recipe, lake_id as "lakeId" from generations order by number desc limit 1`,
    ([last]) => last ?? null
  )

const publishedOf = (
  sql: PgClient.PgClient,
  generation: number,
  days?: DayRange
): Effect.Effect<ReadonlyMap<Day, number>, SqlError> =>
  Effect.map(
    sql<{ readonly day: Day; readonly documents: number }>`
      select day::text as day, documents from published_days
      where generation = ${generation}::integer
        and day between ${days?.from ?? "-infinity"}::date and ${days?.to ?? "infinity"}::date`,
    (lines) => new Map(lines.map(({ day, documents }) => [day, documents]))
  )
