import * as PostgresClient from "#layers/postgres/PostgresClient"
import * as PostgresLeadership from "#layers/postgres/PostgresLeadership"
import { Leadership } from "#ports/Leadership"
import * as PgClient from "@effect/sql-pg/PgClient"
import { assert, layer as withLayer } from "@effect/vitest"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as TestClock from "effect/testing/TestClock"
import * as LeadershipContract from "../../contract/LeadershipContract.ts"
import * as EmbeddedStores from "../../support/EmbeddedStores.ts"

const later = Layer.effect(
  LeadershipContract.Later,
  Effect.map(PgClient.PgClient, (sql) => (millis: number) =>
    Effect.asVoid(Effect.orDie(
      sql`update leadership set expires_at = expires_at - ${millis}::integer * interval '1 millisecond'`
    )))
)

LeadershipContract.suite(
  "PostgreSQL",
  Layer.merge(PostgresLeadership.layer, later).pipe(Layer.provide(EmbeddedStores.layer))
)

const one = { id: crypto.randomUUID(), name: "one:8080" }

/** Until so many questions wait for a lock. */
const blocked = Effect.fnUntraced(function*(questions: number) {
  const sql = yield* PgClient.PgClient
  for (;;) {
    const waiting = yield* sql`select distinct pid from pg_locks where not granted`
    if (waiting.length === questions) return
  }
})

withLayer(PostgresLeadership.layer.pipe(Layer.provideMerge(EmbeddedStores.layer)), { excludeTestServices: true })(
  "PostgresLeadership",
  (it) => {
    it.effect("is claimed and renewed while every connection of the pool is taken", () =>
      Effect.gen(function*() {
        const sql = yield* PgClient.PgClient
        const { claim, leader, resign } = yield* Leadership
        for (let taken = 0; taken < PostgresClient.CONNECTIONS; taken++) yield* sql.reserve
        assert.deepInclude(yield* claim(one), one)
        assert.deepInclude(yield* claim(one), one)
        yield* resign(one)
        assert.isNull(yield* leader)
      }))

    it.effect("answers with the line as it is when its turn comes, not as it was when it asked", () =>
      Effect.gen(function*() {
        const sql = yield* PgClient.PgClient
        const { claim, resign } = yield* Leadership
        yield* claim(one)
        yield* sql`update leadership set expires_at = now() - interval '1 second'`
        const asked = yield* sql.withTransaction(Effect.gen(function*() {
          yield* sql`
            update leadership set candidate = 'between', name = 'between', since = now(),
              expires_at = now() + interval '15 seconds'`
          const asked = yield* Effect.forkScoped(claim(one))
          yield* blocked(1)
          return asked
        }))
        assert.deepInclude(yield* Fiber.join(asked), { id: "between", name: "between" })
        yield* resign({ id: "between", name: "between" })
      }))

    it.effect("gives up in time on a server that does not answer, and is answered again when it does", () =>
      Effect.gen(function*() {
        const sql = yield* PgClient.PgClient
        const { claim, leader, resign } = yield* Leadership
        yield* sql.withTransaction(Effect.gen(function*() {
          yield* sql`lock table leadership in access exclusive mode`
          const asked = [claim(one), leader].map((question) => Effect.flip(question))
          const waiting = yield* Effect.forkScoped(Effect.all(asked, { concurrency: "unbounded" }))
          yield* blocked(2)
          yield* TestClock.adjust("4 seconds")
          for (const { message, reason } of yield* Fiber.join(waiting)) {
            assert.strictEqual(reason, "Unreachable")
            assert.match(message, /no answer within 4 s/)
          }
        }))
        assert.deepInclude(yield* claim(one), one)
        yield* resign(one)
      }).pipe(Effect.provide(TestClock.layer())))

    it.effect("takes an answer for none that is read long after it was asked for, by a process that was frozen", () =>
      Effect.gen(function*() {
        const { claim, resign } = yield* Leadership
        const clock = yield* Clock.Clock
        const times = [0, 60_000]
        const frozen: Clock.Clock = Object.create(clock, {
          currentTimeMillis: { value: Effect.sync(() => times.shift()) }
        })
        const error = yield* Effect.flip(claim(one).pipe(Effect.provideService(Clock.Clock, frozen)))
        assert.strictEqual(error.reason, "Unreachable")
        yield* resign(one)
      }))
  }
)
