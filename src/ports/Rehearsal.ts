/** A run that is tried out: everything is read, and nothing is written. */
import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"

export class Rehearsal extends Context.Service<Rehearsal, {
  /** Calls that the source has answered for it: so many would the run itself take. */
  readonly calls: Effect.Effect<number>
}>()("eco2mixd/ports/Rehearsal") {}
