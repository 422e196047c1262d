/** `doctor` on servers of others: what they have not made, may not do, or do not answer. */
import { clientOf } from "#layers/postgres/EmbeddedPostgres"
import { enter, leave, USER } from "#layers/postgres/PostgresServer"
import * as PgClient from "@effect/sql-pg/PgClient"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { once } from "node:events"
import { createServer, type Socket } from "node:net"
import { examine } from "../support/Doctor.ts"
import { temporaryFolder } from "../support/EmbeddedStores.ts"
import * as FerretDb from "../support/FerretDb.ts"
import * as Program from "../support/Program.ts"

describe("doctor on servers", () => {
  it.live("one store that is away hides nothing of the other", () =>
    Effect.gen(function*() {
      const url = yield* Program.simulate()
      const away = yield* examine({
        ECO2MIXD_STORES: "servers",
        ECO2MIXD_SOURCE_URL: url,
        MONGO_URL: "mongodb://me:hunter2@127.0.0.1:1/x",
        DATABASE_URL: "postgres://me:hunter2@127.0.0.1:1/x"
      })
      assert.deepStrictEqual(away.failed, ["postgres", "lake server"])
      assert.match(away.of("postgres").said, /ECONNREFUSED/)
      assert.match(away.of("postgres").mend!, /DATABASE_URL/)
      assert.match(away.of("lake server").mend!, /MONGO_URL/)
      assert.strictEqual(away.of("migrations").said, "PostgreSQL was not reached")
      assert.strictEqual(away.of("lake indexes").said, "the lake was not reached")
    }).pipe(Effect.scoped))

  it.live("servers that take a call and never answer it are given up on within seconds", () =>
    Effect.gen(function*() {
      const silent = yield* Effect.acquireRelease(
        Effect.promise(async () => {
          const sockets = new Set<Socket>()
          const server = createServer((socket) => void sockets.add(socket)).listen(0, "127.0.0.1")
          await once(server, "listening")
          return { server, sockets, port: (server.address() as { readonly port: number }).port }
        }),
        ({ server, sockets }) =>
          Effect.sync(() => {
            for (const socket of sockets) socket.destroy()
            server.close()
          })
      )
      const began = Date.now()
      const { checks, failed, of } = yield* examine({
        ECO2MIXD_STORES: "servers",
        ECO2MIXD_SOURCE_URL: `http://127.0.0.1:${silent.port}`,
        MONGO_URL: `mongodb://127.0.0.1:${silent.port}/x`,
        DATABASE_URL: `postgres://me:hunter2@127.0.0.1:${silent.port}/x`
      })
      // Five for the checks, and what a loaded machine takes to begin and to end.
      assert.isBelow(Date.now() - began, 15_000)
      assert.deepStrictEqual(failed, [
        "source eco2mix-regional-tr",
        "source eco2mix-regional-cons-def",
        "postgres",
        "lake server"
      ])
      assert.match(of("postgres").said, /no answer within 4 seconds/)
      assert.isTrue(checks.every(({ said }) => said !== ""))
    }).pipe(Effect.scoped))

  const why = FerretDb.missing ?? ""
  it.live.skipIf(FerretDb.missing !== undefined)(`on MongoDB and PostgreSQL ${why}`, () =>
    Effect.gen(function*() {
      const url = yield* Program.simulate("--now", "2026-09-30T12:00:00Z")
      const folder = yield* temporaryFolder
      const server = yield* Effect.acquireRelease(
        Effect.promise(() => enter(folder, 0)),
        () => Effect.promise(() => leave(folder))
      )
      const postgres = (user: string, password: string) =>
        `postgres://${user}:${password}@127.0.0.1:${server.port}/postgres`
      const settings = {
        ECO2MIXD_STORES: "servers",
        ECO2MIXD_SOURCE_URL: url,
        MONGO_URL: yield* FerretDb.url,
        DATABASE_URL: postgres(USER, server.password)
      }
      const before = yield* examine(settings)
      assert.deepStrictEqual(before.failed, [])
      assert.match(before.of("lake").said, /no lake yet/)
      assert.match(before.of("migrations").said, /0 of \d+ done/)
      assert.strictEqual(before.of("days published").said, "none of our tables are there yet")

      const run = yield* Program.run(["run", "--from", "2026-09-29", "--to", "2026-09-29"], settings)
      assert.strictEqual(run.code, 0, run.stderr)
      const after = yield* examine(settings)
      assert.deepStrictEqual(
        after.checks.filter(({ status }) => status !== "ok").map(({ name }) => name),
        // Nobody should be a superuser there, and no daemon was started.
        ["secret files", "postgres role", "leader", "webhook", "collector"]
      )
      assert.match(after.of("days published").said, /1 days in the lake, all published/)

      yield* Effect.gen(function*() {
        const sql = yield* PgClient.PgClient
        yield* sql.unsafe("create role weak login password 'hunter2weak'")
      }).pipe(Effect.provide(PgClient.layer(clientOf(server, "postgres"))))
      const weak = yield* examine({ ...settings, DATABASE_URL: postgres("weak", "hunter2weak") })
      assert.include(weak.failed, "postgres role")
      assert.match(weak.of("postgres role").said, /weak may not .*on regional_energy_stats/)
      assert.match(weak.of("postgres role").mend!, /grant .* to "weak"/)
      const stranger = yield* examine({ ...settings, DATABASE_URL: postgres("weak", "hunter2wrong") })
      assert.match(stranger.of("postgres").mend!, /password/)
      const lost = yield* examine({ ...settings, DATABASE_URL: `${postgres(USER, server.password)}2` })
      assert.match(lost.of("postgres").mend!, /createdb postgres2/)
    }).pipe(Effect.scoped), 300_000)
})
