/** Lets through whoever knows the token; comparing takes as long for a wrong one as for the right one. */
import { Access } from "#api/Access"
import { problem } from "#api/Problem"
import * as Effect from "effect/Effect"
import * as HttpServerRequest from "effect/http/HttpServerRequest"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import { createHash, timingSafeEqual } from "node:crypto"

const digest = (text: string) => createHash("sha256").update(text).digest()

/** Who asks, as the ledger and the log name it. */
export const asker = Effect.map(
  HttpServerRequest.HttpServerRequest,
  ({ remoteAddress }) => Option.getOrElse(remoteAddress, () => "unknown").replace(/^::ffff:/, "")
)

const NOT_SET = problem(
  403,
  "Auth.NotSet",
  "Nobody may change anything here, as no token is set: set ECO2MIXD_API_TOKEN and start the daemon again."
)
const MISSING = problem(401, "Auth.Missing", "Send the token as Authorization: Bearer …; it is in ECO2MIXD_API_TOKEN.")
const WRONG = problem(401, "Auth.Wrong", "This is not the token that is in ECO2MIXD_API_TOKEN.")

export const layer = (token: Option.Option<Redacted.Redacted>) =>
  Layer.succeed(Access, {
    token: (answer, { credential }) =>
      Effect.gen(function*() {
        if (Option.isNone(token)) return yield* Effect.fail(NOT_SET)
        const given = Redacted.value(credential)
        if (given === "") return yield* Effect.fail(MISSING)
        if (!timingSafeEqual(digest(given), digest(Redacted.value(token.value)))) {
          yield* Effect.logWarning(`${yield* asker} asked with a wrong token.`)
          return yield* Effect.fail(WRONG)
        }
        return yield* answer
      })
  })
