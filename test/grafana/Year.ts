/**
 * A year of a simulated country, read and published by the program itself: half-hours of eleven months, the real-time
 * quarters of the last six weeks, a part of which has been consolidated since, and what was corrected in between. With it the role
 * that dashboards read as.
 */
import { clientOf } from "#layers/postgres/EmbeddedPostgres"
import { enter, leave } from "#layers/postgres/PostgresServer"
import * as PgClient from "@effect/sql-pg/PgClient"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Program from "../support/Program.ts"
import { statementsOf } from "../support/Roles.ts"

/** The moment at which the country stands still, with 16 days of 2024, which are definitive by then, behind the year. */
export const NOW = new Date("2026-01-20T11:00:00Z")

export const READER = "eco2mixd_reader"
const PASSWORD = "only for this test"

/** The database of a program's settings, whose tables are there, as those who read it meet it. */
export class Stores extends Context.Service<Stores, {
  /** As its owner. */
  readonly owner: PgClient.PgClient
  /** As the role of the dashboards, in a pool as they have one. */
  readonly reader: PgClient.PgClient
}>()("eco2mixd/test/grafana/Stores") {}

/** Both accounts of a database, the second one made by the shipped file, twice: it may be run again. */
export const stores = (settings: Program.Settings) =>
  Layer.effect(
    Stores,
    Effect.gen(function*() {
      const folder = settings["ECO2MIXD_DATA_DIR"]!
      const server = yield* Effect.acquireRelease(
        Effect.promise(() => enter(folder, 0)),
        () => Effect.promise(() => leave(folder))
      )
      const config = clientOf(server, "eco2mixd")
      const owner = Context.get(yield* Layer.build(PgClient.layer(config)), PgClient.PgClient)
      for (const statement of [...statementsOf("reader"), ...statementsOf("reader")]) yield* owner.unsafe(statement)
      yield* owner.unsafe(`alter role ${READER} password '${PASSWORD}'`)
      const readers = PgClient.layer({
        ...config,
        username: READER,
        password: Redacted.make(PASSWORD),
        maxConnections: 2
      })
      return { owner, reader: Context.get(yield* Layer.build(Layer.fresh(readers)), PgClient.PgClient) }
    })
  )

const backfill = Effect.fnUntraced(function*(settings: Program.Settings, source: string, from: string, to: string) {
  const { code, stderr } = yield* Program.run(["backfill", "--from", from, "--to", to], {
    ...settings,
    ECO2MIXD_SOURCE_URL: source
  })
  if (code !== 0) throw new Error(stderr)
})

/** The source as it stood at a moment, with real time from a day on. */
const seen = (now: string, realTimeFrom: string) =>
  Program.simulate("--now", now, "--real-time-from", realTimeFrom, "--start", "2024-12-16")

/** Three looks at it: real time alone, real time corrected, and the year with its first month of real time consolidated. */
export const layer = Layer.unwrap(Effect.gen(function*() {
  const settings = yield* Program.embeddedUp("")
  yield* backfill(settings, yield* seen("2026-01-15T08:00:00Z", "2025-12-05"), "2025-12-05", "2026-01-15")
  yield* backfill(settings, yield* seen("2026-01-19T20:00:00Z", "2025-12-20"), "2026-01-13", "2026-01-19")
  yield* backfill(settings, yield* seen(NOW.toISOString(), "2025-12-20"), "2024-12-16", "2026-01-20")
  return stores(settings)
}))

/** The tables alone, as a run makes them. */
export const layerEmpty = Layer.unwrap(Effect.gen(function*() {
  const settings = yield* Program.embeddedUp("")
  const { code, stderr } = yield* Program.run(["replay", "--from", "2026-01-01", "--to", "2026-01-01"], settings)
  if (code !== 0) throw new Error(stderr)
  return stores(settings)
}))
