/** Daemons on memory stores that tell a receiver in this process, and what it has heard. */
import type * as Day from "#domain/Day"
import * as MemoryIngest from "#layers/memory/MemoryIngest"
import * as MemoryNotices from "#layers/memory/MemoryNotices"
import * as notices from "#pipelines/notices"
import { IngestError } from "#ports/Ingest"
import type { Plan } from "#ports/Plan"
import { type RunRequest, Runs } from "#ports/Runs"
import { assert } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Scope from "effect/Scope"
import * as TestClock from "effect/testing/TestClock"
import { begin as beginDaemon, history, setTime, stores } from "./Daemons.ts"

export const TR = "eco2mix-regional-tr"

/** From now on the source fails so. */
export const failing = (reason: IngestError["reason"]) =>
  Effect.flatMap(
    MemoryIngest.MemorySource,
    ({ fail }) => fail(TR, new IngestError({ reason, during: "test", detail: "the source is away" }))
  )
export const healed = Effect.flatMap(MemoryIngest.MemorySource, ({ fail }) => fail(TR, undefined))

export const all = Layer.merge(stores, MemoryNotices.layer)

export const letters = Effect.flatMap(MemoryNotices.MemoryMail, ({ arrived }) => arrived)

export const events = Effect.map(letters, (arrived) => arrived.map(({ event }) => event))

/** Waits for so many, while the clock stands still. */
export const arriving = (count: number) =>
  Effect.repeat(Effect.andThen(Effect.yieldNow, letters), { until: ({ length }) => length === count, times: 10_000 })
    .pipe(
      Effect.andThen(events)
    )

/** A daemon that tells, until it is stopped. */
export const begin = Effect.fnUntraced(function*(name: string, changes?: Partial<Plan["Service"]>) {
  const scope = yield* Scope.fork(yield* Effect.scope)
  const { runs, stop } = yield* beginDaemon(name, { catchUp: "last", ...changes })
  yield* Layer.buildWithScope(Layer.provide(notices.layer, Layer.succeed(Runs, runs)), scope)
  return { runs, stop: Effect.andThen(Scope.close(scope, Exit.void), stop) }
})

/** The morning before is made up for, and the next one is in a minute. */
export const settled = Effect.gen(function*() {
  yield* setTime("2026-05-07T04:28:00Z")
  const daemon = yield* begin("one")
  yield* TestClock.adjust("1 minute")
  assert.deepStrictEqual((yield* history).map(({ outcome }) => outcome._tag), ["Succeeded"])
  assert.deepStrictEqual(yield* events, [])
  return daemon
})

export const asked = (from: Day.Day, to: Day.Day = from): RunRequest => ({
  trigger: "manual",
  window: { from, to },
  datasets: [TR],
  requestedBy: "api test",
  oldestFirst: false,
  anew: false
})
