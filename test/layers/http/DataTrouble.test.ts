/** Downloads and questions when the database is away, breaks off, or is asked by too many. */
import { ENSEMBLE } from "#domain/Filiere"
import { MemoryAnswers } from "#layers/memory/MemoryQuery"
import { Listening } from "#ports/Listening"
import { Query, QueryError } from "#ports/Query"
import { assert, describe, it } from "@effect/vitest"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"
import { get } from "node:http"
import { ask, doubles, layer as serving, server } from "./Serving.ts"

const away = new QueryError({ reason: "Unreachable", detail: "connect ECONNREFUSED postgres://secret" })

/** Rows without end, of which a reader takes what it wants; `stopped` is done when nobody reads them any more. */
const endless = (stopped: Deferred.Deferred<void>) =>
  Layer.effect(
    Query,
    Effect.map(Query, (query) => ({
      ...query,
      rows: () =>
        Stream.fromIterable(Array.from({ length: 1_000 }, () => ROW)).pipe(
          Stream.forever,
          Stream.ensuring(Deferred.succeed(stopped, undefined))
        )
    }))
  )

const ROW = {
  region: "11",
  filiere: ENSEMBLE,
  nature: "Données temps réel",
  start: 0,
  granularity: "instant",
  production: 1,
  consumption: null,
  exchange: null,
  records: 1,
  generation: 1,
  version: 1
} as const

describe("Data over HTTP, in trouble", () => {
  it.live("says that the database is away, in every format, and nothing of what is behind it", () =>
    Effect.gen(function*() {
      yield* (yield* MemoryAnswers).fail(away)
      for (const path of ["coverage", "freshness", "stats", "stats?format=csv", "stats?format=ndjson"]) {
        const { headers, json, status, text } = yield* ask(`/api/v1/${path}`)
        assert.deepStrictEqual([status, json.code], [503, "Query.Unreachable"], path)
        assert.strictEqual(headers["content-type"], "application/problem+json")
        assert.notInclude(text, "secret")
      }
    }).pipe(Effect.provide(serving)))

  it.live("a download that breaks off does not look whole", () =>
    Effect.gen(function*() {
      const broken = Layer.effect(
        Query,
        Effect.map(Query, (query) => ({
          ...query,
          rows: () => Stream.concat(Stream.make(ROW, ROW), Stream.fail(away))
        }))
      )
      const exit = yield* Effect.exit(
        ask("/api/v1/stats?format=csv").pipe(
          Effect.provide(server().pipe(Layer.provide(broken), Layer.provide(doubles)))
        )
      )
      assert.strictEqual(exit._tag, "Failure")
    }))

  it.live("lets three download at once, and lets go of the database when a reader goes", () =>
    Effect.gen(function*() {
      const stopped = yield* Deferred.make<void>()
      yield* Effect.gen(function*() {
        const { url } = yield* Listening
        const begin = Effect.callback<ReturnType<typeof get>>((resume) => {
          const asked = get(`${url}/api/v1/stats?format=ndjson`, (response) => {
            response.on("error", () => {}).once("data", () => response.pause())
            resume(Effect.succeed(asked))
          })
          asked.on("error", () => {})
        })
        const readers = yield* Effect.all([begin, begin, begin])
        const fourth = yield* ask("/api/v1/stats?format=csv")
        assert.deepStrictEqual([fourth.status, fourth.json.code], [503, "Query.Busy"])
        readers[0].destroy()
        yield* Deferred.await(stopped)
        const again = yield* Effect.repeat(
          Effect.map(ask("/api/v1/stats?format=ndjson", { method: "HEAD" }), ({ status }) => status),
          { until: (status) => status === 200 }
        )
        assert.strictEqual(again, 200)
        for (const reader of readers) reader.destroy()
      }).pipe(Effect.provide(server().pipe(Layer.provide(endless(stopped)), Layer.provide(doubles))))
    }))
})
