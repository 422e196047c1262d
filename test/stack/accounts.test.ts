/**
 * The accounts of PostgreSQL, by the very scripts that docker-compose.yml hands to its one-time services: made, let in by the
 * passwords of secrets/, given others when those change, and held to what each may do.
 */
import * as PostgresClient from "#layers/postgres/PostgresClient"
import { enter, leave, USER } from "#layers/postgres/PostgresServer"
import * as SecretFiles from "#layers/secrets/SecretFiles"
import { SECRETS } from "#layers/secrets/stackSecrets"
import { Secrets } from "#ports/Secrets"
import { assert, describe, it } from "@effect/vitest"
import * as ConfigProvider from "effect/ConfigProvider"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { execFile, execFileSync } from "node:child_process"
import { existsSync, readdirSync } from "node:fs"
import { readFile, rm, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { promisify } from "node:util"
import { temporaryFolder } from "../support/EmbeddedStores.ts"
import { root, scriptOf } from "./Compose.ts"

const DEBIAN = "/usr/lib/postgresql"

/** The folder of a psql: on the PATH, or where Debian keeps them. */
const bin = (() => {
  try {
    execFileSync("psql", ["--version"], { stdio: "pipe" })
    return ""
  } catch {
    const version = existsSync(DEBIAN)
      ? readdirSync(DEBIAN).find((one) => existsSync(join(DEBIAN, one, "bin/psql")))
      : undefined
    return version === undefined ? undefined : join(DEBIAN, version, "bin")
  }
})()

const stack = Effect.gen(function*() {
  const folder = yield* temporaryFolder
  const server = yield* Effect.acquireRelease(
    Effect.promise(() => enter(folder, 0)),
    () => Effect.promise(() => leave(folder))
  )
  const stackFolder = yield* temporaryFolder
  const secrets = yield* Effect.provide(Secrets, SecretFiles.layer)
  yield* secrets.prepare(stackFolder)
  const secret = (name: string) => join(stackFolder, "secrets", name)
  // The superuser has the password that his server was made with.
  yield* Effect.promise(() => writeFile(secret("postgres_password"), server.password))
  const env = {
    PATH: `${bin}:${process.env["PATH"]}`,
    PGHOST: "127.0.0.1",
    PGPORT: String(server.port),
    PGUSER: USER,
    SECRETS: join(stackFolder, "secrets"),
    ROLES: join(root, "layers/postgres/roles")
  }
  const psql = async (user: string, database: string, ask: string) => {
    const password = user === USER ? server.password : await readFile(secret(`${user}_password`), "utf8")
    const { stdout } = await promisify(execFile)(
      "psql",
      ["-At", "--no-psqlrc", "-U", user, "-d", database, "-c", ask],
      {
        env: { ...env, PGPASSWORD: password }
      }
    )
    return stdout.trim()
  }
  yield* Effect.promise(() => psql(USER, "postgres", "create database eco2mixd"))
  /** As the service of this name runs it. */
  const service = (name: string) =>
    Effect.promise(() =>
      promisify(execFile)("bash", ["-euc", scriptOf(name)], { env: { ...env, PGDATABASE: "eco2mixd" } })
    )
  const ask = (user: string, question: string) => Effect.promise(() => psql(user, "eco2mixd", question))
  const refused = (user: string, question: string) =>
    Effect.promise(() => psql(user, "eco2mixd", question).then(() => "", ({ stderr }) => String(stderr)))
  const url = Effect.promise(async () =>
    `postgres://eco2mixd_migrator:${await readFile(
      secret("eco2mixd_migrator_password"),
      "utf8"
    )}@127.0.0.1:${server.port}/eco2mixd`
  )
  return {
    ask,
    log: join(folder, "postgres.log"),
    prepare: secrets.prepare(stackFolder),
    refused,
    secret,
    service,
    url
  }
})

const ACCOUNTS = ["eco2mixd_migrator", "eco2mixd_writer", "eco2mixd_reader", "eco2mixd_monitor"]

if (bin === undefined) {
  describe("accounts of the stack", () => {
    it.skip("skipped: there is no psql here", () => {})
  })
} else {
  describe("accounts of the stack", () => {
    it.live("each enters by its own password, and by another once that has changed; the log has none", () =>
      Effect.gen(function*() {
        const { ask, log, prepare, refused, secret, service } = yield* stack
        yield* service("postgres-accounts")
        for (const account of ACCOUNTS) assert.strictEqual(yield* ask(account, "select current_user"), account)
        const before = yield* Effect.promise(() => readFile(secret("eco2mixd_reader_password"), "utf8"))
        yield* Effect.promise(() => rm(secret("eco2mixd_reader_password")))
        yield* prepare
        assert.match(yield* refused("eco2mixd_reader", "select 1"), /password authentication failed/)
        yield* service("postgres-accounts")
        assert.strictEqual(yield* ask("eco2mixd_reader", "select 1"), "1")
        const said = yield* Effect.promise(() => readFile(log, "utf8"))
        assert.notInclude(said, before)
        for (const { name } of SECRETS.filter(({ name }) => name.startsWith("eco2mixd_"))) {
          assert.notInclude(said, yield* Effect.promise(() => readFile(secret(name), "utf8")))
        }
      }).pipe(Effect.scoped))

    it.live("once the migrator has made the tables, each may do what it is for, and not a step more", () =>
      Effect.gen(function*() {
        const { ask, refused, service, url } = yield* stack
        yield* service("postgres-accounts")
        // As `migrate` does it.
        const settings = ConfigProvider.layer(ConfigProvider.fromEnv({ env: { DATABASE_URL: yield* url } }))
        yield* Layer.build(PostgresClient.layer).pipe(Effect.provide(settings), Effect.scoped)
        // As often as `up` is called.
        yield* service("postgres-rights")
        yield* service("postgres-rights")
        for (const account of ["eco2mixd_writer", "eco2mixd_reader"]) {
          assert.strictEqual(yield* ask(account, "select count(*) from regional_energy_stats"), "0")
        }
        for (
          const change of [
            "update regional_energy_stats set version = 2",
            "delete from regional_energy_stats",
            "truncate generations"
          ]
        ) {
          assert.match(yield* refused("eco2mixd_writer", change), /permission denied/, change)
          assert.match(yield* refused("eco2mixd_reader", change), /permission denied|read-only/, change)
        }
        for (const account of ["eco2mixd_writer", "eco2mixd_reader", "eco2mixd_monitor"]) {
          assert.match(yield* refused(account, "create table public.mine ()"), /permission denied|read-only/, account)
        }
        assert.match(yield* refused("eco2mixd_monitor", "select * from regional_energy_stats"), /permission denied/)
        assert.match(
          yield* ask("eco2mixd_monitor", "select count(*) > 0 from pg_stat_activity where query <> ''"),
          /^t$/
        )
      }).pipe(Effect.scoped))
  })
}
