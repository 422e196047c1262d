/** Where the daemon listens, and who may change something: what is dangerous together is refused. */
import * as Config from "effect/Config"
import * as ConfigProvider from "effect/ConfigProvider"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"

const PortOrAny = Schema.NumberFromString.check(
  Schema.isInt(),
  Schema.isBetween({ minimum: 0, maximum: 65_535 }, { expected: "a port from 0 (any free one) to 65535" })
)

/** What a header can carry, and nobody guesses. */
const Token = Schema.Redacted(
  Schema.String.check(
    Schema.isPattern(/^[\x21-\x7e]{16,}$/, {
      expected: "a token of at least 16 letters, digits and signs without spaces (`openssl rand -hex 32` makes one)"
    })
  )
)

export const settings = {
  ECO2MIXD_HTTP_HOST: Config.NonEmptyString("ECO2MIXD_HTTP_HOST").pipe(Config.withDefault("127.0.0.1")),
  ECO2MIXD_HTTP_PORT: Config.schema(PortOrAny, "ECO2MIXD_HTTP_PORT").pipe(Config.withDefault(8080)),
  ECO2MIXD_API_TOKEN: Config.schema(Token, "ECO2MIXD_API_TOKEN").pipe(Config.option),
  ECO2MIXD_API_START_TOKEN: Config.schema(Token, "ECO2MIXD_API_START_TOKEN").pipe(Config.option)
}

/** By what a caller is known, and what each token is for. */
export interface Tokens {
  /** May change whatever can be changed. */
  readonly token: Option.Option<Redacted.Redacted>
  /** May begin runs, and nothing else. */
  readonly start: Option.Option<Redacted.Redacted>
}

/** Whether a host, as a setting or a request names it, is this machine and nobody else. */
export const isLoopback = (host: string): boolean =>
  /^(?:(?:[\w-]+\.)*localhost\.?|127(?:\.\d{1,3}){3}|\[?::1\]?)$/i.test(host)

const refused = (message: string) => Effect.fail(new Config.ConfigError(new ConfigProvider.SourceError({ message })))

const areSame = ({ start, token }: Tokens): boolean =>
  Option.isSome(token) && Option.isSome(start) && Redacted.value(token.value) === Redacted.value(start.value)

/** Fails where others could reach a daemon that has no token, and where two tokens are one. */
export const config = Config.all(settings).pipe(
  Config.mapEffect((set) => {
    const { ECO2MIXD_HTTP_HOST: host, ECO2MIXD_HTTP_PORT: port } = set
    const tokens: Tokens = { token: set.ECO2MIXD_API_TOKEN, start: set.ECO2MIXD_API_START_TOKEN }
    if (!isLoopback(host) && Option.isNone(tokens.token)) {
      return refused(
        `ECO2MIXD_HTTP_HOST is ${JSON.stringify(host)}, where others can reach the daemon, and ` +
          "ECO2MIXD_API_TOKEN is not set: set it (`openssl rand -hex 32` makes one), or listen on 127.0.0.1"
      )
    }
    return areSame(tokens)
      ? refused(
        "ECO2MIXD_API_START_TOKEN is the same as ECO2MIXD_API_TOKEN, and so lets its holders do everything: set another " +
          "one (`openssl rand -hex 32` makes one)"
      )
      : Effect.succeed({ host, port, tokens })
  })
)
