/** The way to a PostgreSQL, as `DATABASE_URL` asks for it: kept so, or not gone at all. */
import { connection } from "#layers/postgres/connection"
import * as PostgresClient from "#layers/postgres/PostgresClient"
import * as PostgresSettings from "#layers/postgres/PostgresSettings"
import * as PgClient from "@effect/sql-pg/PgClient"
import { assert, describe, it } from "@effect/vitest"
import * as ConfigProvider from "effect/ConfigProvider"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { writeFile } from "node:fs/promises"
import { join } from "node:path"
import * as Authority from "../../support/Authority.ts"
import { temporaryFolder } from "../../support/EmbeddedStores.ts"
import * as PostgresTls from "../../support/PostgresTls.ts"

const given = (url: string) => ConfigProvider.layer(ConfigProvider.fromEnv({ env: { DATABASE_URL: url } }))

const refusals: ReadonlyArray<readonly [parameters: string, line: RegExp]> = [
  ["channel_binding=require", /has the parameter channel_binding, which is not heeded/],
  ["ssl=true", /has the parameter ssl, .*sslmode/],
  ["sslmode=verify_full", /an sslmode that there is not: set verify-full/],
  ["sslmode=prefer", /sslmode=prefer, which goes on in plain/],
  ["sslmode=allow", /sslmode=allow, which goes on in plain/],
  ["sslmode=verify-ca", /no authority to verify by: set sslrootcert/],
  ["sslmode=require&sslrootcert=system", /sslrootcert=system with sslmode=require/],
  ["sslrootcert=system", /has sslrootcert, but no sslmode/],
  ["sslmode=disable&sslcert=/x&sslkey=/y", /has sslcert, but sslmode=disable/],
  ["sslmode=require&sslcert=/x", /one of sslcert and sslkey/],
  ["sslmode=verify-full&host=/run/postgresql", /leads to a socket/],
  [
    "sslmode=verify-full&sslrootcert=/nowhere/ca.crt",
    /\/nowhere\/ca\.crt in sslrootcert, which can't be read \(ENOENT\)/
  ],
  ["sslmode=verify-full&sslrootcert=/etc/passwd", /\/etc\/passwd in sslrootcert, which holds no certificate/],
  ["sslmode=require&sslcert=/etc/passwd&sslkey=/etc/passwd", /no certificate and its key in PEM/],
  ["x&hunter2@db/x", /has an @ behind its \?/]
]

describe("DATABASE_URL", () => {
  it.effect.each(refusals)(
    "with %s is refused, and why is told without a secret",
    ([parameters, line]) =>
      Effect.gen(function*() {
        const url = parameters.startsWith("x&")
          ? `postgres://me:12?${parameters}`
          : `postgres://me:hunter2@db/x?${parameters}`
        const { message } = yield* Effect.flip(Effect.provide(PostgresSettings.config, given(url)))
        assert.match(message, /DATABASE_URL/)
        assert.match(message, line)
        assert.notInclude(message, "hunter2")
      })
  )

  it.effect("without sslmode is plain, and what it says of the program's name and patience is heeded", () =>
    Effect.gen(function*() {
      const plain = yield* Effect.provide(PostgresSettings.config, given("postgres://me@[::1]:7/x"))
      assert.deepInclude(plain, { host: "::1", port: 7, database: "x", ssl: false })
      assert.notProperty(plain, "connectTimeout")
      const socket = yield* Effect.provide(PostgresSettings.config, given("postgres://me@%2Frun%2Fpostgresql/x"))
      assert.deepInclude(socket, { host: "/run/postgresql", database: "x", ssl: false })
      const said = yield* Effect.provide(
        PostgresSettings.config,
        given("postgres://me@db/x?connect_timeout=3&application_name=a")
      )
      assert.deepInclude(said, { connectTimeout: undefined, applicationName: undefined })
    }))
})

const why = Authority.missing ?? ""
describe.skipIf(Authority.missing !== undefined)(`PostgreSQL by TLS ${why}`, () => {
  it.live("is reached by what the URL trusts, told apart from what it does not, and never in plain", () =>
    Effect.gen(function*() {
      const [ours, theirs] = yield* Effect.all([Authority.make, Authority.make])
      const { letIn, offer, urlOf } = yield* PostgresTls.make
      const full = `?sslmode=verify-full&sslrootcert=${ours.file}`
      const met = (url: string) =>
        Effect.gen(function*() {
          const sql = yield* PgClient.PgClient
          const [line] = yield* sql<{ readonly ssl: boolean }>`select ssl from pg_stat_ssl where pid = pg_backend_pid()`
          const aside = yield* Effect.flatMap(PgClient.PgClient, connection).pipe(
            Effect.provide(PostgresClient.aside({ maxConnections: 1, connectTimeout: 4_000 }))
          )
          const { said, status } = yield* connection(sql)
          assert.strictEqual(aside.said, said)
          return `${line!.ssl ? "TLS" : "plain"} ${status}: ${said}`
        }).pipe(
          Effect.provide(Layer.fresh(PostgresClient.layerAsItIs).pipe(Layer.provide(given(url)))),
          Effect.catchTag("SinkError", ({ detail, reason }) => Effect.succeed(`${reason}: ${detail}`))
        )
      const holds = (expected: ReadonlyArray<readonly [url: string, said: RegExp]>) =>
        Effect.forEach(expected, ([url, said]) => Effect.map(met(url), (found) => assert.match(found, said, url)))

      yield* holds([
        [urlOf(""), /^plain ok: plain, within this machine$/],
        [urlOf("?host=127.0.0.1&dbname=template1", "a.invalid"), /^plain ok: plain, within this machine$/],
        // The resolver takes it for this machine, and we for a name somewhere.
        [urlOf("", "127.1"), /^plain warning: plain to 127\.1: whoever is on the way can read what is published/],
        [urlOf(full), /^Unreachable: .*offers no TLS.*ssl = on/],
        [urlOf("?sslmode=require"), /^Unreachable: .*offers no TLS/]
      ])

      yield* offer(yield* ours.issue("localhost"), ours.file)
      const { cert, key } = yield* ours.issue("somebody")
      yield* holds([
        [urlOf(""), /^plain ok/],
        [urlOf("?sslmode=disable"), /^plain ok/],
        [urlOf(full), /^TLS ok: encrypted \(TLSv1\.\d, TLS_\w+\), and verified to be localhost$/],
        [urlOf(full, "127.0.0.1"), /^Unreachable: .*is for another name .*127\.0\.0\.1.*set the host of DATABASE_URL/],
        [urlOf(full.replace("full", "ca"), "127.0.0.1"), /^TLS ok: .*one of its authority's servers/],
        [urlOf("?sslmode=require"), /^TLS warning: .*nobody knows with whom/],
        [urlOf(`?sslmode=require&sslrootcert=${ours.file}`, "127.0.0.1"), /^TLS ok: .*one of its authority's servers/],
        [urlOf(`?sslmode=require&sslrootcert=${theirs.file}`), /^Unreachable: .*authority that is not known/],
        [urlOf(full.replace(ours.file, theirs.file)), /^Unreachable: .*authority that is not known.*sslrootcert=/],
        [urlOf("?sslmode=verify-full"), /^Unreachable: .*authority that is not known/]
      ])

      yield* letIn("hostssl all all all scram-sha-256 clientcert=verify-ca")
      yield* holds([
        [urlOf(""), /no encryption: .*set sslmode=verify-full/],
        [urlOf(full), /valid client certificate: set sslcert and sslkey/],
        [urlOf(`${full}&sslcert=${cert}&sslkey=${key}`), /^TLS ok/]
      ])

      yield* offer(yield* ours.issue("localhost", true), ours.file)
      yield* holds([[urlOf(full), /^Unreachable: .*has expired \(CERT_HAS_EXPIRED\)/]])
    }).pipe(Effect.scoped))

  it.live("trusts an authority only by a file that holds one", () =>
    Effect.gen(function*() {
      const file = join(yield* temporaryFolder, "ca.crt")
      yield* Effect.promise(() => writeFile(file, "-----BEGIN CERTIFICATE-----\nhunter2\n-----END CERTIFICATE-----\n"))
      const url = given(`postgres://me@db/x?sslmode=verify-full&sslrootcert=${file}`)
      const { message } = yield* Effect.flip(Effect.provide(PostgresSettings.config, url))
      assert.match(message, /holds no certificate/)
    }).pipe(Effect.scoped))
})
