/**
 * Stands around every request: refuses what comes from where it should not or is too large, makes a problem document of
 * whatever fails, and says to browsers how little they may do.
 */
import { type AnyProblem, problem } from "#api/Problem"
import * as ByteSize from "effect/ByteSize"
import * as Cause from "effect/Cause"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import { HttpServerError } from "effect/http/HttpServerError"
import * as HttpServerRequest from "effect/http/HttpServerRequest"
import * as HttpServerResponse from "effect/http/HttpServerResponse"
import { askerOf } from "./Access.ts"
import { isLoopback } from "./HttpSettings.ts"
import type { Limit } from "./Limits.ts"
import { LARGEST_BODY, ofCause, respond, TOO_LARGE } from "./Problems.ts"

type Request = HttpServerRequest.HttpServerRequest

/** For the status page: nothing but what comes from here, and no script or style in the page itself. */
const POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
  "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

const HEADERS = {
  "content-security-policy": POLICY,
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "referrer-policy": "no-referrer",
  "permissions-policy": "camera=(), geolocation=(), microphone=()",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "cache-control": "no-store"
}

const hostOf = (request: Request): string => (request.headers.host ?? "").toLowerCase()

/** `[::1]:8080` is `[::1]`. */
const withoutPort = (host: string): string => host.replace(/:\d+$/, "")

const changes = ({ method }: Request): boolean => method !== "GET" && method !== "HEAD"

/** Whether a page of another site sends it. Browsers name the page's origin with whatever may change something. */
const isForeign = (request: Request): boolean => {
  const { origin } = request.headers
  return origin !== undefined && (!URL.canParse(origin) || new URL(origin).host !== hostOf(request))
}

const refusal = (request: Request, onLoopback: boolean): AnyProblem | undefined => {
  // A site may have its name point here (DNS rebinding), and would then read as if it were this machine.
  if (onLoopback && !isLoopback(withoutPort(hostOf(request)))) {
    return problem(
      421,
      "Request.ForeignHost",
      "Ask for it as localhost or 127.0.0.1: that is where this daemon listens."
    )
  }
  if (changes(request) && isForeign(request)) {
    return problem(403, "Request.ForeignOrigin", "A page of another site may not change anything here.")
  }
  return Number(request.headers["content-length"] ?? 0) > LARGEST_BODY ? TOO_LARGE : undefined
}

/** By what an address is counted. */
export interface Limits {
  readonly requests: Limit
  readonly wrong: Limit
}

/** Whoever looks whether the daemon is well is never told to come later: it would be taken for ill. */
const UNCOUNTED = new Set(["/healthz", "/readyz", "/metrics"])

const TOO_MANY = problem(
  429,
  "Request.TooMany",
  "Too many requests came from this address within a minute: wait, see Retry-After."
)

/** `methods` are those that a path knows, or undefined where there is no such path. */
export const make = (
  onLoopback: boolean,
  methods: (path: string) => ReadonlyArray<string> | undefined,
  { requests, wrong }: Limits
) => {
  const isTooMany = (request: Request, now: number): boolean => {
    if (UNCOUNTED.has(pathOf(request))) return false
    const asker = askerOf(request)
    if (requests.wait(asker, now) > 0) return true
    requests.count(asker, now)
    return false
  }

  /** When whoever was told that it was too much may come again. */
  const paused = (request: Request, answer: HttpServerResponse.HttpServerResponse, now: number) => {
    if (answer.status !== 429) return answer
    const asker = askerOf(request)
    const seconds = Math.max(1, requests.wait(asker, now), wrong.wait(asker, now))
    return HttpServerResponse.setHeader(answer, "retry-after", String(seconds))
  }

  const failed = (request: Request, cause: Cause.Cause<unknown>) => {
    const lost = cause.reasons.some((reason) =>
      Cause.isFailReason(reason) && reason.error instanceof HttpServerError &&
      reason.error.reason._tag === "RouteNotFound"
    )
    return lost ? Effect.succeed(notFound(request, methods)) : answerTo(cause)
  }

  return <E, R>(
    answer: Effect.Effect<HttpServerResponse.HttpServerResponse, E, R>
  ): Effect.Effect<HttpServerResponse.HttpServerResponse, E, R | Request> =>
    Effect.gen(function*() {
      const request = yield* HttpServerRequest.HttpServerRequest
      const begun = yield* Clock.currentTimeMillis
      const refused = isTooMany(request, begun) ? TOO_MANY : refusal(request, onLoopback)
      const given = refused === undefined
        ? yield* answer.pipe(
          Effect.provideService(HttpServerRequest.MaxBodySize, ByteSize.bytes(LARGEST_BODY)),
          Effect.catchCause((cause) => failed(request, cause))
        )
        : respond(refused)
      const sent = paused(request, finished(given), begun)
      yield* Effect.logDebug(
        `${request.method} ${pathOf(request)} ${sent.status} in ${(yield* Clock.currentTimeMillis) - begun} ms`
      )
      return sent
    })
}

const pathOf = ({ url }: Request): string => url.replace(/[?#].*$/s, "")

const answerTo = Effect.fnUntraced(function*(cause: Cause.Cause<unknown>) {
  if (Cause.hasInterruptsOnly(cause)) return yield* Effect.failCause(cause as Cause.Cause<never>)
  const what = ofCause(cause)
  if (what.status === 500) yield* Effect.logError("A request ended in no answer.", cause)
  return respond(what)
})

const notFound = (request: Request, methods: (path: string) => ReadonlyArray<string> | undefined) => {
  const allowed = methods(pathOf(request))
  // A path that is known to have the method was not one after all: its escapes are broken, or a part of it is too long.
  return allowed === undefined || allowed.includes(request.method)
    ? respond(problem(404, "NotFound", "There is nothing here: /docs says what there is."))
    : respond(problem(405, "MethodNotAllowed", `What can be done here is ${allowed.join(", ")}.`), {
      allow: allowed.join(", ")
    })
}

/** With all headers; what a route says itself goes first. */
const finished = (given: HttpServerResponse.HttpServerResponse): HttpServerResponse.HttpServerResponse => {
  // The framework's own refusal of a body that is no JSON.
  const response = given.status === 415
    ? respond(problem(415, "Request.NotJson", "Send the body as Content-Type: application/json."))
    : given
  const own = response.status === 401 ? { ...HEADERS, "www-authenticate": "Bearer realm=\"eco2mixd\"" } : HEADERS
  return HttpServerResponse.setHeaders(response, { ...own, ...response.headers })
}
