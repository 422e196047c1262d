/**
 * History, month by month: each is read, then published, before the next one is begun. Stopping it loses nothing; begun
 * again it goes on with the month in which it stopped.
 */
import * as Day from "#domain/Day"
import type { Run } from "#domain/Run"
import { ingest } from "#pipelines/ingest"
import { meter } from "#pipelines/Progress"
import { publish } from "#pipelines/publish"
import { recorded } from "#pipelines/recorded"
import * as Effect from "effect/Effect"

/** `ahead`: the part of the run's window that lies before it; all of it where it begins. */
export const backfill = (run: Run, ahead: Day.DayRange = run.window) =>
  recorded(run, (tally) =>
    Effect.gen(function*() {
      const work = run.datasets.length + 1
      const total = Day.count(run.window) * work
      const progress = yield* meter(total)
      let done = (Day.count(run.window) - Day.count(ahead)) * work
      const months = Day.months(ahead)
      for (const days of run.oldestFirst ? months : months.toReversed()) {
        const span = `${days.from} to ${days.to}`
        const left = run.oldestFirst ? { from: days.from, to: run.window.to } : { from: run.window.from, to: days.to }
        for (const dataset of run.datasets) {
          yield* progress.begin(`Reading ${dataset}, ${span}`, done, left)
          yield* ingest(run, dataset, days, tally)
          done += Day.count(days)
        }
        yield* progress.begin(`Publishing ${span}`, done, left)
        yield* publish(run, tally, { days, onDay: progress.day })
        done += Day.count(days)
      }
      yield* progress.begin("Done", total)
    }))
