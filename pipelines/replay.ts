/** The rows of some days worked out again from the lake alone, whether or not they seem to be there: the source is not asked. */
import * as Day from "#domain/Day"
import type { Run } from "#domain/Run"
import { Progress } from "#pipelines/Progress"
import { publish } from "#pipelines/publish"
import { recorded } from "#pipelines/recorded"
import * as Effect from "effect/Effect"

export const replay = Effect.fn("replay")((run: Run) =>
  recorded(run, (tally) =>
    Effect.gen(function*() {
      const tell = yield* Progress
      const total = Day.count(run.window)
      let done = 0
      yield* tally(
        yield* publish(run, {
          days: run.window,
          every: true,
          onDay: (day) => tell({ doing: `Published ${day}`, done: ++done, total })
        })
      )
    }))
)
