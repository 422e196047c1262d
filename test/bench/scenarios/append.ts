/** Rows to PostgreSQL, two days at a time as `publish` writes them; they are worked out before the clock runs. */
import { Sink } from "#ports/Sink"
import { Transform } from "#ports/Transform"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"
import { asked } from "../Measured.ts"
import * as Ours from "../Ours.ts"

const ask = asked()
const days = await Effect.runPromise(
  Effect.flatMap(Transform, ({ statistics }) => Stream.runCollect(statistics(ask.days))).pipe(
    Effect.provide(Ours.transform(ask))
  )
)
const { id } = Ours.runOf(ask)
const append = Effect.flatMap(Sink, (sink) =>
  Effect.map(
    Effect.forEach(days, (day) => sink.append(1, id, day), { concurrency: 2 }),
    (added) => added.reduce((sum, rows) => sum + rows, 0)
  ))
await Ours.measured(append, Layer.provideMerge(Ours.sink(ask), Layer.empty))
