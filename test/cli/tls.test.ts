/** The program over encrypted connections alone: a whole run, and what `doctor` says of each way to a store. */
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { once } from "node:events"
import { createServer } from "node:net"
import * as Authority from "../support/Authority.ts"
import { examine } from "../support/Doctor.ts"
import * as FerretDb from "../support/FerretDb.ts"
import * as PostgresTls from "../support/PostgresTls.ts"
import * as Program from "../support/Program.ts"

const RUN = ["run", "--from", "2026-09-29", "--to", "2026-09-29"]

const missing = Authority.missing ?? FerretDb.missingOwn
describe.skipIf(missing !== undefined)(`the program by TLS ${missing ?? ""}`, () => {
  it.live("reads, keeps and publishes, and doctor tells how each store is reached", () =>
    Effect.gen(function*() {
      const source = yield* Program.simulate("--now", "2026-09-30T12:00:00Z")
      const [ours, theirs] = yield* Effect.all([Authority.make, Authority.make])
      const certificate = yield* ours.issue("localhost")
      const { letIn, offer, urlOf } = yield* PostgresTls.make
      yield* offer(certificate, ours.file)
      const mongo = yield* FerretDb.serve(certificate)
      const mongoUrl = (parameters: string, host = "localhost") => `mongodb://${host}:${mongo}/x?${parameters}`
      const full = `?sslmode=verify-full&sslrootcert=${ours.file}`
      const tls = `tls=true&tlsCAFile=${ours.file}`
      const settings = {
        ECO2MIXD_STORES: "servers",
        ECO2MIXD_SOURCE_URL: source,
        DATABASE_URL: urlOf(full),
        MONGO_URL: mongoUrl(tls)
      }

      const loose = { DATABASE_URL: urlOf("?sslmode=require"), MONGO_URL: mongoUrl("tls=true&tlsInsecure=true") }
      const unsure = yield* examine({ ...settings, ...loose })
      assert.deepStrictEqual(unsure.failed, [])
      assert.match(unsure.of("postgres connection").said, /nobody knows with whom: sslmode=require verifies nothing/)
      assert.match(unsure.of("postgres connection").mend!, /set sslmode=verify-full in DATABASE_URL/)
      assert.strictEqual(unsure.of("lake connection").status, "warning")
      assert.match(unsure.of("lake connection").mend!, /leave tlsInsecure/)

      // Whoever came in plain from here on would not be let in.
      yield* letIn("hostssl all all all scram-sha-256")
      const run = yield* Program.run(RUN, settings)
      assert.strictEqual(run.code, 0, run.stderr)
      const published = yield* Program.ask<{ readonly days: number }>(
        "select count(*) as days from published_days",
        settings
      )
      assert.deepStrictEqual(published, [{ days: 1 }])
      // What the machine trusts, for which Deno's tasks do not ask, and what the runtime does.
      const machine = ["&sslrootcert=system", "SSL_CERT_FILE"] as const
      const runtime = ["", "NODE_EXTRA_CA_CERTS"] as const
      for (const [parameter, name] of "Deno" in globalThis ? [runtime] : [machine, runtime]) {
        const trusting = { ...settings, DATABASE_URL: urlOf(`?sslmode=verify-full${parameter}`) }
        const ask = (file: string) => Program.run(["sql", "select 1"], { ...trusting, [name]: file })
        assert.strictEqual((yield* ask(ours.file)).code, 0, name)
        if (parameter !== "") assert.match((yield* ask(theirs.file)).stderr, /authority that is not known/)
      }
      const { failed, of } = yield* examine(settings)
      assert.deepStrictEqual(failed, [])
      for (const name of ["postgres connection", "lake connection"]) {
        assert.strictEqual(of(name).status, "ok")
        assert.match(of(name).said, /^encrypted \(TLSv1\.\d, TLS_\w+\), and verified to be localhost$/)
      }

      const stranger = yield* examine({
        ...settings,
        DATABASE_URL: urlOf(full, "127.0.0.1"),
        MONGO_URL: mongoUrl(`tls=true&tlsCAFile=${theirs.file}`)
      })
      assert.deepStrictEqual(stranger.failed, ["postgres", "lake server"])
      assert.match(stranger.of("postgres").said, /is for another name/)
      assert.match(stranger.of("postgres").mend!, /set the host of DATABASE_URL/)
      assert.match(stranger.of("lake server").said, /authority that is not known/)
      assert.match(stranger.of("lake server").mend!, /MONGO_URL: tlsCAFile=/)
      assert.strictEqual(stranger.of("postgres connection").status, "skipped")
    }).pipe(Effect.scoped), 180_000)

  it.live("tells by its exit code what the settings could have told, and what only the server can", () =>
    Effect.gen(function*() {
      // Takes calls and never answers, so that the lake's settings are what is told.
      const silent = yield* Effect.acquireRelease(
        Effect.promise(async () => {
          const server = createServer().listen(0, "127.0.0.1")
          await once(server, "listening")
          return server
        }),
        (server) => Effect.sync(() => server.close())
      )
      const waits = `postgres://me:hunter2@127.0.0.1:${(silent.address() as { readonly port: number }).port}/x`
      const servers = { ECO2MIXD_STORES: "servers", ECO2MIXD_SOURCE_URL: "http://127.0.0.1:1" }
      const postgres = "postgres://me:hunter2@127.0.0.1:1/x"
      const mongo = "mongodb://me:hunter2@127.0.0.1:1/x"
      const tries: ReadonlyArray<readonly [database: string, lake: string, code: number, line: RegExp]> = [
        [
          `${postgres}?sslmode=verify-full&sslrootcert=/nowhere/ca.crt`,
          mongo,
          78,
          /DATABASE_URL names \/nowhere\/ca\.crt/
        ],
        [`${postgres}?target_session_attrs=any`, mongo, 78, /DATABASE_URL has the parameter target_session_attrs/],
        [
          postgres,
          `${mongo}?tls=true&tlsCAFile=/nowhere/ca.crt`,
          78,
          /MONGO_URL names \/nowhere\/ca\.crt in tlsCAFile/
        ],
        [waits, `${mongo}?nonsense=1`, 78, /MONGO_URL can't be used: option nonsense is not supported/],
        [`${postgres}?sslmode=verify-full`, `${mongo}?tls=true`, 1, /ECONNREFUSED/]
      ]
      for (const [database, lake, code, line] of tries) {
        const done = yield* Program.run(RUN, { ...servers, DATABASE_URL: database, MONGO_URL: lake })
        assert.match(done.stderr, line)
        assert.strictEqual(done.code, code, done.stderr)
        assert.notInclude(done.stderr, "hunter2")
      }
    }).pipe(Effect.scoped))
})
