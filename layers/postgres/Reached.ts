/** A PostgreSQL as a check-up finds it: connected to once, given up on soon, and started, made or changed by nobody. */
import { type Check, check, failed, ok, skipped, type Verdict } from "#ports/Checkup"
import { SinkError } from "#ports/Sink"
import * as PgClient from "@effect/sql-pg/PgClient"
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Predicate from "effect/Predicate"
import type * as Scope from "effect/Scope"
import { isSqlError, type SqlError } from "effect/sql/SqlError"
import { resolve } from "node:path"
import * as EmbeddedPostgres from "./EmbeddedPostgres.ts"
import { connect, explain } from "./PostgresClient.ts"
import { find, userOf } from "./PostgresServer.ts"
import { config } from "./PostgresSettings.ts"
import { tlsTrouble } from "./tlsTrouble.ts"

/** Under that of a check, so that it is told as what it is. */
const LIMIT = "4 seconds"

/** The first that has `date_bin`, as the server writes its number. */
const OLDEST = 140_000

/** What the database has not got before the first start: a table, a schema, a function of ours. */
const NOT_MADE = new Set(["42P01", "3F000", "42883"])

/** What mends a data folder that this account can't use. */
export const GIVE = "give this account the folder, or set ECO2MIXD_DATA_DIR"

export interface Reached {
  /** Whether it is ours alone. */
  readonly embedded: boolean
  readonly client: Effect.Effect<PgClient.PgClient, Verdict>
}

const reached = (
  embedded: boolean,
  server: Effect.Effect<ReturnType<typeof connect>, Verdict>
): Effect.Effect<Reached, never, Scope.Scope> => {
  const client = Effect.flatMap(server, Layer.build).pipe(
    Effect.map(Context.get(PgClient.PgClient)),
    Effect.timeoutOrElse({
      duration: LIMIT,
      orElse: () => Effect.fail(failed(`PostgreSQL gave no answer within ${LIMIT}`, mendOf("", embedded)))
    }),
    Effect.mapError((error) => error instanceof SinkError ? notReached(error, embedded) : error)
  )
  return Effect.map(Effect.forkScoped(client), (fiber) => ({ embedded, client: Fiber.join(fiber) }))
}

/** The server of the data folder, where it is up. */
export const embedded: Effect.Effect<Reached, never, Scope.Scope> = reached(
  true,
  Effect.gen(function*() {
    const dir = resolve(yield* Effect.mapError(EmbeddedPostgres.dataDir, () => skipped("its settings can't be read")))
    const found = yield* readable(dir, find)
    if (found === "none") return yield* Effect.fail(skipped(`no store yet in ${dir}: \`eco2mixd start\` makes one`))
    if (found === "down") {
      const user = yield* readable(dir, userOf)
      if (user !== undefined) {
        return yield* Effect.fail(failed(
          `the server of ${dir} is down, and process ${user} needs it`,
          "nothing, if it is up a minute later: a daemon brings it back by itself; else see its log, and restart the daemon"
        ))
      }
      return yield* Effect.fail(skipped(`the server of ${dir} is down: \`eco2mixd start\` brings it up`))
    }
    return connect(EmbeddedPostgres.clientOf(found, EmbeddedPostgres.DATABASE))
  })
)

/** What is read from the data folder, where this account may. */
export const readable = <A>(dir: string, read: (dir: string) => Promise<A>): Effect.Effect<A, Verdict> =>
  Effect.tryPromise({
    try: () => read(dir),
    catch: (cause) =>
      failed(
        `${dir} can't be read (${Predicate.hasProperty(cause, "code") ? String(cause.code) : String(cause)})`,
        GIVE
      )
  })

/** The server at `DATABASE_URL`. */
export const atUrl: Effect.Effect<Reached, never, Scope.Scope> = reached(
  false,
  config.pipe(
    Effect.mapError(() => skipped("DATABASE_URL can't be read")),
    Effect.map((server) => connect(server))
  )
)

const notReached = ({ cause, detail }: SinkError, embedded: boolean): Verdict => {
  const trouble = isSqlError(cause) ? tlsTrouble(cause) : undefined
  return trouble === undefined ? failed(detail, mendOf(detail, embedded)) : failed(trouble.said, trouble.mend)
}

/** By what the server or the network said. */
const mendOf = (said: string, embedded: boolean): string => {
  if (embedded) return "see postgres.log in the data folder; `eco2mixd start` starts the server again"
  if (said.includes("28P01") || said.includes("28000")) {
    return "set DATABASE_URL to the account's right name and password"
  }
  const missing = /database "([^"]+)" does not exist/.exec(said)?.[1]
  if (missing !== undefined) return `\`createdb ${missing}\`, or set DATABASE_URL to the database that is meant`
  return "start PostgreSQL, or set DATABASE_URL to where it is"
}

/** That it answers, with its version; the server's own mistakes are told here and nowhere else. */
export const checkServer = ({ client, embedded }: Reached): Check =>
  check(
    "postgres",
    Effect.gen(function*() {
      const sql = yield* client
      const before = yield* Clock.currentTimeMillis
      const [line] = yield* sql<{ readonly number: number; readonly name: string }>`
        select current_setting('server_version_num')::integer as number, current_setting('server_version') as name`
      const took = (yield* Clock.currentTimeMillis) - before
      return line!.number >= OLDEST
        ? ok(`${embedded ? "embedded " : ""}PostgreSQL ${line!.name}, answered in ${took} ms`)
        : failed(`PostgreSQL ${line!.name}; it needs ${OLDEST / 10_000} or later`, "take a newer server")
    }).pipe(Effect.catchTag("SqlError", refused))
  )

/** A check of what stands in the database; skipped where the server was not reached, or has none of our tables yet. */
export const asking = (
  { client }: Reached,
  name: string,
  ask: (sql: PgClient.PgClient) => Effect.Effect<Verdict, SqlError | Verdict>
): Check =>
  check(
    name,
    client.pipe(
      Effect.mapError(({ said, status }) => skipped(status === "skipped" ? said : "PostgreSQL was not reached")),
      Effect.flatMap((sql) => Effect.catchTag(ask(sql), "SqlError", refused))
    )
  )

const refused = (error: SqlError): Effect.Effect<Verdict> => {
  const { cause } = error.reason
  const code = Predicate.hasProperty(cause, "code") ? String(cause.code) : ""
  return Effect.succeed(
    NOT_MADE.has(code)
      ? skipped("none of our tables are there yet")
      : failed(explain(error), code === "42501" ? "see `postgres role`" : "see PostgreSQL's log")
  )
}
