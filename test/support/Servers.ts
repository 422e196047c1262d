/** A PostgreSQL and a server that speaks MongoDB's protocol, as the program is pointed to them. */
import { enter, leave, USER } from "#layers/postgres/PostgresServer"
import * as Effect from "effect/Effect"
import { temporaryFolder } from "./EmbeddedStores.ts"
import * as FerretDb from "./FerretDb.ts"
import type { Settings } from "./Program.ts"

/** Until the scope closes; `source` is where the records are from. */
export const servers = Effect.fnUntraced(function*(source: string) {
  const folder = yield* temporaryFolder
  const server = yield* Effect.acquireRelease(
    Effect.promise(() => enter(folder, 0)),
    () => Effect.promise(() => leave(folder))
  )
  const settings: Settings = {
    ECO2MIXD_STORES: "servers",
    ECO2MIXD_SOURCE_URL: source,
    MONGO_URL: yield* FerretDb.url,
    DATABASE_URL: `postgres://${USER}:${server.password}@127.0.0.1:${server.port}/postgres`
  }
  return settings
})
