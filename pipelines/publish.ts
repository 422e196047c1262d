/**
 * Lake to database: the days whose number of documents differs from what was last published. It believes only these two
 * counts, so whatever died, froze or ran twice before it, it makes the table say what the lake says.
 */
import * as Day from "#domain/Day"
import type { Run, Tally } from "#domain/Run"
import { Gate } from "#pipelines/Gate"
import { Lake } from "#ports/Lake"
import { Sink } from "#ports/Sink"
import { Transform } from "#ports/Transform"
import { chunk } from "#telemetry/chunk"
import * as Metrics from "#telemetry/Metrics"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Metric from "effect/Metric"
import * as Semaphore from "effect/Semaphore"
import * as Stream from "effect/Stream"

/** Days written at the same time: one is on its way to the disk while the other one's rows are sent. */
const WRITERS = 2

/**
 * Days a step, after which a run may be held: as many as took a second in the step before, within these bounds. Less would cost
 * a lake that is slow to begin to answer more than it gives; more would hold a run late when a fast database becomes slow.
 */
const FEWEST_DAYS = 8
const MOST_DAYS = 64

const daysOfASecond = (days: number, took: Duration.Duration): number =>
  Math.min(Math.max(Math.round(days / Duration.toSeconds(took)), FEWEST_DAYS), MOST_DAYS)

/** Runs of one process write in turn: a second cursor and more writers would only take connections from one another. */
const oneByOne = Semaphore.makeUnsafe(1)

export interface PublishOptions {
  /** The days to look at; all of the lake's where none are given. */
  readonly days?: Day.DayRange
  /** Work out each of them again, whether or not it differs: for a table that was tampered with. */
  readonly every?: boolean
  /** Told of each day that is published. */
  readonly onDay?: Effect.Effect<void>
}

/** The days whose documents are not those that were published. */
export const differing = (
  kept: ReadonlyMap<Day.Day, number>,
  published: ReadonlyMap<Day.Day, number>
): ReadonlyArray<Day.Day> =>
  [...kept].filter(([day, documents]) => published.get(day) !== documents).map(([day]) => day)

export const publish = Effect.fn("publish")(function*(run: Run, tally: Tally, options: PublishOptions = {}) {
  const lake = yield* Lake
  const sink = yield* Sink
  const transform = yield* Transform
  const gate = yield* Gate

  const generation = yield* sink.generation(transform.recipe, yield* lake.id)
  const kept = yield* lake.documents(options.days)
  const published = yield* sink.published(generation, options.days)
  const work = (options.every === true ? [...kept.keys()] : differing(kept, published)).toSorted()
  yield* Effect.annotateCurrentSpan({ generation, days: work.length })

  const step = (days: Day.DayRange) =>
    transform.statistics(days).pipe(
      Stream.mapEffect(
        (day) =>
          chunk("append")(sink.append(generation, run.id, day)).pipe(
            Effect.ensuring(Effect.sync(() => day.release?.()))
          ),
        { concurrency: WRITERS }
      ),
      Stream.runForEach((rows) =>
        Effect.all([
          tally({ days: 1, rows }),
          Metric.update(Metrics.rows, rows),
          Metric.update(Metrics.daysPublished, 1),
          options.onDay ?? Effect.void
        ], { discard: true })
      )
    )
  let length = FEWEST_DAYS
  for (const { from, to } of Day.ranges(work)) {
    for (let first = from; first <= to;) {
      const last = Day.plus(first, length - 1)
      const days = { from: first, to: last < to ? last : to }
      // Before the lake is read: whoever waits holds nothing that another run needs.
      yield* gate.pass(null)
      const [took] = yield* Semaphore.withPermits(oneByOne, 1)(Effect.timed(step(days)))
      length = daysOfASecond(Day.count(days), took)
      first = Day.plus(days.to, 1)
    }
  }
})
