/** Lakes as files, of keepers that keep an instant's revisions in another order. */
import * as LakeFiles from "#layers/files/LakeFiles"
import * as MemoryLake from "#layers/memory/MemoryLake"
import { load, save } from "#pipelines/lakeFile"
import { Lake } from "#ports/Lake"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"
import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { gunzipSync, gzipSync } from "node:zlib"
import { temporaryFolder } from "../../support/EmbeddedStores.ts"
import { revision } from "../../support/revisions.ts"

const ID = "0b6f8a3e-2f43-4f0e-9c51-6d0a4a5b7c21"

const said = [0, 1].flatMap((quarter) =>
  (["11", "93"] as const).flatMap((region) => [
    revision("2020-01-01", quarter, { region, record: "{\"é\":\"\\u0000\\n\"}" }),
    revision("2020-01-01", quarter, { region, revision: 2, fingerprint: "1" }),
    revision("2020-01-01", quarter, { region, nature: "Données définitives" })
  ])
)

/** With a lake of its own each time. */
const withLake = <A, E>(work: Effect.Effect<A, E, Lake | Layer.Success<typeof LakeFiles.layer>>) =>
  Effect.provide(work, [Layer.fresh(MemoryLake.layer), LakeFiles.layer])

const saved = (file: string, revisions: typeof said) =>
  withLake(Effect.gen(function*() {
    const { adopt, insert } = yield* Lake
    yield* adopt(ID)
    yield* insert(revisions)
    yield* save(file, false)
    return gunzipSync(readFileSync(file)).toString("utf8")
  }))

describe("LakeFiles", () => {
  it.live("are equal for equal lakes, and read back word for word", () =>
    Effect.gen(function*() {
      const folder = yield* temporaryFolder
      const [a, b] = [join(folder, "a.gz"), join(folder, "b.gz")]
      assert.strictEqual(yield* saved(a, said), yield* saved(b, said.toReversed()))
      const back = yield* withLake(Effect.gen(function*() {
        assert.deepStrictEqual(yield* load(a), { read: said.length, added: said.length })
        assert.deepStrictEqual(yield* load(b), { read: said.length, added: 0 })
        const { idIfAny, revisions } = yield* Lake
        assert.strictEqual(yield* idIfAny, ID)
        return yield* Stream.runCollect(revisions({ from: "2020-01-01", to: "2020-01-01" }))
      }))
      assert.sameDeepMembers([...back], said)
    }).pipe(Effect.scoped))

  it.live("are refused where a line is none that was written, or one is missing, and nothing of that batch is taken", () =>
    Effect.gen(function*() {
      const folder = yield* temporaryFolder
      const lines = (yield* saved(join(folder, "a.gz"), said)).trim().split("\n")
      for (
        const [changed, words] of [
          [lines.with(3, "{\"region\":\"77\"}"), /its revision 3 can't be read/],
          [lines.toSpliced(3, 1), /it has 11 revisions, and says that it had 12/],
          [lines.slice(0, -1), /it ends after 12 revisions/],
          [lines.slice(1), /it does not begin as a lake's file does/]
        ] as const
      ) {
        const file = join(folder, "b.gz")
        writeFileSync(file, gzipSync(`${changed.join("\n")}\n`))
        const { detail, documents } = yield* withLake(Effect.gen(function*() {
          const { message } = yield* Effect.flip(load(file))
          const { documents } = yield* Lake
          return { detail: message, documents: yield* documents() }
        }))
        assert.match(detail, words)
        assert.strictEqual(documents.size, 0)
      }
    }).pipe(Effect.scoped))
})
