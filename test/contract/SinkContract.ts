/** What every sink promises, tried on the one that is handed in. Each test has a lake, and so a generation, of its own. */
import type { Day } from "#domain/Day"
import * as DayModule from "#domain/Day"
import { SUBJECTS } from "#domain/Filiere"
import { rankOf } from "#domain/Nature"
import { ALL as REGIONS } from "#domain/Region"
import { type DayStatistics, GRANULARITIES, room, type Statistics, type StatisticsRow } from "#domain/Statistic"
import { Sink } from "#ports/Sink"
import { assert, layer as withLayer } from "@effect/vitest"
import * as Effect from "effect/Effect"
import type * as Layer from "effect/Layer"
import { RUN } from "../support/revisions.ts"

/** Rows by column. */
const ofRows = (rows: ReadonlyArray<StatisticsRow>): Statistics => {
  const made = room(rows.length)
  made.length = rows.length
  rows.forEach((row, index) => {
    made.region[index] = REGIONS.indexOf(row.region)
    made.filiere[index] = SUBJECTS.indexOf(row.filiere)
    made.nature[index] = rankOf(row.nature)
    made.granularity[index] = GRANULARITIES.indexOf(row.granularity)
    made.start[index] = row.start
    made.production[index] = row.production ?? NaN
    made.consumption[index] = row.consumption ?? NaN
    made.exchange[index] = row.exchange ?? NaN
    made.records[index] = row.records
    made.version[index] = row.version
  })
  return made
}

/** A day of one region: as many `ensemble` instants as asked for, each with a version. */
export const dayOf = (day: Day, instants: number, version = 1): DayStatistics => {
  const rows = ofRows(Array.from({ length: instants }, (_, quarter): StatisticsRow => ({
    region: "93",
    filiere: "ensemble",
    nature: "Données temps réel",
    granularity: "instant",
    start: DayModule.start(day) + quarter * DayModule.QUARTER,
    production: quarter === 0 ? null : 954.5,
    consumption: 3458,
    exchange: -2504,
    records: 1,
    version
  })))
  return { day, documents: instants * version, rows }
}

const lakeId = () => crypto.randomUUID()

export const suite = <E>(name: string, sink: Layer.Layer<Sink, E>) =>
  withLayer(sink, { excludeTestServices: true })(`Sink (${name})`, (it) => {
    it.effect("opens a generation when rules or lake change, and only then", () =>
      Effect.gen(function*() {
        const { generation } = yield* Sink
        const [one, other] = [lakeId(), lakeId()]
        const first = yield* generation(1, one)
        assert.strictEqual(yield* generation(1, one), first)
        const mended = yield* generation(2, one)
        assert.isAbove(mended, first)
        const anew = yield* generation(2, other)
        assert.isAbove(anew, mended)
        assert.isAbove(yield* generation(2, one), anew)
      }))

    it.effect("says which generation is the last, and opens none by it", () =>
      Effect.gen(function*() {
        const { generation, lastGeneration } = yield* Sink
        const id = lakeId()
        const before = yield* lastGeneration
        assert.notStrictEqual(before?.lakeId, id)
        assert.deepStrictEqual(yield* lastGeneration, before)
        const number = yield* generation(1, id)
        assert.deepStrictEqual(yield* lastGeneration, { number, recipe: 1, lakeId: id })
      }))

    it.effect("gives two who ask at once the same generation", () =>
      Effect.gen(function*() {
        const { generation } = yield* Sink
        const id = lakeId()
        const numbers = yield* Effect.all(Array.from({ length: 5 }, () => generation(1, id)), {
          concurrency: "unbounded"
        })
        assert.strictEqual(new Set(numbers).size, 1)
      }))

    it.effect("says how many documents a day was published with", () =>
      Effect.gen(function*() {
        const { append, generation, published } = yield* Sink
        const number = yield* generation(1, lakeId())
        assert.strictEqual((yield* published(number)).size, 0)
        yield* append(number, RUN, dayOf("2020-05-01", 4))
        yield* append(number, RUN, dayOf("2020-05-02", 3))
        assert.deepStrictEqual([...yield* published(number)].toSorted(), [["2020-05-01", 4], ["2020-05-02", 3]])
        const from = "2020-05-02"
        assert.deepStrictEqual([...yield* published(number, { from, to: "2020-06-01" })], [[from, 3]])
        yield* append(number, RUN, dayOf("2020-05-01", 4, 2))
        assert.strictEqual((yield* published(number)).get("2020-05-01"), 8)
        const next = yield* generation(2, lakeId())
        assert.strictEqual((yield* published(next)).size, 0)
      }))

    it.effect("counts only the rows that were new", () =>
      Effect.gen(function*() {
        const { append, generation } = yield* Sink
        const number = yield* generation(1, lakeId())
        assert.strictEqual(yield* append(number, RUN, dayOf("2020-05-03", 5)), 5)
        assert.strictEqual(yield* append(number, RUN, dayOf("2020-05-03", 5)), 0)
        assert.strictEqual(yield* append(number, RUN, dayOf("2020-05-03", 7)), 2)
        assert.strictEqual(yield* append(number, RUN, dayOf("2020-05-03", 5, 2)), 5)
      }))

    it.effect("takes a day from two writers at once, each row once", () =>
      Effect.gen(function*() {
        const { append, generation } = yield* Sink
        const number = yield* generation(1, lakeId())
        const added = yield* Effect.forEach([0, 1, 2], () => append(number, RUN, dayOf("2020-05-04", 96)), {
          concurrency: "unbounded"
        })
        assert.strictEqual(added.reduce((a, b) => a + b), 96)
      }))

    it.effect("takes days of years it has never seen, from two writers at once", () =>
      Effect.gen(function*() {
        const { append, generation } = yield* Sink
        const number = yield* generation(1, lakeId())
        const days = ["1999-12-31", "2000-01-01", "2099-12-31", "2016-12-31", "2017-01-01"] as const
        const added = yield* Effect.forEach(days, (day) => append(number, RUN, dayOf(day, 96)), {
          concurrency: "unbounded"
        })
        assert.deepStrictEqual(added, [96, 96, 96, 96, 96])
      }))
  })
