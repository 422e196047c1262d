import { IngestError } from "#ports/Ingest"
import * as Metrics from "#telemetry/Metrics"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Metric from "effect/Metric"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import {
  A,
  type Answer,
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
  UNAVAILABLE,
  UNCONNECTED
} from "./FakeOdre.ts"

const QUOTA = {
  "x-ratelimit-dataset-limit": "50000",
  "x-ratelimit-dataset-remaining": "49977",
  "x-ratelimit-dataset-reset": "2026-10-01 00:00:00+00:00",
  "x-ratelimit-limit": "10000000",
  "x-ratelimit-remaining": "9999959"
}

const said = (remaining: number) => ({ limit: 50_000, remaining, reset: Date.parse("2026-10-01T00:00:00Z") })

const failures = (reason: string) =>
  Effect.map(
    Metric.value(Metric.withAttributes(Metrics.sourceFailures, { dataset: TR, reason })),
    ({ count }) => Number(count)
  )

describe("OdreIngest says", () => {
  it.effect("at once that the source refused, and its word for it", () =>
    Effect.gen(function*() {
      const message = "ODSQL query is malformed: unexpected 'heure'. Clause(s) containing the error(s): where."
      const malformed = refusal(400, { error_code: "ODSQLError", message })
      for (const script of [{ count: [malformed] }, { count: [counted(2)], exported: [malformed] }]) {
        const source = fakeOdre(script)
        assert.deepInclude(failureOf(yield* fetched(source)), { reason: "Refused", detail: `400: ${message}` })
        assert.strictEqual(source.calls().length, "exported" in script ? 2 : 1)
      }
      for (const status of [301, 401, 403, 404, 410, 422]) {
        const source = fakeOdre({ count: [refusal(status, "no\n\nmore")] })
        assert.deepInclude(failureOf(yield* fetched(source)), { reason: "Refused", detail: `${status}: no more` })
        assert.strictEqual(source.calls().length, 1)
      }
    }))

  it.effect("what it can, of a message that is no text and of a wait that no date can say", () =>
    Effect.gen(function*() {
      const answers: ReadonlyArray<readonly [Answer, RegExp]> = [
        [refusal(400, "{\"message\":{\"toString\":null}}"), /^400: \{"message":\{"toString":null\}\}$/],
        [refusal(400, `{"error":${"[".repeat(8_000)}${"]".repeat(8_000)}}`), /^400: \{"error":\[{200}/],
        [refusal(400, "{\"message\":7,\"error\":\"no\"}"), /^400: no$/],
        [refusal(503, "later", { "retry-after": "99999999999999" }), /^503: later; not before \+275760-/]
      ]
      for (const [answer, said] of answers) {
        assert.match(failureOf(yield* fetched(fakeOdre({ count: [answer] }))).detail, said)
      }
    }))

  it.effect("what broke, and neither the query nor a password", () =>
    Effect.gen(function*() {
      const refused = Object.assign(new AggregateError([new Error("connect ECONNREFUSED ::1:443")], ""), { code: "E" })
      const answers: ReadonlyArray<readonly [Answer, RegExp]> = [
        [UNCONNECTED, /connect ECONNREFUSED 10\.0\.0\.1:443/],
        [Effect.fail(refused), /connect ECONNREFUSED ::1:443/],
        [{ body: pieces([A], Stream.fail(broken("other side closed"))) }, /other side closed/],
        [{ status: 503, body: Stream.fail(broken("other side closed")) }, /^503: $/],
        [{ headers: { "content-type": "text/html" }, body: "<html>" }, /<html>/],
        [Effect.never, /no answer/]
      ]
      for (const [answer, said] of answers) {
        for (const script of [{ count: [answer] }, { count: [counted(2)], exported: [answer] }]) {
          const error = failureOf(yield* fetched(fakeOdre({ ...script, url: "http://user:secret@odre.test" })))
          assert.match(error.detail, said)
          assert.strictEqual(error.reason, answer === answers[4]?.[0] ? "Unreadable" : "Unreachable")
          assert.notMatch(
            JSON.stringify(yield* Schema.encodeEffect(IngestError)(error)),
            /secret|where|date_heure >=|2026-09/
          )
        }
      }
    }))

  it.effect("what every answer says of the quota, a refusal's too, for each dataset", () =>
    Effect.gen(function*() {
      const spent = refusal(429, { error: "Too many requests", reset_time: "2026-10-01T00:00:00Z" }, {
        ...QUOTA,
        "x-ratelimit-dataset-remaining": "0"
      })
      const source = fakeOdre({ count: [counted(2, QUOTA), spent, counted(2)], exported: [lines(A, B)] })
      const seen = yield* ending(source, (ingest) =>
        Effect.gen(function*() {
          const quota = ingest.quota(TR)
          const ask = Effect.andThen(Effect.result(ingest.count(TR, DAY)), quota)
          const all = [yield* quota, yield* ask, yield* ask, yield* ask]
          return [...all, yield* ingest.quota("eco2mix-regional-cons-def")]
        }))
      // The last answer had no headers: what was said before holds.
      assert.deepStrictEqual(Result.getOrThrow(seen), [null, said(49_977), said(0), said(0), null])
    }))

  it.effect("in numbers how often it failed, and what is left", () =>
    Effect.gen(function*() {
      const before = [yield* failures("Unreachable"), yield* failures("Incomplete")] as const
      const left = { ...QUOTA, "x-ratelimit-dataset-remaining": "31415" }
      yield* fetched(fakeOdre({
        count: [UNAVAILABLE, UNAVAILABLE, counted(2, left)],
        exported: [lines(A), lines(A, B)]
      }))
      assert.strictEqual((yield* failures("Unreachable")) - before[0], 2)
      assert.strictEqual((yield* failures("Incomplete")) - before[1], 1)
      const gauge = yield* Metric.value(Metric.withAttributes(Metrics.quotaRemaining, { dataset: TR }))
      assert.strictEqual(Number(gauge.value), 31_415)
    }))
})
