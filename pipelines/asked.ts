/** What a request comes to: a new run, or one that goes on with a backfill that was not finished. */
import type { DayRange } from "#domain/Day"
import { isLong, newRun, type Run } from "#domain/Run"
import { refusal } from "#pipelines/going"
import { goingOn } from "#pipelines/resumptions"
import { Ledger, type LedgerError } from "#ports/Ledger"
import type { RunRequest, RunsError } from "#ports/Runs"
import * as Effect from "effect/Effect"

export interface Asked {
  readonly run: Run
  /** The part of its window that lies before it. */
  readonly ahead: DayRange
}

export const asked = Effect.fnUntraced(
  function*({ anew, ...wanted }: RunRequest): Effect.fn.Return<Asked, LedgerError, Ledger> {
    const run = newRun(wanted)
    if (run.trigger !== "backfill" || anew) return { run, ahead: run.window }
    const before = yield* (yield* Ledger).unfinished(run)
    return before === null ? { run, ahead: run.window } : goingOn(before, run.requestedBy)
  },
  Effect.mapError(({ message }): RunsError => refusal("NotOpened", "Runs.start", message))
)

/** The run that a request would get in the way of: of the same kind, or as long as it. */
export const inTheWay = <R extends { readonly run: Run }>(
  going: ReadonlyArray<R>,
  { trigger }: Pick<RunRequest, "trigger">
): R | undefined => going.find(({ run }) => run.trigger === trigger || (isLong(run) && isLong({ trigger })))

export const busy = ({ id, trigger }: Run): RunsError =>
  refusal("Busy", "Runs.start", `The ${trigger} ${id} is going: wait for its end, or cancel it.`)
