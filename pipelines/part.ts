/** A part of a run that several daemons share: read, where it is a backfill's, and published. */
import type { DayRange } from "#domain/Day"
import { type Counts, NOTHING, type Run, sum } from "#domain/Run"
import { elsewhere } from "#pipelines/elsewhere"
import { Gate, GateError } from "#pipelines/Gate"
import { ingest } from "#pipelines/ingest"
import { pauseAfter } from "#pipelines/mornings"
import { publish } from "#pipelines/publish"
import { reserved } from "#pipelines/reserve"
import { waitsFor } from "#pipelines/watch"
import { PartError } from "#ports/Crew"
import { codeOf, type Failure } from "#ports/failure"
import { Ingest } from "#ports/Ingest"
import { Ledger } from "#ports/Ledger"
import { QuotaReserve } from "#ports/Plan"
import * as Metrics from "#telemetry/Metrics"
import * as Cause from "effect/Cause"
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Metric from "effect/Metric"
import * as Option from "effect/Option"
import * as Ref from "effect/Ref"

/** Between two looks at whether it may go on. */
const ASK_AGAIN = "1 second"

/** Tries for which a store is waited for that passes by itself: some five minutes. */
const TRIES = 12

/** A step waits while the whole run does, and ends where that does. */
const gate = Effect.fnUntraced(function*(run: Run) {
  const context = Context.pick(Ingest, Ledger, QuotaReserve)(
    yield* Effect.context<Ingest | Ledger | QuotaReserve>()
  )
  const none = yield* Gate
  return Gate.of({
    ...none,
    pass: Effect.fnUntraced(
      function*(dataset) {
        while (true) {
          const wanted = yield* elsewhere(run)
          if (wanted === "cancel") {
            return yield* new GateError({
              reason: "CalledOff",
              during: "Gate.pass",
              detail: `Run ${run.id} is called off.`
            })
          }
          if (wanted === null && (dataset === null || (yield* reserved(dataset)) === null)) return
          yield* Effect.sleep(ASK_AGAIN)
        }
      },
      Effect.provideContext(context)
    )
  })
})

const once = Effect.fnUntraced(function*(run: Run, days: DayRange) {
  const counts = yield* Ref.make(NOTHING)
  const tally = (more: Partial<Counts>) => Ref.update(counts, (before) => sum(before, more))
  if (run.trigger === "backfill") {
    for (const dataset of run.datasets) yield* ingest(run, dataset, days, tally)
  }
  yield* publish(run, tally, { days, every: run.trigger === "replay" })
  return yield* Ref.get(counts)
})

/** A store of ours that comes back is waited for; what the source fails of, the adapter has tried again already. */
const tried = (run: Run, days: DayRange) =>
  Effect.gen(function*() {
    for (let times = 1;; times++) {
      const exit = yield* Effect.exit(once(run, days))
      if (Exit.isSuccess(exit)) return exit.value
      const error: Failure | undefined = Option.getOrUndefined(Cause.findErrorOption(exit.cause))
      if (error === undefined || times === TRIES || waitsFor(error) !== "store") return yield* exit
      yield* Effect.logWarning(`A part of the run waits for a store: ${error.message}`).pipe(
        Effect.annotateLogs({ "error.type": codeOf(error), times })
      )
      yield* Effect.sleep(pauseAfter(times, "store"))
    }
  })

export const part = (run: Run, days: DayRange) =>
  Effect.gen(function*() {
    const began = yield* Clock.currentTimeMillis
    return yield* tried(run, days).pipe(
      Effect.provideServiceEffect(Gate, gate(run)),
      Effect.onExit((exit) => told(run, exit, began)),
      Effect.mapError((error) => new PartError({ reason: "Failed", code: codeOf(error), detail: error.message })),
      Effect.catchDefect((defect) =>
        Effect.andThen(
          Effect.logError("A part of the run has ended by a mistake in the program.", Cause.die(defect)),
          Effect.fail(
            new PartError({
              reason: "Failed",
              code: "Defect",
              detail: "A mistake in the program; the log of the daemon that did the part has the details."
            })
          )
        )
      )
    )
  }).pipe(
    Effect.withSpan("part", { root: true, attributes: { "run.id": run.id, from: days.from, to: days.to } }),
    Effect.annotateLogs({ "run.id": run.id, "run.trigger": run.trigger, ...days }),
    Effect.withTracerEnabled(true)
  )

const told = Effect.fnUntraced(function*(run: Run, exit: Exit.Exit<Counts, Failure>, began: number) {
  // Handed on to another daemon, which tells of it.
  if (Exit.isFailure(exit) && Cause.hasInterruptsOnly(exit.cause)) return
  const labels = { trigger: run.trigger, outcome: Exit.isSuccess(exit) ? "succeeded" : "failed" }
  const took = (yield* Clock.currentTimeMillis) - began
  yield* Metric.update(Metric.withAttributes(Metrics.partDuration, labels), took / 1_000)
  if (Exit.isSuccess(exit)) yield* Effect.logInfo("A part of the run is done here.")
})
