/**
 * Where the source is, and how near it may be: whoever can set or answer for its name shall not have us ask what only this
 * machine may, nor hand us its answers on a way that anybody can write on.
 */
import { nearby } from "#ports/nearby"
import { type Bounds, hostOf, objectionTo } from "#ports/outward"
import * as Config from "effect/Config"
import * as ConfigProvider from "effect/ConfigProvider"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"

const WebUrl = Schema.URLFromString.check(
  Schema.makeFilter((url) => url.protocol === "http:" || url.protocol === "https:", {
    expected: "a URL that begins with http:// or https://"
  })
)

export const settings = {
  ECO2MIXD_SOURCE_URL: Config.schema(WebUrl, "ECO2MIXD_SOURCE_URL").pipe(
    Config.withDefault(new URL("https://odre.opendatasoft.com"))
  ),
  ECO2MIXD_SOURCE_PRIVATE: Config.Literals(["refuse", "allow"], "ECO2MIXD_SOURCE_PRIVATE").pipe(
    Config.withDefault("refuse" as const)
  )
}

/** The source, and where its name may lead. */
export interface Source {
  readonly origin: URL
  readonly bounds: Bounds
}

/** A source that is on this machine by its very name is meant to be: the simulator is one. */
const isHere = (url: URL): boolean => nearby(hostOf(url)) === "within this machine"

/** Fails where it could be read or made up on the way, or leads where it was not allowed to. */
export const config: Config.Config<Source> = Config.all(settings).pipe(
  Config.mapEffect(({ ECO2MIXD_SOURCE_PRIVATE: near, ECO2MIXD_SOURCE_URL: origin }) => {
    const bounds = {
      allowsPrivate: near === "allow" || isHere(origin),
      who: "source",
      url: "ECO2MIXD_SOURCE_URL",
      setting: "ECO2MIXD_SOURCE_PRIVATE"
    }
    const problem = origin.protocol === "http:" && !bounds.allowsPrivate
      ? "ECO2MIXD_SOURCE_URL begins with http:// and leads beyond this machine, where whoever is on the way can write " +
        "what is read: use https://, or set ECO2MIXD_SOURCE_PRIVATE to allow if the source is in a network of yours"
      : objectionTo(origin, bounds)
    return problem === null
      ? Effect.succeed({ origin, bounds })
      : Effect.fail(new Config.ConfigError(new ConfigProvider.SourceError({ message: problem })))
  })
)
