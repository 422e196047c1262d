/** A source without a network: answers as it is told, and remembers what it was asked, and when. */
import * as OdreIngest from "#layers/odre/OdreIngest"
import { Ingest, type IngestError } from "#ports/Ingest"
import { assert } from "@effect/vitest"
import * as Clock from "effect/Clock"
import type * as Config from "effect/Config"
import * as ConfigProvider from "effect/ConfigProvider"
import * as Context from "effect/Context"
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as HttpClient from "effect/http/HttpClient"
import { DecodeError, HttpClientError, TransportError } from "effect/http/HttpClientError"
import type { HttpClientRequest } from "effect/http/HttpClientRequest"
import * as HttpClientResponse from "effect/http/HttpClientResponse"
import * as Layer from "effect/Layer"
import * as Result from "effect/Result"
import * as Stream from "effect/Stream"
import * as TestClock from "effect/testing/TestClock"

export const TR = "eco2mix-regional-tr"
export const DAY = { from: "2026-09-07", to: "2026-09-07" } as const

/** Two rows, as much of them as tells them from others. */
export const A = "{\"date_heure\":\"2026-09-07T00:00:00+00:00\"}"
export const B = "{\"date_heure\":\"2026-09-07T00:15:00+00:00\"}"

export interface Said {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  /** Text in one piece, or pieces as they come; an error of theirs is a connection that breaks. */
  readonly body: string | Stream.Stream<Uint8Array, Error>
}

/** What is said at once, or later, or never; an error is a connection that is not made. */
export type Answer = Said | Effect.Effect<Said, Error>

export interface Call {
  readonly origin: string
  readonly path: string
  readonly params: Readonly<Record<string, string>>
  /** In milliseconds since the first. */
  readonly at: number
}

const JSON_TYPE = { "content-type": "application/json; charset=utf-8" }

export const counted = (total: number, headers: Readonly<Record<string, string>> = {}): Answer => ({
  headers,
  body: JSON.stringify({ total_count: total, results: [] })
})

export const lines = (...texts: ReadonlyArray<string>): Answer => ({ body: texts.map((text) => `${text}\n`).join("") })

export const refusal = (status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Answer => ({
  status,
  headers,
  body: typeof body === "string" ? body : JSON.stringify(body)
})

/** What a network says when it fails. */
class Broken extends Data.TaggedError("Broken")<{ readonly message: string }> {}

export const broken = (message: string): Error => new Broken({ message })

export const UNAVAILABLE = refusal(503, { error_code: "ServiceUnavailable", message: "come back later" })
export const UNCONNECTED: Answer = Effect.fail(broken("connect ECONNREFUSED 10.0.0.1:443"))
export const SILENT: Answer = Effect.never

/** A body of these pieces; what `then` says follows them. */
export const pieces = (
  texts: ReadonlyArray<string>,
  then: Stream.Stream<Uint8Array, Error> = Stream.empty
): Stream.Stream<Uint8Array, Error> =>
  Stream.concat(Stream.encodeText(Stream.fromIterable(texts, { chunkSize: 1 })), then)

/** Web responses are made of promises, for which a test's clock does not wait: all ways to this body are effects. */
const responseOf = (request: HttpClientRequest, { body, headers = {}, status = 200 }: Said) => {
  const response = HttpClientResponse.fromWeb(
    request,
    new Response(null, { status, headers: { ...JSON_TYPE, ...headers } })
  )
  const stream = Stream.mapError(
    typeof body === "string" ? pieces(body === "" ? [] : [body]) : body,
    (cause) => new HttpClientError({ reason: new DecodeError({ request, response, cause }) })
  )
  const text = Stream.mkString(Stream.decodeText(stream))
  const json = Effect.flatMap(text, (read) =>
    Effect.try({
      try: (): unknown => JSON.parse(read),
      catch: (cause) => new HttpClientError({ reason: new DecodeError({ request, response, cause }) })
    }))
  return Object.defineProperties(response, { stream: { value: stream }, text: { value: text }, json: { value: json } })
}

export interface Script {
  /** What `/records` and `/exports/jsonl` say, call by call; the last is said for ever. */
  readonly count?: ReadonlyArray<Answer>
  readonly exported?: ReadonlyArray<Answer>
  /** `ECO2MIXD_SOURCE_URL`. */
  readonly url?: string
}

export interface FakeOdre {
  readonly layer: Layer.Layer<Ingest, Config.ConfigError>
  /** The calls so far, of all paths or of those that end so. */
  readonly calls: (ending?: string) => ReadonlyArray<Call>
}

export const fakeOdre = ({ count = [], exported = [], url }: Script): FakeOdre => {
  const calls: Array<Call> = []
  let began: number | undefined
  const asked = (ending = "") => calls.filter(({ path }) => path.endsWith(ending))
  const client = HttpClient.make((request, { origin, pathname: path, searchParams }) =>
    Effect.gen(function*() {
      const [ending, script] = path.endsWith("/records") ? ["/records", count] : ["/exports/jsonl", exported]
      const answer = script[asked(ending).length] ?? script.at(-1)
      const now = yield* Clock.currentTimeMillis
      began ??= now
      calls.push({ origin, path, params: Object.fromEntries(searchParams), at: now - began })
      if (answer === undefined) return yield* Effect.die(new Error(`nothing is to be asked of ${path}`))
      const said = Effect.isEffect(answer) ? answer : Effect.succeed(answer)
      return responseOf(
        request,
        yield* Effect.mapError(
          said,
          (cause) => new HttpClientError({ reason: new TransportError({ request, cause }) })
        )
      )
    })
  )
  return {
    calls: asked,
    layer: OdreIngest.layerNoDeps.pipe(
      Layer.provide(Layer.succeed(HttpClient.HttpClient, client)),
      Layer.provide(
        ConfigProvider.layer(
          ConfigProvider.fromUnknown(
            url === undefined ? {} : { ECO2MIXD_SOURCE_URL: url, ECO2MIXD_SOURCE_PRIVATE: "allow" }
          )
        )
      )
    )
  }
}

/** A day of a fake source, as it comes to an end while time flies. */
export const fetched = (source: FakeOdre) => ending(source, (ingest) => ingest.fetch(TR, DAY))

/** What becomes of something asked of a fake source while time flies. */
export const ending = Effect.fnUntraced(
  function*<A>(source: FakeOdre, ask: (ingest: Ingest["Service"]) => Effect.Effect<A, IngestError>) {
    const ingest = Context.get(yield* Layer.build(source.layer), Ingest)
    // Woken by the clock, which waits for all that it has woken.
    const fiber = yield* Effect.forkChild(Effect.delay(Effect.result(ask(ingest)), 1))
    while (fiber.pollUnsafe() === undefined) yield* TestClock.adjust("1 hour")
    return yield* Fiber.join(fiber)
  }
)

/** The error with which something ended; a success fails the test. */
export const failureOf = <A, E>(result: Result.Result<A, E>): E =>
  Result.isFailure(result) ? result.failure : assert.fail(`it succeeded: ${JSON.stringify(result.success)}`)

/** The rows of a fetch that must have succeeded. */
export const texts = (result: Effect.Success<ReturnType<typeof fetched>>): ReadonlyArray<string> =>
  Result.getOrThrow(result).records.map(({ text }) => text)

/** How long after each call to a path the next one came, in milliseconds. */
export const pauses = (source: FakeOdre, ending: string): ReadonlyArray<number> => {
  const calls = source.calls(ending)
  return calls.slice(1).map(({ at }, index) => at - calls[index]!.at)
}
