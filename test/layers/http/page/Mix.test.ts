/** From rows to columns: a hole in time stays one, and what was not measured is no zero. */
import * as Day from "#domain/Day"
import type { Subject } from "#domain/Filiere"
import type { Nature } from "#domain/Nature"
import { columnsOf, filieresOf, mixOf } from "#layers/http/page/Mix"
import type { Row } from "#ports/Query"
import { assert, describe, it } from "@effect/vitest"

const START = Day.start("2026-09-30")

const row = (
  quarter: number,
  filiere: Subject,
  production: number | null,
  nature: Nature = "Données temps réel"
): Row => ({
  region: "93",
  filiere,
  nature,
  granularity: "instant",
  start: START + quarter * Day.QUARTER,
  production,
  consumption: 4_000.4 + quarter,
  exchange: -12,
  records: 1,
  generation: 1,
  version: 1
})

describe("Mix", () => {
  it("has one line an instant, in order of time", () => {
    const mix = mixOf([row(1, "ensemble", 5), row(1, "solaire", 5), row(0, "ensemble", null), row(0, "eolien", -1)])
    assert.deepStrictEqual(mix.map(({ production }) => production), [{ eolien: -1 }, { solaire: 5 }])
    assert.deepStrictEqual(filieresOf(mix), ["eolien", "solaire"])
    const columns = columnsOf(mix, filieresOf(mix), "instant")
    assert.deepStrictEqual(columns.x, [START / 1000, START / 1000 + 900])
    assert.deepStrictEqual(columns.consumption, [4_000, 4_001])
    assert.deepStrictEqual(columns.filieres, { eolien: [-1, null], solaire: [null, 5] })
  })

  it("a mark that is missing is a line of nulls, but half-hours have no holes between them", () => {
    const holed = columnsOf(mixOf([row(0, "ensemble", 1), row(4, "ensemble", 1)]), [], "instant")
    assert.deepStrictEqual(holed.consumption, [4_000, null, 4_004])
    const halves = [row(0, "ensemble", 1, "Données consolidées"), row(2, "ensemble", 1, "Données consolidées")]
    assert.deepStrictEqual(columnsOf(mixOf(halves), [], "instant").consumption, [4_000, 4_002])
  })

  it("the day on which clocks go back is no hole", () => {
    const days = (["2026-10-24", "2026-10-25", "2026-10-26"] as const).map((day): Row => ({
      ...row(0, "ensemble", 1),
      granularity: "day",
      start: Day.start(day)
    }))
    assert.strictEqual(columnsOf(mixOf(days), [], "day").x.length, 3)
  })
})
