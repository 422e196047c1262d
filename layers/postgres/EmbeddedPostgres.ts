/**
 * A real PostgreSQL in a folder of ours, for a laptop and for the tests: made on first use, listening on 127.0.0.1 alone,
 * with a password of its own. Several commands on one folder share one server, and the last to leave stops it; a server
 * that a killed command left behind is found and used, and one that dies under its users is started again.
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
import { enter, find, leave, type Server, ServerGoing, USER } from "./PostgresServer.ts"

export const DATABASE = "eco2mixd"

/** Between two looks at whether the server runs: short beside a leader's lease, and a look is one small file. */
const WATCH = "3 seconds"

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
  // Ends before the server is left: the scope lets go in the other direction.
  yield* Effect.forkScoped(watch(dir, server))
  for (const folder of server.opened) {
    yield* Effect.logDebug(
      `Others may now pass through ${folder} (o+x), or PostgreSQL's account could not reach its files.`
    ).pipe(Effect.annotateLogs({ folder }))
  }
  if (port !== 0 && port !== server.port) {
    yield* Effect.logInfo(`The PostgreSQL of ${dir} is in use on port ${server.port} and not ${port}: using it.`).pipe(
      Effect.annotateLogs({ folder: dir, port: server.port })
    )
  }
  return Layer.mergeAll(migrateSink, migrateLake).pipe(Layer.provideMerge(connect(clientOf(server, DATABASE))))
}))

/** The same where there is one already: none is made. */
export const existing = Layer.unwrap(Effect.gen(function*() {
  const dir = resolve(yield* dataDir)
  const found = yield* Effect.tryPromise({ try: () => find(dir), catch: notStarted })
  if (found !== "none") return layer
  return yield* new SinkError({
    reason: "Refused",
    during: "EmbeddedPostgres.existing",
    detail: `There are no embedded stores in ${dir}: set ECO2MIXD_DATA_DIR to the folder that has them.`
  })
}))

/**
 * Brings the server back where it has died, as its clients know it. A try is not broken off, or it would start a server
 * that has just been left. What is in the way is told once and not at every look.
 */
const watch = Effect.fnUntraced(function*(dir: string, { password, port }: Server) {
  let told = ""
  while (true) {
    yield* Effect.sleep(WATCH)
    const said = yield* Effect.tryPromise({ try: () => revive(dir, port, password), catch: notStarted }).pipe(
      Effect.catch(({ detail }) => Effect.succeed(`The PostgreSQL of ${dir} is tried again until it runs: ${detail}`)),
      Effect.uninterruptible
    )
    if (said !== "" && said !== told) yield* Effect.annotateLogs(Effect.logWarning(said), { folder: dir, port })
    told = said
  }
})

/** What happened to the server, if anything did. A folder that is gone is not made anew: its data would be missed. */
const revive = async (dir: string, port: number, password: string): Promise<string> => {
  const found = await find(dir)
  if (found === "none") throw new Error("its files are not there any more.")
  const now = found === "down" ? await enter(dir, port) : found
  if (now.port !== port || now.password !== password) {
    throw new Error(`another one runs there, on port ${now.port} and not ${port}: restart this program.`)
  }
  return found === "down" ? `The PostgreSQL of ${dir} had died (see postgres.log there), and runs again.` : ""
}

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
    Effect.withTracerEnabled(false),
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
