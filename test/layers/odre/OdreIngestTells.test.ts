import { assert, describe, it } from "@effect/vitest"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Logger from "effect/Logger"
import * as References from "effect/References"
import * as Stream from "effect/Stream"
import * as Numbers from "../../support/Numbers.ts"
import * as Spans from "../../support/Spans.ts"
import {
  A,
  B,
  broken,
  counted,
  DAY,
  ending,
  failureOf,
  fakeOdre,
  fetched,
  lines,
  pieces,
  refusal,
  TR,
  UNAVAILABLE
} from "./FakeOdre.ts"

const PASSWORD = "s3cr3t-password"

const QUOTA = {
  "x-ratelimit-dataset-limit": "50000",
  "x-ratelimit-dataset-remaining": "1234",
  "x-ratelimit-dataset-reset": "2026-10-01 00:00:00+00:00"
}

describe("OdreIngest tells", () => {
  it.effect("of each attempt of a fetch and of each call, and of no password", () =>
    Effect.gen(function*() {
      const spans = Spans.keep()
      const source = fakeOdre({
        url: `http://user:${PASSWORD}@odre.test`,
        count: [UNAVAILABLE, counted(2)],
        exported: [{ body: pieces([`${A}\n`], Stream.fail(broken("other side closed"))) }, lines(A, B)]
      })
      yield* fetched(source).pipe(Spans.into(spans))
      const [fetch, ...others] = spans.named("OdreIngest.fetch")
      assert.lengthOf(others, 0)
      const count = ["    OdreApi.count", "      GET"]
      assert.deepStrictEqual(spans.tree(fetch!), [
        "OdreIngest.fetch",
        "  OdreIngest.attempt",
        ...count,
        "  OdreIngest.attempt",
        ...count,
        "    GET",
        "  OdreIngest.attempt",
        ...count,
        "    GET"
      ])
      assert.deepInclude(Spans.attributesOf(fetch!), { dataset: TR, ...DAY, attempts: 3 })
      assert.deepStrictEqual(spans.named("OdreIngest.attempt").map(Spans.hasFailed), [true, true, false])
      const [call] = spans.named("GET")
      assert.deepInclude(Spans.attributesOf(call!), { "server.address": "odre.test", "http.response.status_code": 503 })
      // As they are told: with the errors of those that failed.
      const said = spans.all.map((span) =>
        JSON.stringify(Spans.attributesOf(span)) +
        (span.status._tag === "Ended" && Exit.isFailure(span.status.exit) ? Cause.pretty(span.status.exit.cause) : "")
      ).join("\n")
      assert.include(said, "other side closed")
      assert.notInclude(said, PASSWORD)
    }))

  it.effect("how often a call failed and was made again, and why", () =>
    Effect.gen(function*() {
      yield* fetched(fakeOdre({ count: [UNAVAILABLE, UNAVAILABLE, counted(2)], exported: [lines(A), lines(A, B)] }))
      // What will not pass is not asked again.
      failureOf(yield* fetched(fakeOdre({ count: [refusal(400, "no")] })))
      assert.deepStrictEqual(yield* Numbers.of("eco2mixd_source_failures_total"), {
        [`{dataset="${TR}",reason="Unreachable"}`]: 2,
        [`{dataset="${TR}",reason="Incomplete"}`]: 1,
        [`{dataset="${TR}",reason="Refused"}`]: 1
      })
      assert.deepStrictEqual(yield* Numbers.of("eco2mixd_source_retries_total"), {
        [`{dataset="${TR}",reason="Unreachable"}`]: 2,
        [`{dataset="${TR}",reason="Incomplete"}`]: 1
      })
    }).pipe(Numbers.apart))

  it.effect("not of a last attempt that it is made again", () =>
    Effect.gen(function*() {
      const source = fakeOdre({ count: [UNAVAILABLE] })
      failureOf(yield* fetched(source))
      const retries = Object.values(yield* Numbers.of("eco2mixd_source_retries_total"))
      assert.deepStrictEqual(retries, [source.calls().length - 1])
    }).pipe(Numbers.apart))

  it.effect("what is left of the quota, of how much, and until when", () =>
    Effect.gen(function*() {
      const told = (name: string) => Numbers.of(`eco2mixd_quota_${name}`)
      const key = `{dataset="${TR}"}`
      yield* ending(fakeOdre({ count: [counted(2, QUOTA)] }), (ingest) => ingest.count(TR, DAY))
      assert.deepStrictEqual(yield* told("remaining_calls"), { [key]: 1_234 })
      assert.deepStrictEqual(yield* told("limit_calls"), { [key]: 50_000 })
      assert.deepStrictEqual(yield* told("reset_timestamp_seconds"), { [key]: Date.UTC(2026, 9, 1) / 1_000 })
    }).pipe(Numbers.apart))

  it.effect("nothing of a quota that the source does not speak of", () =>
    Effect.gen(function*() {
      yield* fetched(fakeOdre({ count: [counted(2)], exported: [lines(A, B)] }))
      assert.deepStrictEqual(yield* Numbers.told, {})
    }).pipe(Numbers.apart))

  it.effect("in the log which dataset it was, and by which code it failed", () =>
    Effect.gen(function*() {
      const said: Array<unknown> = []
      const logger = Logger.make(({ fiber, message }) => {
        said.push([String(message), fiber.getRef(References.CurrentLogAnnotations)])
      })
      const source = fakeOdre({ count: [UNAVAILABLE, counted(2)], exported: [lines(A, B)] })
      yield* fetched(source).pipe(Effect.provide(Logger.layer([logger])))
      assert.deepStrictEqual(said, [
        [`A call to ${TR} failed: 503: come back later`, { dataset: TR, "error.type": "Ingest.Unreachable" }]
      ])
    }))
})
