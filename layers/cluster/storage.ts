/** What the members keep in PostgreSQL for one another, in a schema of its own, and for how long. */
import { PartError } from "#ports/Crew"
import * as Metrics from "#telemetry/Metrics"
import * as Clock from "effect/Clock"
import * as Snowflake from "effect/cluster/Snowflake"
import * as SqlMessageStorage from "effect/cluster/SqlMessageStorage"
import * as SqlRunnerStorage from "effect/cluster/SqlRunnerStorage"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Metric from "effect/Metric"
import * as PersistedQueue from "effect/persistence/PersistedQueue"
import * as Schema from "effect/Schema"
import * as SqlClient from "effect/sql/SqlClient"
import * as DurableDeferred from "effect/workflow/DurableDeferred"
import { Months } from "./messages.ts"

/** Whoever comes at the same time waits: two that make the same table get in one another's way. */
const MAKING = 0x65_63_6f_32

/** A member says so often that it lives, and after that time loses to another one what it was at. */
export const BEAT = "2 seconds"
export const SILENCE = "6 seconds"

/** How often a member that has nothing to do looks for a month that waits. */
const LOOK = "500 millis"

/** Where months wait. */
export const queue = PersistedQueue.layer.pipe(
  Layer.provideMerge(PersistedQueue.layerStoreSql({
    tableName: "cluster_queue",
    pollInterval: LOOK,
    lockRefreshInterval: BEAT,
    lockExpiration: SILENCE
  }))
)

/** The engine's tables, made or brought up to date by its own steps; it keeps account of them itself. */
export const tables = Layer.effectDiscard(
  Effect.scoped(Effect.gen(function*() {
    const sql = yield* SqlClient.SqlClient
    const connection = yield* sql.reserve
    yield* Effect.acquireRelease(
      connection.execute("select pg_advisory_lock($1)", [MAKING], undefined),
      // A connection that is lost has let go of it already.
      () => Effect.ignore(connection.execute("select pg_advisory_unlock($1)", [MAKING], undefined))
    )
    const engine = Layer.merge(SqlMessageStorage.layerMigrations({}), SqlRunnerStorage.layerMigrations({}))
    yield* Layer.build(Layer.merge(engine, Layer.fresh(queue)))
  }))
)

/** How long what was dealt with stays, in milliseconds: long enough to look into what happened last week. */
const KEPT = 7 * 24 * 60 * 60_000

/** Lines a statement, so that none locks the table for long. */
const BATCH = 5_000

/** Drops what was dealt with long ago, by the time that its number holds; what waits stays however old it is. */
export const prune = Effect.gen(function*() {
  const sql = yield* SqlClient.SqlClient
  const timestamp = (yield* Clock.currentTimeMillis) - KEPT
  const before = String(Snowflake.make({ machineId: 0 as never, sequence: 0, timestamp }))
  const batch = sql<{ readonly dropped: number }>`
    with old as (
      select id, request_id from cluster_messages where processed and id < ${before}::bigint order by id limit ${BATCH}::integer
    ), replies as (
      delete from cluster_replies where request_id in (select request_id from old)
    ), messages as (
      delete from cluster_messages where id in (select id from old) returning 1
    )
    select count(*)::integer as dropped from messages`
  yield* Effect.repeat(batch, { while: ([line]) => (line?.dropped ?? 0) >= BATCH })
  yield* (yield* PersistedQueue.PersistedQueueStore).cleanup({
    timeToLive: Duration.millis(KEPT),
    failedTimeToLive: Duration.millis(KEPT)
  })
  yield* sql`
    delete from cluster_queue
    where state = 'given up' and updated_at < now() - ${KEPT}::bigint * interval '1 millisecond'`
  yield* sql`delete from cluster_runners where last_heartbeat < now() - interval '1 day'`
})

/** What a month's place in the queue holds beside its days, as `DurableQueue` writes it. */
const Held = Schema.fromJsonString(Schema.Struct({ token: DurableDeferred.Token }))

/** A month that has cost one daemon after the other its life is given up, and fails the run that waits for it. */
export const giveUp = Effect.gen(function*() {
  const sql = yield* SqlClient.SqlClient
  const lost = yield* sql<{ readonly id: string; readonly element: string; readonly attempts: number }>`
    select id, element, attempts from cluster_queue where state = 'failed'`
  for (const { attempts, element, id } of lost) {
    const { token } = yield* Schema.decodeEffect(Held)(element)
    const detail =
      `A month of the run was begun ${attempts} times, and each time the daemon that did it died: see their logs.`
    const error = new PartError({ reason: "Failed", code: "Crew.GivenUp", detail })
    yield* DurableDeferred.done(Months.deferred, { token, exit: Exit.fail(error) })
    // Only then: one that could not be told is told again.
    yield* sql`update cluster_queue set state = 'given up' where id = ${id}`
  }
})

/** How many messages wait, and how many were dealt with and are kept. */
export const count = Effect.gen(function*() {
  const sql = yield* SqlClient.SqlClient
  const [line] = yield* sql<{ readonly waiting: number; readonly done: number }>`
    select (count(*) filter (where not processed))::integer as waiting,
      (count(*) filter (where processed))::integer as done
    from cluster_messages`
  for (const state of ["waiting", "done"] as const) {
    yield* Metric.update(Metric.withAttributes(Metrics.clusterMessages, { state }), line![state])
  }
})
