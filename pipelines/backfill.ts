/**
 * History, month by month: each is read, then published, before the next one is begun. Stopping it loses nothing, and
 * beginning again finds the finished months unchanged.
 */
import * as Day from "#domain/Day"
import type { Run } from "#domain/Run"
import { ingest } from "#pipelines/ingest"
import { meter } from "#pipelines/Progress"
import { publish } from "#pipelines/publish"
import { recorded } from "#pipelines/recorded"
import * as Effect from "effect/Effect"

export const backfill = Effect.fn("backfill")((run: Run) =>
  recorded(run, (tally) =>
    Effect.gen(function*() {
      const total = Day.count(run.window) * (run.datasets.length + 1)
      const progress = yield* meter(total)
      let done = 0
      for (const days of Day.months(run.window).toReversed()) {
        const span = `${days.from} to ${days.to}`
        for (const dataset of run.datasets) {
          yield* progress.begin(`Reading ${dataset}, ${span}`, done)
          yield* ingest(run, dataset, days, tally)
          done += Day.count(days)
        }
        yield* progress.begin(`Publishing ${span}`, done)
        yield* publish(run, tally, { days, onDay: progress.day })
        done += Day.count(days)
      }
      yield* progress.begin("Done", total)
    }))
)
