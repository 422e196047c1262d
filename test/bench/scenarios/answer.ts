/** A question to the table, of dashboards in SQL or of the API by the port: the median time of a few answers, after a first one. */
import * as PostgresClient from "#layers/postgres/PostgresClient"
import * as PostgresQuery from "#layers/postgres/PostgresQuery"
import { Query, type RowFilter } from "#ports/Query"
import * as PgClient from "@effect/sql-pg/PgClient"
import * as ConfigProvider from "effect/ConfigProvider"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"
import { asked, say } from "../Measured.ts"
import { median } from "../Table.ts"

/** Answers whose median is told. */
const TIMES = 9

const { filter, postgres, text } = asked()

const answer = Effect.gen(function*() {
  if (text === undefined) return yield* Stream.runCount((yield* Query).rows(filter as RowFilter))
  return (yield* (yield* PgClient.PgClient).unsafe(String(text))).length
})

await Effect.gen(function*() {
  const count = yield* answer
  const answers = yield* Effect.replicateEffect(Effect.timed(answer), TIMES)
  const seconds = median(answers.map(([took]) => Duration.toSeconds(took)))
  const { maxRSS, systemCPUTime, userCPUTime } = process.resourceUsage()
  const cpu = (systemCPUTime + userCPUTime) / 1e6
  say({ seconds, cpu, cpuInAll: cpu, rss: maxRSS / 1_024, count })
}).pipe(
  Effect.provide(
    Layer.provideMerge(PostgresQuery.layer, PostgresClient.layerAsItIs).pipe(
      Layer.provide(ConfigProvider.layer(ConfigProvider.fromEnv({ env: { DATABASE_URL: postgres } })))
    )
  ),
  Effect.runPromise
)
