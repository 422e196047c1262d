import { ALWAYS } from "#layers/simulator/Grid"
import type { Grid, Interval } from "#layers/simulator/Grid"
import { lines as readLines } from "#layers/simulator/RecordFile"
import * as RecordFiles from "#layers/simulator/RecordFiles"
import * as Zone from "#layers/simulator/Zone"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { gzipSync } from "node:zlib"
import * as shared from "../../support/shared.ts"

const record = (instant: string, nature = "Données temps réel", more = "") =>
  `{"code_insee_region":"93", "nature":"${nature}","date_heure":"${instant}","consommation":3458.0${more}}`

const day = (text: string): Interval => ({ from: Date.parse(text), to: Date.parse(text) + 86_400_000 })

const served = (grid: Grid, interval: Interval = ALWAYS, zone = Zone.UTC) =>
  grid.blocks("eco2mix-regional-tr", interval, 0)
    .flatMap((block) => block.rows())
    .filter(({ instant }) => instant >= interval.from && instant < interval.to)
    .map((row) => row.text(zone))

const consolidated = (grid: Grid) =>
  grid.blocks("eco2mix-regional-cons-def", ALWAYS, 0).flatMap((block) => block.rows()).map((row) => row.text(Zone.UTC))

const folder = Effect.acquireRelease(
  Effect.sync(() => mkdtempSync(join(tmpdir(), "simulator-"))),
  (path) => Effect.sync(() => rmSync(path, { recursive: true }))
)

const REAL = shared.path("data/eco2mix-regional-tr.12-regions-2017-09-01_10-13.jsonl.gz")

describe("RecordFiles", () => {
  it("serves lines as they stand, and only rewrites an instant that another zone writes otherwise", () => {
    const line = record("2020-05-01T00:00:00+00:00")
    const grid = RecordFiles.fromLines([line])
    assert.deepEqual(served(grid), [line])
    assert.deepEqual(served(grid, ALWAYS, Zone.PARIS), [
      `{"code_insee_region":"93", "nature":"Données temps réel","date_heure":"2020-05-01T02:00:00+02:00","consommation":3458.0}`
    ])
  })

  it("tells the dataset by nature, and by the file's name where there is none", () => {
    const tr = record("2020-05-01T00:00:00+00:00")
    const definitive = record("2020-05-01T00:00:00+00:00", "Données définitives")
    const other = record("2020-05-01T00:00:00+00:00", "Données provisoires")
    const grid = RecordFiles.fromSources([
      { name: "a/eco2mix-regional-cons-def.x.jsonl", lines: [tr, definitive, "broken"] },
      { name: "b/eco2mix-regional-tr.x.jsonl.gz", lines: [other] },
      { name: "c.jsonl", lines: ["{}"] }
    ])
    assert.sameMembers(served(grid), [tr, other, "{}"])
    assert.sameMembers(consolidated(grid), [definitive, "broken"])
  })

  it("places a line without instant where its neighbour is, and one without neighbours in every window", () => {
    const lines = [
      "broken before all",
      record("2020-05-01T00:00:00+00:00"),
      record("hier soir"),
      record("2020-05-02T00:00:00+00:00"),
      record("2020-05-03T10:00:00"),
      "broken after"
    ]
    const grid = RecordFiles.fromLines(lines)
    assert.sameMembers(served(grid, day("2020-05-01")), lines.slice(0, 3))
    assert.sameMembers(served(grid, day("2020-05-02")), lines.slice(3))
    assert.deepEqual(served(grid, day("2020-05-03")), [])
    assert.deepEqual(served(RecordFiles.fromLines(["nothing but this"]), day("2031-01-01")), ["nothing but this"])
  })

  it("says what it is told to say next", () => {
    const grid = RecordFiles.fromLines([record("2020-05-01T00:00:00+00:00")])
    grid.replace([record("2020-05-01T00:00:00+00:00", "Données temps réel", ",\"eolien\":7")])
    assert.include(served(grid)[0], "\"eolien\":7")
    grid.replace([])
    assert.deepEqual(served(grid), [])
  })

  it.effect("reads files, packed or not, with lines of 10 MB, CRLF and a BOM", () =>
    Effect.gen(function*() {
      const path = yield* folder
      const long = record("2020-05-01T00:00:00+00:00", "Données temps réel", `,"note":"${"é".repeat(5_000_000)}"`)
      const short = record("2020-05-01T00:15:00+00:00")
      writeFileSync(join(path, "a.jsonl"), `\uFEFF${short}\r\n\r\n${long}`)
      writeFileSync(join(path, "b.jsonl.gz"), gzipSync(`${short}\n`))
      const grid = yield* RecordFiles.open([join(path, "a.jsonl"), join(path, "b.jsonl.gz")])
      const texts = served(grid)
      assert.strictEqual(texts.length, 3)
      assert.isTrue(texts.includes(long))
      assert.strictEqual(texts.filter((text) => text === short).length, 2)
    }))

  it.effect("names a file that it can't read, the reason and the way out", () =>
    Effect.gen(function*() {
      const path = yield* folder
      const packed = gzipSync("{}\n".repeat(1_000))
      writeFileSync(join(path, "latin.jsonl"), Buffer.from("{\"a\":\"é\"}\n", "latin1"))
      writeFileSync(join(path, "plain.gz"), "{}\n")
      writeFileSync(join(path, "short.gz"), packed.subarray(0, packed.length - 12))
      writeFileSync(join(path, "packed.jsonl"), packed)
      for (
        const [name, reason, way] of [
          ["none.jsonl", "Missing", "Check the path"],
          ["", "NoFile", "one by one"],
          ["latin.jsonl", "NotUtf8", "iconv"],
          ["plain.gz", "NotGzip", "take the .gz off"],
          ["short.gz", "NotGzip", "Fetch it again"],
          ["packed.jsonl", "Gzip", "gunzip"]
        ] as const
      ) {
        const error = yield* Effect.flip(readLines(join(path, name)))
        assert.strictEqual(error.reason, reason)
        assert.include(error.message, join(path, name))
        assert.include(error.message, way)
      }
    }))

  it.effect.skipIf(!existsSync(REAL))("serves the real file of autumn 2017 line by line", () =>
    Effect.gen(function*() {
      const grid = yield* RecordFiles.open([REAL])
      const blocks = grid.blocks("eco2mix-regional-tr", ALWAYS, 0)
      const verbatim = new Set(yield* readLines(REAL))
      assert.strictEqual(blocks.reduce((sum, { size }) => sum + size, 0), 49_536)
      assert.isTrue(served(grid).every((text) => verbatim.has(text)))
      assert.strictEqual(verbatim.size, 49_536)
    }))
})
