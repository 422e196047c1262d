/** Between two mornings: today read again, at even times of the UTC clock, so that no change of clocks leaves one out. */
import { isRealTime } from "#domain/Dataset"
import * as Day from "#domain/Day"
import { newRun } from "#domain/Run"
import { daily } from "#pipelines/daily"
import type { Going } from "#pipelines/going"
import { reserved, saying } from "#pipelines/reserve"
import { codeOf } from "#ports/failure"
import { Plan } from "#ports/Plan"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"

/** Goes on for ever; ends at once where the plan has no such times. */
export const refreshes = Effect.fnUntraced(function*(going: Going) {
  const { datasets, refresh } = yield* Plan
  const changing = datasets.filter(isRealTime)
  if (refresh === null || changing.length === 0) return

  const once = Effect.gen(function*() {
    const now = yield* Clock.currentTimeMillis
    const live = yield* going.live
    if (live.some(({ run }) => run.slot !== null)) return
    for (const dataset of changing) {
      const left = yield* reserved(dataset)
      if (left === null) continue
      return yield* Effect.logInfo(`Today is not read again: ${saying(dataset, left)}.`).pipe(
        Effect.annotateLogs({ dataset, remaining: left.quota.remaining, kept: left.kept })
      )
    }
    // Also the day that has just ended: its last values were not there at the time before.
    const window = { from: Day.of(now - refresh), to: Day.of(now) }
    const run = newRun({ trigger: "refresh", window, datasets: changing, requestedBy: "schedule" })
    const exit = yield* going.complete(run, daily)
    if (Exit.isSuccess(exit)) return
    yield* Effect.logWarning("Today was not read again; the next time will.", exit.cause).pipe(
      Effect.annotateLogs({ "run.id": run.id })
    )
  }).pipe(
    Effect.catch((error) =>
      Effect.logWarning(`Today was not read again: ${error.message}`).pipe(
        Effect.annotateLogs({ "error.type": codeOf(error) })
      )
    ),
    Effect.annotateLogs({ "run.trigger": "refresh" })
  )

  const pause = Effect.flatMap(
    Clock.currentTimeMillis,
    (now) => Effect.sleep((Math.floor(now / refresh) + 1) * refresh - now)
  )

  return yield* Effect.forever(Effect.andThen(pause, once))
})
