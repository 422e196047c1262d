import * as Day from "#domain/Day"
import { assert, describe, it } from "@effect/vitest"
import * as Schema from "effect/Schema"

const quarters = (day: Day.Day): number => (Day.end(day) - Day.start(day)) / Day.QUARTER

describe("Day", () => {
  it("has 92, 96 or 100 quarter-hours", () => {
    assert.deepStrictEqual((["2026-03-29", "2026-03-30", "2026-10-25"] as const).map(quarters), [92, 96, 100])
  })

  it("begins at midnight in Paris, in winter and in summer", () => {
    assert.strictEqual(new Date(Day.start("2026-01-01")).toISOString(), "2025-12-31T23:00:00.000Z")
    assert.strictEqual(new Date(Day.start("2026-07-01")).toISOString(), "2026-06-30T22:00:00.000Z")
    assert.strictEqual(new Date(Day.start("2026-03-29")).toISOString(), "2026-03-28T23:00:00.000Z")
    assert.strictEqual(new Date(Day.end("2026-03-29")).toISOString(), "2026-03-29T22:00:00.000Z")
    assert.strictEqual(new Date(Day.start("2026-10-26")).toISOString(), "2026-10-25T23:00:00.000Z")
  })

  it("holds its instants and no others", () => {
    for (let day: Day.Day = "2025-01-01"; day < "2027-01-01"; day = Day.plus(day, 1)) {
      assert.strictEqual(Day.of(Day.start(day)), day)
      assert.strictEqual(Day.of(Day.end(day) - 1), day)
      assert.strictEqual(Day.of(Day.end(day)), Day.plus(day, 1))
    }
  })

  it("knows the hour that Paris never saw, in every year of the data", () => {
    for (
      const day of ["2013-03-31", "2014-03-30", "2015-03-29", "2016-03-27", "2017-03-26", "2024-03-31", "2025-03-30"]
    ) {
      assert.deepStrictEqual(
        ["01:45", "02:00", "02:45", "03:00"].map((heure) => Day.saw(day, heure)),
        [true, false, false, true]
      )
    }
    assert.isTrue(Day.saw("2025-10-26", "02:30"))
    assert.isTrue(Day.saw("2025-03-29", "02:30"))
  })

  it("does not judge what is no date or time", () => {
    for (const [date, heure] of [["", ""], ["2025-03-30", "24:00"], ["2025-13-30", "02:00"], ["30/03/2025", "02:00"]]) {
      assert.isTrue(Day.saw(date!, heure!))
    }
  })

  it("knows October's hour that comes again", () => {
    const at = (text: string) => Day.comesAgain(Date.parse(text))
    assert.deepStrictEqual(
      [at("2025-10-25T23:45Z"), at("2025-10-26T00:00Z"), at("2025-10-26T00:45Z"), at("2025-10-26T01:00Z")],
      [false, true, true, false]
    )
  })

  it("parses days of the calendar and nothing else", () => {
    assert.strictEqual(Day.parse("2024-02-29"), "2024-02-29")
    for (const text of ["2023-02-29", "2024-13-01", "2024-2-1", "20240201", "2024-02-01T00:00", "", "hier"]) {
      assert.isUndefined(Day.parse(text), text)
    }
  })

  it("splits a range into months, and puts it together again", () => {
    const months = Day.months({ from: "2019-11-15", to: "2020-03-01" })
    assert.deepStrictEqual(months, [
      { from: "2019-11-15", to: "2019-11-30" },
      { from: "2019-12-01", to: "2019-12-31" },
      { from: "2020-01-01", to: "2020-01-31" },
      { from: "2020-02-01", to: "2020-02-29" },
      { from: "2020-03-01", to: "2020-03-01" }
    ])
    assert.deepStrictEqual(Day.ranges(months.flatMap(Day.list)), [{ from: "2019-11-15", to: "2020-03-01" }])
  })

  it.prop(
    "of any instant is the one that has begun",
    [Schema.Int.check(Schema.isBetween({ minimum: Date.UTC(2000, 0), maximum: Date.UTC(2100, 0) }))],
    ([instant]) => {
      const day = Day.of(instant)
      return Day.start(day) <= instant && instant < Day.end(day)
    }
  )
})
