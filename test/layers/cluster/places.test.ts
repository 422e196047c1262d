import * as places from "#layers/cluster/places"
import { aside } from "#layers/postgres/PostgresClient"
import * as PgClient from "@effect/sql-pg/PgClient"
import { assert, layer as withLayer } from "@effect/vitest"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Latch from "effect/Latch"
import * as Layer from "effect/Layer"
import * as SqlClient from "effect/sql/SqlClient"
import * as EmbeddedStores from "../../support/EmbeddedStores.ts"

type Kind = Parameters<typeof places.make>[0]

/** Places as another process has them: on a pool of its own. */
const elsewhere = Effect.fnUntraced(function*(kind: Kind, count: number) {
  const context = yield* Layer.build(Layer.fresh(aside({ maxConnections: 6 })))
  return yield* places.make(kind, count).pipe(
    Effect.provideService(SqlClient.SqlClient, Context.get(context, PgClient.PgClient))
  )
})

/** The connections that have a place, of whatever kind. */
const holders = Effect.flatMap(PgClient.PgClient, (sql) =>
  Effect.map(
    sql<{ readonly pid: number }>`
      select pid from pg_locks where locktype = 'advisory' and objsubid = 2 and granted order by pid`,
    (lines) => lines.map(({ pid }) => pid)
  ))

withLayer(EmbeddedStores.layer, { excludeTestServices: true })("places", (it) => {
  it.effect("are never had by more at the same time than there are, in however many processes", () =>
    Effect.gen(function*() {
      const some = [yield* elsewhere("append", 3), yield* elsewhere("append", 3)]
      const seen = { now: 0, most: 0, times: 0 }
      const work = Effect.acquireUseRelease(
        Effect.sync(() => seen.most = Math.max(seen.most, ++seen.now)),
        () => Effect.sleep("10 millis"),
        () => Effect.sync(() => seen.now--)
      ).pipe(Effect.andThen(Effect.sync(() => ++seen.times)))
      const answers = yield* Effect.forEach(
        Array.from({ length: 30 }, (_, index) => some[index % 2]!),
        ({ within }) => within(work),
        { concurrency: "unbounded" }
      )
      assert.strictEqual(answers.length, 30)
      assert.deepStrictEqual(seen, { now: 0, most: 3, times: 30 })
      assert.deepStrictEqual(yield* holders, [])
    }))

  it.effect("of one kind keep nobody waiting for one of another, and what fails gives its back", () =>
    Effect.gen(function*() {
      const exports = yield* elsewhere("export", 1)
      const appends = yield* elsewhere("append", 1)
      assert.strictEqual(yield* exports.within(appends.within(Effect.succeed(7))), 7)
      assert.strictEqual(yield* Effect.flip(exports.within(Effect.fail("no"))), "no")
      yield* Effect.timeoutOption(exports.within(Effect.never), "200 millis")
      assert.strictEqual(yield* exports.within(Effect.succeed(8)), 8)
      assert.deepStrictEqual(yield* holders, [])
    }))

  it.effect("are free again when the connection of a holder is ended, whatever the holder does", () =>
    Effect.gen(function*() {
      const sql = yield* PgClient.PgClient
      const [one, other] = [yield* elsewhere("export", 1), yield* elsewhere("export", 1)]
      const [entered, door] = [yield* Latch.make(), yield* Latch.make()]
      const frozen = yield* Effect.forkScoped(
        one.within(Effect.andThen(Latch.open(entered), Latch.await(door)).pipe(Effect.as("done")))
      )
      yield* Latch.await(entered)
      const waiting = yield* Effect.forkScoped(other.within(Effect.succeed("had")))
      const [pid] = yield* holders
      yield* sql`select pg_terminate_backend(${pid!}::integer, 10000)`
      assert.strictEqual(yield* Fiber.join(waiting), "had")
      yield* Latch.open(door)
      assert.strictEqual(yield* Fiber.join(frozen), "done")
      // The pool has another connection for the next one.
      assert.strictEqual(yield* one.within(Effect.succeed("again")), "again")
      assert.deepStrictEqual(yield* holders, [])
    }))

  it.effect("give the pool its connection back as it was: one that is idle is not ended", () =>
    Effect.gen(function*() {
      const pool = Context.get(yield* Layer.build(Layer.fresh(aside({ maxConnections: 1 }))), PgClient.PgClient)
      const { within } = yield* Effect.provideService(places.make("export", 1), SqlClient.SqlClient, pool)
      const state = pool`
        select pg_backend_pid() as pid, current_setting('idle_session_timeout') as ends,
          (select count(*)::integer from pg_locks where pid = pg_backend_pid() and locktype = 'advisory') as locks`
      const before = yield* state
      const [holder] = yield* within(holders)
      assert.strictEqual(holder, before[0]!["pid"])
      assert.deepStrictEqual(yield* state, before)
    }))
})
