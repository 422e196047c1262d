/** What may be asked of the daemon's runs while they go: to begin, to wait, to end; and what it tells of them. */
import type { Run, RunRecord } from "#domain/Run"
import { failure } from "#ports/failure"
import type { Leader } from "#ports/Leadership"
import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type * as Stream from "effect/Stream"

/**
 * Why the daemon does not do what it was asked. `StandsBy`: another daemon leads; `Busy`: a run of this kind is going;
 * `NotRunning`: no such run is going here; `NotPausable`: only backfills and replays wait; `NotOpened`: the ledger did not
 * take the run.
 */
export class RunsError extends Schema.TaggedError<RunsError>()(
  "RunsError",
  failure(["StandsBy", "Busy", "NotRunning", "NotPausable", "NotOpened"])
) {
  override get message() {
    return this.detail
  }
}

/** What someone asks for. */
export interface RunRequest extends Pick<Run, "window" | "datasets" | "requestedBy" | "oldestFirst"> {
  readonly trigger: "manual" | "backfill" | "replay"
  /** Whether a backfill begins at its beginning, though the same one was not finished before. */
  readonly anew: boolean
}

/** A run of this daemon, as it is now. */
export interface LiveRun extends RunRecord {
  /** Why it waits: someone asked for it, a morning goes first, the rest of the quota is kept for mornings. Null while it goes. */
  readonly waits: "asked" | "morning" | "quota" | null
}

/** What this daemon is, and what it will do next. */
export interface Standing {
  readonly leads: boolean
  /** Null while nobody does, or it can't be known. */
  readonly leader: Leader | null
  /** The next morning, in milliseconds since 1970 UTC; null where it stands by. */
  readonly next: number | null
}

export class Runs extends Context.Service<Runs, {
  /** The run stands in the ledger and goes; answers at once with it. */
  readonly start: (request: RunRequest) => Effect.Effect<Run, RunsError>
  /** It takes no further step until it is resumed. */
  readonly pause: (id: string) => Effect.Effect<void, RunsError>
  readonly resume: (id: string) => Effect.Effect<void, RunsError>
  /** It has ended, and stands in the ledger as cancelled. What it had done stays done. */
  readonly cancel: (id: string) => Effect.Effect<void, RunsError>
  /** The runs that go now. */
  readonly live: Effect.Effect<ReadonlyArray<LiveRun>>
  /** Each change of a run from now on, its end too. Who listens too slowly misses some, never the last. */
  readonly changes: Stream.Stream<LiveRun>
  readonly standing: Effect.Effect<Standing>
}>()("eco2mixd/ports/Runs") {}
