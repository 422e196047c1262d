/** Runs in this process that do nothing until they are told to, for every test above the ports. They stand in the `Ledger`. */
import { begun, type Counts, isLong, newRun, type Outcome, type Step } from "#domain/Run"
import { Ledger } from "#ports/Ledger"
import { type LiveRun, type RunRequest, Runs, RunsError, type Standing } from "#ports/Runs"
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as PubSub from "effect/PubSub"
import * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"

/** The work of `MemoryRuns`, for tests to do. A run that does not go is a mistake of the test's. */
export class MemoryWork extends Context.Service<MemoryWork, {
  /** A run has come so far. */
  readonly step: (id: string, step: Step, counts?: Partial<Counts>) => Effect.Effect<void>
  /** A run ends so, and stands so in the ledger. */
  readonly end: (id: string, outcome: Outcome) => Effect.Effect<void>
  /** From now on this is how the daemon stands. */
  readonly stand: (standing: Partial<Standing>) => Effect.Effect<void>
}>()("eco2mixd/layers/memory/MemoryWork") {}

interface Going {
  readonly live: LiveRun
  /** Its time in the ledger. */
  readonly scope: Scope.Closeable
}

/** Changes that a listener may be behind. */
const BEHIND = 64

/** Provides the `Runs`, and the `MemoryWork` behind them. It leads, until it is told otherwise. */
export const layer = Layer.effectContext(Effect.gen(function*() {
  const ledger = yield* Ledger
  const heard = yield* PubSub.sliding<LiveRun>(BEHIND)
  const going = new Map<string, Going>()
  let standing: Standing = { leads: true, leader: { id: "memory", name: "memory", since: 0 }, next: null }

  const change = Effect.fnUntraced(function*(id: string, changed: (live: LiveRun) => Partial<LiveRun>) {
    const run = going.get(id)
    if (run === undefined) return yield* refused("NotRunning", "change", `No run ${id} is going here.`)
    const live = { ...run.live, ...changed(run.live) }
    going.set(id, { ...run, live })
    yield* PubSub.publish(heard, live)
    return live
  })

  const start = Effect.fn("MemoryRuns.start")(function*({ trigger, ...asked }: RunRequest) {
    if (!standing.leads) {
      const leader = standing.leader === null ? "nobody leads yet" : `${standing.leader.name} leads`
      return yield* refused("StandsBy", "start", `This daemon stands by (${leader}): ask the one that leads.`)
    }
    if ([...going.values()].some(({ live }) => live.run.trigger === trigger)) {
      return yield* refused("Busy", "start", `A ${trigger} is going: wait for its end, or cancel it.`)
    }
    const run = newRun({ ...asked, trigger })
    const scope = yield* Scope.make()
    yield* ledger.open(run).pipe(
      Scope.provide(scope),
      Effect.mapError((error) =>
        new RunsError({ reason: "NotOpened", during: "MemoryRuns.start", detail: error.message, cause: error })
      )
    )
    const live: LiveRun = { ...begun(run, yield* Clock.currentTimeMillis), waits: null }
    going.set(run.id, { live, scope })
    yield* PubSub.publish(heard, live)
    return run
  })

  const end = Effect.fnUntraced(function*(id: string, outcome: Outcome) {
    const endedAt = yield* Clock.currentTimeMillis
    const live = yield* change(id, () => ({ outcome, endedAt, waits: null }))
    const { scope } = going.get(id)!
    going.delete(id)
    yield* Effect.orDie(ledger.close(live.run, outcome, live.counts, live.quota))
    yield* Scope.close(scope, Exit.void)
  })

  const wait = Effect.fnUntraced(function*(id: string, waits: LiveRun["waits"]) {
    const run = going.get(id)?.live.run
    if (run !== undefined && !isLong(run)) {
      return yield* refused("NotPausable", "pause", `A ${run.trigger} run does not wait: it can be cancelled.`)
    }
    yield* change(id, () => ({ waits }))
  })

  // Who goes with the process was not ended, and no longer lives.
  yield* Effect.addFinalizer(() =>
    Effect.forEach(going.values(), ({ scope }) => Scope.close(scope, Exit.void), { discard: true })
  )

  const runs = Runs.of({
    start,
    pause: (id) => wait(id, "asked"),
    resume: (id) => wait(id, null),
    cancel: (id) => end(id, { _tag: "Cancelled" }),
    live: Effect.sync(() => [...going.values()].map(({ live }) => live)),
    changes: Stream.fromPubSub(heard),
    standing: Effect.sync(() => standing)
  })

  return Context.make(Runs, runs).pipe(Context.add(MemoryWork, {
    step: (id, step, counts = {}) =>
      Effect.gen(function*() {
        const live = yield* change(id, ({ counts: before }) => ({ step, counts: { ...before, ...counts } }))
        yield* ledger.progress(live.run, step, live.counts)
      }).pipe(Effect.orDie),
    end: (id, outcome) => Effect.orDie(end(id, outcome)),
    stand: (changed) =>
      Effect.sync(() => {
        standing = { ...standing, ...changed }
      })
  }))
}))

const refused = (reason: RunsError["reason"], during: string, detail: string) =>
  Effect.fail(new RunsError({ reason, during: `MemoryRuns.${during}`, detail }))
