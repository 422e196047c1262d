/** The one door to a PostgreSQL: a small pool, its schema brought up to date, and its errors in words. */
import { SinkError } from "#ports/Sink"
import * as PgClient from "@effect/sql-pg/PgClient"
import * as Config from "effect/Config"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Predicate from "effect/Predicate"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import * as Migrator from "effect/sql/Migrator"
import type { SqlError } from "effect/sql/SqlError"
import sinkStatistics from "./migrations/0001_statistics.ts"
import sinkViews from "./migrations/0002_views.ts"
import ledger from "./migrations/0003_ledger.ts"
import findings from "./migrations/0004_findings.ts"
import daemon from "./migrations/0005_daemon.ts"
import ended from "./migrations/0006_findings.ts"
import dashboards from "./migrations/0007_dashboards.ts"
import appendOnly from "./migrations/0008_append_only.ts"
import lake from "./migrations/lake_0001.ts"
import lakeAppendOnly from "./migrations/lake_0002.ts"

/** Two for the writers, one for a cursor, one that shows that a run lives, and what short questions need beside them. */
export const CONNECTIONS = 8

/** Long enough for a busy server, short enough for a person to wait. */
const CONNECT_TIMEOUT = "10 seconds"

const PostgresUrl = Schema.String.check(
  Schema.makeFilter((url) => /^postgres(ql)?:\/\/[^/]/.test(url) && URL.canParse(url), {
    expected: "a URL like postgres://user:password@host:5432/database"
  })
)

export const settings = { DATABASE_URL: Config.schema(Schema.Redacted(PostgresUrl), "DATABASE_URL") }

const config = Config.all({ url: settings.DATABASE_URL })

/** The PostgreSQL at `DATABASE_URL`, as it is: for whoever only reads. */
export const layerAsItIs = Layer.unwrap(Effect.map(config, ({ url }) => connect(at(url))))

/** The same with the tables of sink and ledger, made where they are missing. */
export const layer = Layer.unwrap(Effect.map(config, ({ url }) => Layer.provideMerge(migrateSink, connect(at(url)))))

/** The URL, with where it points to beside it: the client reads it too, but its traces would speak of another server. */
const at = (url: Redacted.Redacted) => {
  const { hostname, pathname, port, searchParams } = new URL(Redacted.value(url))
  // As its parameters say it, they win: then it is left to the client.
  if (["host", "port", "dbname"].some((name) => searchParams.has(name)) || /%/.test(hostname + pathname)) return { url }
  return {
    url,
    host: hostname.replace(/^\[(.*)\]$/, "$1"),
    ...port === "" ? {} : { port: Number(port) },
    ...pathname.length < 2 ? {} : { database: pathname.slice(1) }
  }
}

/** A pool that has been seen to answer. */
export const connect = (server: PgClient.PgClientConfig) =>
  PgClient.layer({
    ...server,
    maxConnections: CONNECTIONS,
    connectTimeout: CONNECT_TIMEOUT,
    applicationName: "eco2mixd",
    // Instants are kept and shown in UTC, whatever the server is set to.
    startupParameters: { TimeZone: "UTC" }
  }).pipe(
    Layer.tap((context) => Effect.provideContext(probe, context)),
    Layer.catch((error) => Layer.effectContext(Effect.fail(failed(SinkError, "PostgresClient.connect")(error))))
  )

/**
 * A small pool of its own to the same server, for what must not wait behind the work. It connects when it is first asked,
 * and so has nothing to fail with when it is made.
 */
export const aside = (options: Pick<PgClient.PgPoolConfig, "maxConnections" | "connectTimeout">) =>
  Layer.unwrap(
    Effect.map(PgClient.PgClient, ({ config }) => Layer.orDie(PgClient.layer({ ...config, ...options })))
  )

/** Not traced, as what is migrated is not: to start is no work that somebody asked for. */
const probe = Effect.flatMap(PgClient.PgClient, (sql) => sql`select 1`).pipe(Effect.withTracerEnabled(false))

/** By the table that remembers which have been done: those of sink and ledger, and those of a lake in PostgreSQL. */
export const MIGRATIONS = {
  eco2mixd_migrations: {
    "0001_statistics": sinkStatistics,
    "0002_views": sinkViews,
    "0003_ledger": ledger,
    "0004_findings": findings,
    "0005_daemon": daemon,
    "0006_findings": ended,
    "0007_dashboards": dashboards,
    "0008_append_only": appendOnly
  },
  eco2mixd_lake_migrations: { "0001_lake": lake, "0002_append_only": lakeAppendOnly }
} satisfies Readonly<Record<string, Parameters<typeof Migrator.fromRecord>[0]>>

/** The number of the last one that has been done; 0 where none has. */
const lastDone = Effect.fnUntraced(function*(table: keyof typeof MIGRATIONS) {
  const sql = yield* PgClient.PgClient
  const [made] = yield* sql<{ readonly is: boolean }>`select to_regclass(${table}) is not null as is`
  if (!made!.is) return 0
  const [last] = yield* sql<{ readonly id: number | null }>`select max(migration_id) as id from ${sql(table)}`
  return last!.id ?? 0
})

/**
 * Forward only; concurrent starters wait for one another. Where all is done it is only looked at: whoever does the daily work
 * need not own the tables.
 */
const migrate = (table: keyof typeof MIGRATIONS) =>
  Layer.effectDiscard(
    Effect.gen(function*() {
      const last = Math.max(...Object.keys(MIGRATIONS[table]).map((name) => Number.parseInt(name)))
      if ((yield* lastDone(table)) >= last) return
      yield* Migrator.make({})({ table, loader: Migrator.fromRecord(MIGRATIONS[table]) })
    }).pipe(
      Effect.catchTags({
        MigrationError: (error) =>
          Effect.fail(
            new SinkError({
              reason: "Refused",
              during: "PostgresClient.migrate",
              detail: `The database could not be brought up to date: ${error.message}`,
              cause: error
            })
          ),
        SqlError: (error) => Effect.fail(notMigrated(error))
      }),
      Effect.withTracerEnabled(false)
    )
  )

const notMigrated = (error: SqlError): SinkError => {
  const { cause, detail, during, reason } = failed(SinkError, "PostgresClient.migrate")(error)
  const wayOut = codeOf(error) === NOT_ALLOWED
    ? "; its tables are made or brought up to date by `eco2mixd migrate`, as their owner"
    : ""
  return new SinkError({ reason, during, detail: `${detail}${wayOut}`, cause })
}

/** The tables of sink and ledger. */
export const migrateSink = migrate("eco2mixd_migrations")

/** The tables of the lake, where PostgreSQL holds it. */
export const migrateLake = migrate("eco2mixd_lake_migrations")

/**
 * Codes of the server that pass by themselves, beside those that the client knows for such (PostgreSQL, appendix A): it is
 * shutting down, crashed, starting up; no connection left, out of memory.
 */
const UNREACHABLE = new Set(["57P01", "57P02", "57P03"])
const BUSY = new Set(["53300", "53200", "57014"])

/** The server's word for what a role may not do. */
const NOT_ALLOWED = "42501"

/** A table, a column or a function is not there: of our own statements none asks for one that the migrations do not make. */
const OUTDATED = new Set(["42P01", "42703", "42883"])
const BRING_UP = "; its tables are not there, or are an older version's: `eco2mixd start` or `eco2mixd run` makes them"

const codeOf = ({ reason }: SqlError): string =>
  Predicate.hasProperty(reason.cause, "code") ? String(reason.cause.code) : ""

const reasonOf = (error: SqlError): "Unreachable" | "Busy" | "Refused" => {
  const { reason } = error
  const code = codeOf(error)
  if (reason._tag === "ConnectionError" || UNREACHABLE.has(code) || code.startsWith("08")) return "Unreachable"
  return reason.isRetryable || BUSY.has(code) ? "Busy" : "Refused"
}

/** What the server or the network said, in one line. The text of the query and its parameters are not in it. */
export const explain = ({ reason }: SqlError): string => {
  const said = Predicate.isError(reason.cause) && reason.cause.message !== "" ? reason.cause.message : reason.message
  const code = Predicate.hasProperty(reason.cause, "code") ? ` (${String(reason.cause.code)})` : ""
  return `PostgreSQL: ${said ?? reason._tag}${code}`
}

interface PortError {
  readonly reason: "Unreachable" | "Busy" | "Refused"
  readonly during: string
  readonly detail: string
  readonly cause: unknown
}

/** An error of the client as the port's own. */
export const failed = <E>(PortError: new(fields: PortError) => E, during: string) => (error: SqlError): E =>
  new PortError({
    reason: reasonOf(error),
    during,
    detail: `${explain(error)}${OUTDATED.has(codeOf(error)) ? BRING_UP : ""}`,
    cause: error
  })
