/**
 * The watch for the mornings: each hour of the schedule is answered by one run, as soon as it has come or is found to have
 * passed. What was answered stands in the ledger, so that neither a restart nor a clock that goes back answers it twice. A
 * morning that fails is tried again, later and later, until the next one covers it.
 */
import type * as Day from "#domain/Day"
import { newRun, type Trigger } from "#domain/Run"
import { daily } from "#pipelines/daily"
import type { Going } from "#pipelines/going"
import { dueHour, MONTHLY_DAYS, nextHour, pauseAfter, SEEN_COMING, WEEKLY_DAYS, windowOf } from "#pipelines/mornings"
import { codeOf, type Failure } from "#ports/failure"
import { Ledger } from "#ports/Ledger"
import { Plan } from "#ports/Plan"
import * as Cause from "effect/Cause"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Option from "effect/Option"
import * as Ref from "effect/Ref"

/** How often the clock is looked at, in milliseconds: timers stand still while a machine is suspended, clocks are set. */
const GLANCE = 5 * 60_000

/** What this watch has seen and done. Instants in milliseconds since 1970 UTC. */
interface State {
  /** The last hour of the schedule that needs no answer any more. */
  readonly seen: number | null
  /** The morning that failed last. */
  readonly failed: {
    readonly hour: number
    readonly trigger: Trigger
    readonly times: number
    readonly at: number
    readonly notBefore: number
  } | null
  readonly owed: Day.Day | null
}

export const make = Effect.fnUntraced(function*(going: Going) {
  const plan = yield* Plan
  const ledger = yield* Ledger
  const state = yield* Ref.make<State>({ seen: null, failed: null, owed: null })

  const answered = Effect.all({
    any: ledger.answered(1),
    weekly: ledger.answered(WEEKLY_DAYS),
    monthly: ledger.answered(MONTHLY_DAYS)
  })

  const isSeen = (hour: number) => Ref.update(state, (before): State => ({ ...before, seen: hour, failed: null }))

  const hasFailed = (hour: number, trigger: Trigger, from: Day.Day | null, why: Failure | undefined) =>
    Effect.flatMap(Clock.currentTimeMillis, (at) =>
      Ref.update(state, ({ failed, owed, seen }): State => {
        const times = failed?.hour === hour ? failed.times + 1 : 1
        return {
          seen,
          failed: { hour, trigger, times, at, notBefore: at + pauseAfter(times, waitsFor(why)) },
          owed: owed !== null && (from === null || owed < from) ? owed : from
        }
      }))

  /** The morning of an hour; answers nothing where another daemon has answered, or where the policy is not to. */
  const morning = Effect.fnUntraced(function*(hour: number, trigger: Trigger) {
    const known = yield* answered
    if (known.any !== null && known.any >= hour) return yield* isSeen(known.any)
    if (trigger === "catch-up" && plan.catchUp === "none") {
      yield* Effect.logInfo(`The morning of ${textOf(hour)} has passed, and is not made up for (none).`).pipe(
        Effect.annotateLogs(factsOf(hour, trigger))
      )
      return yield* isSeen(hour)
    }
    const { owed } = yield* Ref.get(state)
    const now = yield* Clock.currentTimeMillis
    const window = windowOf({ now, answered: known, catchUp: plan.catchUp, owed })
    const run = newRun({ trigger, window, datasets: plan.datasets, requestedBy: "schedule", slot: hour })
    const exit = yield* going.first(going.complete(run, daily))
    if (Exit.isSuccess(exit)) {
      yield* isSeen(hour)
      return yield* Ref.update(state, (before): State => ({ ...before, owed: null }))
    }
    // Called off by a person: the next one covers it. (Where the lead is lost this fiber ends too.)
    if (Cause.hasInterruptsOnly(exit.cause)) {
      yield* isSeen(hour)
      return yield* Ref.update(state, (before): State => ({ ...before, owed: window.from }))
    }
    yield* hasFailed(hour, trigger, window.from, Option.getOrUndefined(Cause.findErrorOption(exit.cause)))
    const { failed } = yield* Ref.get(state)
    yield* Effect.logError(
      `The morning of ${textOf(hour)} failed, and is tried again at ${textOf(failed!.notBefore)}.`,
      exit.cause
    ).pipe(Effect.annotateLogs({ "run.id": run.id, times: failed!.times, ...factsOf(hour, trigger) }))
  })

  const look = Effect.gen(function*() {
    const now = yield* Clock.currentTimeMillis
    const { failed, seen } = yield* Ref.get(state)
    const hour = dueHour(plan.schedule, seen, now)
    if (hour === null) return
    const again = failed?.hour === hour ? failed : null
    if (again !== null && now >= again.at && now < again.notBefore) return
    const trigger = again?.trigger ?? (now - hour > SEEN_COMING ? "catch-up" : "schedule")
    yield* morning(hour, trigger).pipe(
      // The ledger could not be asked, or did not take the run.
      Effect.catch((error) =>
        Effect.andThen(
          hasFailed(hour, trigger, null, error),
          Effect.logError(`The morning of ${textOf(hour)} could not begin: ${error.message}`).pipe(
            Effect.annotateLogs({ "error.type": codeOf(error), ...factsOf(hour, trigger) })
          )
        )
      )
    )
  })

  /** When the next morning, or the next try, is. */
  const next = Effect.gen(function*() {
    const now = yield* Clock.currentTimeMillis
    const { failed } = yield* Ref.get(state)
    const hour = nextHour(plan.schedule, now)
    return failed === null ? hour : Math.min(hour, Math.max(failed.notBefore, now))
  })

  const pause = Effect.gen(function*() {
    const now = yield* Clock.currentTimeMillis
    const { failed, seen } = yield* Ref.get(state)
    const due = dueHour(plan.schedule, seen, now)
    // It came while the one before was answered: the next hour is not this one any more.
    if (due !== null && failed?.hour !== due) return
    yield* Effect.sleep(Math.max(1, Math.min(GLANCE, (yield* next) - now)))
  })

  /** Until no hour that has come waits for an answer. */
  const answer = Effect.gen(function*() {
    while (true) {
      yield* look
      const { seen } = yield* Ref.get(state)
      if (dueHour(plan.schedule, seen, yield* Clock.currentTimeMillis) === null) return
      yield* pause
    }
  })

  return { next, answer, keep: Effect.forever(Effect.andThen(look, pause)) }
})

/**
 * How a store says that it passes by itself, a step that reads from one, and a run that the ledger has not taken, which has
 * cost the source no call.
 */
const PASSING: ReadonlySet<string> = new Set(["Unreachable", "Busy", "LakeUnavailable", "NotOpened"])

/** A store that passes by itself is waited for; whatever else went wrong is taken for the source's. */
export const waitsFor = (why: Failure | undefined) =>
  why !== undefined && why._tag !== "IngestError" && PASSING.has(why.reason) ? "store" : "source"

const textOf = (instant: number): string => new Date(instant).toISOString()

const factsOf = (hour: number, trigger: Trigger) => ({ "run.slot": textOf(hour), "run.trigger": trigger })
