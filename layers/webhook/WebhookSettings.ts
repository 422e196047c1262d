/** Who is told, how they know that it is us, and where they may be: what would tell others, or not be believed, is refused. */
import { type Bounds, objectionTo } from "#ports/outward"
import * as Config from "effect/Config"
import * as ConfigProvider from "effect/ConfigProvider"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"

/** As the Standard Webhooks specification has it, in bytes. */
const SHORTEST_KEY = 24
const LONGEST_KEY = 64

const PREFIX = "whsec_"

export const MAKES_ONE = "`echo \"whsec_$(openssl rand -base64 32)\"` makes one"

const isWebUrl = (text: string): boolean => {
  const url = URL.canParse(text) ? new URL(text) : null
  return url !== null && (url.protocol === "https:" || url.protocol === "http:") && url.username === "" &&
    url.password === ""
}

/** Its path or query is what lets us in at many receivers, and so a secret. */
const Url = Schema.Redacted(
  Schema.String.check(
    Schema.makeFilter(isWebUrl, { expected: "a URL that begins with https://, without user and password" })
  )
)

const isKey = (text: string): boolean => {
  if (!text.startsWith(PREFIX)) return /^[\x21-\x7e]+$/.test(text) && text.length >= SHORTEST_KEY
  const coded = text.slice(PREFIX.length)
  const { length } = Buffer.from(coded, "base64")
  return /^[A-Za-z0-9+/]+={0,2}$/.test(coded) && length >= SHORTEST_KEY && length <= LONGEST_KEY
}

const Secret = Schema.Redacted(
  Schema.String.check(
    Schema.makeFilter(isKey, {
      expected: `${PREFIX} and ${SHORTEST_KEY} to ${LONGEST_KEY} bytes in base64 (${MAKES_ONE}), or at least ` +
        `${SHORTEST_KEY} letters, digits and signs without spaces`
    })
  )
)

/** What is signed with. */
export const keyOf = (secret: string): Uint8Array =>
  secret.startsWith(PREFIX) ? Buffer.from(secret.slice(PREFIX.length), "base64") : Buffer.from(secret)

export const settings = {
  ECO2MIXD_WEBHOOK_URL: Config.schema(Url, "ECO2MIXD_WEBHOOK_URL").pipe(Config.option),
  ECO2MIXD_WEBHOOK_SECRET: Config.schema(Secret, "ECO2MIXD_WEBHOOK_SECRET").pipe(Config.option),
  ECO2MIXD_WEBHOOK_PRIVATE: Config.Literals(["refuse", "allow"], "ECO2MIXD_WEBHOOK_PRIVATE").pipe(
    Config.withDefault("refuse" as const)
  )
}

/** A receiver that is told over the network. */
export interface Webhook {
  readonly url: URL
  readonly key: Redacted.Redacted<Uint8Array>
  readonly allowsPrivate: boolean
}

export const boundsOf = ({ allowsPrivate }: Pick<Webhook, "allowsPrivate">): Bounds => ({
  allowsPrivate,
  who: "receiver",
  url: "ECO2MIXD_WEBHOOK_URL",
  setting: "ECO2MIXD_WEBHOOK_PRIVATE"
})

const refused = (message: string) => Effect.fail(new Config.ConfigError(new ConfigProvider.SourceError({ message })))

/** Null where nobody wants to be told. Fails where the receiver could not tell us from others, or others could listen. */
export const config = Config.all(settings).pipe(
  Config.mapEffect((set) => {
    if (Option.isNone(set.ECO2MIXD_WEBHOOK_URL)) return Effect.succeed(null)
    if (Option.isNone(set.ECO2MIXD_WEBHOOK_SECRET)) {
      return refused(
        `ECO2MIXD_WEBHOOK_URL is set, and ECO2MIXD_WEBHOOK_SECRET is not: set it (${MAKES_ONE}), and give it to the ` +
          "receiver, who knows our notices by it"
      )
    }
    const webhook: Webhook = {
      url: new URL(Redacted.value(set.ECO2MIXD_WEBHOOK_URL.value)),
      key: Redacted.make(keyOf(Redacted.value(set.ECO2MIXD_WEBHOOK_SECRET.value))),
      allowsPrivate: set.ECO2MIXD_WEBHOOK_PRIVATE === "allow"
    }
    const problem = problemOf(webhook)
    return problem === null ? Effect.succeed(webhook) : refused(problem)
  })
)

/** What the URL alone shows; where a name leads is seen when it is called. */
const problemOf = (webhook: Webhook): string | null =>
  webhook.url.protocol === "http:" && !webhook.allowsPrivate
    ? "ECO2MIXD_WEBHOOK_URL begins with http://, and whoever is on the way can read it: use https://, or set " +
      "ECO2MIXD_WEBHOOK_PRIVATE to allow if the receiver is in a network of yours"
    : objectionTo(webhook.url, boundsOf(webhook))
