import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import * as TestClock from "effect/testing/TestClock"
import * as shared from "../../support/shared.ts"
import {
  A,
  type Answer,
  B,
  broken,
  counted,
  failureOf,
  fakeOdre,
  fetched,
  lines,
  pauses,
  pieces,
  refusal,
  texts,
  UNAVAILABLE,
  UNCONNECTED
} from "./FakeOdre.ts"

const NOW = Date.parse("2026-09-20T10:00:00Z")
const SECOND = 1_000
const MINUTE = 60 * SECOND

/** A 429 that names its time in the body, in the header, or in both. */
const spent = (said: { readonly reset?: number; readonly retryAfter?: string }): Answer =>
  refusal(429, {
    errorcode: 10_002,
    error: "Too many requests",
    call_limit: 50_000,
    limit_time_unit: "month",
    ...said.reset === undefined ? {} : { reset_time: new Date(said.reset).toISOString() }
  }, said.retryAfter === undefined ? {} : { "retry-after": said.retryAfter })

/** A 429 that names no time, while the headers say when the used-up quota starts anew. */
const usedUp = (reset: string): Answer =>
  refusal(429, "Too many requests", {
    "x-ratelimit-dataset-limit": "50000",
    "x-ratelimit-dataset-remaining": "0",
    "x-ratelimit-dataset-reset": reset
  })

describe("OdreIngest tries again", () => {
  it.effect("after an outage, a connection that is not made, and one that breaks", () =>
    Effect.gen(function*() {
      const breaking: Answer = { body: pieces([`${A}\n`], Stream.fail(broken("other side closed"))) }
      const passing = [408, 425, 429, 500, 502, 503, 504].map((status) => refusal(status, "later"))
      for (const first of [UNCONNECTED, breaking, ...passing]) {
        const atCount = fakeOdre({ count: [first, counted(2)], exported: [lines(A, B)] })
        assert.deepStrictEqual(texts(yield* fetched(atCount)), [A, B])
        assert.strictEqual(atCount.calls().length, 3)
        const atExport = fakeOdre({ count: [counted(2)], exported: [first, lines(A, B)] })
        assert.deepStrictEqual(texts(yield* fetched(atExport)), [A, B])
        assert.strictEqual(atExport.calls().length, 4)
      }
    }))

  it.effect.skipIf(shared.missing)("as the cases say", () =>
    Effect.gen(function*() {
      interface Case {
        readonly id: string
        readonly expected: { readonly rows: number; readonly calls: number }
      }
      const { cases } = shared.readCases<{ readonly cases: ReadonlyArray<Case> }>("odre-client.json")
      const firsts: Readonly<Record<string, Answer>> = {
        "503-then-200": UNAVAILABLE,
        "connect-timeout-then-200": UNCONNECTED
      }
      const tried = cases.filter(({ id }) => id in firsts)
      assert.strictEqual(tried.length, 2)
      for (const { expected, id } of tried) {
        const source = fakeOdre({ count: [counted(2)], exported: [firsts[id]!, lines(A, B)] })
        assert.strictEqual(texts(yield* fetched(source)).length, expected.rows)
        assert.strictEqual(source.calls("/exports/jsonl").length, expected.calls)
      }
    }))

  it.effect("six times in all, later and later, and never twice at the same pace", () =>
    Effect.gen(function*() {
      const seen: Array<ReadonlyArray<number>> = []
      for (let run = 0; run < 10; run++) {
        const source = fakeOdre({ count: [UNAVAILABLE] })
        assert.deepInclude(failureOf(yield* fetched(source)), { reason: "Unreachable", detail: "503: come back later" })
        const between = pauses(source, "/records")
        for (const [index, seconds] of [1, 2, 4, 8, 15].entries()) {
          assert.approximately(between[index]!, seconds * SECOND, 0.2 * seconds * SECOND + 1)
          assert.isAbove(between[index]!, between[index - 1] ?? 0)
        }
        assert.strictEqual(between.length, 5)
        seen.push(between)
      }
      assert.strictEqual(new Set(seen.map(String)).size, seen.length)
    }))

  it.effect("counting anew, for the rows may have changed", () =>
    Effect.gen(function*() {
      const source = fakeOdre({ count: [counted(3), counted(2)], exported: [lines(A, B)] })
      assert.deepStrictEqual(texts(yield* fetched(source)), [A, B])
      assert.deepStrictEqual(source.calls().map(({ path }) => path.split("/").at(-1)), [
        "records",
        "jsonl",
        "records",
        "jsonl"
      ])
    }))
})

describe("OdreIngest waits", () => {
  it.effect("for the time that the source names, and not much longer", () =>
    Effect.gen(function*() {
      const wait = 90 * SECOND
      for (
        const first of [
          () => refusal(503, "later", { "retry-after": "90" }),
          (now: number) => refusal(503, "later", { "retry-after": new Date(now + wait).toUTCString() }),
          () => spent({ retryAfter: "90" }),
          (now: number) => spent({ reset: now + wait }),
          (now: number) => spent({ reset: now + wait, retryAfter: "1" }),
          (now: number) => spent({ reset: now + SECOND, retryAfter: "90" })
        ]
      ) {
        yield* TestClock.setTime(NOW)
        // Asked a millisecond after it was set.
        const source = fakeOdre({ count: [first(NOW), counted(2)], exported: [lines(A, B)] })
        assert.deepStrictEqual(texts(yield* fetched(source)), [A, B])
        const [pause = 0] = pauses(source, "/records")
        assert.isAtLeast(pause, wait - 1)
        assert.isAtMost(pause, wait + 1)
      }
    }))

  it.effect("as long as it would have anyway, where the time named is sooner or past", () =>
    Effect.gen(function*() {
      for (const retryAfter of ["0", "Sun, 20 Sep 2020 10:00:00 GMT"]) {
        yield* TestClock.setTime(NOW)
        const source = fakeOdre({
          count: [refusal(503, "later", { "retry-after": retryAfter }), counted(2)],
          exported: [lines(A, B)]
        })
        yield* fetched(source)
        assert.approximately(pauses(source, "/records")[0]!, SECOND, 201)
      }
    }))

  it.effect("for a quota that comes back within ten minutes, also where the body comes in pieces", () =>
    Effect.gen(function*() {
      yield* TestClock.setTime(NOW)
      const reset = NOW + 9 * MINUTE
      const body = JSON.stringify({ errorcode: 10_002, error: "Too many requests", reset_time: new Date(reset) })
      const first: Answer = { status: 429, body: pieces([body.slice(0, 30), body.slice(30)]) }
      const source = fakeOdre({ count: [counted(2)], exported: [first, lines(A, B)] })
      assert.deepStrictEqual(texts(yield* fetched(source)), [A, B])
      assert.approximately(pauses(source, "/exports/jsonl")[0]!, 9 * MINUTE, 1)
    }))

  it.effect("not at all for one that is far away, and says when it is", () =>
    Effect.gen(function*() {
      yield* TestClock.setTime(NOW)
      const answers: ReadonlyArray<readonly [Answer, reason: string, time: string]> = [
        [spent({ reset: Date.parse("2026-10-01T00:00:00Z") }), "QuotaExhausted", "2026-10-01T00:00:00.000Z"],
        [usedUp("2026-10-01 00:00:00+00:00"), "QuotaExhausted", "2026-10-01T00:00:00.000Z"],
        [spent({ reset: NOW + 11 * MINUTE, retryAfter: "1" }), "QuotaExhausted", "2026-09-20T10:11:00.000Z"],
        [
          refusal(503, "later", { "retry-after": "Sun, 20 Sep 2026 12:00:00 GMT" }),
          "Unreachable",
          "2026-09-20T12:00:00.000Z"
        ]
      ]
      for (const [answer, reason, time] of answers) {
        yield* TestClock.setTime(NOW)
        const source = fakeOdre({ count: [answer] })
        const error = failureOf(yield* fetched(source))
        assert.strictEqual(error.reason, reason)
        assert.match(error.detail, new RegExp(`; not before ${time}$`))
        assert.strictEqual(source.calls().length, 1)
      }
    }))

  it.effect("no longer than for six attempts on a quota that names no time", () =>
    Effect.gen(function*() {
      const source = fakeOdre({ count: [spent({})] })
      assert.deepInclude(failureOf(yield* fetched(source)), {
        reason: "QuotaExhausted",
        detail: "429: Too many requests"
      })
      assert.strictEqual(source.calls().length, 6)
    }))
})
