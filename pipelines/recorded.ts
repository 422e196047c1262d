/**
 * A run as the ledger sees it: opened before its work, closed after it, with what it did until it ended, however it ended.
 * It is one trace of its own, also where whoever asked for it makes none; whoever does is linked with it, as the run may
 * outlive the asking.
 */
import { type Counts, NOTHING, type Outcome, type Run, type Step, sum, type Tally } from "#domain/Run"
import { Gate } from "#pipelines/Gate"
import { Progress } from "#pipelines/Progress"
import { codeOf, type Failure } from "#ports/failure"
import { Ingest } from "#ports/Ingest"
import { Ledger, type LedgerError } from "#ports/Ledger"
import { remedyOf } from "#ports/remedy"
import * as Metrics from "#telemetry/Metrics"
import * as Cause from "effect/Cause"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Metric from "effect/Metric"
import * as Option from "effect/Option"
import * as Ref from "effect/Ref"
import { TracerEnabled } from "effect/References"
import type * as Scope from "effect/Scope"
import type * as Tracer from "effect/Tracer"

export const recorded = <E extends Failure, R>(
  run: Run,
  work: (tally: Tally) => Effect.Effect<void, E, R>
): Effect.Effect<Counts, E | LedgerError, Exclude<R, Scope.Scope> | Ledger | Ingest> =>
  Effect.flatMap(asking, (links) =>
    Effect.gen(function*() {
      const ledger = yield* Ledger
      const gate = yield* Gate
      const counts = yield* Ref.make(NOTHING)
      const began = yield* Clock.currentTimeMillis
      const close = Effect.fnUntraced(function*(exit: Exit.Exit<void, E>) {
        if (isInterrupted(exit) && (yield* gate.handsOn)) return
        const outcome = outcomeOf(exit, yield* gate.cancelled)
        const done = yield* Ref.get(counts)
        yield* told(run, outcome, done, (yield* Clock.currentTimeMillis) - began)
        const quota = yield* quotaOf(run)
        yield* ledger.close(run, outcome, done, quota).pipe(
          Effect.ensuring(gate.tell({ _tag: "Closed", outcome, counts: done, quota }))
        )
      })
      yield* ledger.open(run)
      yield* open(run).pipe(
        Effect.andThen(traceId),
        Effect.flatMap((traceId) => gate.tell({ _tag: "Opened", traceId })),
        Effect.andThen(work((more) => Ref.update(counts, (before) => sum(before, more)))),
        Effect.provideServiceEffect(Progress, written(run, counts)),
        Effect.onExit(close)
      )
      return yield* Ref.get(counts)
    }).pipe(
      Effect.scoped,
      Effect.withSpan("run", { root: true, links, attributes: factsOf(run) }),
      Effect.annotateLogs({ "run.id": run.id, "run.trigger": run.trigger }),
      Effect.withTracerEnabled(true)
    ))

/** The span that whoever asks for the run is in, if it is kept. */
const asking: Effect.Effect<ReadonlyArray<Tracer.SpanLink>> = Effect.gen(function*() {
  const span = yield* Effect.option(Effect.currentParentSpan)
  return (yield* TracerEnabled) && Option.isSome(span) && span.value.sampled
    ? [{ span: span.value, attributes: {} }]
    : []
})

const factsOf = ({ datasets, id, requestedBy, trigger, window }: Run) => ({
  "run.id": id,
  "run.trigger": trigger,
  "run.requested_by": requestedBy,
  "run.from": window.from,
  "run.to": window.to,
  "run.datasets": datasets
})

/** One run more that goes, until the scope closes. */
const open = ({ trigger }: Run) => {
  const runs = Metric.withAttributes(Metrics.runsOpen, { trigger })
  return Effect.acquireRelease(Metric.modify(runs, 1), () => Metric.modify(runs, -1))
}

/** How the run has ended, in its span and in numbers. */
const told = Effect.fnUntraced(function*({ trigger }: Run, outcome: Outcome, counts: Counts, took: number) {
  const done = Object.entries(counts).map(([name, count]) => [`run.${name}`, count])
  yield* Effect.annotateCurrentSpan({
    "run.outcome": outcome._tag.toLowerCase(),
    ...outcome._tag === "Failed" ? { "error.type": outcome.code } : {},
    ...Object.fromEntries(done)
  })
  const labels = { trigger, outcome: outcome._tag.toLowerCase() }
  yield* Metric.update(Metric.withAttributes(Metrics.runs, labels), 1)
  yield* Metric.update(Metric.withAttributes(Metrics.runDuration, labels), took / 1_000)
})

const traceId = Effect.currentSpan.pipe(
  Effect.map((span) => span.sampled ? span.traceId : null),
  Effect.orElseSucceed(() => null)
)

/** Progress that the ledger is told of too, whenever something else is begun; each day of it is for those who watch. */
const written = Effect.fnUntraced(function*(run: Run, counts: Ref.Ref<Counts>) {
  const ledger = yield* Ledger
  const gate = yield* Gate
  const tell = yield* Progress
  let doing = ""
  return Effect.fnUntraced(function*(step: Step) {
    const done = yield* Ref.get(counts)
    yield* tell(step)
    yield* gate.tell({ _tag: "Moved", step, counts: done })
    if (step.doing === doing) return
    doing = step.doing
    // A run whose progress can't be written goes on: all that is at stake is to do some of it again.
    yield* Effect.catch(
      ledger.progress(run, step, done),
      (error) =>
        Effect.logWarning(`The progress of run ${run.id} was not written: ${error.message}`).pipe(
          Effect.annotateLogs({ "error.type": codeOf(error) })
        )
    )
  })
})

/** The calls that the source still allows, of the run's datasets. */
const quotaOf = Effect.fnUntraced(function*(run: Run) {
  const ingest = yield* Ingest
  const quotas = yield* Effect.forEach(
    run.datasets,
    (dataset) => Effect.map(ingest.quota(dataset), (quota) => [dataset, quota?.remaining] as const)
  )
  return Object.fromEntries(quotas.filter(([, remaining]) => remaining !== undefined))
})

const isInterrupted = (exit: Exit.Exit<void, unknown>): boolean =>
  Exit.isFailure(exit) && Cause.hasInterruptsOnly(exit.cause)

const outcomeOf = (exit: Exit.Exit<void, Failure>, cancelled: boolean): Outcome => {
  if (Exit.isSuccess(exit)) return { _tag: "Succeeded" }
  if (isInterrupted(exit)) return { _tag: cancelled ? "Cancelled" : "Interrupted" }
  const { code, message } = Option.match(Cause.findErrorOption(exit.cause), {
    onNone: () => ({ code: "Defect", message: "A mistake in the program; the log has the details." }),
    onSome: (error) => ({ code: codeOf(error), message: error.message })
  })
  return { _tag: "Failed", code, message, remedy: remedyOf(code) }
}
