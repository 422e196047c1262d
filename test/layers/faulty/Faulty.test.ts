import * as Faults from "#layers/faulty/Faults"
import * as Faulty from "#layers/faulty/Faulty"
import * as MemoryLake from "#layers/memory/MemoryLake"
import * as MemoryLedger from "#layers/memory/MemoryLedger"
import * as MemorySink from "#layers/memory/MemorySink"
import * as StreamTransform from "#layers/streaming/StreamTransform"
import { codeOf } from "#ports/failure"
import { Lake } from "#ports/Lake"
import { Sink } from "#ports/Sink"
import { Transform } from "#ports/Transform"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"
import * as LakeContract from "../../contract/LakeContract.ts"
import * as LedgerContract from "../../contract/LedgerContract.ts"
import * as SinkContract from "../../contract/SinkContract.ts"
import { revision } from "../../support/revisions.ts"

const stores = Faulty.over(StreamTransform.layer).pipe(
  Layer.provideMerge(Faulty.over(Layer.mergeAll(MemoryLake.layer, MemorySink.layer, MemoryLedger.layer))),
  Layer.provideMerge(Faults.layer)
)

LakeContract.suite("faulty, with no fault planned", stores, false)
LedgerContract.suite("faulty, with no fault planned", stores)
SinkContract.suite("faulty, with no fault planned", stores)

const day = SinkContract.dayOf("2020-05-01", 4)

describe("Faulty", () => {
  it.effect("fails the planned call and no other, done or not, with an error of the port's own", () =>
    Effect.gen(function*() {
      const { plan, struck } = yield* Faults.Faults
      const sink = yield* Sink
      const append = sink.append(1, "run", day)
      yield* plan({ port: "Sink", method: "append", call: 2, how: "before", reason: "Busy" })
      yield* sink.published(1)
      assert.strictEqual(yield* append, 4)
      assert.strictEqual(codeOf(yield* Effect.flip(append)), "Sink.Busy")
      assert.strictEqual(yield* append, 0)
      assert.deepStrictEqual(yield* struck, ["Sink.append"])

      yield* plan({ port: "Sink", call: 1, how: "after" })
      const other = sink.append(2, "run", day)
      assert.strictEqual(codeOf(yield* Effect.flip(other)), "Sink.Unreachable")
      assert.strictEqual(yield* other, 0)
    }).pipe(Effect.provide(stores)))

  it.effect("counts effects that are values, whenever they are run, and dies as often as it is told to", () =>
    Effect.gen(function*() {
      const { calls, plan } = yield* Faults.Faults
      const { id } = yield* Lake
      yield* plan({ call: 2, times: 2, how: "dies" })
      const exits = yield* Effect.forEach([1, 2, 3, 4], () => Effect.exit(id))
      assert.deepStrictEqual(exits.map(Exit.hasDies), [false, true, true, false])
      assert.deepStrictEqual(yield* calls, ["Lake.id", "Lake.id", "Lake.id", "Lake.id"])
    }).pipe(Effect.provide(stores)))

  it.effect("fails a stream at its beginning, and at each of its elements", () =>
    Effect.gen(function*() {
      const { calls, plan } = yield* Faults.Faults
      const lake = yield* Lake
      const { statistics } = yield* Transform
      yield* lake.insert([revision("2020-05-01", 0), revision("2020-05-02", 0)])
      const days: Array<string> = []
      const read = statistics({ from: "2020-05-01", to: "2020-05-02" }).pipe(
        Stream.runForEach(({ day }) => Effect.sync(() => days.push(day)))
      )
      for (const [call, seen] of [[1, []], [2, []], [3, ["2020-05-01"]]] as const) {
        days.length = 0
        yield* plan({ port: "Transform", call, how: "before" })
        assert.strictEqual(codeOf(yield* Effect.flip(read)), "Transform.LakeUnavailable")
        assert.deepStrictEqual(days, [...seen])
      }
      // The lake beneath it is faulty too: its beginning, and its one batch.
      yield* plan({ port: "Lake", method: "excerpts", call: 2, how: "before" })
      assert.strictEqual(codeOf(yield* Effect.flip(read)), "Transform.LakeUnavailable")
      yield* plan()
      yield* read
      const called = Map.groupBy(yield* calls, (call) => call)
      assert.deepStrictEqual([...called].map(([call, { length }]) => `${call} ${length}`).toSorted(), [
        "Lake.excerpts 2",
        "Transform.statistics 3"
      ])
    }).pipe(Effect.provide(stores)))

  it.effect("never answers, until it is told otherwise", () =>
    Effect.gen(function*() {
      const { plan, strike } = yield* Faults.Faults
      const sink = yield* Sink
      yield* plan({ port: "Sink", call: 1, times: 2, how: "never" })
      const one = yield* Effect.forkChild(sink.append(1, "run", day))
      const other = yield* Effect.forkChild(sink.append(1, "run", day))
      assert.strictEqual(yield* strike, "Sink.append")
      yield* Fiber.interrupt(one)
      yield* plan()
      assert.strictEqual(yield* Fiber.join(other), 4)
    }).pipe(Effect.provide(stores)))
})
