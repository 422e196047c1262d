/** The stores of a program's settings, from within the test: to put into them what no command puts there. */
import * as EmbeddedPostgres from "#layers/postgres/EmbeddedPostgres"
import * as PostgresLake from "#layers/postgres/PostgresLake"
import * as PostgresLeadership from "#layers/postgres/PostgresLeadership"
import * as PostgresLedger from "#layers/postgres/PostgresLedger"
import type { Lake } from "#ports/Lake"
import type { Leadership } from "#ports/Leadership"
import type { Ledger } from "#ports/Ledger"
import type * as PgClient from "@effect/sql-pg/PgClient"
import * as ConfigProvider from "effect/ConfigProvider"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type * as Program from "./Program.ts"

export const inStores = <A, E, R extends Lake | Ledger | Leadership | PgClient.PgClient>(
  settings: Program.Settings,
  work: Effect.Effect<A, E, R>
) =>
  Effect.provide(
    work,
    Layer.mergeAll(PostgresLake.layer, PostgresLedger.layer, PostgresLeadership.layer).pipe(
      Layer.provideMerge(EmbeddedPostgres.layer),
      Layer.provide(ConfigProvider.layer(ConfigProvider.fromEnv({ env: settings })))
    )
  )
