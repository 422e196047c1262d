import { columnsOf } from "#domain/SourceRecord"
import * as OdreServer from "#layers/simulator/OdreServer"
import * as RecordFiles from "#layers/simulator/RecordFiles"
import { assert, describe, it } from "@effect/vitest"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as shared from "../../support/shared.ts"
import { DAY, TR } from "./FakeOdre.ts"
import { CONS_DEF, grid, held, hurried, impatiently, meeting, ROWS, texts, turnedTo } from "./Meeting.ts"

/** The field that places a line. */
const at = (time: string) => `"date_heure":"2026-09-07T${time}:00+00:00"`

const beginnings = (lines: ReadonlyArray<string>) => lines.map((line) => line.slice(0, 60)).toSorted()

describe("OdreIngest of a server", { concurrent: true }, () => {
  it.live("gives every line as it stands, as many as there are, in two calls", () =>
    Effect.gen(function*() {
      const { count, fetch, quota, server } = yield* meeting({})
      assert.isNull(yield* quota)
      const began = Date.now()
      const { fetchedAt, records } = yield* fetch()
      assert.isTrue(began <= fetchedAt && fetchedAt <= Date.now())
      assert.strictEqual(server.calls().count, 2)
      assert.deepInclude(yield* quota, { limit: 50_000, remaining: 49_998 })
      const lines = yield* held(server)
      assert.strictEqual(lines.length, ROWS)
      assert.deepStrictEqual(records.map(({ text }) => text), lines)
      assert.deepStrictEqual(records.map(({ json }) => json), lines.map((line) => columnsOf(JSON.parse(line))))
      assert.deepStrictEqual(records.map(({ bytes }) => bytes), lines.map((line) => Buffer.byteLength(line)))
      assert.strictEqual(yield* count, ROWS)
    }))

  it.live("touches no line that somebody else wrote, and follows what is said next", () =>
    Effect.gen(function*() {
      const lines = [
        `{ "nature":"Données temps réel" , ${at("08:00")}, "consommation":1.50, "libelle":"\\u00cele-de-France"}`,
        `{${at("08:15")},"note":"€ 🌬 ${"long ".repeat(20_000)}"}`,
        `{${at("08:30")}}`,
        `{${at("08:30")},"broken`
      ]
      const files = RecordFiles.fromLines(lines)
      const { fetch } = yield* meeting({ grid: files })
      // Rows of one instant stand in no order.
      assert.deepStrictEqual(beginnings(texts(yield* fetch())), beginnings(lines))
      files.replace(lines.slice(0, 1))
      assert.deepStrictEqual(texts(yield* fetch()), lines.slice(0, 1))
      files.replace([])
      assert.deepStrictEqual(texts(yield* fetch()), [])
    }))

  for (
    const fault of [
      "500:1",
      "502:2",
      "503:1",
      "504:1",
      "429:1",
      "429-untimed:1",
      "html:1",
      "latency:50ms:1",
      "truncated:1",
      "truncated:100%:1",
      "cut:1",
      "cut:0%:1",
      "in-band:1",
      "in-band:100%:1",
      "in-band-json:1",
      "in-band-json:100%:1",
      "length:1",
      "length:150%:1",
      "unended:1",
      "reset:1",
      "gzip:1",
      "repeat:1"
    ]
  ) {
    it.live(`has the whole window after ${fault}`, () =>
      Effect.gen(function*() {
        const { fetch, server } = yield* meeting({}, fault)
        assert.deepStrictEqual(texts(yield* impatiently(fetch())), yield* held(server))
        // What came after the body's end may spoil one call more.
        if (fault === "length:1") return
        const inBody = !/^(\d{3}|html|latency)/.test(fault)
        // The last call is the test's own.
        assert.strictEqual(server.calls("/exports/jsonl").count, inBody ? 3 : 2)
        const counts = fault.startsWith("latency") ? 1 : fault.endsWith(":2") ? 3 : 2
        assert.strictEqual(server.calls("/records").count, counts)
      }))
  }

  it.live("has it after stall:1, once the silence was long enough", () =>
    Effect.gen(function*() {
      const { fetch, server } = yield* meeting({}, "stall:1")
      assert.deepStrictEqual(texts(yield* hurried(fetch())), yield* held(server))
      assert.isAtLeast(server.calls("/exports/jsonl").count, 3)
    }))

  it.live("has it after all of them, one upon another", () =>
    Effect.gen(function*() {
      const { fetch, server } = yield* meeting({}, "503:1", "truncated:1", "in-band:1", "reset:1", "repeat:1")
      assert.deepStrictEqual(texts(yield* impatiently(fetch())), yield* held(server))
    }))

  for (const fault of ["truncated", "truncated:99%", "cut", "in-band", "in-band:100%", "repeat"]) {
    it.live(`never believes a source that has ${fault} for ever`, () =>
      Effect.gen(function*() {
        const { fetch, server } = yield* meeting({}, fault)
        const error = yield* Effect.flip(impatiently(fetch()))
        assert.strictEqual(error.reason, "Incomplete")
        assert.strictEqual(server.calls("/exports/jsonl").count, 6)
      }))
  }

  for (const [day, rows] of [["2026-03-29", 576], ["2025-10-26", 576]] as const) {
    it.live(`is whole on ${day}, when the clocks change, and misses a row in whose place another stands`, () =>
      Effect.gen(function*() {
        const days = { from: day, to: day }
        const { fetch, server } = yield* meeting({}, "repeat:1")
        const { records } = yield* impatiently(fetch(CONS_DEF, days))
        assert.deepStrictEqual(texts({ records }), yield* held(server, CONS_DEF, days))
        assert.strictEqual(records.length, rows)
        assert.strictEqual(server.calls("/records").count, 2)
      }))
  }

  it.live.skipIf(shared.missing)(
    "is whole on real records of days when the clocks change",
    () =>
      Effect.gen(function*() {
        const name = "eco2mix-regional-cons-def.12-regions-clock-changes-2013-2015.jsonl.gz"
        const lines = shared.readLines(name)
        const { fetch } = yield* meeting({ grid: RecordFiles.fromLines(lines, name) })
        for (
          const days of [{ from: "2013-03-30", to: "2013-04-01" }, { from: "2013-10-26", to: "2013-10-28" }] as const
        ) {
          const expected = lines.filter((line) => {
            const { date } = JSON.parse(line) as { readonly date: string }
            return days.from <= date && date <= days.to
          })
          const read = texts(yield* fetch(CONS_DEF, days))
          assert.strictEqual(read.length, 3 * 48 * 12)
          assert.deepStrictEqual(read.toSorted(), expected.toSorted())
        }
      })
  )

  it.live("waits in earnest: a second or so by itself, and as long as it is told", () =>
    Effect.gen(function*() {
      const timed = Effect.fnUntraced(function*(fault: string, told: number) {
        const { fetch } = yield* meeting({}, fault)
        const [time, { records }] = yield* Effect.timed(fetch())
        assert.strictEqual(records.length, ROWS)
        // A timer may be a millisecond early.
        assert.isAtLeast(Duration.toMillis(time), told - 2)
      })
      yield* Effect.all([timed("503:1", 800), timed("429:2s:1", 2_000)], { concurrency: "unbounded" })
    }))

  it.live("says at once that a host is closed, when asked for a number", () =>
    Effect.gen(function*() {
      const { url } = yield* Effect.scoped(OdreServer.serve({ grid }))
      const { count } = yield* turnedTo(url)
      const error = yield* Effect.flip(count(TR, DAY))
      assert.strictEqual(error.reason, "Unreachable")
      assert.match(error.detail, /ECONNREFUSED/)
    }))
})
