import * as MongoClient from "#layers/mongo/MongoClient"
import { revive } from "#layers/mongo/revive"
import { assert, it } from "@effect/vitest"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import { MongoClient as Driver, type ServerHeartbeatStartedEvent } from "mongodb"
import { once } from "node:events"
import { connect, createServer } from "node:net"
import * as Link from "../../chaos/Link.ts"
import * as FerretDb from "../../support/FerretDb.ts"
import { portOf } from "../../support/Process.ts"

it.effect("A write that broke is a lake that is away, also where the driver passes on the system's own error", () =>
  Effect.gen(function*() {
    const server = createServer((socket) => socket.resetAndDestroy()).listen(0, "127.0.0.1")
    yield* Effect.addFinalizer(() => Effect.sync(() => server.close()))
    const error = yield* Effect.promise(async () => {
      await once(server, "listening")
      const [error] = await once(connect(portOf(server), "127.0.0.1").resume(), "error").catch((error) => [error])
      return error as unknown
    })
    assert.strictEqual(MongoClient.failed("test")(error).reason, "Unreachable")
  }).pipe(Effect.scoped))

it.live.skipIf(FerretDb.missing !== undefined)(
  "A connection that is lost in the middle of an insert is a lake that is away",
  () =>
    Effect.gen(function*() {
      const link = yield* Link.link(Number(new URL(yield* FerretDb.url).port))
      const client = yield* Effect.acquireRelease(
        Effect.promise(() => new Driver(`mongodb://127.0.0.1:${link.port}/lost`).connect()),
        (client) => Effect.promise(() => client.close())
      )
      const lost = link.watch({ direction: "up", sees: "insert\0", strike: () => "reset" })
      yield* Effect.forkChild(lost, { startImmediately: true })
      const error = yield* Effect.flip(Effect.tryPromise({
        try: () => client.db().collection("lost").insertMany([{ one: 1 }]),
        catch: MongoClient.failed("test")
      }))
      assert.strictEqual(error.reason, "Unreachable")
    }).pipe(Effect.scoped)
)

it.live.skipIf(FerretDb.missing !== undefined)(
  "A client whose heartbeat nobody answers is connected anew, and goes on",
  () =>
    Effect.gen(function*() {
      const url = yield* FerretDb.url
      const client = yield* Effect.acquireRelease(
        Effect.promise(() => new Driver(url).connect()),
        (client) => Effect.promise(() => client.close())
      )
      const database = client.db()
      yield* Effect.acquireRelease(
        Effect.sync(() => revive(client, 100, Context.empty())),
        (stop) => Effect.sync(stop)
      )
      yield* Effect.promise(async () => {
        const again = once(client, "open")
        client.emit(
          "serverHeartbeatStarted",
          { connectionId: "127.0.0.1:1", awaited: false } as ServerHeartbeatStartedEvent
        )
        await again
        await database.command({ ping: 1 })
      })
    }).pipe(Effect.scoped)
)
