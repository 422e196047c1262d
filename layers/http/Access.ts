/**
 * Lets through whoever knows a token, to what it is for; comparing takes as long for a wrong one as for the right one, and who
 * was wrong too often is not compared for a while.
 */
import { Access, Caller } from "#api/Access"
import { problem } from "#api/Problem"
import { byApi } from "#domain/Run"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as HttpServerRequest from "effect/http/HttpServerRequest"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import { createHash, timingSafeEqual } from "node:crypto"
import type { Tokens } from "./HttpSettings.ts"
import type { Limit } from "./Limits.ts"

const digest = (text: string) => createHash("sha256").update(text).digest()

/** What is compared takes the same time whether it is right, wrong, or not there. */
const isToken = (given: string, token: Option.Option<Redacted.Redacted>): boolean =>
  timingSafeEqual(digest(given), digest(Option.match(token, { onNone: () => "", onSome: Redacted.value })))

/** Whom a request is from, in the words of the log. */
export const askerOf = ({ remoteAddress }: HttpServerRequest.HttpServerRequest): string =>
  Option.getOrElse(remoteAddress, () => "unknown").replace(/^::ffff:/, "")

const NOT_SET = problem(
  403,
  "Auth.NotSet",
  "Nobody may change anything here, as no token is set: set ECO2MIXD_API_TOKEN and start the daemon again."
)
const MISSING = problem(401, "Auth.Missing", "Send the token as Authorization: Bearer …; it is in ECO2MIXD_API_TOKEN.")
const WRONG = problem(401, "Auth.Wrong", "This is not the token that is in ECO2MIXD_API_TOKEN.")
const OTHER_SCOPE = problem(
  403,
  "Auth.Scope",
  "This token begins runs and does nothing else: send the one that is in ECO2MIXD_API_TOKEN."
)
const TOO_OFTEN = problem(
  429,
  "Auth.TooManyWrong",
  "Too many wrong tokens came from this address: wait, see Retry-After."
)

/** What a token that only begins runs may ask for. */
const STARTS = "start"

export const layer = ({ start, token }: Tokens, wrong: Limit) =>
  Layer.succeed(Access, {
    token: (answer, { credential, endpoint }) =>
      Effect.gen(function*() {
        if (Option.isNone(token) && Option.isNone(start)) return yield* Effect.fail(NOT_SET)
        const given = Redacted.value(credential)
        if (given === "") return yield* Effect.fail(MISSING)
        const asker = askerOf(yield* HttpServerRequest.HttpServerRequest)
        const now = yield* Clock.currentTimeMillis
        // The right one neither: whoever guesses would learn by it that it is.
        if (wrong.wait(asker, now) > 0) return yield* Effect.fail(TOO_OFTEN)
        const mayAll = isToken(given, token)
        const mayStart = isToken(given, start)
        if (!mayAll && !mayStart) {
          wrong.count(asker, now)
          yield* Effect.logWarning(`${asker} asked with a wrong token.`)
          return yield* Effect.fail(WRONG)
        }
        if (!mayAll && endpoint.identifier !== STARTS) {
          yield* Effect.logWarning(`${asker} asked for more than the token in ECO2MIXD_API_START_TOKEN is for.`)
          return yield* Effect.fail(OTHER_SCOPE)
        }
        return yield* Effect.provideService(answer, Caller, byApi(mayAll ? asker : `${asker} with the start token`))
      })
  })
