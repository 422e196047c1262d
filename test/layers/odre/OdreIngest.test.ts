import type { DayRange } from "#domain/Day"
import { columnsOf } from "#domain/SourceRecord"
import { windowOf } from "#layers/odre/OdreApi"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Result from "effect/Result"
import * as Stream from "effect/Stream"
import * as shared from "../../support/shared.ts"
import {
  type Answer,
  counted,
  DAY,
  ending,
  failureOf,
  fakeOdre,
  fetched,
  lines,
  pieces,
  type Script,
  TR,
  UNAVAILABLE
} from "./FakeOdre.ts"

const A = "{\"date_heure\" : \"2026-09-07T00:00:00+00:00\", \"consommation\": 1.0}"
const B = "{\"date_heure\": \"2026-09-07T00:15:00+00:00\", \"libelle_region\": \"Île-de-France\"}"

const INTERRUPTED = "Streaming interrupted due to the following error: connection lost"

const whole = (script: Script) => Effect.map(fetched(fakeOdre(script)), Result.getOrThrow)
const failing = (script: Script) => Effect.map(fetched(fakeOdre(script)), failureOf)
const texts = ({ records }: { readonly records: ReadonlyArray<{ readonly text: string }> }) =>
  records.map(({ text }) => text)

const timeless = (where: string | undefined) => where?.replaceAll(/\d{4}-\d\d-\d\dT\d\d:00:00Z/g, "…")

describe("OdreIngest asks", () => {
  it("for Paris days in UTC, over both clock changes", () => {
    const windows: ReadonlyArray<readonly [DayRange, from: string, to: string]> = [
      [DAY, "2026-09-06T22:00:00Z", "2026-09-07T22:00:00Z"],
      [{ from: "2026-01-01", to: "2026-01-31" }, "2025-12-31T23:00:00Z", "2026-01-31T23:00:00Z"],
      [{ from: "2026-03-29", to: "2026-03-29" }, "2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z"],
      [{ from: "2026-10-25", to: "2026-10-25" }, "2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z"],
      [{ from: "2026-03-29", to: "2026-10-25" }, "2026-03-28T23:00:00Z", "2026-10-25T23:00:00Z"]
    ]
    for (const [days, from, to] of windows) {
      assert.strictEqual(windowOf(days), `date_heure >= date'${from}' AND date_heure < date'${to}'`)
    }
  })

  it("in the ODSQL of the cases", ({ skip }) => {
    if (shared.missing !== undefined) skip(shared.missing)
    const { cases } = shared.readCases<{ cases: ReadonlyArray<{ id: string; expected: string }> }>("odre-client.json")
    const expected = cases.find(({ id }) => id === "odsql-window")?.expected
    assert.strictEqual(timeless(windowOf(DAY)), timeless(expected))
    assert.include(timeless(expected), "…")
  })

  it.effect("twice: how many rows there are, and for all of them, of all regions at once", () =>
    Effect.gen(function*() {
      const source = fakeOdre({ count: [counted(2)], exported: [lines(A, B)], url: "http://mirror.test:8080/" })
      assert.deepStrictEqual(texts(Result.getOrThrow(yield* fetched(source))), [A, B])
      const where = windowOf(DAY)
      const base = `/api/explore/v2.1/catalog/datasets/${TR}`
      assert.deepStrictEqual(source.calls().map(({ origin, params, path }) => [origin, path, params]), [
        ["http://mirror.test:8080", `${base}/records`, { where, limit: "0", timezone: "UTC" }],
        ["http://mirror.test:8080", `${base}/exports/jsonl`, { where, order_by: "date_heure", timezone: "UTC" }]
      ])
    }))

  it.effect("only for the number when only that is wanted, and once", () =>
    Effect.gen(function*() {
      const source = fakeOdre({ count: [counted(1_152)] })
      assert.deepStrictEqual(yield* ending(source, (ingest) => ingest.count(TR, DAY)), Result.succeed(1_152))
      const down = fakeOdre({ count: [UNAVAILABLE] })
      const { reason } = failureOf(yield* ending(down, (ingest) => ingest.count(TR, DAY)))
      assert.strictEqual(reason, "Unreachable")
      assert.deepStrictEqual([source.calls().length, down.calls().length], [1, 1])
    }))

  it.effect("the public source where no other is named", () =>
    Effect.gen(function*() {
      for (const script of [{}, { url: "" }]) {
        const source = fakeOdre({ ...script, count: [counted(0)], exported: [lines()] })
        yield* fetched(source)
        assert.deepStrictEqual(source.calls().map(({ origin }) => origin), [
          "https://odre.opendatasoft.com",
          "https://odre.opendatasoft.com"
        ])
      }
    }))

  it.effect("no host that is no address, and says which variable is wrong but not what it holds", () =>
    Effect.gen(function*() {
      for (const url of ["ftp://user:secret@odre.test", "odre secret", "//secret", "http://", " "]) {
        const exit = yield* Effect.exit(fetched(fakeOdre({ url })))
        assert.isTrue(Exit.isFailure(exit), url)
        assert.match(String(exit), /ConfigError.*ECO2MIXD_SOURCE_URL/s)
        assert.notInclude(String(exit), "secret")
      }
    }))
})

describe("OdreIngest believes", () => {
  it.effect("a whole body, however it comes: verbatim, broken lines and all", () =>
    Effect.gen(function*() {
      const bodies: ReadonlyArray<Answer> = [
        lines(A, B, "{\"broken"),
        { body: `\uFEFF${A}\r\n\r\n${B}\r\n{"broken\r\n` },
        { body: pieces([...`${A}\n${B}\n{"broken\n`]) }
      ]
      for (const body of bodies) {
        const { records } = yield* whole({ count: [counted(3)], exported: [body] })
        assert.deepStrictEqual(records.map(({ text }) => text), [A, B, "{\"broken"])
        assert.deepStrictEqual(
          records.map(({ json }) => json),
          [columnsOf(JSON.parse(A)), columnsOf(JSON.parse(B)), undefined]
        )
      }
    }))

  it.effect("a last line without its end, and a window with nothing in it", () =>
    Effect.gen(function*() {
      assert.deepStrictEqual(texts(yield* whole({ count: [counted(2)], exported: [{ body: `${A}\n${B}` }] })), [A, B])
      assert.deepStrictEqual(texts(yield* whole({ count: [counted(0)], exported: [{ body: "" }] })), [])
    }))

  it.effect("no body with a part missing", () =>
    Effect.gen(function*() {
      const bodies: ReadonlyArray<readonly [total: number, body: string, said: RegExp]> = [
        [100, "", /^0 rows of 100 came$/],
        [2, `${A}\n`, /^1 rows of 2 came$/],
        [2, `${A}\n${B.slice(0, 40)}`, /middle of a line, after 1 rows$/],
        [2, `${A}\nnot json`, /middle of a line/],
        [2, `${A}\n${INTERRUPTED}`, /ended with an error: Streaming interrupted/],
        [2, `${A}\n${INTERRUPTED}\n`, /ended with an error: Streaming interrupted/],
        [2, `${A}\n${B.slice(0, 40)}${INTERRUPTED}\n`, /ended with an error: .*Streaming interrupted/],
        [2, `${A}\n{"error_code":"X","message":"it broke"}`, /ended with an error: .*it broke/],
        [1, "{\"error\": \"try later\"}", /ended with an error: .*try later/],
        // As many lines as there are rows, and more.
        [3, `${A}\n${INTERRUPTED}\n${"  at export\n".repeat(20)}`, /ended with an error: Streaming interrupted/],
        [2, "{\"results\": []}", /^1 rows of 2 came$/]
      ]
      for (const [total, body, said] of bodies) {
        const source = fakeOdre({ count: [counted(total)], exported: [{ body }] })
        const error = failureOf(yield* fetched(source))
        assert.strictEqual(error.reason, "Incomplete", body)
        assert.match(error.detail, said)
        assert.strictEqual(source.calls("/exports/jsonl").length, 6)
      }
    }))

  it.effect("no row twice in the place of another", () =>
    Effect.gen(function*() {
      const rows = ["00:00", "00:15", "00:30"].map((time) =>
        `{"code_insee_region":"93","date_heure":"2026-09-07T${time}:00+00:00"}`
      )
      const [first = "", second = "", third = ""] = rows
      const script = { count: [counted(3)], exported: [lines(first, first, third), lines(first, second, third)] }
      const source = fakeOdre(script)
      assert.deepStrictEqual(texts(Result.getOrThrow(yield* fetched(source))), rows)
      assert.strictEqual(source.calls("/exports/jsonl").length, 2)
    }))

  it.effect("a row that comes twice only when the source says so twice, and two values of a key at once", () =>
    Effect.gen(function*() {
      const stubborn = fakeOdre({ count: [counted(3)], exported: [lines(A, B, A)] })
      assert.deepStrictEqual(texts(Result.getOrThrow(yield* fetched(stubborn))), [A, B, A])
      assert.strictEqual(stubborn.calls("/exports/jsonl").length, 2)
      const mended = fakeOdre({ count: [counted(3)], exported: [lines(A, B, A), lines(A, B, `${B} `)] })
      assert.deepStrictEqual(texts(Result.getOrThrow(yield* fetched(mended))), [A, B, `${B} `])
      const two = fakeOdre({ count: [counted(2)], exported: [lines(A, A.replace("1.0", "2.0"))] })
      assert.strictEqual(Result.getOrThrow(yield* fetched(two)).records.length, 2)
      assert.strictEqual(two.calls("/exports/jsonl").length, 1)
    }))

  it.effect("no answer that is not the API's", () =>
    Effect.gen(function*() {
      const html = "<!doctype html>\n<html><body>Le portail est indisponible.</body></html>"
      const typed = (type: string): Answer => ({ headers: { "content-type": type }, body: html })
      const answers: ReadonlyArray<readonly [script: Script, said: RegExp]> = [
        [{ count: [typed("text/html; charset=utf-8")] }, /text\/html.*Le portail est indisponible/],
        [{ count: [counted(2)], exported: [typed("text/csv")] }, /text\/csv/],
        [{ count: [{ body: "not json" }] }, /no JSON/],
        [{ count: [{ body: "" }] }, /no JSON/],
        [{ count: [{ body: "{\"results\": []}" }] }, /no total_count/],
        [{ count: [{ body: "{\"error\": \"try later\"}" }] }, /no total_count/],
        [{ count: [{ body: "[[\"2026-04-10T05:00:00+00:00\",50700]]" }] }, /no total_count/],
        [{ count: [{ body: "null" }] }, /no total_count/],
        ...[-1, 1.5, "2", null].map((total_count) =>
          [{ count: [{ body: JSON.stringify({ total_count }) }] }, /no total_count/] as const
        )
      ]
      for (const [script, said] of answers) {
        const error = yield* failing(script)
        assert.strictEqual(error.reason, "Unreadable")
        assert.match(error.detail, said)
        assert.notInclude(error.detail, "\n")
      }
    }))

  it.effect("no body without an end, which it does not hold either", () =>
    Effect.gen(function*() {
      const piece = new Uint8Array(8 * 1024 * 1024).fill(0x78)
      const endless = {
        body: Stream.fromIterable({
          *[Symbol.iterator]() {
            for (;;) yield piece
          }
        }, { chunkSize: 1 })
      }
      const before = process.memoryUsage().arrayBuffers
      const exported = yield* failing({ count: [counted(2)], exported: [endless] })
      assert.deepInclude(exported, { reason: "Unreadable", detail: "the body has more than 536870912 bytes" })
      assert.strictEqual((yield* failing({ count: [endless] })).reason, "Unreadable")
      const refused = yield* failing({ count: [{ status: 503, ...endless }] })
      assert.strictEqual(refused.reason, "Unreachable")
      assert.isBelow(refused.detail.length, 600)
      assert.isBelow(process.memoryUsage().arrayBuffers - before, 8 * piece.length)
    }))
})
