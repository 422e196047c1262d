import { DATASETS } from "#domain/Dataset"
import * as Day from "#domain/Day"
import type { SourceRecord } from "#domain/SourceRecord"
import { inBandError, shortfall } from "#layers/odre/completeness"
import { assert, describe, it } from "@effect/vitest"
import * as Schema from "effect/Schema"
import * as shared from "../../support/shared.ts"
import { lineOf, record, recordsOf, rowsOf } from "./Rows.ts"

const INTERRUPTED = "Streaming interrupted due to the following error: connection lost"
const TR = "eco2mix-regional-tr"

const only = (day: Day.Day): Day.DayRange => ({ from: day, to: day })
const PLAIN = only("2026-09-07")
const MARCH = only("2026-03-29")
const OCTOBER = only("2026-10-25")

/** The list with another element in one place. */
const put = <A>(list: ReadonlyArray<A>, at: number, element: A): ReadonlyArray<A> =>
  list.map((old, index) => index === at ? element : old)

/** Whether a window is believed; by default its source has as many rows as came. */
const isWhole = (days: Day.DayRange, records: ReadonlyArray<SourceRecord>, total = records.length, dataset = TR) =>
  shortfall(dataset as typeof TR, days, records, total) === undefined

const Index = Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 10_000 }))

describe("inBandError", () => {
  const row = lineOf(rowsOf(TR, PLAIN)[0]!)

  it("is the source's own text, on a line or at the end of one that was cut", () => {
    for (
      const text of [
        INTERRUPTED,
        `  ${INTERRUPTED.toUpperCase()}`,
        `${row.slice(0, 40)}${INTERRUPTED}`,
        "{\"error_code\":\"InternalError\",\"message\":\"it broke\"}",
        "{\"errorcode\":10002,\"error\":\"Too many requests\",\"call_limit\":50000}",
        "{\"error\":\"try later\"}",
        `${row.slice(0, 40)}{"error_code":"InternalError","message":"it broke"}`
      ]
    ) assert.strictEqual(inBandError(record(text)), text)
  })

  it("is no row, whatever a row says, nor a line that is only broken", () => {
    for (
      const text of [
        row,
        row.replace("{", `{"libelle_region":"${INTERRUPTED}",`),
        row.replace("{", "{\"error_code\":null,"),
        row.slice(0, -1),
        "not json",
        "{\"results\": []}",
        "[[\"2026-04-10T05:00:00+00:00\",50700]]"
      ]
    ) assert.isUndefined(inBandError(record(text)), text)
  })
})

describe("shortfall", () => {
  it("says how many rows of how many came", () => {
    const records = recordsOf(rowsOf(TR, PLAIN))
    assert.match(shortfall(TR, PLAIN, records.slice(1), records.length) ?? "", /^287 rows of 288 /)
    assert.match(shortfall(TR, PLAIN, [], 100) ?? "", /^0 rows of 100 /)
    assert.isTrue(isWhole(PLAIN, records))
    assert.isTrue(isWhole(PLAIN, []))
  })

  it("believes rows that came in while it was asking", () => {
    const records = recordsOf(rowsOf(TR, PLAIN))
    assert.isTrue(isWhole(PLAIN, records, records.length - 3))
  })

  for (const dataset of DATASETS) {
    for (const [name, days] of [["a day", PLAIN], ["March's day", MARCH], ["October's day", OCTOBER]] as const) {
      const rows = rowsOf(dataset, days, ["11", "93"])

      it(`misses whichever row of ${name} of ${dataset} another is repeated in the place of`, () => {
        const records = recordsOf(rows)
        for (const [lost, { code_insee_region, date, heure }] of rows.entries()) {
          if (code_insee_region === "11") continue
          // The hour that never was is no measure: a body without a row of it lacks nothing.
          const ghost = !Day.saw(date, heure)
          const repeated = records[(lost + 7) % rows.length]!
          assert.strictEqual(
            isWhole(days, put(records, lost, repeated), rows.length, dataset),
            ghost,
            `${date} ${heure}`
          )
        }
      })

      it.prop(
        `believes ${name} of ${dataset} in which the source itself repeats rows`,
        [Index, Index],
        ([a, b]) => {
          const repeated = recordsOf([a, b].map((at) => rows[at % rows.length]!))
          assert.isTrue(isWhole(days, [...repeated, ...recordsOf(rows)], rows.length + 2, dataset))
        },
        { arbitrary: { runs: 25 } }
      )
    }
  }

  it("does not take March's two hours of one instant for repetitions", () => {
    const rows = rowsOf(TR, MARCH)
    assert.isBelow(new Set(rows.map((row) => `${row.code_insee_region} ${row.date_heure}`)).size, rows.length)
    // The source itself has no row of this mark: a hole, and still the whole of what there is.
    const records = recordsOf(rows.filter(({ heure }) => heure !== "12:00"))
    assert.isTrue(isWhole(MARCH, records))
    assert.isFalse(isWhole(MARCH, [...records.slice(1), records[1]!]))
  })

  it("believes broken lines when their count is right, identical ones too", () => {
    const records = recordsOf(rowsOf(TR, PLAIN))
    for (const text of ["{\"broken", "[1]", "\"text\"", "null", "{}", "{\"results\":[]}"]) {
      const twice = put(put(records, 0, record(text)), 100, record(text))
      assert.isTrue(isWhole(PLAIN, twice), text)
      assert.isFalse(isWhole(PLAIN, twice.slice(1), twice.length), text)
      assert.isFalse(isWhole(PLAIN, put(twice, 50, records[51]!)), text)
    }
  })

  it("finds the hole whatever nonsense stands beside it", () => {
    const rows = rowsOf(TR, PLAIN)
    const missing = put(recordsOf(rows), 50, record(lineOf(rows[51]!)))
    for (const date_heure of ["hier soir", "9999-12-31T23:45:00+00:00", "2026-09-07T05:07:00+00:00", "1970-01-01"]) {
      const nonsense = record(lineOf({ ...rows[0]!, date_heure }))
      assert.isFalse(isWhole(PLAIN, [...missing, nonsense]), date_heure)
      assert.isTrue(isWhole(PLAIN, [...recordsOf(rows), record(lineOf(rows[1]!)), nonsense]), date_heure)
    }
  })

  it("looks for holes beside what is no text and refuses to become any", () => {
    const lines = rowsOf(TR, PLAIN).map(lineOf)
    for (const name of ["date", "heure", "code_insee_region", "date_heure"]) {
      for (const value of ["{\"toString\":null}", `${"[".repeat(20_000)}${"]".repeat(20_000)}`]) {
        const odd = record(`{"date_heure":"x","${name}":${value}}`)
        assert.isFalse(isWhole(PLAIN, [odd, record(lines[0]!), ...lines.slice(0, -2).map(record)]))
      }
    }
  })

  it("does not ask for marks of a region outside the grid, nor before the series begins", () => {
    const rows = rowsOf(TR, PLAIN)
    const corsica = record(lineOf({ ...rows[0]!, code_insee_region: "94" }))
    const twice = record(lineOf(rows[1]!))
    assert.isTrue(isWhole(PLAIN, [...recordsOf(rows), twice, corsica]))
    assert.isTrue(isWhole({ from: "2026-09-01", to: "2026-09-08" }, [...recordsOf(rows), twice]))
  })

  it("holds on real records", ({ skip }) => {
    if (shared.missing !== undefined) skip(shared.missing)
    const files = [
      ["eco2mix-regional-tr.paca-2020-05.jsonl", TR, { from: "2020-05-01", to: "2020-05-31" }],
      [
        "eco2mix-regional-cons-def.10-regions-2017-09-01_11-30.jsonl.gz",
        "eco2mix-regional-cons-def",
        { from: "2017-09-01", to: "2017-11-30" }
      ]
    ] as const
    for (const [name, dataset, days] of files) {
      const records = shared.readLines(name).map(record)
      const twice = [...records, records[7]!]
      assert.isTrue(isWhole(days, twice, twice.length, dataset), name)
      assert.isFalse(isWhole(days, twice.slice(1), records.length, dataset), name)
    }
  })
})
