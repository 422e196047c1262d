/** What a check-up says of a data folder that this account can't use. */
import { folder } from "#layers/postgres/checks"
import { find, paths } from "#layers/postgres/PostgresServer"
import { readable } from "#layers/postgres/Reached"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { mkdir, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { temporaryFolder } from "../../support/EmbeddedStores.ts"

const MEND = "give this account the folder, or set ECO2MIXD_DATA_DIR"

describe("the data folder", () => {
  it.live("must be one that this account may write, or may make in the nearest that is there", () =>
    Effect.gen(function*() {
      const there = yield* temporaryFolder
      for (const dir of [there, join(there, "not/yet/made")]) {
        assert.strictEqual((yield* Effect.promise(() => folder(dir))).status, "ok")
        const { mend, said, status } = yield* Effect.promise(() => folder(dir, async () => false))
        assert.deepStrictEqual([status, said, mend], ["failed", `this account may not write into ${there}`, MEND])
      }
      // A file where the folder is to be made stops root too, so this asks the real account.
      const file = join(there, "file")
      yield* Effect.promise(() => writeFile(file, "", { mode: 0o777 }))
      assert.strictEqual((yield* Effect.promise(() => folder(join(file, "below")))).status, "failed")
    }).pipe(Effect.scoped))

  it.live("that can't be read is told of, and never taken for one without a store", () =>
    Effect.gen(function*() {
      const dir = yield* temporaryFolder
      assert.strictEqual(yield* readable(dir, find), "none")
      // A file where a folder is meant fails for root too, as another account's folder does for the others.
      yield* Effect.promise(() => writeFile(paths(dir).data, ""))
      const { mend, said, status } = yield* Effect.flip(readable(dir, find))
      assert.deepStrictEqual([status, said, mend], ["failed", `${dir} can't be read (ENOTDIR)`, MEND])
      const other = join(dir, "other")
      yield* Effect.promise(() => mkdir(other))
      assert.strictEqual(yield* readable(other, find), "none")
    }).pipe(Effect.scoped))
})
