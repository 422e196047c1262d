/** A run as the ledger sees it: opened before its work, closed after it, with what it did until it ended, however it ended. */
import { type Counts, NOTHING, type Outcome, type Run, type Step, sum, type Tally } from "#domain/Run"
import { Gate } from "#pipelines/Gate"
import { Progress } from "#pipelines/Progress"
import { codeOf, type Failure } from "#ports/failure"
import { Ingest } from "#ports/Ingest"
import { Ledger, type LedgerError } from "#ports/Ledger"
import { remedyOf } from "#ports/remedy"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Option from "effect/Option"
import * as Ref from "effect/Ref"
import type * as Scope from "effect/Scope"

export const recorded = <E extends Failure, R>(
  run: Run,
  work: (tally: Tally) => Effect.Effect<void, E, R>
): Effect.Effect<Counts, E | LedgerError, Exclude<R, Scope.Scope> | Ledger | Ingest> =>
  Effect.gen(function*() {
    const ledger = yield* Ledger
    const gate = yield* Gate
    const counts = yield* Ref.make(NOTHING)
    const close = Effect.fnUntraced(function*(exit: Exit.Exit<void, E>) {
      const outcome = outcomeOf(exit, yield* gate.cancelled)
      const done = yield* Ref.get(counts)
      const quota = yield* quotaOf(run)
      yield* ledger.close(run, outcome, done, quota).pipe(
        Effect.ensuring(gate.tell({ _tag: "Closed", outcome, counts: done, quota }))
      )
    })
    yield* ledger.open(run)
    yield* gate.tell({ _tag: "Opened", traceId: yield* traceId })
    yield* work((more) => Ref.update(counts, (before) => sum(before, more))).pipe(
      Effect.provideServiceEffect(Progress, written(run, counts)),
      Effect.onExit(close)
    )
    return yield* Ref.get(counts)
  }).pipe(Effect.scoped, Effect.withSpan("run", { attributes: { "run.id": run.id, "run.trigger": run.trigger } }))

const traceId = Effect.currentSpan.pipe(
  Effect.map((span) => span.traceId),
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
      ({ message }) => Effect.logWarning(`The progress of run ${run.id} was not written: ${message}`)
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

const outcomeOf = (exit: Exit.Exit<void, Failure>, cancelled: boolean): Outcome => {
  if (Exit.isSuccess(exit)) return { _tag: "Succeeded" }
  if (Cause.hasInterruptsOnly(exit.cause)) return { _tag: cancelled ? "Cancelled" : "Interrupted" }
  const { code, message } = Option.match(Cause.findErrorOption(exit.cause), {
    onNone: () => ({ code: "Defect", message: "A mistake in the program; the log has the details." }),
    onSome: (error) => ({ code: codeOf(error), message: error.message })
  })
  return { _tag: "Failed", code, message, remedy: remedyOf(code) }
}
