/** The source and the sink as a member of a cluster may use them: never by more at the same time than the settings allow. */
import { Ingest } from "#ports/Ingest"
import { Silence } from "#ports/Leadership"
import { Sink } from "#ports/Sink"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { config } from "./ClusterSettings.ts"
import * as places from "./places.ts"
import { SILENCE } from "./storage.ts"

/** Over the source that is handed in: an export has a place in the whole cluster. */
export const ingest = Layer.effect(
  Ingest,
  Effect.gen(function*() {
    const { exports } = yield* config
    const source = yield* Ingest
    const { within } = yield* places.make("export", exports)
    return Ingest.of({ ...source, fetch: (dataset, days) => within(source.fetch(dataset, days)) })
  })
)

/** Over the sink that is handed in: a day that is written has one, and is free for others when its writer is taken for dead. */
export const sink = Layer.effect(
  Sink,
  Effect.gen(function*() {
    const { writers } = yield* config
    const table = yield* Sink
    const { within } = yield* places.make("append", writers)
    return Sink.of({
      ...table,
      append: (generation, runId, day) =>
        within(
          Effect.provideService(table.append(generation, runId, day), Silence, Duration.toMillis(SILENCE))
        )
    })
  })
)
