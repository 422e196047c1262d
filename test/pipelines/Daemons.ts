/** Daemons on memory stores, for tests that move the clock. */
import type { RunRecord } from "#domain/Run"
import * as MemoryIngest from "#layers/memory/MemoryIngest"
import * as MemoryLake from "#layers/memory/MemoryLake"
import * as MemoryLeadership from "#layers/memory/MemoryLeadership"
import * as MemoryLedger from "#layers/memory/MemoryLedger"
import * as MemoryQuery from "#layers/memory/MemoryQuery"
import * as MemorySink from "#layers/memory/MemorySink"
import * as StreamTransform from "#layers/streaming/StreamTransform"
import * as daemon from "#pipelines/daemon"
import * as Going from "#pipelines/going"
import * as watch from "#pipelines/watch"
import { Ledger } from "#ports/Ledger"
import { Plan, QuotaReserve } from "#ports/Plan"
import { Runs } from "#ports/Runs"
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Cron from "effect/Cron"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Scope from "effect/Scope"
import * as TestClock from "effect/testing/TestClock"

export const stores = Layer.provideMerge(
  StreamTransform.layer,
  Layer.mergeAll(
    MemoryIngest.layer,
    MemoryLake.layer,
    MemorySink.layer,
    MemoryLedger.layer,
    MemoryQuery.layer,
    MemoryLeadership.layer,
    Layer.succeed(QuotaReserve, 0.1)
  )
)

export const plan = (changes: Partial<Plan["Service"]> = {}) =>
  Layer.succeed(Plan, {
    schedule: Cron.parseUnsafe("30 6 * * *", "Europe/Paris"),
    datasets: ["eco2mix-regional-tr"],
    refresh: null,
    catchUp: "window",
    ...changes
  })

export const setTime = (text: string) => TestClock.setTime(Date.parse(text))

/** A daemon that goes until it is stopped, or until the test ends. */
export const begin = Effect.fnUntraced(function*(name: string, changes?: Partial<Plan["Service"]>) {
  const scope = yield* Scope.fork(yield* Effect.scope)
  const context = yield* Layer.buildWithScope(
    daemon.layer({ id: name, name }).pipe(Layer.provide(plan(changes))),
    scope
  )
  yield* Effect.yieldNow
  return { runs: Context.get(context, Runs), stop: Scope.close(scope, Exit.void) }
})

/** The watch of a daemon that leads, whatever happens. */
export const watching = Effect.fnUntraced(function*(changes?: Partial<Plan["Service"]>) {
  const going = yield* Going.make({ confirm: Effect.succeed(true) })
  const { keep } = yield* Effect.provide(watch.make(going), plan(changes))
  yield* Effect.forkScoped(keep)
  yield* Effect.yieldNow
})

/** Waits for what real promises bring, which no test clock moves. */
export const until = <E, R>(condition: Effect.Effect<boolean, E, R>) =>
  Effect.repeat(Effect.andThen(Effect.yieldNow, condition), { until: (is) => is, times: 10_000 })

/** The test's clock, with jumps in which no timer goes: a machine that was suspended, a clock that was set. */
export const jumpingClock = Effect.gen(function*() {
  const timers = yield* Clock.Clock
  let offset = 0
  const clock: Clock.Clock = {
    ...timers,
    sleep: (duration) => timers.sleep(duration),
    currentTimeMillisUnsafe: () => timers.currentTimeMillisUnsafe() + offset,
    currentTimeMillis: Effect.sync(() => timers.currentTimeMillisUnsafe() + offset)
  }
  return {
    clock,
    jump: (by: Duration.Input) => Effect.sync(() => offset += Duration.toMillis(by))
  }
})

/** All runs, oldest first. */
export const history: Effect.Effect<ReadonlyArray<RunRecord>, never, Ledger> = Effect.gen(function*() {
  const ledger = yield* Ledger
  return (yield* Effect.orDie(ledger.runs({ limit: 10_000 }))).toReversed()
})

/** What a test wants to see of a run. */
export const shortly = ({ outcome, run }: RunRecord) => [
  run.trigger,
  run.slot === null ? null : new Date(run.slot).toISOString().slice(0, 16),
  run.window.from,
  outcome._tag
]
