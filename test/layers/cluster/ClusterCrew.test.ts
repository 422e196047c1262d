/** Three members in this process, each with a pool, a port and an engine of its own, on a real PostgreSQL. */
import * as ClusterCrew from "#layers/cluster/ClusterCrew"
import { POOL } from "#layers/cluster/ClusterSettings"
import { freePort } from "#layers/postgres/freePort"
import { aside } from "#layers/postgres/PostgresClient"
import { Crew } from "#ports/Crew"
import * as PgClient from "@effect/sql-pg/PgClient"
import * as ConfigProvider from "effect/ConfigProvider"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as CrewContract from "../../contract/CrewContract.ts"
import { Crews } from "../../contract/CrewMembers.ts"
import { Databases, layer as databases } from "../../support/Databases.ts"

/** On the database of a client. */
const member = (sql: PgClient.PgClient) =>
  Effect.gen(function*() {
    const port = yield* Effect.promise(() => freePort())
    const settings = ConfigProvider.fromEnv({ env: { ECO2MIXD_CLUSTER_ADDRESS: `127.0.0.1:${port}` } })
    const context = yield* Layer.build(
      Layer.fresh(ClusterCrew.layer).pipe(
        Layer.provide(Layer.fresh(aside({ maxConnections: POOL.maxConnections }))),
        Layer.provide([Layer.succeed(PgClient.PgClient, sql), ConfigProvider.layer(settings), Logger.layer([])])
      )
    )
    return Context.get(context, Crew)
  }).pipe(Effect.orDie)

/** Shards of the engine, each a lock of the member that has it. */
const SHARDS = 300

/** All of them are dealt out to so many, and the share of each stands still. */
const settled = (sql: PgClient.PgClient) =>
  Effect.fnUntraced(function*(members: number) {
    const shares = Effect.map(
      sql<{ readonly shards: number }>`
        select count(*)::integer as shards from pg_locks
        where locktype = 'advisory' and objsubid = 2 and granted
          and database = (select oid from pg_database where datname = current_database())
        group by pid order by pid`,
      (lines) => lines.map(({ shards }) => shards)
    )
    let [before, stood] = ["", 0]
    while (stood < 3) {
      const now = yield* shares
      const all = now.length === members && now.reduce((sum, shards) => sum + shards, 0) === SHARDS
      stood = all && before === now.join() ? stood + 1 : 0
      before = now.join()
      yield* Effect.sleep("100 millis")
    }
  }, Effect.orDie)

const crews = Layer.effect(
  Crews,
  Effect.map(Databases, ({ fresh }) => ({
    fresh: Effect.map(fresh, (sql) => ({ member: member(sql), settled: settled(sql) }))
  }))
)

CrewContract.suite("cluster", Layer.provide(crews, databases))
