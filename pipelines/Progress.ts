/** How far a run has come, told to whoever listens: a terminal, a page, nobody. */
import type { DayRange } from "#domain/Day"
import type { Step } from "#domain/Run"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"

export const Progress = Context.Reference<(step: Step) => Effect.Effect<void>>("eco2mixd/pipelines/Progress", {
  defaultValue: () => () => Effect.void
})

/** Counts the days of a run's work, and tells of each change. */
export interface Meter {
  /** Says what is begun now, with so many days behind it, and what a backfill would have to begin with again. */
  readonly begin: (doing: string, done: number, ahead?: DayRange) => Effect.Effect<void>
  /** One day more is done. */
  readonly day: Effect.Effect<void>
}

export const meter = (total: number): Effect.Effect<Meter> =>
  Effect.map(Progress, (tell) => {
    let step: Step = { doing: "", done: 0, total, ahead: null }
    const change = (changes: Partial<Step>) =>
      Effect.suspend(() => {
        step = { ...step, ...changes }
        return tell(step)
      })
    return {
      begin: (doing, done, ahead) => change({ doing, done, ahead: ahead ?? null }),
      day: Effect.suspend(() => change({ done: step.done + 1 }))
    }
  })
