/** Whether this daemon shares the work with others, where they reach it, and how much they may do at the same time. */
import * as Config from "effect/Config"
import * as ConfigProvider from "effect/ConfigProvider"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"

/** Where a member can be reached: a host's name or address, and a port. */
export interface Place {
  readonly host: string
  readonly port: number
}

const PLACE = /^(\[[0-9a-f:]+\]|[^\s:/[\]]+):(\d{1,5})$/i

const placeOf = (text: string): Place | undefined => {
  const [, host, port] = PLACE.exec(text) ?? []
  return host === undefined || Number(port) < 1 || Number(port) > 65_535
    ? undefined
    : { host: host.replaceAll(/^\[|\]$/g, ""), port: Number(port) }
}

const PlaceText = Schema.String.check(
  Schema.makeFilter((text) => placeOf(text) !== undefined, { expected: "a host and a port like eco2mixd-1:34431" })
)

const Several = (most: number) =>
  Schema.NumberFromString.check(
    Schema.isInt(),
    Schema.isBetween({ minimum: 1, maximum: most }, { expected: `a whole number from 1 to ${most}` })
  )

/** Where the others look for this daemon unless told otherwise: on this machine alone. The port is the engine's own. */
const ADDRESS = "127.0.0.1:34431"

/** As many exports as ODRÉ may be asked for at the same time, by its manners and ours. */
const EXPORTS = "2"

/** Two each for three daemons: more only wait for the same disk. */
const WRITERS = "6"

export const settings = {
  ECO2MIXD_CLUSTER: Config.Literals(["on", "off"], "ECO2MIXD_CLUSTER").pipe(Config.withDefault("off" as const)),
  ECO2MIXD_CLUSTER_ADDRESS: Config.schema(PlaceText, "ECO2MIXD_CLUSTER_ADDRESS").pipe(Config.withDefault(ADDRESS)),
  ECO2MIXD_CLUSTER_LISTEN: Config.schema(PlaceText, "ECO2MIXD_CLUSTER_LISTEN").pipe(Config.option),
  ECO2MIXD_CLUSTER_EXPORTS: Config.schema(Several(20), "ECO2MIXD_CLUSTER_EXPORTS").pipe(
    Config.withDefault(Number(EXPORTS))
  ),
  ECO2MIXD_CLUSTER_WRITERS: Config.schema(Several(64), "ECO2MIXD_CLUSTER_WRITERS").pipe(
    Config.withDefault(Number(WRITERS))
  )
}

/** What the members keep in PostgreSQL for one another; connections for locks, messages, and whoever waits for a place. */
export const POOL = { schema: "eco2mixd_cluster", maxConnections: 12 }

const isOn = settings.ECO2MIXD_CLUSTER.pipe(Config.map((set) => set === "on"))

/** `stores`: which stores the settings choose; only servers can be shared. */
export const checked = (stores: string) =>
  isOn.pipe(
    Config.mapEffect((on) =>
      on && stores !== "servers"
        ? Effect.fail(
          new Config.ConfigError(
            new ConfigProvider.SourceError({
              message:
                "ECO2MIXD_CLUSTER is on, and ECO2MIXD_STORES is not servers: daemons that share the work need stores " +
                "that all of them reach; set ECO2MIXD_STORES=servers, or ECO2MIXD_CLUSTER=off"
            })
          )
        )
        : Effect.succeed(on)
    )
  )

export const config = Config.all(settings).pipe(
  Config.map((set) => {
    const address = placeOf(set.ECO2MIXD_CLUSTER_ADDRESS)!
    return {
      address,
      listen: Option.match(set.ECO2MIXD_CLUSTER_LISTEN, { onNone: () => address, onSome: (text) => placeOf(text)! }),
      exports: set.ECO2MIXD_CLUSTER_EXPORTS,
      writers: set.ECO2MIXD_CLUSTER_WRITERS
    }
  })
)
