/**
 * Where the lake is. Apart from the client, so that a driver is loaded only where a MongoDB is used: it reads the rest of the
 * URL, and what it would only find out when it connects, or not at all, is refused here.
 */
import { unreadable } from "#ports/unreadable"
import * as Config from "effect/Config"
import * as ConfigProvider from "effect/ConfigProvider"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import { readFile } from "node:fs/promises"

const MongoUrl = Schema.String.check(
  Schema.makeFilter((url) => /^mongodb(\+srv)?:\/\/[^/]/.test(url), {
    expected: "a URL that begins with mongodb:// or mongodb+srv://"
  })
)

export const settings = { MONGO_URL: Config.schema(Schema.Redacted(MongoUrl), "MONGO_URL") }

/** A mistake in the URL, in words that begin behind its name. */
export const refused = (problem: string) =>
  new Config.ConfigError(new ConfigProvider.SourceError({ message: `MONGO_URL ${problem}` }))

const FILES = ["tlsCAFile", "tlsCertificateKeyFile", "tlsCRLFile"]

const checked = Effect.fnUntraced(function*(url: Redacted.Redacted) {
  const text = Redacted.value(url)
  // Several hosts in one URL are legal, and none of the URL parsers' business.
  const query = /^[^:]+:\/\/(?:[^@]*@)?[^/?@]*(?:\/[^?]*)?\?(.*)$/s.exec(text)?.[1] ?? ""
  const said = new Map([...new URLSearchParams(query)].map(([name, value]) => [name.toLowerCase(), value]))
  const encrypted = said.get("tls") ?? said.get("ssl") ?? (text.startsWith("mongodb+srv:") ? "true" : undefined)
  const named = FILES.filter((name) => said.has(name.toLowerCase()))
  if (named.length > 0 && encrypted !== "true") {
    return yield* Effect.fail(refused(`has ${named[0]} and not tls=true, so that nothing would be encrypted: add it`))
  }
  for (const name of named) {
    const file = said.get(name.toLowerCase())!
    const content = yield* Effect.tryPromise({
      try: () => readFile(file, "utf8"),
      catch: (cause) =>
        refused(
          `names ${file} in ${name}, which can't be read (${
            unreadable(cause)
          }): put it there, or set ${name} to where it is`
        )
    })
    if (!content.includes("-----BEGIN ")) {
      return yield* Effect.fail(
        refused(`names ${file} in ${name}, which holds nothing in PEM: set it to one that does`)
      )
    }
  }
  return url
})

/** The URL, as far as it can be told without the driver that it is one. */
export const config = settings.MONGO_URL.pipe(Config.mapEffect(checked))
