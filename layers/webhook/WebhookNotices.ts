/**
 * Notices as signed JSON to a URL. What may pass is tried again, later and later, never before the time that the receiver has
 * named; a redirect is not followed. Nothing of the URL but its host is told anywhere: the rest of it is a secret.
 */
import type { Notice } from "#domain/Notice"
import { noticeOf } from "#ports/noticeOf"
import { Notices, NoticesError } from "#ports/Notices"
import { ForbiddenAddress } from "#ports/outward"
import * as Clock from "effect/Clock"
import * as Data from "effect/Data"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as HttpClient from "effect/http/HttpClient"
import type { HttpClientError } from "effect/http/HttpClientError"
import * as HttpClientRequest from "effect/http/HttpClientRequest"
import * as Layer from "effect/Layer"
import * as Predicate from "effect/Predicate"
import * as Redacted from "effect/Redacted"
import * as Schedule from "effect/Schedule"
import type * as Scope from "effect/Scope"
import { client } from "./guarded.ts"
import { notBefore } from "./retryAfter.ts"
import { signed } from "./signature.ts"
import { config, type Webhook } from "./WebhookSettings.ts"

/** For the whole of an attempt, in milliseconds. */
const LIMIT = 10_000
/** Six attempts over some eight minutes: a receiver that is started anew is back by then. */
const RETRIES = 5
const FIRST_PAUSE = "2 seconds"
const FACTOR = 4
const LONGEST_PAUSE = "5 minutes"
/** A receiver that wants to be left alone for longer than this, in milliseconds, is not waited for. */
const LONGEST_WAIT = 10 * 60_000

const DURING = "WebhookNotices.send"

/** An attempt that failed: as which error it will be known if it stays so, and whether and when to try again. */
class AttemptFailed extends Data.TaggedError("AttemptFailed")<{
  readonly error: NoticesError
  readonly passing: boolean
  /** In milliseconds since 1970 UTC, where the receiver named a time. */
  readonly notBefore: number | null
}> {}

const failed = (reason: NoticesError["reason"], detail: string, notBefore: number | null = null) =>
  new AttemptFailed({
    // Without its cause, which holds the whole request.
    error: new NoticesError({ reason, during: DURING, detail }),
    passing: reason === "Unreachable",
    notBefore
  })

const receiver = (webhook: Webhook, http: HttpClient.HttpClient.With<HttpClientError, Scope.Scope>) => {
  const { host } = webhook.url
  const key = Redacted.value(webhook.key)

  const attempt = Effect.fnUntraced(
    function*(id: string, body: string) {
      const now = yield* Clock.currentTimeMillis
      const response = yield* HttpClientRequest.post(webhook.url).pipe(
        HttpClientRequest.setHeaders({ ...signed(key, id, now, body), "user-agent": "eco2mixd" }),
        HttpClientRequest.bodyText(body, "application/json"),
        http.execute,
        Effect.mapError((error) => unsent(host, error))
      )
      const { headers, status } = response
      const said = `${host} answered ${status}`
      if (status >= 200 && status < 300) return said
      if (status >= 300 && status < 400) {
        return yield* failed(
          "Refused",
          `${said}, a redirect, which is not followed: set ECO2MIXD_WEBHOOK_URL to where it leads`
        )
      }
      return yield* PASSING.has(status) || status >= 500
        ? failed("Unreachable", said, notBefore(yield* Clock.currentTimeMillis, headers["retry-after"]))
        : failed("Refused", `${said}: see whether ECO2MIXD_WEBHOOK_URL is right, and its receiver still wants notices`)
    },
    // The client's own span would name the whole URL, and the receiver has no part in our traces.
    Effect.provideService(HttpClient.TracerDisabledWhen, () => true),
    // Its status is all that is read of an answer: the text may hold the URL's path, and may never end.
    Effect.scoped,
    Effect.timeoutOrElse({
      duration: LIMIT,
      orElse: () => Effect.fail(failed("Unreachable", `${host} did not answer within ${LIMIT / 1_000} s`))
    })
  )

  const send = Effect.fn(DURING)(function*(notice: Notice) {
    yield* Effect.annotateCurrentSpan({ "server.address": host, "notice.event": notice.event, "notice.id": notice.id })
    const body = JSON.stringify(noticeOf(notice))
    let attempts = 0
    return yield* Effect.suspend(() => {
      attempts++
      return attempt(notice.id, body)
    }).pipe(
      notice.event === "test" ? (once) => once : Effect.retry(patience),
      Effect.mapError(({ error }) =>
        attempts === 1
          ? error
          : new NoticesError({ reason: error.reason, during: DURING, detail: `${error.detail}, ${attempts} times` })
      )
    )
  })

  return { name: host, send }
}

/** May pass by themselves, as all from 500 on (RFC 9110; 425 is RFC 8470's "too early"). */
const PASSING = new Set([408, 425, 429])

/** Longer and longer pauses, or the time that the receiver named, while there is a point in it. */
const patience = Schedule.min([Schedule.exponential(FIRST_PAUSE, FACTOR), Schedule.spaced(LONGEST_PAUSE)]).pipe(
  Schedule.jittered,
  Schedule.upTo({ times: RETRIES }),
  Schedule.setInputType<AttemptFailed>(),
  Schedule.while(({ input, now }) => input.passing && (input.notBefore ?? 0) - now <= LONGEST_WAIT),
  Schedule.modifyDelay(({ duration, input, now }) =>
    Effect.succeed(Duration.max(duration, Duration.millis(Math.max(0, (input.notBefore ?? 0) - now))))
  )
)

const unsent = (host: string, error: HttpClientError): AttemptFailed => {
  const cause = deepest(error)
  return cause instanceof ForbiddenAddress
    ? failed("Forbidden", cause.message)
    : failed("Unreachable", `${host} can't be reached: ${cause instanceof Error ? cause.message : String(cause)}`)
}

/** The word of the network itself, below the layers that pass it on, of which the topmost names the URL. */
const deepest = (error: unknown): unknown => {
  if (error instanceof AggregateError && error.errors.length > 0) return deepest(error.errors[0])
  return Predicate.hasProperty(error, "cause") && error.cause !== undefined ? deepest(error.cause) : error
}

export const layer = Layer.effect(
  Notices,
  Effect.gen(function*() {
    const webhook = yield* config
    if (webhook === null) return Notices.of({ receiver: null })
    const http = yield* Effect.provide(HttpClient.HttpClient, yield* Layer.build(client(webhook, LIMIT)))
    return Notices.of({ receiver: receiver(webhook, HttpClient.withScope(http)) })
  })
)
