/** One lake in another: what is missing is added, and what is said otherwise there is named and left. */
import * as MemoryLake from "#layers/memory/MemoryLake"
import { compareDays, foreign, planDays, takeDays } from "#pipelines/copyLake"
import { Lake } from "#ports/Lake"
import { assert, describe, it } from "@effect/vitest"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"
import { revision } from "../support/revisions.ts"

const DAYS = { from: "2020-03-01", to: "2020-08-31" } as const

const lake = Effect.map(Layer.build(Layer.fresh(MemoryLake.layer)), Context.get(Lake))

/** Over more than one of the windows that are compared. */
const all = ["2020-03-01", "2020-03-02", "2020-08-31"].flatMap((day) =>
  [0, 1, 2].map((quarter) => revision(day as typeof DAYS.from, quarter))
)

const copied = Effect.fnUntraced(function*(source: Lake["Service"], target: Lake["Service"]) {
  const days = yield* planDays(source, target)
  yield* foreign(days)
  const count = yield* takeDays(source, target, days, () => Effect.void)
  let compared = 0
  yield* compareDays(source, target, days, (lines) => Effect.sync(() => compared += lines))
  return { count, compared }
})

describe("copyLake", () => {
  it.effect("adds what is missing, once, and compares each document", () =>
    Effect.gen(function*() {
      const [source, target] = [yield* lake, yield* lake]
      yield* source.insert(all)
      yield* target.insert(all.slice(0, 4))
      assert.deepStrictEqual(yield* copied(source, target), { count: 5, compared: 9 })
      assert.deepStrictEqual(yield* copied(source, target), { count: 0, compared: 9 })
      assert.deepStrictEqual(yield* Stream.runCollect(target.revisions(DAYS)), all)
    }))

  it.effect("names a document that says something else there, whether or not its day has as many", () =>
    Effect.gen(function*() {
      const [source, target] = [yield* lake, yield* lake]
      yield* source.insert(all)
      const said = [{ fingerprint: "1" }, { record: "{}" }, { fetchedAt: 1 }, { runId: crypto.randomUUID() }]
      for (const changes of said) {
        const other = yield* lake
        const rival = { ...all[8]!, ...changes }
        yield* other.insert([...all.slice(0, 8), rival])
        const error = yield* Effect.flip(copied(source, other))
        assert.deepInclude(error, { _tag: "CopyError", reason: "Foreign" })
        assert.match(error.message, /something else of 93, .*2020-08-30T22:30:00.000Z, revision 1/)
        assert.deepInclude(yield* Stream.runCollect(other.revisions(DAYS)), rival)
      }
      yield* target.insert([{ ...all[0]!, fingerprint: "1" }])
      const error = yield* Effect.flip(copied(source, target))
      assert.match(error.message, /something else of 93, .*2020-02-29T23:00:00.000Z/)
    }))

  it.effect("is refused by a lake that has gone on, and by one that somebody works on", () =>
    Effect.gen(function*() {
      const [source, target] = [yield* lake, yield* lake]
      yield* source.insert(all)
      const days = yield* planDays(source, target)
      yield* copied(source, target)
      yield* source.insert([revision("2020-03-02", 3)])
      const error = yield* Effect.flip(compareDays(source, target, days, () => Effect.void))
      assert.deepInclude(error, { _tag: "CopyError", reason: "Differs" })
      yield* copied(source, target)
      yield* target.insert([revision("2020-03-03", 0)])
      assert.match(
        (yield* Effect.flip(copied(source, target))).message,
        /has 1 documents of 2020-03-03.*gone on by itself/
      )
    }))
})
