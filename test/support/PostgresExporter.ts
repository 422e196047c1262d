/** The real postgres_exporter, as a role that may see statistics and nothing else. */
import * as PgClient from "@effect/sql-pg/PgClient"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import { writeFile } from "node:fs/promises"
import { join } from "node:path"
import { temporaryFolder } from "./EmbeddedStores.ts"
import { freePorts, has, serving } from "./Process.ts"

const program = "prometheus-postgres-exporter"

export const missing: string | undefined = has(program, "--version")
  ? undefined
  : "skipped: there is no postgres_exporter here"

/**
 * What the exporter's newer versions tell of each table by themselves, and Debian's does where it is asked to: by the names that
 * both have.
 */
const TABLES = `pg_stat_user_tables:
  query: select current_database() as datname, schemaname, relname, n_tup_ins, n_tup_upd, n_tup_del, n_live_tup, n_dead_tup,
    n_mod_since_analyze from pg_stat_user_tables
  metrics:
${
  ["datname", "schemaname", "relname"].map((name) => `    - ${name}: { usage: LABEL, description: "${name}" }`).join(
    "\n"
  )
}
${
  ["n_tup_ins", "n_tup_upd", "n_tup_del"].map((name) => `    - ${name}: { usage: COUNTER, description: "${name}" }`)
    .join("\n")
}
${
  ["n_live_tup", "n_dead_tup", "n_mod_since_analyze"].map((name) =>
    `    - ${name}: { usage: GAUGE, description: "${name}" }`
  ).join("\n")
}
`

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
  const queries = join(yield* temporaryFolder, "queries.yaml")
  yield* Effect.promise(() => writeFile(queries, TABLES))
  const [port] = yield* Effect.promise(() => freePorts(1))
  yield* serving({
    program,
    args: [`--web.listen-address=127.0.0.1:${port}`, `--extend.query-path=${queries}`],
    env: { DATA_SOURCE_NAME: asRole.href },
    ready: `http://127.0.0.1:${port}/`
  })
  return `127.0.0.1:${port}`
})
