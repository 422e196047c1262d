/** The table that people query. Rows are only added; what was true then can still be read. */
import type { Day, DayRange } from "#domain/Day"
import type { DayStatistics } from "#domain/Statistic"
import { failure } from "#ports/failure"
import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"

/** Why the sink did not take the rows. `Unreachable` and `Busy` (a lock, a deadlock, no connection left) pass by themselves. */
export class SinkError
  extends Schema.TaggedError<SinkError>()("SinkError", failure(["Unreachable", "Busy", "Refused"]))
{
  override get message() {
    return this.detail
  }
}

/** Which rules over which lake. */
export interface Generation {
  readonly number: number
  readonly recipe: number
  readonly lakeId: string
}

export class Sink extends Context.Service<Sink, {
  /** The number of the generation that these rules make of this lake: a new one when either is not the last one's. */
  readonly generation: (recipe: number, lakeId: string) => Effect.Effect<number, SinkError>
  /** The last one, and null before the first; makes none. */
  readonly lastGeneration: Effect.Effect<Generation | null, SinkError>
  /** How many lake documents stood behind each day when it was last published; all days where no range is given. */
  readonly published: (generation: number, days?: DayRange) => Effect.Effect<ReadonlyMap<Day, number>, SinkError>
  /**
   * The day's rows and its number of documents stand in the table, both or neither; answers how many rows were new. Rows
   * of the same key, generation and version are left as they are.
   */
  readonly append: (generation: number, runId: string, day: DayStatistics) => Effect.Effect<number, SinkError>
}>()("eco2mixd/ports/Sink") {}
