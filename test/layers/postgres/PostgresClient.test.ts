import * as PostgresClient from "#layers/postgres/PostgresClient"
import { enter, leave, USER } from "#layers/postgres/PostgresServer"
import { transaction } from "#layers/postgres/transaction"
import { Silence } from "#ports/Leadership"
import { SinkError } from "#ports/Sink"
import * as PgClient from "@effect/sql-pg/PgClient"
import { assert, describe, it } from "@effect/vitest"
import * as ConfigProvider from "effect/ConfigProvider"
import * as Context from "effect/Context"
import * as Deferred from "effect/Deferred"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Link from "../../chaos/Link.ts"
import * as EmbeddedStores from "../../support/EmbeddedStores.ts"
import * as Spans from "../../support/Spans.ts"

/** A server of a test's own. */
const server = Effect.flatMap(EmbeddedStores.temporaryFolder, (folder) =>
  Effect.acquireRelease(
    Effect.promise(() => enter(folder, 0)),
    () => Effect.promise(() => leave(folder))
  ))

/** The same, and the client of a URL to it. */
const at = Effect.fnUntraced(function*(urlOf: (secret: string, port: number) => string) {
  const { password, port } = yield* server
  const env = { DATABASE_URL: urlOf(`${USER}:${password}`, port) }
  const spans = Spans.keep()
  yield* Effect.flatMap(PgClient.PgClient, (sql) => sql`select ${"a secret"} as secret`).pipe(
    Effect.provide(Layer.provide(PostgresClient.layer, ConfigProvider.layer(ConfigProvider.fromEnv({ env })))),
    Spans.into(spans)
  )
  return { password, port, spans }
})

describe("PostgresClient in traces", () => {
  it.live("is named by the URL, without its password, what is asked with, and its own beginning", () =>
    Effect.gen(function*() {
      const { password, port, spans } = yield* at((who, port) => `postgres://${who}@127.0.0.1:${port}/postgres`)
      assert.deepStrictEqual(spans.all.map(({ name }) => name), ["postgres"])
      const told = Spans.attributesOf(spans.all[0]!)
      assert.deepInclude(told, {
        "db.system.name": "postgresql",
        "db.namespace": "postgres",
        "server.address": "127.0.0.1",
        "server.port": port,
        "db.query.text": "select $1 as secret"
      })
      assert.notInclude(JSON.stringify(told), password)
      assert.notInclude(JSON.stringify(told), "a secret")
    }).pipe(Effect.scoped))

  it.live("connects all the same where the URL's parameters say where to", () =>
    Effect.gen(function*() {
      const { spans } = yield* at((who, port) =>
        `postgres://${who}@elsewhere.invalid/none?host=127.0.0.1&port=${port}&dbname=postgres`
      )
      assert.lengthOf(spans.all, 1)
    }).pipe(Effect.scoped))
})

it.layer(EmbeddedStores.layer)("A server that refuses", (it) => {
  it.effect("for now, as without room or where it may only be read, is asked again soon", () =>
    Effect.gen(function*() {
      const sql = yield* PgClient.PgClient
      const refuse = (code: string) =>
        sql.unsafe(`do $$ begin raise exception 'no' using errcode = '${code}'; end $$`).pipe(
          Effect.mapError(PostgresClient.failed(SinkError, "test")),
          Effect.flip,
          Effect.map(({ reason }) => reason)
        )
      assert.deepStrictEqual(yield* Effect.forEach(["53100", "25006", "22012"], refuse), [
        "Busy",
        "Unreachable",
        "Refused"
      ])
    }))
})

it.layer(EmbeddedStores.layer)("A transaction", (it) => {
  it.effect("whose connection is lost has failed as the server has, and is no mistake of the program", () =>
    Effect.gen(function*() {
      const sql = yield* PgClient.PgClient
      const error = yield* sql`select pg_terminate_backend(pg_backend_pid())`.pipe(
        transaction(sql),
        Effect.mapError(PostgresClient.failed(SinkError, "test")),
        Effect.flip
      )
      assert.strictEqual(error.reason, "Unreachable")
    }))

  it.effect("of a process that is frozen is given up by the server, and holds up nobody", () =>
    Effect.gen(function*() {
      const sql = yield* PgClient.PgClient
      yield* sql`create table held (one integer primary key)`
      const reached = yield* Deferred.make<void>()
      const goOn = yield* Deferred.make<void>()
      const frozen = yield* sql`insert into held values (1)`.pipe(
        Effect.andThen(Deferred.succeed(reached, undefined)),
        // Says nothing until the other one has had its way.
        Effect.andThen(Deferred.await(goOn)),
        Effect.andThen(sql`select 1`),
        transaction(sql),
        Effect.provideService(Silence, 100),
        Effect.mapError(PostgresClient.failed(SinkError, "test")),
        Effect.flip,
        Effect.forkChild
      )
      yield* Deferred.await(reached)
      yield* transaction(sql)(sql`insert into held values (1)`)
      yield* Deferred.succeed(goOn, undefined)
      assert.strictEqual((yield* Fiber.join(frozen)).reason, "Unreachable")
      const [line] = yield* transaction(sql)(sql<{ readonly patience: string }>`
        select current_setting('idle_in_transaction_session_timeout') as patience`)
      assert.strictEqual(line!.patience, "15s")
    }))
})

it.live("A transaction that nobody answers is left when it is interrupted, before its COMMIT and in it", () =>
  Effect.gen(function*() {
    const { password, port } = yield* server
    const link = yield* Link.link(port)
    const env = { DATABASE_URL: `postgres://${USER}:${password}@127.0.0.1:${link.port}/postgres` }
    const sql = Context.get(
      yield* Layer.build(Layer.provide(PostgresClient.layer, ConfigProvider.layer(ConfigProvider.fromEnv({ env })))),
      PgClient.PgClient
    )
    const reached = yield* Deferred.make<void>()
    const waiting = yield* Effect.forkChild(
      transaction(sql)(Effect.andThen(Deferred.succeed(reached, undefined), Effect.never))
    )
    yield* Deferred.await(reached)
    const swallowed = yield* Effect.forkChild(
      link.watch({ direction: "up", sees: "COMMIT", strike: () => "drop" }),
      { startImmediately: true }
    )
    const committing = yield* Effect.forkChild(transaction(sql)(sql`select 1`))
    yield* Fiber.join(swallowed)
    yield* link.set("hole")
    const [took] = yield* Effect.timed(Fiber.interruptAll([waiting, committing]))
    assert.isBelow(Duration.toMillis(took), 10_000)
    link.reset()
  }).pipe(Effect.scoped))
