/** The real postgres_exporter, as a role that may see statistics and nothing else. */
import * as PgClient from "@effect/sql-pg/PgClient"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import { freePorts, has, serving } from "./Process.ts"

const program = "prometheus-postgres-exporter"

export const missing: string | undefined = has(program, "--version")
  ? undefined
  : "skipped: there is no postgres_exporter here"

/** Where Prometheus asks it (host:port), until the scope closes; `admin` is a URL of somebody who may make roles. */
export const postgresExporter = Effect.fnUntraced(function*(admin: string) {
  const role = `exporter_${crypto.randomUUID().slice(0, 8)}`
  const password = crypto.randomUUID()
  yield* Effect.gen(function*() {
    const sql = yield* PgClient.PgClient
    yield* sql.unsafe(`create role ${role} login password '${password}' in role pg_monitor`)
  }).pipe(Effect.provide(PgClient.layer({ url: Redacted.make(admin) })))
  const asRole = new URL(admin)
  asRole.username = role
  asRole.password = password
  asRole.searchParams.set("sslmode", "disable")
  const [port] = yield* Effect.promise(() => freePorts(1))
  yield* serving({
    program,
    args: [`--web.listen-address=127.0.0.1:${port}`],
    env: { DATA_SOURCE_NAME: asRole.href },
    ready: `http://127.0.0.1:${port}/`
  })
  return `127.0.0.1:${port}`
})
