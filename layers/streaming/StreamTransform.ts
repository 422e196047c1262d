/** The lake's stream, batch by batch, through the pure verbs: Effect begins at the batch, never at the record. */
import type { Room } from "#domain/Statistic"
import type { LakeError } from "#ports/Lake"
import { Lake } from "#ports/Lake"
import { Transform, TransformError } from "#ports/Transform"
import { chunk } from "#telemetry/chunk"
import { aggregate } from "#transform/aggregate"
import { RECIPE } from "#transform/recipe"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"

/** Batches that may wait while one is folded: the next is on its way while this one is worked on. */
const READ_AHEAD = 2

export const layer = Layer.effect(
  Transform,
  Effect.map(Lake, (lake) => {
    const spare: Array<Room> = []
    return Transform.of({
      recipe: RECIPE,
      statistics: (days) =>
        Stream.suspend(() => {
          const aggregation = aggregate(spare)
          return lake.excerpts(days, RECIPE).pipe(
            Stream.mapError(unavailable),
            Stream.buffer({ capacity: READ_AHEAD }),
            Stream.mapEffect((batch) => folded(batch.length, () => aggregation.add(batch))),
            Stream.concat(Stream.fromEffect(folded(0, () => aggregation.end()))),
            Stream.flattenIterable
          )
        })
    })
  })
)

/** A batch, or the end, which brings the days that no batch has completed. */
const folded = <A>(records: number, fold: () => A) =>
  Effect.try({ try: fold, catch: corrupt }).pipe(
    chunk("aggregate"),
    Effect.withSpan("aggregate", { attributes: { records } })
  )

const unavailable = (cause: LakeError) =>
  new TransformError({
    reason: "LakeUnavailable",
    during: "StreamTransform.statistics",
    detail: cause.detail,
    cause
  })

const corrupt = (cause: unknown) =>
  new TransformError({ reason: "Corrupt", during: "StreamTransform.statistics", detail: String(cause), cause })
