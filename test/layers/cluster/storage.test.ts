import { newRun } from "#domain/Run"
import { Months, Part } from "#layers/cluster/messages"
import * as storage from "#layers/cluster/storage"
import * as Metrics from "#telemetry/Metrics"
import { assert, layer as withLayer } from "@effect/vitest"
import * as Snowflake from "effect/cluster/Snowflake"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Metric from "effect/Metric"
import * as SqlClient from "effect/sql/SqlClient"
import * as DurableQueue from "effect/workflow/DurableQueue"
import * as WorkflowEngine from "effect/workflow/WorkflowEngine"
import { Databases, layer as databases } from "../../support/Databases.ts"

const DAY = 24 * 60 * 60_000

/** Work on a database of its own that has the engine's tables. */
const made = <A, E, R>(work: (sql: SqlClient.SqlClient) => Effect.Effect<A, E, R>) =>
  Effect.gen(function*() {
    const sql: SqlClient.SqlClient = yield* (yield* Databases).fresh
    return yield* work(sql).pipe(
      Effect.provide(Layer.fresh(storage.queue).pipe(Layer.provide(Layer.fresh(storage.tables)))),
      Effect.provideService(SqlClient.SqlClient, sql)
    )
  })

/** A number that the engine would have given so many days ago. */
const numberOf = (days: number, sequence: number): string =>
  String(Snowflake.make({ machineId: 7 as never, sequence, timestamp: Date.now() - days * DAY }))

/** A message of an age in days, with a reply where there is one. */
const message = Effect.fnUntraced(
  function*(sql: SqlClient.SqlClient, name: string, days: number, sequence: number, processed: boolean) {
    const id = numberOf(days, sequence)
    yield* sql`
      insert into cluster_messages (id, message_id, shard_id, entity_type, entity_id, kind, tag, processed, request_id)
      values (${id}::bigint, ${name}, 'default:1', 'Mornings', 'one', 0, 'answer', ${processed}, ${id}::bigint)`
    if (!processed) return
    yield* sql`
      insert into cluster_replies (id, kind, request_id, payload)
      values (${numberOf(days, sequence + 500)}::bigint, 0, ${id}::bigint, ${name})`
  }
)

const namesOf = Effect.fnUntraced(function*(sql: SqlClient.SqlClient, table: string, column: string) {
  const lines = yield* sql<{ readonly name: string }>`select ${sql(column)} as name from ${sql(table)} order by 1`
  return lines.map(({ name }) => name)
})

withLayer(databases, { excludeTestServices: true })("storage", (it) => {
  it.effect("drops what was dealt with a week ago, and what waits never", () =>
    made(Effect.fnUntraced(function*(sql) {
      yield* message(sql, "old, done", 7.01, 1, true)
      yield* message(sql, "old, waits", 400, 2, false)
      yield* message(sql, "young, done", 6.99, 3, true)
      yield* message(sql, "young, waits", 0, 4, false)
      const states = ["completed", "failed", "given up", "pending"]
      for (const [days, age] of [[8, "old"], [6, "young"]] as const) {
        for (const state of states) {
          yield* sql`
            insert into cluster_queue (id, queue_name, element, state, visible_at, created_at, updated_at)
            select ${`${age}, ${state}`}, 'Months', '{}', ${state}, at, at, at
            from (select (now() - ${days}::integer * interval '1 day')::timestamp as at) as times`
        }
      }
      for (const [address, hours] of [["here", 1], ["gone", 25]] as const) {
        yield* sql`
          insert into cluster_runners (address, runner, last_heartbeat)
          values (${address}, '{}', now() - ${hours}::integer * interval '1 hour')`
      }
      yield* storage.prune
      assert.deepStrictEqual(yield* namesOf(sql, "cluster_messages", "message_id"), [
        "old, waits",
        "young, done",
        "young, waits"
      ])
      assert.deepStrictEqual(yield* namesOf(sql, "cluster_replies", "payload"), ["young, done"])
      assert.deepStrictEqual(yield* namesOf(sql, "cluster_queue", "id"), [
        "old, pending",
        ...states.map((state) => `young, ${state}`)
      ])
      assert.deepStrictEqual(yield* namesOf(sql, "cluster_runners", "address"), ["here"])

      yield* storage.count
      for (const [state, value] of [["waiting", 2], ["done", 1]] as const) {
        const told = yield* Metric.value(Metric.withAttributes(Metrics.clusterMessages, { state }))
        assert.strictEqual(told.value, value)
      }
    })))

  it.effect("drops more than one statement takes", () =>
    made(Effect.fnUntraced(function*(sql) {
      yield* sql`
        insert into cluster_messages (id, shard_id, entity_type, entity_id, kind, processed, request_id)
        select n, 'default:1', 'Mornings', 'one', 0, true, n from generate_series(1, 12001) as n`
      yield* storage.prune
      assert.deepStrictEqual(yield* namesOf(sql, "cluster_messages", "entity_id"), [])
    })))

  it.effect("gives a month up that nobody can do, and tells whoever waits for it", () =>
    made(Effect.fnUntraced(function*(sql) {
      const part = Part.toLayer((month) => DurableQueue.process(Months, month))
      const run = newRun({
        trigger: "backfill",
        window: { from: "2020-01-01", to: "2020-12-31" },
        datasets: ["eco2mix-regional-tr"],
        requestedBy: "test"
      })
      const month = { run, days: { from: "2020-03-01", to: "2020-03-31" } } as const
      yield* Effect.gen(function*() {
        const waiting = yield* Effect.forkScoped(Effect.flip(Part.execute(month)))
        const failed = sql`update cluster_queue set state = 'failed', attempts = 10 returning id`
        yield* Effect.repeat(Effect.delay(failed, "10 millis"), { until: ({ length }) => length === 1 })
        yield* storage.giveUp
        const error = yield* Fiber.join(waiting)
        assert.deepInclude(error, { _tag: "PartError", code: "Crew.GivenUp" })
        assert.match(error.message, /begun 10 times/)
        assert.deepStrictEqual(yield* namesOf(sql, "cluster_queue", "state"), ["given up"])
      }).pipe(Effect.provide(Layer.provideMerge(part, WorkflowEngine.layerMemory)))
    })))

  it.effect("is made by one of those who come at the same time, and found by the others", () =>
    Effect.gen(function*() {
      const sql: SqlClient.SqlClient = yield* (yield* Databases).fresh
      const many = Array.from({ length: 4 }, () => Layer.build(Layer.fresh(storage.tables)))
      yield* Effect.all(many, { concurrency: "unbounded" }).pipe(Effect.provideService(SqlClient.SqlClient, sql))
      const lines = yield* sql`select from pg_locks where locktype = 'advisory' and objsubid = 1`
      assert.strictEqual(lines.length, 0)
      assert.deepStrictEqual(yield* namesOf(sql, "cluster_messages", "entity_id"), [])
    }))
})
