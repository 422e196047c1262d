/** The same on a real PostgreSQL: each call of a daily goes wrong once, on a day of its own. */
import * as Day from "#domain/Day"
import { newRun } from "#domain/Run"
import * as Faults from "#layers/faulty/Faults"
import * as Faulty from "#layers/faulty/Faulty"
import * as MemoryIngest from "#layers/memory/MemoryIngest"
import type { Row } from "#layers/memory/MemorySink"
import * as PostgresLake from "#layers/postgres/PostgresLake"
import * as PostgresLedger from "#layers/postgres/PostgresLedger"
import * as PostgresSink from "#layers/postgres/PostgresSink"
import * as StreamTransform from "#layers/streaming/StreamTransform"
import { daily } from "#pipelines/daily"
import { Lake } from "#ports/Lake"
import { Sink } from "#ports/Sink"
import * as PgClient from "@effect/sql-pg/PgClient"
import { assert, layer as withLayer } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"
import * as EmbeddedStores from "../support/EmbeddedStores.ts"
import { assertSays, documentsOf, saidOf } from "./Naive.ts"
import { CONS, CONSOLIDATED, disturbed, line, outcomeOf, outcomes, quiet, REAL_TIME, TR } from "./Scene.ts"

const stores = Faulty.over(StreamTransform.layer).pipe(
  Layer.provideMerge(
    Faulty.over(Layer.mergeAll(MemoryIngest.layer, PostgresLake.layer, PostgresLedger.layer, PostgresSink.layer))
  ),
  Layer.provideMerge(Layer.mergeAll(Faults.layer, EmbeddedStores.layer, quiet))
)

const dailyOf = (day: Day.Day) =>
  Effect.suspend(() =>
    daily(newRun({ trigger: "manual", window: { from: day, to: day }, datasets: [TR, CONS], requestedBy: "test" }))
  )

const rowsOf = Effect.fnUntraced(function*(day: Day.Day) {
  const sql = yield* PgClient.PgClient
  const rows = yield* sql`
    select code_insee_region as region, filiere, nature, granularity, generation, version, run_id as "runId",
      (extract(epoch from date_heure) * 1000)::float8 as start, avg_production::float8 as production,
      avg_consumption::float8 as consumption, avg_physical_exchange::float8 as exchange, record_count as records
    from regional_energy_stats
    where date_heure >= ${new Date(Day.start(day))} and date_heure < ${new Date(Day.end(day))}`
  return rows as unknown as ReadonlyArray<Row>
})

const byText = (rows: ReadonlyArray<Row>) => rows.map((row) => JSON.stringify(row)).toSorted()

withLayer(stores, { excludeTestServices: true })("a daily on PostgreSQL, each of whose calls goes wrong once", (it) => {
  let day: Day.Day = "2020-01-01"

  for (const way of ["after", "killed"] as const) {
    it.effect(`(${way}), is made good by the next one`, () =>
      Effect.gen(function*() {
        const source = yield* MemoryIngest.MemorySource
        const lake = yield* Lake
        const sink = yield* Sink
        let n = 0
        for (let isClean = false; !isClean;) {
          n++
          day = Day.plus(day, 1)
          const first = [line("93", REAL_TIME, day, 0), line("84", REAL_TIME, day, 0)]
          yield* source.say(CONS, [])
          yield* source.say(TR, first)
          yield* dailyOf(day)
          yield* source.say(TR, [first[0]!, line("84", REAL_TIME, day, 0, { thermique: 5 })])
          yield* source.say(CONS, [line("93", CONSOLIDATED, day, 0)])
          const earlier = yield* rowsOf(day)

          const { call } = yield* disturbed(dailyOf(day), way, n)
          const where = `call ${n}, ${call}`
          if (call === undefined) isClean = true
          else {
            // One that the ledger has not taken is not there.
            if (outcomeOf(call, way) !== "nothing") {
              assert.strictEqual((yield* outcomes)[0], outcomeOf(call, way), where)
            }
            yield* dailyOf(day)
          }
          const range = { from: day, to: day }
          const said = saidOf(yield* Stream.runCollect(lake.revisions(range)))
          assert.deepStrictEqual(said.map(({ words }) => words.length).toSorted(), [1, 1, 2], where)
          const rows = yield* rowsOf(day)
          const { number } = (yield* sink.lastGeneration)!
          assertSays(rows, number, said)
          assert.includeMembers(byText(rows), byText(earlier), where)
          assert.deepStrictEqual([...yield* sink.published(number, range)], [...documentsOf(said)], where)
        }
        assert.isAbove(n, 20)
        assert.notInclude((yield* outcomes).join(" "), "Running")
      }))
  }
})
