/** What was done, what was set aside and what was found: the runs, and what a person should see. */
import type { Finding } from "#domain/Finding"
import type { Quarantined } from "#domain/Quarantined"
import type { Counts, Outcome, Run } from "#domain/Run"
import { failure } from "#ports/failure"
import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type * as Scope from "effect/Scope"

/** Why the ledger was not written. `Unreachable` and `Busy` pass by themselves. */
export class LedgerError
  extends Schema.TaggedError<LedgerError>()("LedgerError", failure(["Unreachable", "Busy", "Refused"]))
{
  override get message() {
    return this.detail
  }
}

export class Ledger extends Context.Service<Ledger, {
  /**
   * The run stands in the ledger as running, before any of its work, and is known to live until the scope closes. Runs of
   * processes that have died stand there as interrupted.
   */
  readonly open: (run: Run) => Effect.Effect<void, LedgerError, Scope.Scope>
  /** It stands there as ended, with what it did. */
  readonly close: (run: Run, outcome: Outcome, counts: Counts) => Effect.Effect<void, LedgerError>
  /** Each entry stands in quarantine, once however often it is handed in. */
  readonly quarantine: (run: Run, entries: ReadonlyArray<Quarantined>) => Effect.Effect<void, LedgerError>
  /** Each finding stands in the ledger, once however often it is handed in; answers with those that are new to it. */
  readonly report: (
    run: Run,
    findings: ReadonlyArray<Finding>
  ) => Effect.Effect<ReadonlyArray<Finding>, LedgerError>
}>()("eco2mixd/ports/Ledger") {}
