/** How far a run has come, told to whoever listens: a terminal, a page, nobody. */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"

export interface Step {
  /** What is being done, for a person: `eco2mix-regional-tr 2020-05-01 to 2020-05-31`. */
  readonly doing: string
  /** Days of work behind and in all: a day of a dataset read is one, a day published is one. */
  readonly done: number
  readonly total: number
}

export const Progress = Context.Reference<(step: Step) => Effect.Effect<void>>("eco2mixd/pipelines/Progress", {
  defaultValue: () => () => Effect.void
})
