/**
 * The lake remembers every revision it was handed, verbatim. It is only ever added to: it has no state beside its
 * documents, so that equal numbers of documents mean equal documents.
 */
import type { Day, DayRange } from "#domain/Day"
import type { Excerpts } from "#domain/Excerpts"
import type { Region } from "#domain/Region"
import type { Excerpt, Revision } from "#domain/Revision"
import { failure } from "#ports/failure"
import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type * as Stream from "effect/Stream"

/** Why the lake could not answer. `Unreachable` and `Busy` pass by themselves; `Corrupt` means that it holds what we never wrote. */
export class LakeError
  extends Schema.TaggedError<LakeError>()("LakeError", failure(["Unreachable", "Busy", "Refused", "Corrupt"]))
{
  override get message() {
    return this.detail
  }
}

/** Why a lake does not take an id that is another one's: by what it has already. */
export const adoptRefused = (during: string, has: string): LakeError =>
  new LakeError({
    reason: "Refused",
    during,
    detail: `The lake is to be the copy of another one, and ${has}: it is left as it is. Give an empty one.`
  })

export interface Size {
  /** The server may be some moments behind with counting what it has taken. */
  readonly documents: number
  readonly bytes: { readonly data: number; readonly indexes: number }
}

export class Lake extends Context.Service<Lake, {
  /** The lake's own id, given when it was made: another lake at the same address has another. */
  readonly id: Effect.Effect<string, LakeError>
  /** The same, and null where it has none yet: to look gives it none. */
  readonly idIfAny: Effect.Effect<string | null, LakeError>
  /** The lake has this id: one that holds nothing and has none is given it. `Refused` where it has another. */
  readonly adopt: (id: string) => Effect.Effect<void, LakeError>
  /** The last revision of each key in the days, by `keyOf`; those that other rules than `recipe` have read with their record. */
  readonly latest: (days: DayRange, recipe: number) => Effect.Effect<ReadonlyMap<number, Excerpt>, LakeError>
  /**
   * Keeps the revisions whose number is free, and answers with those whose number another writer took first. A revision
   * that was kept is kept whole and for good, whatever happens to the rest.
   */
  readonly insert: (revisions: ReadonlyArray<Revision>) => Effect.Effect<ReadonlyArray<Revision>, LakeError>
  /** How many documents each day has, of the days that have any; all days where no range is given. */
  readonly documents: (days?: DayRange) => Effect.Effect<ReadonlyMap<Day, number>, LakeError>
  /**
   * All revisions in the days, ordered by instant, in the server's own batches; those that other rules than `recipe` have
   * read come with their record. It reads when run, and lets go of the server on end, failure and interruption.
   */
  readonly excerpts: (days: DayRange, recipe: number) => Stream.Stream<Excerpts, LakeError>
  /** The same revisions, each whole, in the same order. */
  readonly revisions: (days: DayRange) => Stream.Stream<Revision, LakeError>
  /** Every revision of a region at an instant, whole, by nature and revision. */
  readonly history: (region: Region, instant: number) => Effect.Effect<ReadonlyArray<Revision>, LakeError>
  /** How much it holds, and the room that it takes, by the server's own bookkeeping: no document is read. */
  readonly size: Effect.Effect<Size, LakeError>
}>()("eco2mixd/ports/Lake") {}
