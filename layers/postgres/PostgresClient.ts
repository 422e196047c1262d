/** The one door to a PostgreSQL: a small pool, its schema brought up to date, and its errors in words. */
import { SinkError } from "#ports/Sink"
import * as PgClient from "@effect/sql-pg/PgClient"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Predicate from "effect/Predicate"
import type { SqlError } from "effect/sql/SqlError"
import { bringUp, type Table } from "./Migrations.ts"
import { config } from "./PostgresSettings.ts"
import { tlsTrouble } from "./tlsTrouble.ts"

/** Two for the writers, one for a cursor, one that shows that a run lives, and what short questions need beside them. */
export const CONNECTIONS = 8

/** Long enough for a busy server, short enough for a person to wait. */
const CONNECT_TIMEOUT = "10 seconds"

/** The PostgreSQL at `DATABASE_URL`, as it is: for whoever only reads. */
export const layerAsItIs = Layer.unwrap(Effect.map(config, (server) => connect(server)))

/** The same with the tables of sink and ledger, made where they are missing. */
export const layer = Layer.unwrap(Effect.map(config, (server) => Layer.provideMerge(migrateSink, connect(server))))

/** A pool that has been seen to answer. */
export const connect = (server: PgClient.PgClientConfig) =>
  PgClient.layer({
    connectTimeout: CONNECT_TIMEOUT,
    applicationName: "eco2mixd",
    ...server,
    maxConnections: CONNECTIONS,
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
export const aside = (
  options: Pick<PgClient.PgPoolConfig, "maxConnections" | "connectTimeout" | "startupParameters">
) =>
  Layer.unwrap(
    Effect.map(PgClient.PgClient, ({ config }) => Layer.orDie(PgClient.layer({ ...config, ...options })))
  )

/**
 * A pool to the PostgreSQL at `DATABASE_URL` whose tables are in a schema of their own, which is made where it is missing. Its
 * questions are not traced: they go on for ever.
 */
export const layerIn = ({ maxConnections, schema }: { readonly schema: string; readonly maxConnections: number }) =>
  Layer.unwrap(Effect.map(config, (server) =>
    PgClient.layer({
      connectTimeout: CONNECT_TIMEOUT,
      applicationName: "eco2mixd",
      ...server,
      maxConnections,
      startupParameters: { TimeZone: "UTC", search_path: schema }
    }).pipe(
      Layer.tap((context) => Effect.provideContext(makeSchema(schema), context)),
      Layer.catch((error) => Layer.effectContext(Effect.fail(notMade(schema, error))))
    )))

/**
 * Asked for first: to make what is there already takes a right that only its owner needs. Whoever comes at the same time finds
 * it there, or made by the other.
 */
const makeSchema = Effect.fnUntraced(function*(schema: string) {
  const sql = yield* PgClient.PgClient
  const isThere = Effect.map(
    sql<{ readonly there: boolean }>`select to_regnamespace(${schema}) is not null as there`,
    ([line]) => line!.there
  )
  if (yield* isThere) return
  yield* Effect.catchIf(
    sql`create schema ${sql(schema)}`,
    (error) => MADE_MEANWHILE.has(codeOf(error)),
    () => Effect.void
  )
}, Effect.withTracerEnabled(false))

/** What the server says of what another one has just made, or is making. */
const MADE_MEANWHILE = new Set(["42P06", "23505"])

const notMade = (schema: string, error: SqlError): SinkError => {
  const { cause, detail, during, reason } = failed(SinkError, "PostgresClient.layerIn")(error)
  const wayOut = codeOf(error) === NOT_ALLOWED
    ? `; the schema ${schema} is made by its owner, for this role: psql --file layers/postgres/roles/writer.sql`
    : ""
  return new SinkError({ reason, during, detail: `${detail}${wayOut}`, cause })
}

/** Not traced, as what is migrated is not: to start is no work that somebody asked for. */
const probe = Effect.flatMap(PgClient.PgClient, (sql) => sql`select 1`).pipe(Effect.withTracerEnabled(false))

const migrate = (table: Table) =>
  Layer.effectDiscard(
    bringUp(table).pipe(
      Effect.catchTags({
        MigrationFailed: ({ cause, key }) => Effect.fail(notMigrated(cause, `${key}: `)),
        SqlError: (error) => Effect.fail(notMigrated(error))
      }),
      Effect.withTracerEnabled(false)
    )
  )

const notMigrated = (error: SqlError, which = ""): SinkError => {
  const { cause, detail, during, reason } = failed(SinkError, "PostgresClient.migrate")(error)
  const wayOut = codeOf(error) === NOT_ALLOWED
    ? "; its tables are made or brought up to date by `eco2mixd migrate`, as their owner"
    : ""
  return new SinkError({ reason, during, detail: `${which}${detail}${wayOut}`, cause })
}

/** The tables of sink and ledger. */
export const migrateSink = migrate("eco2mixd_migrations")

/** The tables of the lake, where PostgreSQL holds it. */
export const migrateLake = migrate("eco2mixd_lake_migrations")

/**
 * Codes of the server that pass by themselves, beside those that the client knows for such (PostgreSQL, appendix A): it is
 * shutting down, crashed, starting up; only read for now; it heard nothing for too long; no room left, no memory, no connection.
 */
const UNREACHABLE = new Set(["57P01", "57P02", "57P03", "25006", "25P03"])
const BUSY = new Set(["53100", "53200", "53300", "57014"])

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
export const explain = (error: SqlError): string => {
  const { reason } = error
  const trouble = tlsTrouble(error)
  if (trouble !== undefined) return `PostgreSQL: ${trouble.said}: ${trouble.mend}`
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
