/** What this daemon tells of itself in numbers, for whoever collects them. */
import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"

export class Exposition extends Context.Service<Exposition, {
  /** Every metric as it is now, in Prometheus's text format. */
  readonly text: Effect.Effect<string>
}>()("eco2mixd/ports/Exposition") {}
