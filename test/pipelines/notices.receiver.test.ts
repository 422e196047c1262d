/** What a receiver that fails, hangs or is not there costs the daemon: a notice, and nothing else. */
import type * as Day from "#domain/Day"
import type { Notice } from "#domain/Notice"
import { MemoryMail } from "#layers/memory/MemoryNotices"
import * as notices from "#pipelines/notices"
import { Notices, NoticesError } from "#ports/Notices"
import { Runs } from "#ports/Runs"
import * as Metrics from "#telemetry/Metrics"
import { assert, describe, it } from "@effect/vitest"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Metric from "effect/Metric"
import * as TestClock from "effect/testing/TestClock"
import { history, stores } from "./Daemons.ts"
import { all, arriving, asked, events, failing, healed, letters, settled } from "./Telling.ts"

describe("a receiver", () => {
  const lost = new NoticesError({ reason: "Unreachable", during: "test", detail: "gone, 6 times" })
  const counted = (event: Notice["event"], outcome: string) =>
    Effect.map(Metric.value(Metric.withAttributes(Metrics.notices, { event, outcome })), ({ count }) => count)

  it.effect("that takes nothing costs the notice, which is counted, and the next one comes", () =>
    Effect.gen(function*() {
      yield* settled
      const { meet } = yield* MemoryMail
      const [failed, delivered] = [yield* counted("run.failed", "failed"), yield* counted("run.recovered", "delivered")]
      yield* meet(Effect.fail(lost))
      yield* failing("Refused")
      yield* TestClock.adjust("5 minutes")
      yield* meet(Effect.void)
      yield* healed
      yield* TestClock.adjust("10 minutes")
      assert.deepStrictEqual(yield* events, ["run.recovered"])
      assert.strictEqual((yield* counted("run.failed", "failed")) - failed, 1)
      assert.strictEqual((yield* counted("run.recovered", "delivered")) - delivered, 1)
    }).pipe(Effect.provide(all)))

  it.effect("that hangs holds up no run, no lead and no end, and no more waits for it than may", () =>
    Effect.gen(function*() {
      const { runs, stop } = yield* settled
      const { meet } = yield* MemoryMail
      yield* meet(Effect.never)
      yield* failing("Refused")
      const before = yield* counted("run.failed", "failed")
      for (let day = 1; day <= 70; day++) {
        const from = new Date(Date.UTC(2025, 0, day)).toISOString().slice(0, 10) as Day.Day
        yield* runs.start(asked(from))
        yield* TestClock.adjust("2 seconds")
      }
      yield* healed
      yield* TestClock.adjust("10 minutes")
      // Of each run, and of the morning that came meanwhile: one is being sent, and 64 wait.
      assert.strictEqual((yield* counted("run.failed", "failed")) - before, 70 + 1 - 1 - 64)
      assert.isTrue((yield* runs.standing).leads)
      assert.deepInclude((yield* history).findLast(({ run }) => run.slot !== null), { outcome: { _tag: "Succeeded" } })
      const began = yield* Clock.currentTimeMillis
      const stopping = yield* Effect.forkChild(stop)
      yield* TestClock.adjust("2 seconds")
      yield* Fiber.await(stopping)
      assert.strictEqual((yield* Clock.currentTimeMillis) - began, 2_000)
      assert.deepStrictEqual(yield* letters, [])
    }).pipe(Effect.provide(all)))

  it.effect("that is there when the daemon ends hears the last of it", () =>
    Effect.gen(function*() {
      const { stop } = yield* settled
      const { meet } = yield* MemoryMail
      yield* meet(Effect.sleep("1 second"))
      yield* failing("Refused")
      yield* TestClock.adjust("1 minute")
      assert.deepStrictEqual(yield* letters, [])
      yield* Effect.forkChild(stop)
      yield* TestClock.adjust("1 second")
      assert.deepStrictEqual(yield* arriving(1), ["run.failed"])
    }).pipe(Effect.provide(all)))

  it.effect("that is nobody is told nothing, and asks for nothing", () =>
    Effect.gen(function*() {
      let asked = 0
      const counting = Layer.succeed(
        Runs,
        new Proxy({} as Runs["Service"], {
          get: () => {
            asked++
          }
        })
      )
      yield* Layer.build(
        notices.layer.pipe(Layer.provide(counting), Layer.provide(Layer.succeed(Notices, { receiver: null })))
      )
      yield* TestClock.adjust("1 day")
      assert.strictEqual(asked, 0)
    }).pipe(Effect.provide(stores)))
})
