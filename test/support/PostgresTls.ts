/** A PostgreSQL of its own, whose certificate a test chooses, and whose rules for who is let in it writes. */
import { clientOf } from "#layers/postgres/EmbeddedPostgres"
import { enter, leave, USER } from "#layers/postgres/PostgresServer"
import * as PgClient from "@effect/sql-pg/PgClient"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { type Certificate, textOf } from "./Authority.ts"
import { temporaryFolder } from "./EmbeddedStores.ts"

/** Of looks at whether the server has read its settings again, each after ten milliseconds. */
const LOOKS = 1_000

export const make = Effect.gen(function*() {
  const folder = yield* temporaryFolder
  const { password, port } = yield* Effect.acquireRelease(
    Effect.promise(() => enter(folder, 0)),
    () => Effect.promise(() => leave(folder))
  )
  // One connection for all, that stays: later rules may not let this one in.
  const once = { minConnections: 1, maxConnections: 1, idleTimeout: "1 hour" } as const
  const sql = Context.get(
    yield* Layer.build(PgClient.layer({ ...clientOf({ password, port }, "postgres"), ...once })),
    PgClient.PgClient
  )

  /** Into the server's own folder, by its own hand: its keys must be nobody else's. */
  const write = (file: string, text: string) => {
    const lines = text.replaceAll("'", "''").trim()
    return sql.unsafe(
      `copy (select regexp_split_to_table('${lines}', E'\\n')) to program 'umask 077; cat > ${file}.new; mv ${file}.new ${file}'`
    )
  }

  const reload = Effect.gen(function*() {
    const loaded = Effect.map(
      sql<{ readonly at: string }>`select pg_conf_load_time()::text as at`,
      ([line]) => line!.at
    )
    const before = yield* loaded
    yield* sql`select pg_reload_conf()`
    for (let left = LOOKS; left > 0; left--) {
      if ((yield* loaded) !== before) return
      yield* sql`select pg_sleep(0.01)`
    }
    return yield* Effect.die(new Error("The server did not read its settings again."))
  })

  return {
    urlOf: (parameters: string, host = "localhost") =>
      `postgres://${USER}:${password}@${host}:${port}/postgres${parameters}`,
    /** From now on there is TLS, with this certificate; `clients`: the file of the authority that they are to be of. */
    offer: ({ cert, key }: Certificate, clients: string) =>
      Effect.gen(function*() {
        yield* write("server.crt", yield* textOf(cert))
        yield* write("server.key", yield* textOf(key))
        yield* write("clients.crt", yield* textOf(clients))
        yield* sql`alter system set ssl_ca_file = 'clients.crt'`
        yield* sql`alter system set ssl = on`
        yield* reload
      }).pipe(Effect.orDie),
    /** As `pg_hba.conf` has them; nobody else is let in. */
    letIn: (...rules: ReadonlyArray<string>) =>
      Effect.orDie(Effect.andThen(write("pg_hba.conf", rules.join("\n")), reload))
  }
})
