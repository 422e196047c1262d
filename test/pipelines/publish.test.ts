import * as Day from "#domain/Day"
import { newRun } from "#domain/Run"
import * as MemoryLake from "#layers/memory/MemoryLake"
import * as MemorySink from "#layers/memory/MemorySink"
import * as StreamTransform from "#layers/streaming/StreamTransform"
import { Gate } from "#pipelines/Gate"
import { publish } from "#pipelines/publish"
import { Lake } from "#ports/Lake"
import { Sink } from "#ports/Sink"
import { assert, describe, it } from "@effect/vitest"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Ref from "effect/Ref"
import * as TestClock from "effect/testing/TestClock"
import { revision } from "../support/revisions.ts"

const memory = Layer.provideMerge(StreamTransform.layer, Layer.mergeAll(MemoryLake.layer, MemorySink.layer))

/** Publishes so many days, each of which takes so long to write, and tells how many days each step had. */
const steps = (days: number, each: Duration.Input) =>
  Effect.gen(function*() {
    const window = { from: "2020-01-01", to: Day.plus("2020-01-01", days - 1) } as const
    const lake = yield* Lake
    yield* lake.insert(Day.list(window).map((day) => revision(day, 0)))
    const written = yield* Ref.make(0)
    const marks = yield* Ref.make<ReadonlyArray<number>>([])
    const sink = yield* Sink
    const slow = Sink.of({
      ...sink,
      append: (...day) =>
        sink.append(...day).pipe(
          Effect.tap(TestClock.adjust(each)),
          Effect.tap(Ref.update(written, (count) => count + 1))
        )
    })
    const gate = {
      pass: () => Effect.flatMap(Ref.get(written), (count) => Ref.update(marks, (all) => [...all, count])),
      cancelled: Effect.succeed(false),
      handsOn: Effect.succeed(false),
      tell: () => Effect.void
    }
    const run = newRun({ trigger: "manual", window, datasets: ["eco2mix-regional-tr"], requestedBy: "test" })
    yield* publish(run, () => Effect.void).pipe(
      Effect.provideService(Sink, slow),
      Effect.provideService(Gate, gate)
    )
    const begun = [...yield* Ref.get(marks), yield* Ref.get(written)]
    return begun.slice(1).map((count, step) => count - begun[step]!)
  }).pipe(Effect.provide(memory))

describe("publish", () => {
  it.effect("asks after eight days whether it may go on, and then after as many as took a second", () =>
    Effect.gen(function*() {
      assert.deepStrictEqual(yield* steps(60, "50 millis"), [8, 20, 20, 12])
    }))

  it.effect("asks after eight days again where they take longer than that", () =>
    Effect.gen(function*() {
      assert.deepStrictEqual(yield* steps(20, "5 seconds"), [8, 8, 4])
    }))

  it.effect("asks after two months where days take no time", () =>
    Effect.gen(function*() {
      assert.deepStrictEqual(yield* steps(150, "0 millis"), [8, 64, 64, 14])
    }))
})
