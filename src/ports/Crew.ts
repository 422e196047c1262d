/**
 * Several daemons on the same stores that share the work: each hour of the schedule is answered by one of them, and of a long
 * run each does a part. Whatever one of them was at when it died or froze, another one does again.
 */
import type { DayRange } from "#domain/Day"
import type { Counts, Run } from "#domain/Run"
import { failure } from "#ports/failure"
import type { RunRequest, RunsError } from "#ports/Runs"
import * as Context from "effect/Context"
import type * as Cron from "effect/Cron"
import type * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type * as Scope from "effect/Scope"

/** Why the others can't be worked with. All but `Refused` pass by themselves. */
export class CrewError
  extends Schema.TaggedError<CrewError>()("CrewError", failure(["Unreachable", "Busy", "Refused"]))
{
  override get message() {
    return this.detail
  }
}

/** A part of a run that was not done, wherever it was tried: with the name and the words of the failure there. */
export class PartError extends Schema.TaggedError<PartError>()("PartError", {
  reason: Schema.Literals(["Failed"]),
  code: Schema.String,
  detail: Schema.String
}) {
  override get message() {
    return this.detail
  }
}

/** What each member can do. Who does what, and when, is the crew's to say. */
export interface Hand {
  readonly schedule: Cron.Cron
  /** Answers the hours of the schedule that have come, until none waits for an answer. One at a time in the whole crew. */
  readonly morning: Effect.Effect<void>
  /** Begins what is asked for, or refuses it. One at a time in the whole crew. */
  readonly begin: (request: RunRequest) => Effect.Effect<Run, RunsError>
  /**
   * A long run from where it is to its end, in the ledger too; `part` has a part of it done by whoever has the time. It may be
   * begun again elsewhere, and the parts that were done then answer at once.
   */
  readonly whole: (
    run: Run,
    ahead: DayRange,
    part: (days: DayRange) => Effect.Effect<Counts, PartError>
  ) => Effect.Effect<void>
  /** A part of a run; each member does one after the other. It may be done twice, also at the same time. */
  readonly part: (run: Run, days: DayRange) => Effect.Effect<Counts, PartError>
  /** What one member does, as long as it is the one. */
  readonly oversee: Effect.Effect<never, never, Scope.Scope>
}

export class Crew extends Context.Service<Crew, {
  /** A member from now until the scope closes; then the others go on with what it was at. */
  readonly join: (hand: Hand) => Effect.Effect<void, CrewError, Scope.Scope>
  /** Has the request answered by whichever member does so for the whole crew. */
  readonly begin: (request: RunRequest) => Effect.Effect<Run, RunsError>
  /** The run is done by the whole crew, once however often it is handed in; answers as soon as that is certain. */
  readonly spread: (run: Run, ahead: DayRange) => Effect.Effect<void, CrewError>
}>()("eco2mixd/ports/Crew") {}
