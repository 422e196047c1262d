/** Empty databases, as many as a test asks for, in one embedded server that is gone afterwards. */
import { clientOf } from "#layers/postgres/EmbeddedPostgres"
import { enter, leave } from "#layers/postgres/PostgresServer"
import * as PgClient from "@effect/sql-pg/PgClient"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type * as Scope from "effect/Scope"
import { temporaryFolder } from "./EmbeddedStores.ts"

export class Databases extends Context.Service<Databases, {
  /** A client of a new one, until the scope closes. */
  readonly fresh: Effect.Effect<PgClient.PgClient, never, Scope.Scope>
}>()("eco2mixd/test/support/Databases") {}

export const layer = Layer.effect(
  Databases,
  Effect.gen(function*() {
    const folder = yield* temporaryFolder
    const server = yield* Effect.acquireRelease(
      Effect.promise(() => enter(folder, 0)),
      () => Effect.promise(() => leave(folder))
    )
    const clientTo = (database: string) =>
      Layer.build(
        Layer.fresh(PgClient.layer({ ...clientOf(server, database), startupParameters: { TimeZone: "UTC" } }))
      )
        .pipe(Effect.map(Context.get(PgClient.PgClient)), Effect.orDie)
    const admin = yield* clientTo("postgres")
    const fresh = Effect.gen(function*() {
      const name = `test_${crypto.randomUUID().slice(0, 8)}`
      yield* Effect.orDie(admin`create database ${admin(name)}`)
      return yield* clientTo(name)
    })
    return Databases.of({ fresh })
  })
)
