/**
 * A morning: re-read the days that may have changed, of every dataset, then publish every day that differs, also what an
 * earlier run left behind. A dataset that can't be had does not keep the others from being published; the run fails
 * all the same.
 */
import * as Day from "#domain/Day"
import type { Run } from "#domain/Run"
import { ingest } from "#pipelines/ingest"
import { meter } from "#pipelines/Progress"
import { publish } from "#pipelines/publish"
import { recorded } from "#pipelines/recorded"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"

/** A value is revised within hours; those of three days ago are quiet until they are consolidated. */
export const LOOK_BACK_DAYS = 3

/** The days that a morning reads again: today in Paris, and those before it. */
export const lookBack = (now: number, days = LOOK_BACK_DAYS): Day.DayRange => {
  const today = Day.of(now)
  return { from: Day.plus(today, 1 - days), to: today }
}

export const daily = (run: Run) =>
  recorded(run, (tally) =>
    Effect.gen(function*() {
      const total = Day.count(run.window) * run.datasets.length
      const progress = yield* meter(total)
      let done = 0
      const outcomes = yield* Effect.forEach(run.datasets, (dataset) =>
        Effect.forEach(Day.months(run.window), (days) =>
          progress.begin(`Reading ${dataset}, ${days.from} to ${days.to}`, done).pipe(
            Effect.andThen(ingest(run, dataset, days, tally)),
            Effect.andThen(Effect.sync(() => done += Day.count(days)))
          ), { discard: true }).pipe(Effect.result))
      yield* progress.begin("Publishing the days that differ", total)
      yield* publish(run, tally)
      const failed = outcomes.find(Result.isFailure)
      if (failed !== undefined) {
        return yield* failed.failure
      }
    }))
