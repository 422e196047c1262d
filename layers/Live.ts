/** The one place where technologies meet: who keeps which promise, by `ECO2MIXD_STORES`. */
import * as Config from "effect/Config"
import * as ConfigProvider from "effect/ConfigProvider"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { resolve } from "node:path"
import * as MongoClient from "./mongo/MongoClient.ts"
import * as MongoLake from "./mongo/MongoLake.ts"
import * as OdreIngest from "./odre/OdreIngest.ts"
import * as EmbeddedPostgres from "./postgres/EmbeddedPostgres.ts"
import * as PostgresClient from "./postgres/PostgresClient.ts"
import * as PostgresLake from "./postgres/PostgresLake.ts"
import * as PostgresLedger from "./postgres/PostgresLedger.ts"
import * as PostgresQuery from "./postgres/PostgresQuery.ts"
import * as PostgresSink from "./postgres/PostgresSink.ts"
import * as OdreServer from "./simulator/OdreServer.ts"
import * as SimulatedGrid from "./simulator/SimulatedGrid.ts"
import * as StreamTransform from "./streaming/StreamTransform.ts"

const config = Config.all({
  stores: Config.Literals(["embedded", "servers"], "ECO2MIXD_STORES").pipe(Config.withDefault("embedded" as const))
})

const published = Layer.mergeAll(PostgresSink.layer, PostgresLedger.layer, PostgresQuery.layer)

/** One PostgreSQL for everything, in a folder of ours. */
const embeddedStores = Layer.mergeAll(PostgresLake.layer, published).pipe(Layer.provide(EmbeddedPostgres.layer))

/** The MongoDB at `MONGO_URL` as the lake, the PostgreSQL at `DATABASE_URL` for what is published. */
const serverStores = Layer.mergeAll(
  MongoLake.layer.pipe(Layer.provide(MongoClient.layer)),
  published.pipe(Layer.provide(PostgresClient.layer))
)

const withPipelines = <A, E, R>(stores: Layer.Layer<A, E, R>) =>
  Layer.merge(OdreIngest.layer, Layer.provideMerge(StreamTransform.layer, stores))

const chosen = <A, E>(layers: { readonly embedded: Layer.Layer<A, E>; readonly servers: Layer.Layer<A, E> }) =>
  Layer.unwrap(Effect.map(config, ({ stores }) => layers[stores]))

export const embedded = withPipelines(embeddedStores)

export const live = chosen({ embedded, servers: withPipelines(serverStores) })

/** Only the source: to see whether it answers, no store is needed. */
export const source = OdreIngest.layer

/** Only the database: a question needs no lake and no source. */
export const query = chosen({
  embedded: PostgresQuery.layer.pipe(Layer.provide(EmbeddedPostgres.layer)),
  servers: PostgresQuery.layer.pipe(Layer.provide(PostgresClient.layerAsItIs))
})

/** The ports over a simulated country, on embedded stores of its own: what it makes up never meets the real data. */
export const simulated = Layer.unwrap(Effect.gen(function*() {
  const country = SimulatedGrid.make()
  const { url } = yield* OdreServer.serve({ grid: country })
  const settings = yield* ConfigProvider.ConfigProvider
  const dataDir = yield* EmbeddedPostgres.dataDir
  const own = ConfigProvider.fromEnv({
    env: { ECO2MIXD_SOURCE_URL: url, ECO2MIXD_DATA_DIR: `${resolve(dataDir)}-simulated` }
  })
  return embedded.pipe(Layer.provide(ConfigProvider.layer(ConfigProvider.orElse(own, settings))))
}))
