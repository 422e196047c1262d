/** The HTTP server over the doubles, on a port of its own, and questions to it as a stranger asks them: no client of ours. */
import * as HttpServer from "#layers/http/HttpServer"
import * as MemoryIngest from "#layers/memory/MemoryIngest"
import * as MemoryLake from "#layers/memory/MemoryLake"
import * as MemoryLeadership from "#layers/memory/MemoryLeadership"
import * as MemoryLedger from "#layers/memory/MemoryLedger"
import * as MemoryQuery from "#layers/memory/MemoryQuery"
import * as MemoryRuns from "#layers/memory/MemoryRuns"
import * as PrometheusExposition from "#layers/otlp/PrometheusExposition"
import { Listening } from "#ports/Listening"
import * as ConfigProvider from "effect/ConfigProvider"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { type IncomingHttpHeaders, request, type RequestOptions } from "node:http"

export const TOKEN = "a-token-for-the-tests"

export const doubles = MemoryRuns.layer.pipe(
  Layer.provideMerge(
    Layer.mergeAll(MemoryLedger.layer, MemoryQuery.layer, MemoryLake.layer, MemoryIngest.layer, MemoryLeadership.layer)
  )
)

export const settings = (env: Readonly<Record<string, string>>) =>
  ConfigProvider.layer(ConfigProvider.fromEnv({ env: { ECO2MIXD_HTTP_PORT: "0", ...env } }))

export const server = (env: Readonly<Record<string, string>> = { ECO2MIXD_API_TOKEN: TOKEN }) =>
  HttpServer.layer({ version: "0.0.0" }).pipe(
    Layer.provide(settings(env)),
    Layer.provide(PrometheusExposition.layer({ version: "0.0.0", stores: "memory", folder: "." }))
  )

/** The server with its token, and all that it serves. */
export const layer = Layer.provideMerge(server(), doubles)

/** Of what shape it is, a test says by what it expects. */
export type Json = ReturnType<typeof JSON.parse>

export interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly text: string
  /** The text as JSON. */
  readonly json: Json
}

export interface Question extends Pick<RequestOptions, "method" | "headers"> {
  /** Sent as JSON, text as it is. */
  readonly body?: unknown
}

/** The whole answer to a question; `path` may be any text, as a stranger's may. */
export const ask = (path: string, { body, headers = {}, method = "GET" }: Question = {}) =>
  Effect.gen(function*() {
    const { hostname, port } = new URL((yield* Listening).url)
    return yield* Effect.callback<Answer, Error>((resume) => {
      const text = body === undefined || typeof body === "string" ? body : JSON.stringify(body)
      const asked = request({
        host: hostname.replace(/^\[|\]$/g, ""),
        port,
        path,
        method,
        headers: { ...(text === undefined ? {} : { "content-type": "application/json" }), ...headers } as never
      }, (response) => {
        let said = ""
        response.setEncoding("utf8").on("data", (part: string) => said += part).on("error", (error) =>
          resume(Effect.fail(error)))
        response.on("end", () =>
          resume(Effect.succeed(answerOf(response.statusCode ?? 0, response.headers, said))))
      })
      asked.on("error", (error) => resume(Effect.fail(error)))
      asked.end(text)
      return Effect.sync(() => asked.destroy())
    })
  })

const answerOf = (status: number, headers: IncomingHttpHeaders, text: string): Answer => ({
  status,
  headers,
  text,
  get json() {
    return JSON.parse(text)
  }
})

export const authorized = { authorization: `Bearer ${TOKEN}` }

/** Something that is asked of the daemon, with the token. */
export const change = (path: string, body?: unknown) => ask(path, { method: "POST", headers: authorized, body })

export const started = (body: object) =>
  Effect.map(
    change("/api/v1/runs", { kind: "manual", from: "2026-09-01", to: "2026-09-03", ...body }),
    (answer) => answer.json as { readonly run_id: string }
  )
