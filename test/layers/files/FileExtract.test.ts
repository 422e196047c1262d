/** Extracts in a folder of their own: what stands there, above all when it goes wrong. */
import * as FileExtract from "#layers/files/FileExtract"
import { Extract } from "#ports/Extract"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { chmod, mkdir, readdir, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { temporaryFolder } from "../../support/EmbeddedStores.ts"
import { question, rows, text, write } from "./Extracts.ts"

const list = (folder: string) => Effect.promise(async () => (await readdir(folder)).toSorted())

describe("FileExtract", () => {
  it.live("one that is left half-way leaves what was there, and nothing else", () =>
    Effect.gen(function*() {
      const folder = yield* temporaryFolder
      const file = join(folder, "x.csv")
      const { open } = yield* Extract
      const half = (replace: boolean) =>
        Effect.scoped(Effect.gen(function*() {
          const { append } = yield* open(file, question("csv"), replace)
          yield* append(rows)
          assert.include(yield* list(folder), "x.csv.part")
        }))
      yield* half(false)
      assert.deepStrictEqual(yield* list(folder), [])
      yield* write(file, "csv", [rows.slice(0, 3)])
      const before = yield* text(file)
      yield* half(true)
      assert.deepStrictEqual(yield* list(folder), ["x.csv", "x.csv.manifest.json"])
      assert.strictEqual(yield* text(file), before)
      // What a killed one left behind stands in nobody's way.
      yield* Effect.promise(() => writeFile(`${file}.part`, "half"))
      yield* write(file, "csv", [rows.slice(0, 2)], true)
      assert.deepStrictEqual(yield* list(folder), ["x.csv", "x.csv.manifest.json"])
      assert.strictEqual((yield* text(file)).split("\n").length, 4)
    }).pipe(Effect.scoped, Effect.provide(FileExtract.layer)))

  it.live("what is there is not replaced unasked, not even when it came meanwhile", () =>
    Effect.gen(function*() {
      const folder = yield* temporaryFolder
      const file = join(folder, "x.csv")
      yield* Effect.promise(() => writeFile(file, "mine"))
      const early = yield* Effect.flip(write(file, "csv", []))
      assert.strictEqual(early.reason, "Exists")
      assert.match(early.message, new RegExp(`^${file} is there already: .*--force`))
      const { open } = yield* Extract
      const other = join(folder, "y.csv")
      const late = yield* Effect.flip(Effect.scoped(Effect.gen(function*() {
        const { close } = yield* open(other, question("csv"), false)
        yield* Effect.promise(() => writeFile(other, "mine"))
        return yield* close
      })))
      assert.strictEqual(late.reason, "Exists")
      for (const name of [file, other]) assert.strictEqual(yield* text(name), "mine")
      assert.deepStrictEqual(yield* list(folder), ["x.csv", "y.csv"])
    }).pipe(Effect.scoped, Effect.provide(FileExtract.layer)))

  it.live("of two extracts to one file the later is whole, and the earlier says that there was another", () =>
    Effect.gen(function*() {
      const folder = yield* temporaryFolder
      const file = join(folder, "x.csv")
      const { open } = yield* Extract
      const lost = yield* Effect.scoped(Effect.gen(function*() {
        const first = yield* open(file, question("csv"), false)
        yield* first.append(rows)
        const second = yield* open(file, question("csv"), false)
        yield* second.append(rows.slice(0, 5))
        const error = yield* Effect.flip(first.close)
        yield* second.close
        return error
      }))
      assert.strictEqual(lost.reason, "Busy")
      assert.match(lost.message, /another file/)
      assert.strictEqual((yield* text(file)).split("\n").length, 7)
      assert.deepStrictEqual(yield* list(folder), ["x.csv", "x.csv.manifest.json"])
    }).pipe(Effect.scoped, Effect.provide(FileExtract.layer)))

  it.live("where nothing can be written it says so, with the way out", () =>
    Effect.gen(function*() {
      const folder = yield* temporaryFolder
      yield* Effect.promise(() => mkdir(join(folder, "sub")))
      const unwritable = [
        [join(folder, "none/x.csv"), "ENOENT"],
        ["/dev/null/x.csv", "ENOTDIR"],
        ["/proc/x.csv", "ENOENT"],
        [join(folder, "sub"), "is there and is no file"],
        ["/dev/null", "is there and is no file"]
      ] as const
      for (const [file, why] of unwritable) {
        const error = yield* Effect.flip(write(file, "csv", [], true))
        assert.strictEqual(error.reason, "Unwritable")
        assert.include(error.message, file)
        assert.include(error.message, why)
        assert.match(error.message, /name (another one|a file in a folder)/)
      }
      // Root may write everywhere.
      if (process.getuid?.() !== 0) {
        yield* Effect.promise(() => chmod(join(folder, "sub"), 0o500))
        const error = yield* Effect.flip(write(join(folder, "sub/x.csv"), "csv", []))
        assert.include(error.message, "EACCES")
      }
    }).pipe(Effect.scoped, Effect.provide(FileExtract.layer)))
})
