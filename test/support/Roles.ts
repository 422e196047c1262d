/** A database as its operator sets it up: each of the shipped roles, of which one makes the tables and another does the work. */
import { clientOf, DATABASE } from "#layers/postgres/EmbeddedPostgres"
import * as PostgresClient from "#layers/postgres/PostgresClient"
import { enter, leave } from "#layers/postgres/PostgresServer"
import * as PgClient from "@effect/sql-pg/PgClient"
import * as ConfigProvider from "effect/ConfigProvider"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { readFileSync } from "node:fs"
import { temporaryFolder } from "./EmbeddedStores.ts"

export const ROLES = ["migrator", "writer", "reader", "monitor"] as const
export type Role = (typeof ROLES)[number]

/** One for all: nobody can enter from elsewhere. */
const PASSWORD = "of-a-test-0123456789abcdef"

/** A shipped file, statement by statement: the client sends one at a time. */
export const statementsOf = (role: Role): ReadonlyArray<string> =>
  readFileSync(new URL(`../../layers/postgres/roles/${role}.sql`, import.meta.url), "utf8")
    .replaceAll(/^--.*$/gm, "")
    .match(/(?:\$\$[^]*?\$\$|[^;])+;/g)!

export class Server extends Context.Service<Server, {
  /** As whoever owns the server. */
  readonly admin: PgClient.PgClient
  /** What DATABASE_URL is for a role. */
  readonly urlOf: (role: Role) => string
}>()("eco2mixd/test/support/Roles") {}

/** With nothing in it but the role that makes the rest. */
export const bare = Layer.effect(
  Server,
  Effect.gen(function*() {
    const folder = yield* temporaryFolder
    const server = yield* Effect.acquireRelease(
      Effect.promise(() => enter(folder, 0)),
      () => Effect.promise(() => leave(folder))
    )
    const clientTo = (database: string) =>
      Effect.map(Layer.build(Layer.fresh(PgClient.layer(clientOf(server, database)))), Context.get(PgClient.PgClient))
    yield* Effect.scoped(Effect.flatMap(clientTo("postgres"), (sql) => sql`create database ${sql(DATABASE)}`))
    const admin = yield* clientTo(DATABASE)
    yield* run(admin, "migrator")
    const urlOf = (role: Role) => `postgres://eco2mixd_${role}:${PASSWORD}@127.0.0.1:${server.port}/${DATABASE}`
    return Server.of({ admin, urlOf })
  })
)

/** Runs a role's file, twice, as it may be run again, and gives it its password. */
const run = Effect.fnUntraced(function*(sql: PgClient.PgClient, role: Role) {
  for (const statement of [...statementsOf(role), ...statementsOf(role)]) yield* sql.unsafe(statement)
  yield* sql.unsafe(`alter role eco2mixd_${role} password '${PASSWORD}'`)
})

/** The client of the program itself as a role: of those that write, with its migrations. */
export const clientAs = (role: Role) =>
  Layer.unwrap(
    Effect.map(Server, ({ urlOf }) =>
      Layer.fresh(role === "migrator" || role === "writer" ? PostgresClient.layer : PostgresClient.layerAsItIs).pipe(
        Layer.provide(ConfigProvider.layer(ConfigProvider.fromEnv({ env: { DATABASE_URL: urlOf(role) } })))
      ))
  )

/** Tables made by the migrator, who then lets the others in; the monitor is let in by whoever owns the server. */
export const layer = Layer.effectDiscard(Effect.gen(function*() {
  const { admin } = yield* Server
  yield* Effect.provide(
    Effect.flatMap(PgClient.PgClient, (sql) => Effect.andThen(run(sql, "writer"), run(sql, "reader"))),
    clientAs("migrator")
  )
  yield* run(admin, "monitor")
})).pipe(Layer.provideMerge(bare))
