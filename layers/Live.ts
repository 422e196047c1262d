/** The one place where technologies meet: who keeps which promise, by `ECO2MIXD_STORES`. */
import * as Config from "effect/Config"
import * as ConfigProvider from "effect/ConfigProvider"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import { resolve } from "node:path"
import * as ClusterSettings from "./cluster/ClusterSettings.ts"
import * as environmentChecks from "./environment/checks.ts"
import * as DaemonPlan from "./environment/DaemonPlan.ts"
import type * as Environment from "./environment/Environment.ts"
import * as Settings from "./environment/Settings.ts"
import * as FileExtract from "./files/FileExtract.ts"
import * as LakeFiles from "./files/LakeFiles.ts"
import * as httpChecks from "./http/checks.ts"
import * as HttpSettings from "./http/HttpSettings.ts"
import * as MongoSettings from "./mongo/MongoSettings.ts"
import * as odreChecks from "./odre/checks.ts"
import * as OdreIngest from "./odre/OdreIngest.ts"
import * as OdreSettings from "./odre/OdreSettings.ts"
import * as otlpChecks from "./otlp/checks.ts"
import * as JsonLogs from "./otlp/JsonLogs.ts"
import * as OtlpSettings from "./otlp/OtlpSettings.ts"
import * as Telemetry from "./otlp/Telemetry.ts"
import * as postgresChecks from "./postgres/checks.ts"
import * as EmbeddedPostgres from "./postgres/EmbeddedPostgres.ts"
import { lakeChecks, lakeFacts } from "./postgres/lakeChecks.ts"
import * as PostgresArchive from "./postgres/PostgresArchive.ts"
import * as PostgresClient from "./postgres/PostgresClient.ts"
import * as PostgresLake from "./postgres/PostgresLake.ts"
import * as PostgresLeadership from "./postgres/PostgresLeadership.ts"
import * as PostgresLedger from "./postgres/PostgresLedger.ts"
import * as PostgresQuery from "./postgres/PostgresQuery.ts"
import * as PostgresSettings from "./postgres/PostgresSettings.ts"
import * as PostgresSink from "./postgres/PostgresSink.ts"
import { publishedChecks } from "./postgres/publishedChecks.ts"
import * as Reached from "./postgres/Reached.ts"
import * as Rehearsal from "./rehearsal/Rehearsal.ts"
import * as SecretFiles from "./secrets/SecretFiles.ts"
import type { Options as SimulationOptions } from "./simulator/Simulation.ts"
import * as StreamTransform from "./streaming/StreamTransform.ts"
import * as webhookChecks from "./webhook/checks.ts"
import * as WebhookNotices from "./webhook/WebhookNotices.ts"
import * as WebhookSettings from "./webhook/WebhookSettings.ts"

const storesSetting = {
  ECO2MIXD_STORES: Config.Literals(["embedded", "servers"], "ECO2MIXD_STORES").pipe(
    Config.withDefault("embedded" as const)
  )
}

const config = Config.all({ stores: storesSetting.ECO2MIXD_STORES })

/** A layer whose module is loaded when it is asked for: what is not chosen costs neither time nor memory. */
const later = <A, E, R>(load: () => Promise<Layer.Layer<A, E, R>>) => Layer.unwrap(Effect.promise(load))

const published = Layer.mergeAll(
  PostgresSink.layer,
  PostgresLedger.layer,
  PostgresLeadership.layer,
  PostgresQuery.layer
)

/** One PostgreSQL for everything, in a folder of ours. */
const embeddedStores = Layer.mergeAll(PostgresLake.layer, published).pipe(Layer.provide(EmbeddedPostgres.layer))

const mongoLake = later(async () => {
  const [client, lake] = await Promise.all([import("./mongo/MongoClient.ts"), import("./mongo/MongoLake.ts")])
  return lake.layer.pipe(Layer.provide(client.layer))
})

/** Both settings are read before either server is called: what a person has to mend is told, whichever of them is away. */
const onServers = <A, E, R>(stores: Layer.Layer<A, E, R>) =>
  Layer.unwrap(Effect.as(Effect.all([PostgresSettings.config, MongoSettings.config]), stores))

/** The MongoDB at `MONGO_URL` as the lake, the PostgreSQL at `DATABASE_URL` for what is published. */
const serverStores = onServers(Layer.mergeAll(mongoLake, published.pipe(Layer.provide(PostgresClient.layer))))

const withPipelines = <A, E, R>(stores: Layer.Layer<A, E, R>) =>
  Layer.merge(OdreIngest.layer, Layer.provideMerge(StreamTransform.layer, stores))

const chosen = <A, E, F>(layers: { readonly embedded: Layer.Layer<A, E>; readonly servers: Layer.Layer<A, F> }) =>
  Layer.unwrap(Effect.map(config, ({ stores }): Layer.Layer<A, E | F> => layers[stores]))

export const embedded = withPipelines(embeddedStores)

export const live = chosen({ embedded, servers: withPipelines(serverStores) })

/** Everything is read as `live` does, and every write held back. */
const rehearsalOf = <A, E, R>(stores: Layer.Layer<A, E, R>) =>
  StreamTransform.layer.pipe(
    Layer.provideMerge(Rehearsal.layer),
    Layer.provideMerge(Layer.merge(OdreIngest.layer, stores))
  )

export const rehearsal = chosen({ embedded: rehearsalOf(embeddedStores), servers: rehearsalOf(serverStores) })

/** Tables and indexes of the stores, as this version needs them. */
export const migrations = Layer.effectDiscard(
  Layer.build(chosen({ embedded: embeddedStores, servers: serverStores }))
)

/** Only the lake. */
export const lake = chosen({
  embedded: PostgresLake.layer.pipe(Layer.provide(EmbeddedPostgres.layer)),
  servers: mongoLake
})

/** Where a lake is saved to, and loaded from. */
export const lakeFile = LakeFiles.layer

/** Both ways at once, each with services of its own: what is copied, and where to. */
export const copying = {
  source: Layer.fresh(
    Layer.mergeAll(PostgresLake.layer, PostgresArchive.layer, published).pipe(Layer.provide(EmbeddedPostgres.existing))
  ),
  target: Layer.fresh(
    onServers(
      Layer.merge(mongoLake, Layer.merge(PostgresArchive.layer, published).pipe(Layer.provide(PostgresClient.layer)))
    )
  )
}

/** When the daemon works, and on what. */
export const plan = DaemonPlan.layer

/** The others that share the work, where the settings want it, and the ports as one of several may use them; else null. */
export const cluster = Effect.gen(function*() {
  const { stores } = yield* config
  if (!(yield* ClusterSettings.checked(stores))) return null
  return later(async () => {
    const { member } = await import("./cluster/member.ts")
    return Layer.provide(member, PostgresClient.layerIn(ClusterSettings.POOL))
  })
})

/** Who is told what a person should know. */
export const notices = WebhookNotices.layer

/** Only the source: to see whether it answers, no store is needed. */
export const source = OdreIngest.layer

/** Only the database: a question needs no lake and no source. */
export const query = chosen({
  embedded: PostgresQuery.layer.pipe(Layer.provide(EmbeddedPostgres.layer)),
  servers: PostgresQuery.layer.pipe(Layer.provide(PostgresClient.layerAsItIs))
})

const pages = Layer.mergeAll(PostgresQuery.layer, PostgresLedger.layer, PostgresLeadership.layer)

/** What was done and published, as it is: nothing is brought up to date for it. */
export const reading = chosen({
  embedded: pages.pipe(Layer.provide(EmbeddedPostgres.layer)),
  servers: pages.pipe(Layer.provide(PostgresClient.layerAsItIs))
})

/** Where extracts of the table are written. */
export const extract = FileExtract.layer

/** The ports over a simulated country, on embedded stores of its own: what it makes up never meets the real data. */
export const simulated = Layer.unwrap(Effect.gen(function*() {
  const [server, country] = yield* Effect.promise(() =>
    Promise.all([import("./simulator/OdreServer.ts"), import("./simulator/SimulatedGrid.ts")])
  )
  const { url } = yield* server.serve({ grid: country.make() })
  const settings = yield* ConfigProvider.ConfigProvider
  const dataDir = yield* EmbeddedPostgres.dataDir
  const own = ConfigProvider.fromEnv({
    env: { ECO2MIXD_SOURCE_URL: url, ECO2MIXD_DATA_DIR: `${resolve(dataDir)}-simulated` }
  })
  return embedded.pipe(Layer.provide(ConfigProvider.layer(ConfigProvider.orElse(own, settings))))
}))

/** The simulated source alone, as a person asks for it. */
export const simulate = (options: SimulationOptions) =>
  Effect.flatMap(Effect.promise(() => import("./simulator/Simulation.ts")), ({ serve }) => serve(options))

/** The API and the page of a daemon, and its metrics; `version` is the program's. */
export const http = (version: string) =>
  Layer.unwrap(Effect.gen(function*() {
    const { stores } = yield* config
    const folder = yield* EmbeddedPostgres.dataDir
    return later(async () => {
      const [server, exposition] = await Promise.all([
        import("./http/HttpServer.ts"),
        import("./otlp/PrometheusExposition.ts")
      ])
      return server.layer({ version }).pipe(Layer.provide(exposition.layer({ version, stores, folder })))
    })
  }))

/** Traces and logs to the collector that the settings name, if any. */
export const telemetry = Telemetry.layer

/** The log of a process that stays: JSON where no terminal shows it. */
export const logs = JsonLogs.layer

/** What a stack of servers is started with. */
export const secrets = SecretFiles.layer

/** All settings, with what is wrong of them. */
export const settings = Effect.fnUntraced(function*(variables: Environment.Variables) {
  const stores = Option.getOrNull(yield* Effect.option(storesSetting.ECO2MIXD_STORES))
  return yield* Settings.report(variables, [
    { used: true, settings: storesSetting },
    { used: stores === "servers", settings: PostgresSettings.settings, together: PostgresSettings.config },
    { used: stores === "servers", settings: MongoSettings.settings, together: MongoSettings.config },
    { used: stores === "embedded", settings: EmbeddedPostgres.settings },
    { used: true, settings: OdreSettings.settings, together: OdreSettings.config },
    { used: true, settings: DaemonPlan.settings },
    { used: true, settings: ClusterSettings.settings, together: ClusterSettings.checked(stores ?? "servers") },
    { used: true, settings: HttpSettings.settings, together: HttpSettings.config },
    { used: true, settings: WebhookSettings.settings, together: WebhookSettings.config },
    { used: true, settings: OtlpSettings.settings }
  ])
})

/** What a check-up looks at in the stores: each opened by itself, so that one that is away hides nothing of the other. */
const storesChecks = {
  embedded: Effect.gen(function*() {
    const postgres = yield* Reached.embedded
    return [
      ...postgresChecks.embeddedChecks,
      ...postgresChecks.checks(postgres),
      ...lakeChecks(postgres),
      ...publishedChecks(postgres, lakeFacts(postgres))
    ]
  }),
  servers: Effect.gen(function*() {
    const postgres = yield* Reached.atUrl
    const mongo = yield* Effect.promise(() => import("./mongo/checks.ts"))
    const lake = yield* mongo.lake
    return [...postgresChecks.checks(postgres), ...lake.checks, ...publishedChecks(postgres, lake.facts)]
  })
}

/** What can be looked at: opens what is there, starts and makes nothing. */
export const checkup = (variables: Environment.Variables) =>
  environmentChecks.checkup(Effect.gen(function*() {
    const stores = Option.getOrNull(yield* Effect.option(storesSetting.ECO2MIXD_STORES))
    const secrets = stores === "embedded" ? yield* postgresChecks.secretFile : []
    return [
      ...environmentChecks.checks(yield* settings(variables), secrets),
      ...yield* odreChecks.checks(yield* environmentChecks.planned),
      ...stores === null ? [] : yield* storesChecks[stores],
      ...httpChecks.checks,
      ...webhookChecks.checks,
      ...otlpChecks.checks
    ]
  }))
