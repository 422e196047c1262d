/** What the embedded PostgreSQL keeps is for its account alone: nobody else reads the data, the log or the password. */
import { enter, leave } from "#layers/postgres/PostgresServer"
import { assert, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { readdir, stat } from "node:fs/promises"
import { join } from "node:path"
import { temporaryFolder } from "../../support/EmbeddedStores.ts"

/** Says which processes use the server, by their numbers, and nothing else. */
const OPEN = new Set(["users"])

it.live("no file of the embedded stores can be read by others", () =>
  Effect.gen(function*() {
    const folder = yield* temporaryFolder
    yield* Effect.acquireRelease(Effect.promise(() => enter(folder, 0)), () => Effect.promise(() => leave(folder)))
    const names = yield* Effect.promise(() => readdir(folder))
    assert.includeMembers(names, ["postgres", "postgres.log", "postgres.password"])
    for (const name of names.filter((name) => !OPEN.has(name))) {
      const { mode } = yield* Effect.promise(() => stat(join(folder, name)))
      assert.strictEqual(mode & 0o077, 0, name)
    }
  }).pipe(Effect.scoped), 30_000)
