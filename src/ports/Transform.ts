/** The way from the lake's revisions to the database's rows. It writes nothing. */
import type { DayRange } from "#domain/Day"
import type { DayStatistics } from "#domain/Statistic"
import { failure } from "#ports/failure"
import * as Context from "effect/Context"
import * as Schema from "effect/Schema"
import type * as Stream from "effect/Stream"

/** Why there are no rows: the lake did not answer, or gave what can't be added up. */
export class TransformError
  extends Schema.TaggedError<TransformError>()("TransformError", failure(["LakeUnavailable", "Corrupt"]))
{
  override get message() {
    return this.detail
  }
}

export class Transform extends Context.Service<Transform, {
  /** The rules that make the rows; another number makes another generation of them. */
  readonly recipe: number
  /** The rows of each day in the range that has any document, oldest first, in memory bounded by a few days. */
  readonly statistics: (days: DayRange) => Stream.Stream<DayStatistics, TransformError>
}>()("eco2mixd/ports/Transform") {}
