/** The rows of some days worked out again from the lake alone, whether or not they seem to be there: the source is not asked. */
import * as Day from "#domain/Day"
import type { Run } from "#domain/Run"
import { meter } from "#pipelines/Progress"
import { publish } from "#pipelines/publish"
import { recorded } from "#pipelines/recorded"
import * as Effect from "effect/Effect"

export const replay = (run: Run) =>
  recorded(run, (tally) =>
    Effect.gen(function*() {
      const { from, to } = run.window
      const total = Day.count(run.window)
      const progress = yield* meter(total)
      yield* progress.begin(`Publishing ${from} to ${to}`, 0)
      yield* publish(run, tally, { days: run.window, every: true, onDay: progress.day })
      yield* progress.begin("Done", total)
    }))
