/** What was done, what was set aside and what was found: the runs, and what a person should see. */
import type { Act } from "#domain/Act"
import type { Dataset } from "#domain/Dataset"
import type { DayRange } from "#domain/Day"
import type { Finding, Severity } from "#domain/Finding"
import type { Judged } from "#domain/Judged"
import type { Quarantined } from "#domain/Quarantined"
import type { Counts, Outcome, Run, RunRecord, Step, Trigger, Wish } from "#domain/Run"
import { failure } from "#ports/failure"
import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type * as Scope from "effect/Scope"

/** Why the ledger was not written or read. `Unreachable` and `Busy` pass by themselves. */
export class LedgerError
  extends Schema.TaggedError<LedgerError>()("LedgerError", failure(["Unreachable", "Busy", "Refused"]))
{
  override get message() {
    return this.detail
  }
}

/** A page of a list, newest first. */
export interface Page {
  readonly limit: number
  /** Only what is older than this entry, by its id. */
  readonly before?: string | undefined
}

export interface RunFilter extends Page {
  readonly trigger?: Trigger | undefined
  readonly outcome?: RunRecord["outcome"]["_tag"] | undefined
}

/** An entry of the quarantine as it stands there. */
export interface QuarantineEntry extends Quarantined {
  readonly id: string
  readonly firstSeenAt: number
  readonly runId: string
  /** What a person did with it; null while it waits for one. */
  readonly resolution: Resolution | null
}

/** `retried`: it was read after all, and is in the lake. `dropped`: a person said that nothing is lost with it. */
export type Resolution = "retried" | "dropped"

export interface QuarantineFilter extends Page {
  /** Also those that a person has dealt with. */
  readonly resolved?: boolean
}

/** A finding as it stands in the ledger. */
export interface FindingEntry extends Finding {
  readonly id: string
  readonly firstSeenAt: number
  /** When its data no longer showed it; null while it stands. */
  readonly endedAt: number | null
  readonly runId: string
}

export interface FindingFilter extends Page {
  /** This one and the graver ones. */
  readonly severity?: Severity
  /** Of periods that begin in these days. */
  readonly days?: DayRange
  /** Also those that have ended. */
  readonly ended?: boolean
}

/** A line of the journal, as it stands there. `at`: in milliseconds since 1970 UTC. */
export interface JournalEntry extends Act {
  readonly id: string
  readonly at: number
}

export class Ledger extends Context.Service<Ledger, {
  /**
   * The run stands in the ledger as running, before any of its work, with the trace that the caller is in; it is known to
   * live until the scope closes. Runs of processes that have died stand there as interrupted. Each has its line in the journal.
   * Opened again, it goes on as it stands there, and whoever opened it before is heard no more: neither its progress nor its end.
   */
  readonly open: (run: Run) => Effect.Effect<void, LedgerError, Scope.Scope>
  /** How far it has come, and what it has done by then, stands there: a death loses nothing of it. */
  readonly progress: (run: Run, step: Step, counts: Counts) => Effect.Effect<void, LedgerError>
  /** It stands there as ended, with what it did and the calls that the source still allows, and in the journal. */
  readonly close: (
    run: Run,
    outcome: Outcome,
    counts: Counts,
    quota: Readonly<Partial<Record<Dataset, number>>>
  ) => Effect.Effect<void, LedgerError>
  /** Each entry stands in quarantine, once however often it is handed in. */
  readonly quarantine: (run: Run, entries: ReadonlyArray<Quarantined>) => Effect.Effect<void, LedgerError>
  /**
   * Each finding stands in the ledger, once however often it is handed in, and of what was judged no other does; answers with
   * those that did not stand there before. All of it or nothing.
   */
  readonly report: (
    run: Run,
    judged: Judged,
    findings: ReadonlyArray<Finding>
  ) => Effect.Effect<ReadonlyArray<Finding>, LedgerError>

  /** The run's wish stands with it, for whichever process it goes in; answers whether there is such a run that has not ended. */
  readonly ask: (id: string, wish: Wish) => Effect.Effect<boolean, LedgerError>

  /** Runs, newest first. */
  readonly runs: (filter: RunFilter) => Effect.Effect<ReadonlyArray<RunRecord>, LedgerError>
  readonly run: (id: string) => Effect.Effect<RunRecord | null, LedgerError>
  /**
   * The latest hour of the schedule (`Run.slot`) that a run has answered with success, of those whose window has at least
   * so many days; null where there is none.
   */
  readonly answered: (days: number) => Effect.Effect<number | null, LedgerError>
  /** The last run of this trigger, window, datasets and order that ended before its work did and that none goes on with. */
  readonly unfinished: (
    like: Pick<Run, "trigger" | "window" | "datasets" | "oldestFirst">
  ) => Effect.Effect<RunRecord | null, LedgerError>
  /** Entries of the quarantine, newest first. */
  readonly quarantined: (filter: QuarantineFilter) => Effect.Effect<ReadonlyArray<QuarantineEntry>, LedgerError>
  /** The entries' resolution stands with them, and in the journal by whom; answers with how many waited for one. */
  readonly resolve: (
    ids: ReadonlyArray<string>,
    resolution: Resolution,
    by: string
  ) => Effect.Effect<number, LedgerError>
  /** How many entries wait for a person. */
  readonly waiting: Effect.Effect<number, LedgerError>
  /** How many findings stand. */
  readonly standing: Effect.Effect<Readonly<Record<Severity, number>>, LedgerError>
  /** Findings, newest first. */
  readonly findings: (filter: FindingFilter) => Effect.Effect<ReadonlyArray<FindingEntry>, LedgerError>

  /** It stands in the journal, which is only ever added to. */
  readonly note: (act: Act) => Effect.Effect<void, LedgerError>
  /** Lines of the journal, newest first. */
  readonly journal: (page: Page) => Effect.Effect<ReadonlyArray<JournalEntry>, LedgerError>
}>()("eco2mixd/ports/Ledger") {}
