/** A run as the ledger sees it: opened before its work, closed after it, with what it did until it ended, however it ended. */
import { type Counts, NOTHING, type Outcome, type Run, sum, type Tally } from "#domain/Run"
import { codeOf, type Failure } from "#ports/failure"
import { Ledger, type LedgerError } from "#ports/Ledger"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Option from "effect/Option"
import * as Ref from "effect/Ref"
import type * as Scope from "effect/Scope"

export const recorded = <E extends Failure, R>(
  run: Run,
  work: (tally: Tally) => Effect.Effect<void, E, R>
): Effect.Effect<Counts, E | LedgerError, Exclude<R | Ledger, Scope.Scope>> =>
  Effect.gen(function*() {
    const ledger = yield* Ledger
    const counts = yield* Ref.make(NOTHING)
    yield* ledger.open(run)
    yield* work((more) => Ref.update(counts, (before) => sum(before, more))).pipe(
      Effect.onExit((exit) => Effect.flatMap(Ref.get(counts), (done) => ledger.close(run, outcomeOf(exit), done)))
    )
    return yield* Ref.get(counts)
  }).pipe(Effect.scoped, Effect.withSpan("run", { attributes: { "run.id": run.id, "run.trigger": run.trigger } }))

const outcomeOf = (exit: Exit.Exit<void, Failure>): Outcome => {
  if (Exit.isSuccess(exit)) return { _tag: "Succeeded" }
  if (Cause.hasInterruptsOnly(exit.cause)) return { _tag: "Interrupted" }
  return Option.match(Cause.findErrorOption(exit.cause), {
    onNone: () => ({ _tag: "Failed", code: "Defect", message: "A mistake in the program; the log has the details." }),
    onSome: (error) => ({ _tag: "Failed", code: codeOf(error), message: error.message })
  })
}
