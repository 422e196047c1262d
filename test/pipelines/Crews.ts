/** Daemons that share the work, on memory stores that can be made to fail, for tests that move the clock. */
import type * as Day from "#domain/Day"
import { isOver, type RunRecord } from "#domain/Run"
import * as Faults from "#layers/faulty/Faults"
import * as Faulty from "#layers/faulty/Faulty"
import * as MemoryCrew from "#layers/memory/MemoryCrew"
import * as crew from "#pipelines/crew"
import { Ingest } from "#ports/Ingest"
import { Ledger } from "#ports/Ledger"
import type { Plan } from "#ports/Plan"
import { type LiveRun, type RunRequest, Runs } from "#ports/Runs"
import { assert } from "@effect/vitest"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Latch from "effect/Latch"
import * as Layer from "effect/Layer"
import * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import * as TestClock from "effect/testing/TestClock"
import * as Daemons from "./Daemons.ts"
import { CONS, CONSOLIDATED, line, type Lines, quiet, REAL_TIME, TR } from "./Scene.ts"

export const stores = Layer.merge(Faulty.over(Daemons.stores), MemoryCrew.layer).pipe(
  Layer.provideMerge(Layer.merge(Faults.layer, quiet))
)

/** Days of three months, of which two are not whole. */
export const WINDOW: Day.DayRange = { from: "2020-03-20", to: "2020-05-10" }

/** What a source is asked for by a backfill of them: the windows of each month, of two datasets. */
export const WINDOWS = 2 * (2 + 4 + 2)

/** No morning comes soon. */
export const NOON = "2020-06-15T12:00:00Z"

export const lines: Lines = {
  "eco2mix-regional-tr": (["2020-03-20", "2020-03-31", "2020-04-01", "2020-04-30", "2020-05-01", "2020-05-10"] as const)
    .flatMap((day) => [0, 2, 5].map((quarter) => line("84", REAL_TIME, day, quarter))),
  "eco2mix-regional-cons-def": [
    line("93", CONSOLIDATED, "2020-03-25", 0),
    line("93", CONSOLIDATED, "2020-04-02", 1, { solaire: "abc" })
  ]
}

export const asked = (trigger: RunRequest["trigger"], window = WINDOW): RunRequest => ({
  trigger,
  window,
  datasets: [TR, CONS],
  requestedBy: "api test",
  oldestFirst: false,
  anew: false
})

/** The member that has opened each run last, by the run's id. */
export type Holders = Map<string, string>

/** One more of them, until it is stopped or the test ends. */
export const begin = Effect.fnUntraced(
  function*(name: string, holders: Holders = new Map(), changes?: Partial<Plan["Service"]>) {
    const scope = yield* Scope.fork(yield* Effect.scope)
    const ledger = yield* Ledger
    const open: typeof ledger.open = (run) =>
      Effect.andThen(Effect.sync(() => holders.set(run.id, name)), ledger.open(run))
    const context = yield* Layer.buildWithScope(
      crew.layer({ id: name, name }).pipe(
        Layer.provide([Daemons.plan({ catchUp: "none", ...changes }), Layer.succeed(Ledger, { ...ledger, open })])
      ),
      scope
    )
    return { name, runs: Context.get(context, Runs), stop: Scope.close(scope, Exit.void) }
  }
)

/** Three of them; those that do not hold a run, and the one that does. */
export const three = Effect.fnUntraced(function*(now = NOON) {
  yield* Daemons.setTime(now)
  const holders: Holders = new Map()
  const members = yield* Effect.forEach(["one", "two", "three"], (name) => begin(name, holders))
  return {
    members,
    holderOf: (id: string) => members.find(({ name }) => name === holders.get(id))!,
    othersThan: (id: string) => members.filter(({ name }) => name !== holders.get(id))
  }
})

/** Moves the clock on until the work is done. */
export const passing = Effect.fnUntraced(function*<A, E, R>(work: Effect.Effect<A, E, R>) {
  const fiber = yield* Effect.forkChild(work)
  for (let times = 0; times < 2_000 && fiber.pollUnsafe() === undefined; times++) {
    yield* TestClock.adjust("200 millis")
  }
  assert.isDefined(fiber.pollUnsafe(), "it was not done in time")
  return yield* Fiber.join(fiber)
})

export const recordOf = Effect.fnUntraced(function*(id: string): Effect.fn.Return<RunRecord, never, Ledger> {
  const ledger = yield* Ledger
  return (yield* Effect.orDie(ledger.run(id)))!
})

/** Moves the clock on until it is so. */
export const seen = <E, R>(condition: Effect.Effect<boolean, E, R>) =>
  passing(Effect.repeat(Effect.delay(condition, "100 millis"), { until: (is) => is }))

/** How a run has ended, when it has. */
export const ended = (id: string) => Effect.andThen(seen(Effect.map(recordOf(id), isOver)), recordOf(id))

/** What these members tell of the run from now on, each on its own. */
export const listening = Effect.fnUntraced(function*(members: ReadonlyArray<{ readonly runs: Runs["Service"] }>) {
  const heard = members.map((): Array<LiveRun> => [])
  for (const [index, { runs }] of members.entries()) {
    yield* Effect.forkScoped(
      Stream.runForEach(runs.changes, (change) => Effect.sync(() => heard[index]!.push(change)))
    )
  }
  yield* TestClock.adjust("2 seconds")
  return heard
})

/** A source that gives nothing while it is shut, and the windows that were asked of it. */
export const slowSource = Effect.gen(function*() {
  const real = yield* Ingest
  const door = yield* Latch.make(true)
  const windows: Array<string> = []
  const source = Ingest.of({
    ...real,
    fetch: (dataset, days) =>
      Effect.andThen(
        Effect.sync(() => windows.push(`${dataset} ${days.from}`)),
        Latch.whenOpen(door, real.fetch(dataset, days))
      )
  })
  return { source, door, windows }
})
