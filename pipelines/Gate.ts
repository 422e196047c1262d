/**
 * Between a run and whoever began it: asked before each step whether it may go on, and told what becomes of it. A run on its
 * own always may, and tells nobody.
 */
import type { Dataset } from "#domain/Dataset"
import type { Counts, Outcome, RunRecord, Step } from "#domain/Run"
import { failure } from "#ports/failure"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"

/**
 * Why a run ends before its work does. `LeadershipLost`: another daemon leads; `QuotaReserved`: the rest is for the mornings;
 * `CalledOff`: the run that this is a part of is to end.
 */
export class GateError
  extends Schema.TaggedError<GateError>()("GateError", failure(["LeadershipLost", "QuotaReserved", "CalledOff"]))
{
  override get message() {
    return this.detail
  }
}

export interface Gate {
  /** Goes through at once, waits, or fails. A step that calls the source says for which dataset. */
  readonly pass: (dataset: Dataset | null) => Effect.Effect<void, GateError>
  /** Whether an interruption now means that someone called the run off. */
  readonly cancelled: Effect.Effect<boolean>
  /** Whether an interruption now is no end of the run, as another process goes on with it. */
  readonly handsOn: Effect.Effect<boolean>
  /** Told once the run stands in the ledger, of how far it comes, and of its end. */
  readonly tell: (news: News) => Effect.Effect<void>
}

export type News =
  | { readonly _tag: "Opened"; readonly traceId: string | null }
  | { readonly _tag: "Moved"; readonly step: Step; readonly counts: Counts }
  | { readonly _tag: "Closed"; readonly outcome: Outcome; readonly counts: Counts; readonly quota: RunRecord["quota"] }

export const Gate = Context.Reference<Gate>("eco2mixd/pipelines/Gate", {
  defaultValue: () => ({
    pass: () => Effect.void,
    cancelled: Effect.succeed(false),
    handsOn: Effect.succeed(false),
    tell: () => Effect.void
  })
})
