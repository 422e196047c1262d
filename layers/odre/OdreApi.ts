/**
 * One call to ODRÉ, with its answer read as what it is or named as a failure: whether trying again may help, and from when.
 * Knows urls, headers, time limits and sizes; knows nothing of windows that must be whole.
 */
import type { Dataset } from "#domain/Dataset"
import * as Day from "#domain/Day"
import type { Quota } from "#domain/Quota"
import { jsonOf } from "#domain/SourceRecord"
import { IngestError } from "#ports/Ingest"
import { ForbiddenAddress } from "#ports/outward"
import { visible } from "#ports/visible"
import * as Clock from "effect/Clock"
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import type * as HttpClient from "effect/http/HttpClient"
import type { HttpClientError } from "effect/http/HttpClientError"
import type { HttpClientResponse } from "effect/http/HttpClientResponse"
import * as Predicate from "effect/Predicate"
import * as Stream from "effect/Stream"
import { notBefore, quotaOf } from "./quota.ts"

/** An export is computed before its first byte leaves; a minute is long even for a month. */
const FIRST_BYTE_TIMEOUT = "60 seconds"
/** A body that says nothing for this long has stopped. */
const SILENCE_TIMEOUT = "30 seconds"
/** Twenty times the longest month of the real-time series, in bytes. */
const MAX_BODY_BYTES = 512 * 1024 * 1024
/** Of a body that is no export no more is read than a count or a message needs, in bytes. */
const MAX_MESSAGE_BYTES = 16_384
/** Of what the source says no more is told than a person reads, in characters. */
const MAX_TOLD = 500

/** A call that failed: as which error it will be known if it stays so, and whether and when to try again. */
export class CallFailed extends Data.TaggedError("CallFailed")<{
  readonly error: IngestError
  readonly passing: boolean
  /** In milliseconds since 1970 UTC, where the source named a time. */
  readonly notBefore: number | null
}> {
  override get message() {
    return this.error.message
  }
}

export const failed = (
  reason: IngestError["reason"],
  during: string,
  detail: string,
  { notBefore = null, passing = true, ...rest }: { passing?: boolean; notBefore?: number | null; cause?: unknown } = {}
) => new CallFailed({ error: new IngestError({ reason, during, detail, ...rest }), passing, notBefore })

/** What the source said, as much of it as belongs into an error, and nothing that would steer a terminal. */
export const told = (text: string): string => visible(text.length > MAX_TOLD ? `${text.slice(0, MAX_TOLD)}…` : text)

/** The window in ODSQL: from the first instant of the first day, to before the first after the last. */
export const windowOf = ({ from, to }: Day.DayRange): string =>
  `date_heure >= date'${secondOf(Day.start(from))}' AND date_heure < date'${secondOf(Day.end(to))}'`

const secondOf = (instant: number): string => new Date(instant).toISOString().replace(".000Z", "Z")

export const odreApi = (
  client: HttpClient.HttpClient,
  origin: URL,
  onQuota: (dataset: Dataset, quota: Quota) => void
) => {
  const urlOf = (dataset: Dataset, path: string, params: Record<string, string>): URL => {
    const url = new URL(`/api/explore/v2.1/catalog/datasets/${dataset}/${path}`, origin)
    for (const [name, value] of Object.entries(params)) url.searchParams.set(name, value)
    return url
  }

  const exportUrl = (dataset: Dataset, days: Day.DayRange): URL =>
    urlOf(dataset, "exports/jsonl", { where: windowOf(days), order_by: "date_heure", timezone: "UTC" })

  const get = Effect.fnUntraced(
    function*(during: string, dataset: Dataset, url: URL) {
      const response = yield* client.get(url).pipe(
        Effect.mapError(unreachable(during)),
        Effect.timeoutOrElse({
          duration: FIRST_BYTE_TIMEOUT,
          orElse: () => Effect.fail(failed("Unreachable", during, `no answer within ${FIRST_BYTE_TIMEOUT}`))
        })
      )
      const quota = quotaOf(response.headers)
      if (quota !== null) onQuota(dataset, quota)
      if (response.status !== 200) return yield* refused(during, response, quota)
      const type = response.headers["content-type"] ?? "no content type"
      if (!type.toLowerCase().includes("json")) {
        return yield* failed(
          "Unreadable",
          during,
          `the answer is ${told(type)} and no JSON: ${told(yield* beginningOf(response))}`
        )
      }
      // None was asked for, and none is undone here: the bytes would be read as lines that say nothing.
      const encoding = response.headers["content-encoding"] ?? "identity"
      if (encoding.toLowerCase() !== "identity") {
        return yield* failed("Unreadable", during, `the answer is encoded, as ${told(encoding)}, and was to be plain`)
      }
      return response
    }
  )

  /** A page of rows, small enough to be read at once, with how many rows there are in all. */
  const page = Effect.fnUntraced(function*(during: string, dataset: Dataset, params: Record<string, string>) {
    const response = yield* get(during, dataset, urlOf(dataset, "records", { ...params, timezone: "UTC" }))
    const text = yield* Stream.mkString(beginning(response)).pipe(
      Effect.mapError(unreachable(during)),
      Effect.timeoutOrElse({
        duration: SILENCE_TIMEOUT,
        orElse: () => Effect.fail(failed("Unreachable", during, `the answer stopped for ${SILENCE_TIMEOUT}`))
      })
    )
    const body = jsonOf(text)
    if (body === undefined) return yield* failed("Unreadable", during, "the answer is no JSON")
    const total = Predicate.hasProperty(body, "total_count") ? body.total_count : undefined
    if (!Predicate.isNumber(total) || !Number.isInteger(total) || total < 0) {
      return yield* failed("Unreadable", during, "the answer has no total_count")
    }
    return { response, body, total }
  })

  /** The source's own count of the window's rows. */
  const count = Effect.fn("OdreApi.count")(function*(dataset: Dataset, days: Day.DayRange) {
    const { total } = yield* page("OdreApi.count", dataset, { where: windowOf(days), limit: "0" })
    return total
  })

  /** How many rows there are in all, the newest of them, and what time the source says it is. */
  const look = Effect.fn("OdreApi.look")(function*(dataset: Dataset) {
    const { body, response, total } = yield* page("OdreApi.look", dataset, { order_by: "date_heure desc", limit: "1" })
    const rows = Predicate.hasProperty(body, "results") && Array.isArray(body.results) ? body.results : []
    return { total, newest: rows[0] as unknown, time: Date.parse(response.headers["date"] ?? "") }
  })

  /** The bytes of the window's export, as they come. */
  const exported = (dataset: Dataset, days: Day.DayRange): Stream.Stream<Uint8Array, CallFailed> => {
    const during = "OdreApi.exported"
    let bytes = 0
    return Stream.unwrap(
      Effect.map(
        get(during, dataset, exportUrl(dataset, days)),
        // Timed from the answer's first byte on: until then its own limit holds.
        (response) =>
          Stream.timeoutOrElse(Stream.mapError(response.stream, unreachable(during)), {
            duration: SILENCE_TIMEOUT,
            orElse: () => Stream.fail(failed("Unreachable", during, `the body stopped for ${SILENCE_TIMEOUT}`))
          })
      )
    ).pipe(
      Stream.tap((piece) => {
        bytes += piece.length
        return bytes > MAX_BODY_BYTES
          ? Effect.fail(failed("Unreadable", during, `the body has more than ${MAX_BODY_BYTES} bytes`))
          : Effect.void
      })
    )
  }

  return { count, exported, exportUrl, look }
}

const unreachable = (during: string) => (error: HttpClientError): CallFailed => {
  const word = deepest(error)
  // That does not pass by itself, and its message has the way out.
  return word instanceof ForbiddenAddress
    ? failed("Refused", during, `it is not called: ${word.message}`, { passing: false })
    : failed("Unreachable", during, `the connection failed: ${word instanceof Error ? word.message : String(word)}`, {
      cause: error
    })
}

/** The word of the network itself, below the layers that pass it on. */
const deepest = (error: unknown): unknown => {
  if (error instanceof AggregateError && error.errors.length > 0) return deepest(error.errors[0])
  return Predicate.hasProperty(error, "cause") && error.cause !== undefined ? deepest(error.cause) : error
}

/** May pass by themselves (RFC 9110; 425 is RFC 8470's "too early"). */
const PASSING = new Set([408, 425, 429, 500, 502, 503, 504])

const refused = Effect.fnUntraced(function*(during: string, response: HttpClientResponse, quota: Quota | null) {
  const text = yield* beginningOf(response)
  const body = jsonOf(text)
  const words = ["message", "error"].map((name) => Predicate.hasProperty(body, name) ? body[name] : undefined)
  // What is no text may refuse to become any: then the body itself is what was said.
  const said = words.find(Predicate.isString) ?? text
  const named = notBefore(yield* Clock.currentTimeMillis, response.headers["retry-after"], body)
  const time = named ?? (response.status === 429 && quota?.remaining === 0 ? quota.reset : null)
  const until = time === null ? "" : `; not before ${new Date(time).toISOString()}`
  const elsewhere = response.headers["location"] === undefined ? "" : `it points to ${response.headers["location"]} `
  const detail = `${response.status}: ${told(`${elsewhere}${said}`.trim())}${until}`
  if (response.status === 429) return yield* failed("QuotaExhausted", during, detail, { notBefore: time })
  return yield* PASSING.has(response.status)
    ? failed("Unreachable", during, detail, { notBefore: time })
    : failed("Refused", during, detail, { passing: false })
})

/** A body's text in its pieces, until there is enough to say what it is. */
const beginning = (response: HttpClientResponse): Stream.Stream<string, HttpClientError> => {
  let bytes = 0
  return response.stream.pipe(
    Stream.takeUntil((piece) => (bytes += piece.length) >= MAX_MESSAGE_BYTES),
    Stream.decodeText
  )
}

/** The same for a message; a body that breaks or stops has said what came, as the status has said the rest. */
const beginningOf = (response: HttpClientResponse): Effect.Effect<string> =>
  beginning(response).pipe(
    Stream.interruptWhen(Effect.sleep(SILENCE_TIMEOUT)),
    Stream.catch(() => Stream.empty),
    Stream.mkString,
    Effect.map((text) => text.replaceAll(/\s+/g, " ").trim())
  )
