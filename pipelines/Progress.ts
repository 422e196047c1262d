/** How far a run has come, told to whoever listens: a terminal, a page, nobody. */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"

export interface Step {
  /** What is being done, for a person: `Reading eco2mix-regional-tr, 2020-05-01 to 2020-05-31`. */
  readonly doing: string
  /** Days of work behind and in all: a day of a dataset read is one, a day published is one. */
  readonly done: number
  readonly total: number
}

export const Progress = Context.Reference<(step: Step) => Effect.Effect<void>>("eco2mixd/pipelines/Progress", {
  defaultValue: () => () => Effect.void
})

/** Counts the days of a run's work, and tells of each change. */
export interface Meter {
  /** Says what is begun now, with so many days behind it. */
  readonly begin: (doing: string, done: number) => Effect.Effect<void>
  /** One day more is done. */
  readonly day: Effect.Effect<void>
}

export const meter = (total: number): Effect.Effect<Meter> =>
  Effect.map(Progress, (tell) => {
    let step: Step = { doing: "", done: 0, total }
    const change = (changes: Partial<Step>) =>
      Effect.suspend(() => {
        step = { ...step, ...changes }
        return tell(step)
      })
    return {
      begin: (doing, done) => change({ doing, done }),
      day: Effect.suspend(() => change({ done: step.done + 1 }))
    }
  })
