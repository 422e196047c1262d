/** The program's own parts as its doors put them together, for scenarios: the same layers, the same occasions. */
import * as Day from "#domain/Day"
import { newRun } from "#domain/Run"
import * as MongoClient from "#layers/mongo/MongoClient"
import * as MongoLake from "#layers/mongo/MongoLake"
import * as PostgresClient from "#layers/postgres/PostgresClient"
import * as PostgresLake from "#layers/postgres/PostgresLake"
import * as PostgresSink from "#layers/postgres/PostgresSink"
import * as StreamTransform from "#layers/streaming/StreamTransform"
import { publish } from "#pipelines/publish"
import { Sink } from "#ports/Sink"
import * as ConfigProvider from "effect/ConfigProvider"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as References from "effect/References"
import { type Asked, measure } from "./Measured.ts"

const settings = ({ mongo, postgres, source }: Asked) =>
  Layer.merge(
    ConfigProvider.layer(ConfigProvider.fromEnv({
      env: { MONGO_URL: mongo, DATABASE_URL: postgres, ECO2MIXD_SOURCE_URL: source }
    })),
    Layer.succeed(References.MinimumLogLevel, "Error")
  )

/** The lake that is asked for. */
export const lake = (asked: Asked) => {
  const mongo = Layer.orDie(Layer.provide(MongoLake.layer, MongoClient.layer))
  const postgres = Layer.orDie(Layer.provide(PostgresLake.layer, PostgresClient.layerAsItIs))
  return Layer.provide(asked.lake === "mongo" ? mongo : postgres, settings(asked))
}

/** The lake, and the rows that are made of it. */
export const transform = (asked: Asked) => Layer.provideMerge(StreamTransform.layer, lake(asked))

/** The table. */
export const sink = (asked: Asked) =>
  PostgresSink.layer.pipe(Layer.provide(PostgresClient.layerAsItIs), Layer.provide(settings(asked)))

/** A table that takes all and keeps nothing. */
export const nowhere = Layer.succeed(
  Sink,
  Sink.of({
    generation: () => Effect.succeed(1),
    lastGeneration: Effect.succeed(null),
    published: () => Effect.succeed(new Map<Day.Day, number>()),
    append: (_, __, { rows }) => Effect.sync(() => rows.length)
  })
)

export const runOf = ({ dataset, days }: Asked) =>
  newRun({ trigger: "replay", window: days, datasets: [dataset], requestedBy: "bench" })

/** Publishes the days, and answers how many rows were new. */
export const published = (asked: Asked) =>
  Effect.gen(function*() {
    let rows = 0
    const tally = (more: { readonly rows?: number }) => Effect.sync(() => void (rows += more.rows ?? 0))
    yield* publish(runOf(asked), tally, { days: asked.days })
    return rows
  })

/** Measures an effect in a context that stands before the clock runs. */
export const measured = <R, E, F>(work: Effect.Effect<number, E, R>, layer: Layer.Layer<R, F>): Promise<void> =>
  Effect.runPromise(Effect.scoped(Effect.gen(function*() {
    const context = yield* Layer.build(layer)
    yield* Effect.promise(() => measure(() => Effect.runPromiseWith(context)(work)))
  })))
