/**
 * Where traces and logs are sent, by OpenTelemetry's own names. Its other names (OTEL_RESOURCE_ATTRIBUTES,
 * OTEL_TRACES_SAMPLER, OTEL_BSP_…, OTEL_BLRP_…, OTEL_EXPORTER_OTLP_TIMEOUT and such) are read by its SDK itself.
 */
import * as Config from "effect/Config"
import * as Schema from "effect/Schema"

const WebUrl = Schema.URLFromString.check(
  Schema.makeFilter((url) => url.protocol === "http:" || url.protocol === "https:", {
    expected: "a URL that begins with http:// or https://"
  })
)

/**
 * As the W3C's Baggage has them: `name=value`, percent-encoded, with a comma between. Not by `Config.Record`, which drops what
 * is no pair without a word.
 */
const Headers = Schema.String.check(
  Schema.makeFilter(
    (text) => text.split(",").every((pair) => /^\s*[\w!#$%&'*.^`|~+-]+\s*=/.test(pair) && isEncoded(pair)),
    {
      expected: "headers like authorization=Bearer%20…, with a comma between"
    }
  )
)

const isEncoded = (text: string): boolean => {
  try {
    decodeURIComponent(text)
    return true
  } catch {
    return false
  }
}

export const settings = {
  OTEL_EXPORTER_OTLP_ENDPOINT: Config.option(Config.schema(WebUrl, "OTEL_EXPORTER_OTLP_ENDPOINT")),
  OTEL_EXPORTER_OTLP_HEADERS: Config.option(Config.schema(Schema.Redacted(Headers), "OTEL_EXPORTER_OTLP_HEADERS")),
  OTEL_SERVICE_NAME: Config.String("OTEL_SERVICE_NAME").pipe(Config.withDefault("eco2mixd")),
  OTEL_SDK_DISABLED: Config.Boolean("OTEL_SDK_DISABLED").pipe(Config.withDefault(false))
}

export const config = Config.all({
  endpoint: settings.OTEL_EXPORTER_OTLP_ENDPOINT,
  headers: settings.OTEL_EXPORTER_OTLP_HEADERS,
  name: settings.OTEL_SERVICE_NAME,
  disabled: settings.OTEL_SDK_DISABLED
})

/** The headers by their names. */
export const headersOf = (text: string): Record<string, string> =>
  Object.fromEntries(
    text.split(",").map((pair) => {
      const [name = "", ...value] = pair.split("=")
      return [name.trim(), decodeURIComponent(value.join("=").trim())]
    })
  )
