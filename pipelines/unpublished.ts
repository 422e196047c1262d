/**
 * How many days of the lake are not published as they stand there, told by whoever leads: it counts the whole lake, and so
 * only when a run has ended here, and once an hour. Who stands by knows nothing of it, and tells nothing.
 */
import type { Going } from "#pipelines/going"
import { differing } from "#pipelines/publish"
import { question } from "#pipelines/question"
import { Lake } from "#ports/Lake"
import { Sink } from "#ports/Sink"
import { Transform } from "#ports/Transform"
import * as Metrics from "#telemetry/Metrics"
import * as Effect from "effect/Effect"
import * as Metric from "effect/Metric"
import * as Stream from "effect/Stream"

const PERIOD = "1 hour"

/** Goes on until the scope closes. */
export const unpublished = Effect.fnUntraced(function*({ changes }: Pick<Going, "changes">) {
  const lake = yield* Lake
  const sink = yield* Sink
  const { recipe } = yield* Transform

  const ask = question(
    "How many days wait to be published",
    Effect.gen(function*() {
      const last = yield* sink.lastGeneration
      const isCurrent = last?.recipe === recipe && last.lakeId === (yield* lake.id)
      const kept = yield* lake.documents()
      const published = isCurrent ? yield* sink.published(last.number) : new Map()
      yield* Metric.update(Metrics.daysUnpublished, differing(kept, published).length)
    })
  )

  yield* Effect.addFinalizer(() => Metric.remove(Metrics.daysUnpublished))
  const ends = Stream.filter(changes, ({ endedAt }) => endedAt !== null)
  return yield* Stream.tick(PERIOD).pipe(
    Stream.merge(ends),
    // Whatever ended while it counted is counted with the next.
    Stream.buffer({ capacity: 1, strategy: "sliding" }),
    Stream.runForEach(() => ask)
  )
})
