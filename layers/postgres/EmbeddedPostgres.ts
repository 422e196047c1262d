/**
 * A real PostgreSQL in a folder of ours, for a laptop and for the tests: made on first use, listening on 127.0.0.1 alone,
 * with a password of its own. Several commands on one folder share one server, and the last to leave stops it; a server
 * that a killed command left behind is found and used.
 */
import { SinkError } from "#ports/Sink"
import * as PgClient from "@effect/sql-pg/PgClient"
import * as Config from "effect/Config"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Schedule from "effect/Schedule"
import * as Schema from "effect/Schema"
import { resolve } from "node:path"
import { connect, failed, migrateLake, migrateSink } from "./PostgresClient.ts"
import { enter, leave, type Server, ServerGoing, USER } from "./PostgresServer.ts"

export const DATABASE = "eco2mixd"

const PortOrAny = Schema.NumberFromString.check(Schema.isInt(), Schema.isBetween({ minimum: 0, maximum: 65_535 }))

/** The folder that holds the server's files. */
export const dataDir = Config.NonEmptyString("ECO2MIXD_DATA_DIR").pipe(Config.withDefault(".eco2mixd"))

export const settings = {
  ECO2MIXD_DATA_DIR: dataDir,
  ECO2MIXD_EMBEDDED_PORT: Config.schema(PortOrAny, "ECO2MIXD_EMBEDDED_PORT").pipe(Config.withDefault(5433))
}

const config = Config.all({ dataDir, port: settings.ECO2MIXD_EMBEDDED_PORT })

/** The server of `ECO2MIXD_DATA_DIR`, with the tables of lake, sink and ledger. */
export const layer = Layer.unwrap(Effect.gen(function*() {
  const { dataDir, port } = yield* config
  const dir = resolve(dataDir)
  const server = yield* Effect.acquireRelease(
    Effect.tryPromise({ try: () => enter(dir, port), catch: notStarted }).pipe(
      Effect.tap(createDatabase),
      Effect.retry({ while: isGoing, schedule: Schedule.spaced("500 millis"), times: 60 })
    ),
    () => Effect.promise(() => leave(dir)).pipe(Effect.timeoutOption("35 seconds")),
    { interruptible: false }
  )
  for (const folder of server.opened) {
    yield* Effect.logDebug(
      `Others may now pass through ${folder} (o+x), or PostgreSQL's account could not reach its files.`
    )
  }
  if (!server.started && port !== 0 && port !== server.port) {
    yield* Effect.logInfo(`The PostgreSQL of ${dir} runs already, on port ${server.port} and not ${port}: using it.`)
  }
  return Layer.mergeAll(migrateSink, migrateLake).pipe(Layer.provideMerge(connect(clientOf(server, DATABASE))))
}))

export const clientOf = (
  { password, port }: Pick<Server, "password" | "port">,
  database: string
): PgClient.PgClientConfig => ({
  host: "127.0.0.1",
  port,
  username: USER,
  password: Redacted.make(password),
  database
})

/** Our database in the server, made where it is missing: another command may be as fast as we. */
const createDatabase = (server: Server) =>
  Effect.gen(function*() {
    const sql = yield* PgClient.PgClient
    const found = yield* sql`select from pg_database where datname = ${DATABASE}`
    if (found.length > 0) return
    yield* sql`create database ${sql(DATABASE)}`.pipe(
      Effect.mapError(failed(SinkError, "EmbeddedPostgres.layer")),
      Effect.catch((error) =>
        Effect.flatMap(sql`select from pg_database where datname = ${DATABASE}`, (made) =>
          made.length > 0 ? Effect.void : Effect.fail(error))
      )
    )
  }).pipe(
    Effect.provide(connect(clientOf(server, "postgres"))),
    Effect.catchTag("SqlError", (error) =>
      Effect.fail(failed(SinkError, "EmbeddedPostgres.layer")(error)))
  )

/** A server that was found running may be on its way down, or one that was down on its way up: both are over soon. */
const isGoing = ({ during, reason }: SinkError): boolean =>
  reason === "Busy" || (reason === "Unreachable" && during !== "EmbeddedPostgres.layer")

const notStarted = (cause: unknown) =>
  new SinkError({
    reason: cause instanceof ServerGoing ? "Busy" : "Unreachable",
    during: "EmbeddedPostgres.layer",
    detail: cause instanceof Error ? cause.message : String(cause),
    cause
  })
