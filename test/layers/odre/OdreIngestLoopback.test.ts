import type { Dataset } from "#domain/Dataset"
import type { DayRange } from "#domain/Day"
import { windowOf } from "#layers/odre/OdreApi"
import * as OdreIngest from "#layers/odre/OdreIngest"
import type { Grid } from "#layers/simulator/Grid"
import * as OdreServer from "#layers/simulator/OdreServer"
import * as RecordFiles from "#layers/simulator/RecordFiles"
import * as SimulatedGrid from "#layers/simulator/SimulatedGrid"
import { Ingest } from "#ports/Ingest"
import { assert, describe, it } from "@effect/vitest"
import * as Clock from "effect/Clock"
import * as ConfigProvider from "effect/ConfigProvider"
import * as Context from "effect/Context"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as shared from "../../support/shared.ts"
import { ask, faults, linesOf } from "../simulator/Asking.ts"
import { DAY, TR } from "./FakeOdre.ts"

const CONS_DEF = "eco2mix-regional-cons-def"
const ROWS = 1_152

const grid = SimulatedGrid.make({ now: Date.parse("2026-09-20T10:07:00Z") })

const turnedTo = (url: string) => {
  const config = ConfigProvider.layer(ConfigProvider.fromUnknown({ ECO2MIXD_SOURCE_URL: url }))
  return Effect.map(Layer.build(Layer.provide(OdreIngest.layer, config)), (context) => Context.get(context, Ingest))
}

/** A simulated source that fails so, and the adapter turned to it. */
const meeting = Effect.fnUntraced(function*(options: { readonly grid?: Grid }, ...troubles: ReadonlyArray<string>) {
  const server = yield* OdreServer.serve({ grid, ...options, faults: faults(...troubles) })
  const ingest = yield* turnedTo(server.url)
  return {
    server,
    count: ingest.count(TR, DAY),
    quota: ingest.quota(TR),
    fetch: (dataset: Dataset = TR, days: DayRange = DAY) =>
      Effect.provide(ingest.fetch(dataset, days), Logger.layer([]))
  }
})

/** Runs on a clock of which the hands go faster, and on which a sleep takes what it is told. */
const onClock = <A, E, R>(effect: Effect.Effect<A, E, R>, rate: number, asleep: (millis: number) => number) =>
  Clock.clockWith((clock) => {
    const began = clock.currentTimeMillisUnsafe()
    const now = () => began + (clock.currentTimeMillisUnsafe() - began) * rate
    const nanos = () => BigInt(Math.round(now())) * 1_000_000n
    return Effect.provideService(effect, Clock.Clock, {
      currentTimeMillisUnsafe: now,
      currentTimeMillis: Effect.sync(now),
      currentTimeNanosUnsafe: nanos,
      currentTimeNanos: Effect.sync(nanos),
      monotonicTimeNanosUnsafe: nanos,
      monotonicTimeNanos: Effect.sync(nanos),
      sleep: (duration) => clock.sleep(Duration.millis(asleep(Duration.toMillis(duration))))
    })
  })

/** Twenty times faster: a silence of half a minute is one of a second and a half. */
const hurried = <A, E, R>(effect: Effect.Effect<A, E, R>) => onClock(effect, 20, (millis) => millis / 20)

/** Pauses are short; limits of half a minute and more stay what they are, for this is a real network. */
const impatiently = <A, E, R>(effect: Effect.Effect<A, E, R>) =>
  onClock(effect, 1, (millis) => millis < 30_000 ? millis / 200 : millis)

/** What the source holds of a window, asked for without the adapter. */
const held = (server: OdreServer.Served, dataset: Dataset = TR, days: DayRange = DAY) =>
  Effect.map(
    ask(server, "/exports/jsonl", { where: windowOf(days), order_by: "date_heure", timezone: "UTC" }, dataset),
    linesOf
  )

const texts = ({ records }: { readonly records: ReadonlyArray<{ readonly text: string }> }) =>
  records.map(({ text }) => text)

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
      assert.deepStrictEqual(records.map(({ json }) => json), lines.map((line): unknown => JSON.parse(line)))
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
      "503:1",
      "429:1",
      "html:1",
      "latency:50ms:1",
      "truncated:1",
      "truncated:100%:1",
      "cut:1",
      "cut:0%:1",
      "in-band:1",
      "in-band:100%:1",
      "reset:1",
      "repeat:1"
    ]
  ) {
    it.live(`has the whole window after ${fault}`, () =>
      Effect.gen(function*() {
        const { fetch, server } = yield* meeting({}, fault)
        assert.deepStrictEqual(texts(yield* impatiently(fetch())), yield* held(server))
        const inBody = !/^(503|429|html|latency)/.test(fault)
        // The last call is the test's own.
        assert.strictEqual(server.calls("/exports/jsonl").count, inBody ? 3 : 2)
        assert.strictEqual(server.calls("/records").count, fault.startsWith("latency") ? 1 : 2)
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
