/** Answers that are spoilt on the wire, and records that are: as bytes, before anybody makes anything of them. */
import * as OdreServer from "#layers/simulator/OdreServer"
import * as SimulatedGrid from "#layers/simulator/SimulatedGrid"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { once } from "node:events"
import { get, type IncomingMessage } from "node:http"
import { gunzipSync } from "node:zlib"
import { ask, faults, linesOf, pageOf, within } from "./Asking.ts"

const grid = SimulatedGrid.make({ now: Date.parse("2026-09-20T10:07:00Z") })
const params = { where: within("2026-09-10", "2026-09-11"), timezone: "UTC" }
const ROWS = 1_152

const serving = (...texts: ReadonlyArray<string>) => OdreServer.serve({ grid, faults: faults(...texts) })

/** The export's bytes as they come, whatever its headers promise. */
const raw = (server: OdreServer.Served) =>
  Effect.promise(async () => {
    const request = get(
      `${server.api}/catalog/datasets/eco2mix-regional-tr/exports/jsonl?${new URLSearchParams(params)}`
    )
    const [response] = await once(request, "response") as [IncomingMessage]
    const pieces: Array<Buffer> = []
    response.on("data", (piece: Buffer) => pieces.push(piece))
    response.on("error", () => undefined)
    await new Promise((resolve) => response.on("close", resolve))
    const text = Buffer.concat(pieces)
    return { headers: response.headers, bytes: text, text: text.toString(), whole: response.complete }
  })

/** The lines with a fault, and those that the same source says without it. */
const beside = Effect.fnUntraced(function*(fault: string) {
  const server = yield* serving(`${fault}:1`)
  const spoilt = linesOf(yield* ask(server, "/exports/jsonl", params))
  const well = linesOf(yield* ask(server, "/exports/jsonl", params))
  const different = spoilt.flatMap((line, index) => line === well[index] ? [] : [[line, well[index]!] as const])
  return { spoilt, well, different }
})

const read = (line: string) => JSON.parse(line) as Readonly<Record<string, unknown>>

describe("OdreServer spoils", () => {
  it.live("429-untimed: names no time", () =>
    Effect.gen(function*() {
      const answer = yield* ask(yield* serving("429-untimed"), "/records", params)
      assert.strictEqual(answer.status, 429)
      assert.isNull(answer.headers.get("retry-after"))
      assert.notInclude(answer.text, "reset_time")
    }))

  it.live("spent: answers, and says that it was the last call", () =>
    Effect.gen(function*() {
      const server = yield* serving("spent:5m:1")
      const answer = yield* ask(server, "/records", params)
      assert.strictEqual(answer.status, 200)
      assert.strictEqual(answer.headers.get("x-ratelimit-dataset-remaining"), "0")
      const reset = answer.headers.get("x-ratelimit-dataset-reset") ?? ""
      assert.match(reset, /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\+00:00$/)
      assert.closeTo(Date.parse(reset.replace(" ", "T")) - Date.now(), 300_000, 10_000)
      assert.strictEqual(
        (yield* ask(server, "/records", params)).headers.get("x-ratelimit-dataset-remaining"),
        "49998"
      )
    }))

  for (const [status, type] of [[500, "json"], [502, "html"], [504, "html"]] as const) {
    it.live(`${status}: in ${type}, as often as told`, () =>
      Effect.gen(function*() {
        const server = yield* serving(`${status}:1`)
        const answer = yield* ask(server, "/exports/jsonl", params)
        assert.strictEqual(answer.status, status)
        assert.include(answer.headers.get("content-type"), type)
        assert.strictEqual((yield* ask(server, "/exports/jsonl", params)).status, 200)
      }))
  }

  it.live("length: promises less than it sends, or more", () =>
    Effect.gen(function*() {
      const server = yield* serving("length:50%:1", "length:150%:1")
      const short = yield* raw(server)
      const long = yield* raw(server)
      const well = yield* raw(server)
      assert.strictEqual(Number(short.headers["content-length"]), Math.floor(well.bytes.length / 2))
      assert.isAtMost(short.bytes.length, Math.floor(well.bytes.length / 2))
      assert.strictEqual(Number(long.headers["content-length"]), Math.floor(well.bytes.length * 1.5))
      assert.isFalse(long.whole)
      assert.strictEqual(long.text, well.text)
      assert.strictEqual(well.headers["transfer-encoding"], "chunked")
    }))

  it.live("gzip: packs what was to be plain, and sends a part of it", () =>
    Effect.gen(function*() {
      const server = yield* serving("gzip:50%:1", "gzip:100%:1")
      const half = yield* raw(server)
      assert.strictEqual(half.headers["content-encoding"], "gzip")
      assert.isTrue(half.whole)
      assert.throws(() => gunzipSync(half.bytes), /unexpected end/)
      const all = yield* raw(server)
      assert.strictEqual(gunzipSync(all.bytes).toString(), (yield* raw(server)).text)
    }))

  it.live("in-band-json: ends in the API's own error", () =>
    Effect.gen(function*() {
      const lines = linesOf(yield* ask(yield* serving("in-band-json"), "/exports/jsonl", params))
      assert.lengthOf(lines, ROWS / 2 + 1)
      assert.strictEqual(read(lines.at(-1)!)["error_code"], "ExportError")
    }))

  it.live("bom: begins with three bytes that say nothing", () =>
    Effect.gen(function*() {
      const server = yield* serving("bom:1")
      const [marked, well] = [yield* raw(server), yield* raw(server)]
      assert.deepStrictEqual([...marked.bytes.subarray(0, 3)], [0xef, 0xbb, 0xbf])
      assert.strictEqual(marked.text.slice(1), well.text)
    }))

  it.live("huge: one record of 200 MiB, in pieces", () =>
    Effect.gen(function*() {
      const server = yield* serving("huge")
      const bytes = yield* Effect.promise(async () => {
        const query = new URLSearchParams(params)
        const { body } = await fetch(`${server.api}/catalog/datasets/eco2mix-regional-tr/exports/jsonl?${query}`)
        let sum = 0
        for await (const piece of body!) sum += piece.length
        return sum
      })
      assert.isAbove(bytes, 200 * 1024 * 1024 + ROWS * 500)
    }), 30_000)

  it.live("garbled, nan and poison: a few records each, in their places", () =>
    Effect.gen(function*() {
      for (const [fault, count] of [["garbled", 1], ["nan", 1], ["poison", 5]] as const) {
        const { different, spoilt, well } = yield* beside(fault)
        assert.lengthOf(spoilt, well.length)
        assert.lengthOf(different, count, fault)
        if (fault !== "poison") assert.throws(() => read(different[0]![0]))
      }
      const { different } = yield* beside("nan")
      assert.include(different[0]![0], "\"consommation\":NaN")
      assert.include(different[0]![0], "\"ech_physiques\":-Infinity")
    }))

  it.live("shuffled: the same lines", () =>
    Effect.gen(function*() {
      const { different, spoilt, well } = yield* beside("shuffled")
      assert.isAbove(different.length, ROWS / 2)
      assert.deepStrictEqual(spoilt.toSorted(), well.toSorted())
    }))

  it.live("missing and twice: what the count agrees with, for as long as the export is not read", () =>
    Effect.gen(function*() {
      const server = yield* serving("missing:1", "twice:1")
      for (const [rows, distinct] of [[ROWS - 1, ROWS - 1], [ROWS + 1, ROWS], [ROWS, ROWS]]) {
        for (let time = 0; time < 2; time++) {
          assert.strictEqual(pageOf(yield* ask(server, "/records", { ...params, limit: "0" })).total_count, rows)
        }
        const lines = linesOf(yield* ask(server, "/exports/jsonl", params))
        assert.lengthOf(lines, rows!)
        assert.strictEqual(new Set(lines).size, distinct)
      }
    }))

  it.live("stopped: answers as ever, and has nothing new", () =>
    Effect.gen(function*() {
      // Twelve hours into the day, of which a quarter-hour's row is the last before that instant.
      const hours = Math.ceil((Date.now() - Date.parse("2026-09-10T12:00:00Z")) / 3_600_000)
      const server = yield* serving(`stopped:${hours}h`)
      const at = Date.now() - hours * 3_600_000
      const lines = linesOf(yield* ask(server, "/exports/jsonl", params))
      const newest = Math.max(...lines.map((line) => Date.parse(String(read(line)["date_heure"]))))
      assert.isTrue(newest < at && newest >= at - 15 * 60_000 - 5_000)
      assert.strictEqual(pageOf(yield* ask(server, "/records", { ...params, limit: "0" })).total_count, lines.length)
    }))

  it.live("appear, vanish, retyped, nested, revised, definitive: every record, on both paths", () =>
    Effect.gen(function*() {
      const changes: Readonly<
        Record<string, (record: ReturnType<typeof read>, well: ReturnType<typeof read>) => void>
      > = {
        appear: (record) => assert.property(record, "column_99"),
        vanish: (record) => assert.notProperty(record, "eolien"),
        retyped: (record, well) => {
          assert.strictEqual(record["consommation"], String(well["consommation"]))
          assert.strictEqual(record["pompage"], Number(well["pompage"]))
          assert.strictEqual(record["date_heure"], well["date_heure"])
        },
        nested: (record, well) => assert.deepStrictEqual(record["consommation"], { value: well["consommation"] }),
        revised: (record, well) => assert.strictEqual(record["consommation"], Number(well["consommation"]) + 1),
        definitive: (record) => assert.strictEqual(record["nature"], "Données définitives")
      }
      for (const [fault, check] of Object.entries(changes)) {
        const { different } = yield* beside(fault)
        assert.lengthOf(different, ROWS, fault)
        for (const [line, well] of different) check(read(line), read(well))
        const page = pageOf(yield* ask(yield* serving(fault), "/records", params)).results
        assert.lengthOf(page, 10)
        if (fault !== "retyped" && fault !== "revised" && fault !== "nested") {
          for (const one of page) check(one, one)
        }
      }
    }))
})
