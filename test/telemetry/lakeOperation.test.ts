import { lakeBatches, lakeOperation } from "#telemetry/lakeOperation"
import * as Metrics from "#telemetry/Metrics"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Metric from "effect/Metric"
import * as Stream from "effect/Stream"
import * as TestClock from "effect/testing/TestClock"
import * as Numbers from "../support/Numbers.ts"

const times = Numbers.of("eco2mixd_lake_operation_duration_seconds")

describe("the time of the lake's answers", () => {
  it.effect("is told of what was answered and of what failed, and not of what nobody waited for", () =>
    Effect.gen(function*() {
      const read = lakeOperation("latest")
      yield* read(Effect.sleep("2 seconds")).pipe(Effect.forkChild, Effect.tap(TestClock.adjust("2 seconds")))
      yield* Effect.flip(read(Effect.fail("away")))
      yield* Effect.exit(read(Effect.die("a mistake")))
      const left = yield* Effect.forkChild(read(Effect.never))
      yield* Effect.yieldNow
      yield* Fiber.interrupt(left)
      assert.deepStrictEqual(yield* times, {
        "{operation=\"latest\",outcome=\"failed\"}": 2,
        "{operation=\"latest\",outcome=\"ok\"}": 1
      })
      const answered = Metric.withAttributes(Metrics.lakeOperations, { operation: "latest", outcome: "ok" })
      assert.strictEqual((yield* Metric.value(answered)).sum, 2)
    }).pipe(Numbers.apart))

  it.effect("of a stream is told by batch, without the time that its reader takes, and without its end", () =>
    Effect.gen(function*() {
      const batches = Stream.fromIterable([1, 2, 3]).pipe(
        Stream.rechunk(1),
        Stream.tap(() => Effect.sleep("1 second")),
        lakeBatches("excerpts")
      )
      yield* Stream.runForEach(batches, () => Effect.sleep("1 hour")).pipe(Effect.forkChild)
      yield* TestClock.adjust("1 day")
      yield* Effect.flip(
        Stream.runDrain(lakeBatches("excerpts")(Stream.concat(batches.pipe(Stream.take(0)), Stream.fail("away"))))
      )
      assert.deepStrictEqual(yield* times, {
        "{operation=\"excerpts\",outcome=\"failed\"}": 1,
        "{operation=\"excerpts\",outcome=\"ok\"}": 3
      })
      const answered = Metric.withAttributes(Metrics.lakeOperations, { operation: "excerpts", outcome: "ok" })
      assert.strictEqual((yield* Metric.value(answered)).sum, 3)
    }).pipe(Numbers.apart))
})
