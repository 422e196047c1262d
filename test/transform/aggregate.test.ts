import * as Day from "#domain/Day"
import { type Excerpts, ofExcerpts } from "#domain/Excerpts"
import type { Excerpt } from "#domain/Revision"
import type { DayStatistics } from "#domain/Statistic"
import * as Statistic from "#domain/Statistic"
import { aggregate } from "#transform/aggregate"
import { assert, describe, it } from "@effect/vitest"
import { excerptOf, observation } from "../support/revisions.ts"

const rowsOf = ({ rows }: DayStatistics): ReadonlyArray<Record<string, unknown>> =>
  Statistic.rowsOf(rows).map((row) => ({ ...row }))

const all = (excerpts: ReadonlyArray<Excerpt>, batch = excerpts.length): ReadonlyArray<DayStatistics> => {
  const aggregation = aggregate()
  const days: Array<DayStatistics> = []
  for (let from = 0; from < excerpts.length; from += batch) {
    days.push(...aggregation.add(ofExcerpts(excerpts.slice(from, from + batch))))
  }
  return [...days, ...aggregation.end()].map(({ day, documents, rows }) => ({ day, documents, rows }))
}

const start = Day.start("2020-05-01")
const at = (quarter: number) => start + quarter * Day.QUARTER

describe("aggregate", () => {
  it("writes over a day's rows once they are given back, and not before", () => {
    const [a, b, c, d] = [0, 96, 192, 288].map((quarter) =>
      ofExcerpts([excerptOf(observation(at(quarter), { consommation: 100 + quarter, thermique: 50 }))])
    ) as [Excerpts, Excerpts, Excerpts, Excerpts]
    const { add, end } = aggregate()
    add(a)
    const [first] = add(b)
    const before = rowsOf(first!)
    const [second] = add(c)
    assert.deepStrictEqual(rowsOf(first!), before)
    // Twice is once.
    first!.release!()
    first!.release!()
    const kept = rowsOf(second!)
    add(d)
    end()
    assert.notDeepEqual(rowsOf(first!), before)
    assert.deepStrictEqual(rowsOf(second!), kept)
  })

  it("writes what comes later into what earlier ones gave back, and the same", () => {
    const excerpts = Array.from(
      { length: 3 * 96 },
      (_, quarter) => excerptOf(observation(at(quarter), { eolien: quarter }))
    )
    const spare: Array<Statistic.Room> = []
    const read = (taken: Array<ArrayBufferLike>) => {
      const { add, end } = aggregate(spare)
      return [...add(ofExcerpts(excerpts)), ...end()].map((day) => {
        taken.push(day.rows.start.buffer)
        const rows = rowsOf(day)
        day.release!()
        return rows
      })
    }
    const [first, second]: [Array<ArrayBufferLike>, Array<ArrayBufferLike>] = [[], []]
    assert.deepStrictEqual(read(second), read(first))
    assert.strictEqual(new Set([...first, ...second]).size, 3)
    // Three days, and the room that lay ready for a fourth.
    assert.strictEqual(new Set(spare).size, 4)
    assert.strictEqual(spare.length, 4)
  })

  it("makes a row for the ensemble and each filière that was measured, for the instant and for the day", () => {
    const [day] = all([
      excerptOf(observation(at(0), { consommation: 100, ech_physiques: -20, thermique: 50, solaire: 0 })),
      excerptOf(observation(at(1), { consommation: 200, ech_physiques: 20, thermique: 60, pompage: -10 }))
    ])
    assert.strictEqual(day!.day, "2020-05-01")
    assert.strictEqual(day!.documents, 2)
    const common = { region: "93", nature: "Données temps réel" }
    const row = (filiere: string, granularity: string, quarter: number, values: object) => ({
      ...common,
      filiere,
      granularity,
      start: at(quarter),
      ...values
    })
    const first = { consumption: 100, exchange: -20, records: 1, version: 1 }
    const second = { consumption: 200, exchange: 20, records: 1, version: 1 }
    const whole = { consumption: 150, exchange: 0, records: 2, version: 2 }
    assert.deepStrictEqual(rowsOf(day!), [
      row("ensemble", "instant", 0, { production: 50, ...first }),
      row("thermique", "instant", 0, { production: 50, ...first }),
      row("solaire", "instant", 0, { production: 0, ...first }),
      row("ensemble", "instant", 1, { production: 50, ...second }),
      row("thermique", "instant", 1, { production: 60, ...second }),
      row("pompage", "instant", 1, { production: -10, ...second }),
      row("ensemble", "day", 0, { production: 50, ...whole }),
      row("thermique", "day", 0, { production: 55, ...whole }),
      row("solaire", "day", 0, { production: 0, ...whole }),
      row("pompage", "day", 0, { production: -10, ...whole })
    ])
  })

  it("counts the last revision, and makes the version of all of them, in whatever order they come", () => {
    const revisions = [7, 8, 9].map((consommation, index) => excerptOf(observation(at(0), { consommation }), index + 1))
    for (const order of [revisions, revisions.toReversed()]) {
      const [day] = all([...order, excerptOf(observation(at(1), { consommation: 11 }))])
      const [instant, , whole] = rowsOf(day!)
      assert.deepInclude(instant, { consumption: 9, records: 1, version: 3 })
      assert.deepInclude(whole, { granularity: "day", consumption: 10, records: 2, version: 4 })
      assert.strictEqual(day!.documents, 4)
    }
  })

  it("keeps a region's consumption where no filière was measured", () => {
    const [day] = all([excerptOf(observation(at(0), { consommation: 5 }))])
    assert.deepStrictEqual(
      rowsOf(day!).map(({ consumption, filiere, production }) => [filiere, production, consumption]),
      [["ensemble", null, 5], ["ensemble", null, 5]]
    )
  })

  it("never mixes natures or regions", () => {
    const values = { consommation: 1 }
    const [day] = all([
      excerptOf(observation(at(0), values)),
      excerptOf(observation(at(0), { consommation: 2 }, { nature: "Données consolidées" })),
      excerptOf(observation(at(0), { consommation: 3 }, { region: "11" }))
    ])
    assert.deepStrictEqual(
      rowsOf(day!).filter(({ granularity }) => granularity === "day").map((
        row
      ) => [row["region"], row["nature"], row["consumption"]]),
      [["11", "Données temps réel", 3], ["93", "Données temps réel", 1], ["93", "Données consolidées", 2]]
    )
  })

  it("gives each day as soon as it is over, the same for any size of batch", () => {
    const month = Array.from(
      { length: 31 * 96 },
      (_, quarter) => excerptOf(observation(at(quarter), { consommation: quarter, thermique: quarter / 3 }))
    )
    const whole = all(month)
    assert.strictEqual(whole.length, 31)
    assert.deepStrictEqual(all(month, 1), whole)
    assert.deepStrictEqual(all(month, 97), whole)
    const aggregation = aggregate()
    assert.strictEqual(aggregation.add(ofExcerpts(month.slice(0, 97))).length, 1)
  })

  it("reads the record again where other rules have kept it", () => {
    const record = JSON.stringify({
      code_insee_region: "93",
      nature: "Données temps réel",
      date_heure: new Date(at(0)).toISOString(),
      consommation: "42"
    })
    const [day] = all([{ ...excerptOf(observation(at(0), { consommation: 1 })), record }])
    assert.deepInclude(rowsOf(day!)[0], { consumption: 42, version: 1 })
    const [nothing] = all([{ ...excerptOf(observation(at(0), { consommation: 1 })), record: "{}" }])
    assert.deepStrictEqual(nothing, { day: "2020-05-01", documents: 1, rows: nothing!.rows })
    assert.strictEqual(nothing!.rows.length, 0)
  })

  it("refuses instants that go backwards", () => {
    assert.throws(() =>
      all([
        excerptOf(observation(at(1), { consommation: 1 })),
        excerptOf(observation(at(0), { consommation: 1 }))
      ]), /went back/)
  })
})
